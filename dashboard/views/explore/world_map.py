"""The map's title and sentence, and its drawing: on the page by the browser, in a notebook by the server."""

from __future__ import annotations

from bokeh.models import Plot

from dashboard.analysis.map_values import MapKey, map_key
from dashboard.analysis.world_map import map_values
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.store import SnapshotError
from dashboard.text import world_map
from dashboard.views.base import Follow, ViewContext
from dashboard.views.explore.notebook_map import NotebookMapView
from dashboard.views.explore.page_map import PageMapView
from dashboard.views.widgets import html


class MapView:
    """`title`, `sentence` and one of `page` and `notebook` are placed; `shown` is what the map shows, in row `row`."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow what is selected. The map is drawn when it is first asked for, on the page or in a notebook."""
        self._context, self._selection = context, context.selection
        self._page: PageMapView | None = None
        self._notebook: NotebookMapView | None = None
        self.shown = map_values(context.snapshot, MapKey(DEFAULT_MEASURE))
        self.row, self._error = 0, ""
        self.title, self.sentence = html.pane(), html.pane()
        follow(self._show, "measure", "indicator", "map_base_year", "baseline", "trend_period", "year")
        follow(self._update, "projection", "region", "country")
        self._show()

    @property
    def notebook(self) -> NotebookMapView:
        """The map in a notebook."""
        if self._notebook is None:
            self._notebook = NotebookMapView(self._context, self.shown, self.row, self._label)
        return self._notebook

    @property
    def figure(self) -> Plot:
        """What is drawn, on the page or in a notebook."""
        return self._page.figure if self._page else self.notebook.map.figure

    def draw_on_page(self) -> None:
        """Draw the map for its place on the page, where the browser fetches what it shows."""
        self._page = PageMapView(self._context)
        self._update()

    def _show(self) -> None:
        """Show the values selected; where they cannot be read, the reason."""
        snapshot = self._context.snapshot
        try:
            self.shown, self._error = map_values(snapshot, map_key(self._selection)), ""
        except SnapshotError as error:
            self._error = str(error)
        self.row = self.shown.row(self.shown.year(self._selection.year))
        found = self._error or world_map.finding(snapshot, self.shown, self.row)
        self._label = world_map.label(self.shown, found)
        sentence = self._error or world_map.headline(snapshot, self.shown, self.row)
        self.title.object = html.element("h2", world_map.title(self.shown))
        self.sentence.object = html.sentences([sentence])
        self._update()

    def _update(self) -> None:
        if self._page:
            self._page.update(self.shown, self._label, self._error)
        if self._notebook:
            self._notebook.update(self.shown, self.row, self._label)
