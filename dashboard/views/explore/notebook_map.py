"""The map in a notebook, where nothing serves files: its figures and clicks go through the session."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
from bokeh.events import Tap

from dashboard.analysis.map_values import DISPUTED, MODELLED, NOT_SIGNIFICANT, THIN_RECORD, MapValues
from dashboard.charts.core import legend as legends
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.charts.core.theme import MAP_ASPECT
from dashboard.charts.map import geometry, notebook_map
from dashboard.charts.map.shapes import shapes
from dashboard.snapshot.caching import cached_on_argument
from dashboard.text import world_map
from dashboard.views.base import ViewContext
from dashboard.views.widgets import html

MARK_LOOKS = {NOT_SIGNIFICANT: "uncertain", THIN_RECORD: "thin", DISPUTED: "disputed", MODELLED: "projected"}
"""Class of each mark in the style sheets."""

FIRST_PROJECTION = "equal-earth"


@cached_on_argument(8)
def _columns(shown: MapValues, row: int) -> dict[str, Any]:
    """Word the tooltips once for all sessions that begin with the same map."""
    return notebook_map.columns(shown, row)


class NotebookMapView:
    """`map` and `legend` are placed by the view's layout; a click on a country selects it, one on the sea the World."""

    def __init__(self, context: ViewContext, shown: MapValues, row: int, label: str):
        """Draw the map with these values."""
        self._snapshot, self._selection = context.snapshot, context.selection
        self._row_of = {iso3: position for position, iso3 in enumerate(context.drawn_places.iso3)}
        self._projection, self._shown = FIRST_PROJECTION, (shown, row)
        drawn_in = shapes(self._snapshot, FIRST_PROJECTION)
        columns, theme = _columns(shown, row), context.charts.theme
        self.map = notebook_map.draw(context.drawn_places.iso3, *drawn_in, columns, theme, label)
        self.legend = html.pane()
        context.charts.add(html.figure(self.map.figure))
        on_select(self.map.source, self._clicked)
        self.map.figure.on_event(Tap, self._tapped)
        self.update(shown, row, label)

    def update(self, shown: MapValues, row: int, label: str) -> None:
        """Show these values of a year, in the projection selected, with the country selected marked."""
        self.map.set_label(label)
        self.legend.object = legend(shown, row)
        projection = self._selection.projection
        if projection != self._projection:
            limits = geometry.view_limits(MAP_ASPECT, geometry.PROJECTIONS[projection])
            self.map.project(*shapes(self._snapshot, projection), limits)
        if projection != self._projection or (shown, row) != self._shown:
            self.map.update(_columns(shown, row))
        self._projection, self._shown = projection, (shown, row)
        self._mark()

    def _mark(self) -> None:
        """Mark the country selected and no other; the World and its regions have no shape of their own."""
        row = self._row_of.get(self._selection.country)
        quietly_select(self.map.source, [] if row is None else [row])

    def _clicked(self, rows: list[int]) -> None:
        self._selection.country = notebook_map.clicked(rows, self.map.iso3) or self._selection.defaults["country"]
        self._mark()

    def _tapped(self, _event: Tap) -> None:
        """Select the World. Where nothing was marked, as with a region, a tap on the sea changes no mark."""
        if not self.map.source.selected.indices:
            self._selection.country = self._selection.defaults["country"]


def legend(shown: MapValues, row: int) -> str:
    """Return boxes of the bins with their counts in a year, of "uncertain" and of "no data", as HTML."""
    classes = legends.of(shown)
    index = classes.classes[row, shown.places.is_economy]
    boxes = "".join(
        f'<li><i style="background:{colour}"></i>{escape(label)} ({int((index == at).sum())})</li>'
        for at, (colour, label) in enumerate(zip(classes.colours, classes.labels, strict=True))
        if at in classes.used or at == classes.not_yet_class
    )
    marked = "".join(
        f'<li><i class="{look}"></i>{escape(world_map.MARKS[mark])}</li>'
        for mark, look in MARK_LOOKS.items()
        if (shown.marks == mark).any()
    )
    return (
        f'<ul class="legend">{boxes}{marked}<li><i class="no-data"></i>no data ({int(np.isnan(index).sum())})</li></ul>'
    )
