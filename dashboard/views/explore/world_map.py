"""The map: shows what is chosen and the selected country, and a click on a country selects it.

On the page the browser is told which files to draw, and in which year; it draws every step of the years itself. In a
notebook, where nothing serves files, the figures are fed from here.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

import numpy as np
from bokeh.events import Tap
from bokeh.models import Plot

from dashboard.analysis import world_map as world_map_analysis
from dashboard.analysis.map_values import MapKey, MapValues, map_key
from dashboard.charts.core import legend as legends
from dashboard.charts.core.selection import on_select, quietly_select
from dashboard.charts.core.theme import MAP_ASPECT
from dashboard.charts.map import geometry, notebook_map
from dashboard.charts.map.notebook_map import WorldMap
from dashboard.charts.map.page_map import PageMap
from dashboard.snapshot import queries
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.places import drawn_places
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.text import world_map as world_map_text
from dashboard.views.base import Follow, ViewContext
from dashboard.views.explore.map_files import shapes, shapes_file, values_file
from dashboard.views.explore.map_menus import chosen
from dashboard.views.widgets import html


@lru_cache(maxsize=8)
def _columns(shown: MapValues, row: int) -> dict[str, Any]:
    """What every session begins with is worded once."""
    return notebook_map.columns(shown, row)


class MapView:
    """`figure`, `legend` and `sentence` are placed by the page; `shown` is what the map shows, in row `row`."""

    def __init__(self, context: ViewContext, follow: Follow):
        """Follow what is chosen. The map is drawn when first it is asked for: here, or by `fill_its_place`."""
        self._snapshot, self._selection, self._charts = context.snapshot, context.selection, context.charts
        self._on_page: PageMap | None = None
        self._in_notebook: WorldMap | None = None
        self.shown = world_map_analysis.map_values(context.snapshot, MapKey(DEFAULT_MEASURE))
        self.row, self.fault = 0, ""
        self._row_of = {iso3: row for row, iso3 in enumerate(context.drawn_places.iso3)}
        self.title, self.legend, self.sentence = html.pane(), html.pane(), html.pane()
        follow(self._show, "measure", "indicator", "map_base_year", "baseline", "trend_period", "year")
        follow(self._project, "projection")
        follow(self._tell, "region")
        follow(self._highlight, "country")
        self._show()

    @property
    def map(self) -> WorldMap:
        """The map of a notebook, with its figures and what is chosen on it."""
        if self._in_notebook is None:
            self._in_notebook = self._draw()
            if self._selection.projection != "equal-earth":
                self._project()
            self._highlight()
        return self._in_notebook

    def _draw(self) -> WorldMap:
        iso3, drawn_in = drawn_places(self._snapshot).iso3, shapes(self._snapshot, "equal-earth")
        shown = _columns(self.shown, self.row)
        drawn = notebook_map.draw(iso3, *drawn_in, shown, self._charts.theme, self.label)
        self._charts.add(html.figure(drawn.figure))
        on_select(drawn.source, self._clicked)
        return drawn

    @property
    def figure(self) -> Plot:
        """What is drawn, on the page or in a notebook."""
        return (self._on_page or self.map).figure

    def hear_taps(self) -> None:
        """Hears a tap on the sea, in a notebook; on the page assets/js/map/pick.js says in the address what was hit."""
        self.map.figure.on_event(Tap, self._tapped)

    def fill_its_place(self) -> None:
        """Draws the map for its place on the page, where the browser fetches what it shows."""
        self._on_page = PageMap(self._charts.theme, geometry.PROJECTIONS[self._selection.projection])
        self._on_page.set_label(self.label)
        self._charts.add(self._on_page.figure)
        self._tell()

    def _show(self) -> None:
        """Shows what is chosen; of figures that cannot be read, the reason."""
        try:
            self.shown, self.fault = world_map_analysis.map_values(self._snapshot, map_key(self._selection)), ""
        except SnapshotError as error:
            self.fault = str(error)
        year = self.shown.year(self._selection.year)
        self.row = self.shown.row(year)
        said = self.fault or self._said()
        self.title.object = html.element("h2", world_map_text.title(self.shown))
        self.sentence.object = html.element("p", said, class_="sentence")
        title = world_map_text.title(self.shown)
        self.label = f"World map, {title}: {said.removeprefix(title).lstrip('.: ')}"
        if self._on_page:
            self._on_page.set_label(self.label)
            self._tell()
        else:
            self.legend.object = legend(self.shown, self.row)
        if self._in_notebook:
            self._in_notebook.set_label(self.label)
            self._in_notebook.update(_columns(self.shown, self.row))

    def _project(self) -> None:
        self._tell()
        if not self._in_notebook:
            return
        onto = self._selection.projection
        self._in_notebook.project(
            *shapes(self._snapshot, onto), geometry.view_limits(MAP_ASPECT, geometry.PROJECTIONS[onto])
        )
        self._in_notebook.update(_columns(self.shown, self.row))

    def _tell(self) -> None:
        """Tells the browser what to draw: assets/js/map/map.js follows. A notebook has no menu for the region."""
        if not self._on_page:
            return
        self._on_page.set_state(
            values=values_file(self._snapshot, self.shown),
            shapes=shapes_file(self._snapshot, self._selection.projection),
            detail=shapes_file(self._snapshot, self._selection.projection, simpler_by_m=0.0),
            year=self.shown.year(self._selection.year),
            chosen=chosen(self._selection.choices()),
            country=self._selection.country,
            fault=self.fault,
        )

    def _said(self) -> str:
        if self.shown.key == MapKey(DEFAULT_MEASURE):
            rows = queries.measure(self._snapshot.warming, DEFAULT_MEASURE)
            counted = world_map_text.warming_sentence(rows, queries.economies(self._snapshot.countries))
            return f"{world_map_text.title(self.shown)}. {counted}"
        return world_map_text.sentence(self.shown, self.row)

    def _clicked(self, rows: list[int]) -> None:
        self._selection.country = notebook_map.clicked(rows, self.map.iso3) or self._selection.defaults["country"]
        self._highlight()

    def _tapped(self, _event: Tap) -> None:
        """A tap on the sea. Where nothing was marked, as with a region, the marks do not change and so say nothing."""
        if not self.map.source.selected.indices:
            self._selection.country = self._selection.defaults["country"]

    def _highlight(self) -> None:
        """Marks the selected country and no other; the World and its regions have no shape of their own."""
        self._tell()
        if not self._in_notebook:
            return
        row = self._row_of.get(self._selection.country)
        quietly_select(self._in_notebook.source, [] if row is None else [row])


def first_files(snapshot: Snapshot, selection: Any) -> list[str]:
    """Addresses of what the map draws first, for the page to fetch while its scripts are read."""
    try:
        shown = world_map_analysis.map_values(snapshot, map_key(selection))
    except SnapshotError:
        return []  # the view says so in words
    return [shapes_file(snapshot, selection.projection), values_file(snapshot, shown)]


def first_title(snapshot: Snapshot, selection: Any) -> str:
    """The map's title as the page is served; assets/js/map/map.js keeps it up to date."""
    try:
        shown = world_map_analysis.map_values(snapshot, map_key(selection))
        year = shown.year(selection.year)
        return world_map_text.title(shown) if year is None else f"{world_map_text.title(shown)}, {year}"
    except SnapshotError:
        return "World map"


def legend(shown: MapValues, row: int) -> str:
    """Boxes of the bins with their counts in a year, of "uncertain" and of "no data": HTML, for a notebook."""
    classes = legends.of(shown)
    used = classes.classes[:, shown.places.is_economy]
    index, binned = used[row], np.where(used == classes.not_yet_class, np.nan, used)
    low, high = (0, 0) if np.isnan(binned).all() else (int(np.nanmin(binned)), int(np.nanmax(binned)))
    boxes = "".join(
        f'<li><i style="background:{colour}"></i>{escape(label)} ({int((index == at).sum())})</li>'
        for at, (colour, label) in enumerate(zip(classes.colours, classes.labels, strict=True))
        if low <= at <= high or at == classes.not_yet_class
    )
    marked = '<li><i class="uncertain"></i>interval holds zero</li><li><i class="thin"></i>thin record</li>'
    return (
        f'<ul class="legend">{boxes}{marked if shown.marks.any() else ""}'
        f'<li><i class="no-data"></i>no data ({int(np.isnan(index).sum())})</li></ul>'
    )
