"""The map's values and words: the page's browser gets them as a state to paint, a notebook as a drawing."""

from __future__ import annotations

from bokeh.models import AllIndices, Plot

from dashboard.analysis.map_values import MapKey, chosen_year, map_key
from dashboard.analysis.world_map import map_values
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.store import SnapshotError
from dashboard.text import world_map
from dashboard.views.base import Follow, ViewContext
from dashboard.views.explore import page_map
from dashboard.views.explore.notebook_map import NotebookMapView
from dashboard.views.widgets import html


class MapView:
    """`shown` is what the map shows, in row `row`; `title` and `sentence` are placed in a notebook, as is `notebook`.

    `state` is a model that draws nothing, with `page_map.state` as its tags: for a page without this project's server,
    and for a visitor's own series, whose files have no address.
    """

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow what is selected. The map is drawn when it is first asked for, on the page or in a notebook."""
        self._context, self._selection = context, context.selection
        self.state: AllIndices | None = None
        self._notebook: NotebookMapView | None = None
        self.shown = map_values(context.snapshot, MapKey(DEFAULT_MEASURE))
        self.row, self._error = 0, ""
        self.title, self.sentence = html.pane(), html.pane()
        follow(
            self._show,
            "measure", "indicator", "map_base_year", "baseline", "trend_period", "year", "projected_until", "scenario",
        )  # fmt: skip
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
        """The notebook's drawing."""
        return self.notebook.map.figure

    def for_page(self) -> AllIndices:
        """Return the model whose tags tell the page what to paint."""
        self.state = AllIndices()
        self._update()
        return self.state

    def _show(self) -> None:
        """Show the values selected; where they cannot be read, the reason."""
        snapshot = self._context.snapshot
        try:
            self.shown, self._error = map_values(snapshot, map_key(self._selection)), ""
        except SnapshotError as error:
            self._error = str(error)
        self.row = self.shown.row(self.shown.year(chosen_year(self._selection)))
        found = self._error or world_map.finding(snapshot, self.shown, self.row)
        self._label = world_map.label(self.shown, found)
        sentence = self._error or world_map.headline(snapshot, self.shown, self.row)
        self.title.object = html.element("h2", world_map.title(self.shown))
        self.sentence.object = html.sentences([sentence])
        self._update()

    def _update(self) -> None:
        if self.state:
            self.state.tags = [page_map.state(self._context.snapshot, self._selection)]
        if self._notebook:
            self._notebook.update(self.shown, self.row, self._label)
