"""The script that Panel serves: builds one visitor's page. Run it by `python -m panel serve dashboard/app.py`."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import panel as pn
from bokeh.models import Checkbox, TextInput
from panel.io.resources import LOCAL_DIST

from dashboard import config
from dashboard.charts.core.changes import follow
from dashboard.snapshot import vintages
from dashboard.snapshot.own import VisitorSnapshot
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.views.page import prepared
from dashboard.views.page._internals import reload_on_any_change, send_no_change_back, write_every_change
from dashboard.views.page.own_file import OwnFiles
from dashboard.views.page.page import FaultPage, Page
from dashboard.views.registry import VIEWS

pn.extension()  # without Bokeh's reconnect: assets/js/page/connection.js says why, and does better
send_no_change_back()
write_every_change()

log = logging.getLogger("dashboard.app")
"""Not by `__name__`, which is another for each session: loggers are never freed, and the log could not count lines
of one kind."""

UNEXPECTED = "The dashboard met a fault that it did not expect. It is in the server's log."


def build(*, every_view: bool = False) -> Page | FaultPage:
    """Return the dashboard in the state that the URL asks for, or a page that says why it cannot be shown.

    A view is made when it is first shown. With `every_view` all are made now, and with them what all visitors share.
    """
    try:
        page = _prepared() or new_page(_query(pn.state.location), _prefers_dark(), _page_url(pn.state.location))
        if every_view:
            page.selection.every_window = True  # the chart of a tab: half a second of its first visitor
            for view in VIEWS:
                page.selection.view = view.name
        return page
    except SnapshotError as error:
        log.error(error.for_log)
        return FaultPage(str(error))
    except Exception:  # error boundary: the visitor gets a sentence, the log the traceback
        log.exception("the page could not be built")
        return FaultPage(UNEXPECTED)


def serve() -> None:
    """Serve the dashboard to the present session, or a page that says why it cannot be shown."""
    page = build()
    try:
        page.servable()
    except Exception:  # error boundary: what was placed so far goes, and the visitor gets a sentence
        log.exception("the page could not be served")
        pn.state.curdoc.clear()
        FaultPage(UNEXPECTED).servable()


def new_page(query: str, prefers_dark_value: str, page_url: str) -> Page:
    """Return the page of an address, without a session.

    Args:
        query: of the address, with its question mark.
        prefers_dark_value: of the request's header config.COLOUR_SCHEME_HEADER.
        page_url: URL of the page, without its query.

    Raises:
        SnapshotError: there are no figures.
    """
    snapshot = VisitorSnapshot(vintages.of_query(query))
    selection = new_selection(snapshot)
    address = TextInput(name="query", value=query)
    chosen, ignored = url.decode(address.value, selection)
    selection.param.update(**chosen)
    _write_url(address, selection)
    prefers_dark = Checkbox(name="prefers_dark", active=prefers_dark_value.strip('"') == "dark")
    page = Page(snapshot, selection, address, prefers_dark, ignored, page_url)
    page.own_files = OwnFiles(snapshot, selection, address, page.notify)
    _follow_url(address, page)
    _answer_pings(address)
    return page


def _prepared() -> Page | None:
    """Return the page that was made before its session (server/_internals.py)."""
    document = pn.state.curdoc
    context = document.session_context if document else None
    return prepared.take(context.id) if context else None


def _prefers_dark() -> str:
    return str(pn.state.headers.get(config.COLOUR_SCHEME_HEADER, ""))


def _page_url(location: Any) -> str:
    """Return the URL of the reader's page without its query; "" in a notebook. Our server writes it into the token."""
    if named := _token_payload().get("page_url"):
        return str(named)
    if not location or not location.hostname:
        return ""
    port = f":{location.port}" if location.port else ""
    return f"{location.protocol}//{location.hostname}{port}{location.pathname}"


def _query(location: Any) -> str:
    """Return the query of the page's URL. Our server writes it into the session's token (server/_internals.py)."""
    query = _token_payload().get("query")
    if query is not None:
        return f"?{query}" if query else ""
    return location.search if location else ""


def _token_payload() -> Mapping[str, Any]:
    document = pn.state.curdoc
    context = document.session_context if document else None
    return context.token_payload if context else {}


def _write_url(address: TextInput, selection: Selection) -> None:
    """Write every change of the selection into the URL: before any view follows, so that the browser gets it first."""

    def write(*_: Any) -> None:
        # A URL that means the same (in lower case, with a tracking tag) stays: another would be one more entry of the
        # browser's history, and "forward" would be lost.
        if url.decode(address.value, selection)[0] != selection.choices():
            address.value = url.encode(selection)

    selection.param.watch(write, list(selection.defaults))


def _follow_url(address: TextInput, page: Page) -> None:
    """Select what the URL says whenever it changes: by a link, a click, typing, or the browser's history."""

    def read(query: str) -> None:
        chosen, ignored = url.decode(query, page.selection)
        with page.context.deferred.batch():
            page.selection.param.update(**chosen)
            page.notify([*ignored, *_of_other_figures(page)])

    follow(address, "value", read)


def _of_other_figures(page: Page) -> list[str]:
    """Return a sentence if the address asks for figures of another day than the page has been made with."""
    if page.selection.vintage == vintages.own_name(page.snapshot):
        return []
    return ["This address asks for figures of another day. Reload the page to see them."]


def _answer_pings(address: TextInput) -> None:
    """Answer "?3" with "!3", so that the browser notices a dead connection (assets/js/page/connection.js)."""

    def answer(asked: str) -> None:
        if asked.startswith("?"):
            address.placeholder = f"!{asked[1:]}"

    follow(address, "placeholder", answer)


if pn.state.served:
    # Panel reads here where its style sheets are. It sets this itself only when it renders a page, and a session whose
    # page comes from the page cache is made without rendering (server/page_cache.py).
    pn.state.curdoc.template_variables["dist_url"] = LOCAL_DIST
    if pn.config.autoreload:
        reload_on_any_change()
    serve()
