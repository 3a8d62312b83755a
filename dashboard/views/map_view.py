"""The map with its legend: shows the selected country, and a click on a country selects it."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
import panel as pn
from bokeh.events import Tap
from numpy.typing import ArrayLike

from dashboard import presentation, queries, words
from dashboard.charts import geometry, world_map
from dashboard.state import Selection
from dashboard.store import Snapshot
from dashboard.theme import LIGHT
from dashboard.views import html

MEASURE = "period_change"


class MapView:
    """`pane`, `legend` and `sentence` are placed by the page."""

    def __init__(self, snapshot: Snapshot, selection: Selection):
        """Draw the map, and follow and set `selection.country`."""
        shared = _shared(snapshot)
        rows, bins, economies = shared.rows, shared.bins, shared.economies
        self.title = f"How much each country has warmed: {rows.window.iloc[0]}, {rows.unit.iloc[0]}"
        said = words.map_sentence(rows, economies)
        self._selection = selection
        self.map = world_map.draw(
            shared.countries, shared.outlines, shared.columns, bins, LIGHT, f"World map. {self.title}. {said}"
        )
        self._is_marking = False
        self._row = {iso3: row for row, iso3 in enumerate(self.map.iso3)}
        self.pane = pn.pane.Bokeh(self.map.figure, sizing_mode="stretch_width", margin=0)
        self.legend = html.pane(legend(bins, rows.value))
        self.sentence = html.pane(html.element("p", said, class_="sentence"))
        self.map.source.selected.on_change("indices", self._clicked)
        self.map.figure.on_event(Tap, self._tapped)
        selection.param.watch(self._highlight, "country")
        self._highlight()

    def fill_its_place(self) -> None:
        """Fits the map to its place on the page."""
        self.map.fill_its_place()
        self.pane.sizing_mode = "stretch_both"

    def _clicked(self, _name: str, _old: list[int], new: list[int]) -> None:
        if self._is_marking:
            return
        self._selection.country = world_map.clicked(new, self.map.iso3) or self._selection.defaults["country"]
        self._highlight()

    def _tapped(self, _event: Tap) -> None:
        """A tap on the sea. Where nothing was marked, as with a region, the marks do not change and so say nothing."""
        if not self.map.source.selected.indices:
            self._selection.country = self._selection.defaults["country"]

    def _highlight(self, *_: Any) -> None:
        """Marks the selected country and no other; the World and its regions have no shape of their own."""
        row = self._row.get(self._selection.country)
        indices = [] if row is None else [row]
        self._is_marking = True  # Bokeh reports our own marks as if they were clicks
        try:
            self.map.source.selected.indices = indices
        finally:
            self._is_marking = False


class _Shared:
    """What every session's map is drawn from; made once for each snapshot."""

    def __init__(self, snapshot: Snapshot):
        self.countries = world_map.drawn_countries(snapshot.countries)
        self.outlines = geometry.outlines(self.countries)
        measured = queries.measure(snapshot.warming, MEASURE)
        self.rows = measured[measured.iso3.isin(set(self.countries.iso3))]
        self.economies = queries.economies(snapshot.countries)
        self.bins = presentation.diverging_bins(self.rows.value)
        self.columns = world_map.columns(self.countries, self.rows, self.bins)


@lru_cache(maxsize=2)
def _shared(snapshot: Snapshot) -> _Shared:
    """Two are held, so that sessions on a snapshot just replaced still find theirs."""
    return _Shared(snapshot)


def legend(bins: presentation.Bins, values: ArrayLike) -> str:
    """Boxes of the bins from the lowest to the highest in use, of "uncertain" and of "no data", as HTML."""
    used = bins.index(values)
    low, high = int(np.nanmin(used)), int(np.nanmax(used))
    boxes = "".join(
        f'<li><i style="background:{colour}"></i>{escape(label)}</li>'
        for colour, label in list(zip(bins.colours, bins.labels(), strict=True))[low : high + 1]
    )
    return (
        f'<ul class="legend">{boxes}'
        '<li><i class="uncertain"></i>uncertain: interval holds zero, or thin record</li>'
        '<li><i class="no-data"></i>no data</li></ul>'
    )
