"""The map on the page: the browser draws it from files, every step of the years by itself.

The server only says which files to draw, and in which year.
"""

from __future__ import annotations

from typing import Any

from bokeh.models import Plot

from dashboard.analysis.map_values import MapValues, map_key
from dashboard.analysis.world_map import map_values
from dashboard.charts.map import geometry
from dashboard.charts.map.page_map import PageMap
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.own import is_of_session
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.selection import Selection
from dashboard.text import world_map
from dashboard.views.base import ViewContext
from dashboard.views.explore.map_files import own_values, shapes_file, values_file
from dashboard.views.explore.map_menus import chosen


class PageMapView:
    """`figure` is placed by the page; its owner calls `update`."""

    def __init__(self, context: ViewContext):
        """Draw the map without values."""
        self._snapshot, self._selection, self._places = context.snapshot, context.selection, context.places
        self._map = PageMap(context.charts.theme, geometry.PROJECTIONS[self._selection.projection])
        context.charts.add(self._map.figure)

    @property
    def figure(self) -> Plot:
        """The drawn map."""
        return self._map.figure

    def update(self, shown: MapValues, label: str, error: str) -> None:
        """Tell the browser what to draw (assets/js/map/map.js follows); `error` is shown in place of values."""
        projection = self._selection.projection
        if is_of_session(self._snapshot, shown.key.indicator):
            values, own = own_values(shown)
        else:
            values, own = values_file(self._snapshot, shown), {}
        self._map.set_label(label)
        self._map.set_state(
            values=values,
            own=own,
            shapes=shapes_file(self._snapshot, projection),
            detail=shapes_file(self._snapshot, projection, simpler_by_m=0.0),
            year=shown.year(self._selection.year),
            chosen=chosen(self._selection.choices()),
            outlined=self._outlined(),
            fault=error,
        )

    def _outlined(self) -> list[str]:
        """Return the codes of the places outlined: the one selected, or the members of a region or grouping."""
        iso3 = self._selection.country
        if self._places.is_aggregate(iso3) and iso3 != WORLD:
            return list(self._places.members(iso3).members)
        return [iso3]


def first_words(snapshot: Snapshot, selection: Selection, *, is_first: bool) -> dict[str, Any]:
    """Return the map's title and files as the page is served, for its fragment.

    The page fetches the files while its scripts are read; assets/js/map/map.js keeps the title up to date.

    Args:
        snapshot: the figures.
        selection: what the visitor has chosen.
        is_first: whether the map is in the view that the page shows first.
    """
    try:
        shown = map_values(snapshot, map_key(selection))
    except SnapshotError:  # the view shows why
        return {"map_title": "World map", "map_files": []}
    year = shown.year(selection.year)
    title = world_map.title(shown)
    files = [shapes_file(snapshot, selection.projection), values_file(snapshot, shown)]
    return {"map_title": title if year is None else f"{title}, {year}", "map_files": files if is_first else []}
