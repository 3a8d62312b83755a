"""The served script: puts one visitor's page together. Run it with `python -m panel serve dashboard/app.py`."""

from __future__ import annotations

import logging
from typing import Any

import panel as pn
from bokeh.models import Checkbox, TextInput
from panel.io.resources import LOCAL_DIST

from dashboard import config
from dashboard.snapshot import store
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.views.page._internals import reload_on_any_change
from dashboard.views.page.page import FaultPage, Page
from dashboard.views.registry import VIEWS

pn.extension()  # without Bokeh's reconnect: assets/js/page/connection.js says why, and does better

log = logging.getLogger(__name__)


def build(*, every_view: bool = False) -> Page | FaultPage:
    """The dashboard, in the state that the address asks for; or a page that says why there is none.

    Views are made when first they are shown; with `every_view` all of them at once, so that what they share is there.
    """
    try:
        page = _page(store.current(), pn.state.location)
        for view in VIEWS if every_view else ():
            page.selection.view = view.name
        return page
    except SnapshotError as error:
        log.error("%s (%s)", error, error.__cause__)
        return FaultPage(str(error))
    except Exception:  # the border: a visitor gets a sentence, whoever runs the server gets the trace
        log.exception("the page could not be built")
        return FaultPage("The dashboard met a fault that it did not expect. It is in the server's log.")


def _page(snapshot: Snapshot, location: Any) -> Page:
    selection = new_selection(snapshot)
    address = TextInput(name="query", value=_query(location))
    chosen, ignored = url.decode(address.value, selection)
    selection.param.update(**chosen)
    _write(address, selection)
    prefers_dark = Checkbox(
        name="prefers_dark", active=pn.state.headers.get(config.COLOUR_SCHEME_HEADER, "").strip('"') == "dark"
    )
    page = Page(snapshot, selection, address, prefers_dark, ignored)
    _read(address, page)
    return page


def _query(location: Any) -> str:
    """What the page's address asks for. Our server writes it into the session's token (dashboard/handlers.py)."""
    document = pn.state.curdoc
    context = document.session_context if document else None
    asked = context.token_payload.get("query") if context else None
    if asked is not None:
        return f"?{asked}" if asked else ""
    return location.search if location else ""


def _write(address: TextInput, selection: Selection) -> None:
    """Writes into the address what is chosen: before any view follows, so that the browser hears of it first."""

    def write(*_: Any) -> None:
        # An address that says the same in other words (lower case, a tracking tag) stays: writing it anew would add a
        # step to the browser's history, and the way forward would be lost.
        if url.decode(address.value, selection)[0] != selection.choices():
            address.value = url.encode(selection)

    selection.param.watch(write, list(selection.defaults))


def _read(address: TextInput, page: Page) -> None:
    """Chooses what the address says when it changes: by a link, by what is clicked or typed, by Back and forward."""

    def read(_name: str, _old: str, query: str) -> None:
        chosen, ignored = url.decode(query, page.selection)
        with page.context.deferred.batch():
            page.selection.param.update(**chosen)
            page.notify(ignored)

    address.on_change("value", read)


if pn.state.served:
    # Panel looks here for where its style sheets are; it would say so itself only when it renders a page, and a session
    # whose page was kept is made without (dashboard/kept.py).
    pn.state.curdoc.template_variables["dist_url"] = LOCAL_DIST
    if pn.config.autoreload:
        reload_on_any_change()
    build().servable()
