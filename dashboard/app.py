"""The served script: puts one visitor's page together. Run it with `python -m panel serve dashboard/app.py`."""

from __future__ import annotations

from typing import Any

import panel as pn

from dashboard import config, queries, url
from dashboard.state import Selection
from dashboard.store import Snapshot, SnapshotError, open_snapshot
from dashboard.views.page import FaultPage, Page

pn.extension(reconnect=True)


def build() -> Page | FaultPage:
    """The dashboard, in the state that the address asks for; or a page that says why there is none."""
    try:
        snapshot = open_snapshot(config.DATA_DIR)
    except SnapshotError as error:
        return FaultPage(str(error))
    selection = _selection(snapshot)
    location = pn.state.location
    chosen, ignored = url.decode(location.search if location else "", selection)
    selection.param.update(**chosen)
    page = Page(snapshot, selection, ignored)
    if location:
        _tie(location, page)
    return page


def _selection(snapshot: Snapshot) -> Selection:
    offered = queries.selectable(snapshot.countries, snapshot.temperature)
    return Selection(offered.iso3, snapshot.indicators.id)


def _tie(location: Any, page: Page) -> None:
    """Keeps address and selection the same, both ways: a link restores the view, and so does the Back button."""

    def write(*_: Any) -> None:
        location.search = url.encode(page.selection)

    def read(event: Any) -> None:
        chosen, ignored = url.decode(event.new, page.selection)
        page.selection.param.update(**chosen)
        page.notify(ignored)

    page.selection.param.watch(write, list(page.selection.defaults))
    location.param.watch(read, "search")


if pn.state.served:
    build().servable()
