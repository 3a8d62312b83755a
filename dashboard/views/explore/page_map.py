"""The map on the page: an SVG in the first HTML; afterwards the browser paints it from files.

The server only names the files to paint from, in which year, and in which words: to a page's session, and to a request
of its own for pages without one (dashboard/server/map_state.py).
"""

from __future__ import annotations

import json
from typing import Any

from dashboard.analysis.map_values import MapValues, chosen_year, map_key
from dashboard.analysis.world_map import map_values
from dashboard.charts.map.shapes import SIMPLER_BY_M
from dashboard.charts.svg import map_picture
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.own import is_of_session
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.map_menus import chosen
from dashboard.state.selection import Selection
from dashboard.text import world_map
from dashboard.text.markup.elements import unbroken
from dashboard.views.explore.map_files import own_values, shapes_file, values_file

ASKS: list[str] = []
"""Address that answers a query with a map's state, if this process has one (dashboard/server/map_state.py sets it)."""

NO_MAP = {"map_title": "World map", "map_legend": "", "map_colours": "", "map_coverage": ""}
"""Words of a map that cannot be shown."""


def state(snapshot: Snapshot, selection: Selection) -> dict[str, Any]:
    """Return what the browser needs to paint a choice (assets/js/map/map.js): files, year, outlined places, and words.

    Values that cannot be read are a sentence in `fault`, beside the files of the shapes.
    """
    projection = selection.projection
    found = {
        "shapes": shapes_file(snapshot, projection, SIMPLER_BY_M),
        "detail": shapes_file(snapshot, projection, simpler_by_m=0.0),
        "regions": map_picture.region_limits(projection),
        "chosen": chosen(selection.choices()),
        "outlined": place_index(snapshot).outlined(selection.country),
        "fault": "",
    }
    try:
        shown = map_values(snapshot, map_key(selection))
        return found | _of_values(snapshot, shown, shown.year(chosen_year(selection)))
    except SnapshotError as error:
        return found | {"fault": str(error)}


def _of_values(snapshot: Snapshot, shown: MapValues, year: int | None) -> dict[str, Any]:
    row = shown.row(year)
    if is_of_session(snapshot, shown.key.indicator):
        values, own = own_values(shown)
    else:
        values, own = values_file(snapshot, shown), {}
    return {
        "values": values,
        "own": own,
        "year": year,
        "sentence": world_map.headline(snapshot, shown, row),
        "label": world_map.label(shown, world_map.finding(snapshot, shown, row)),
    }


def first_words(snapshot: Snapshot, selection: Selection, *, is_first: bool) -> dict[str, Any]:
    """Return the map of the page as it is served, for its fragment: picture, legend and words.

    Args:
        snapshot: the figures.
        selection: what the visitor has chosen.
        is_first: whether the map is in the view that the page shows first; otherwise the browser draws it when that is
            opened.
    """
    now = state(snapshot, selection)
    words = {
        **NO_MAP,
        "map_asks": "".join(ASKS),
        "map_state": json.dumps(now, ensure_ascii=False).replace("<", "\\u003c"),
    }
    if now["fault"]:
        empty = map_picture.empty(selection.projection, "World map")
        return {**words, "map_sentence": now["fault"], "map_files": [], "map_svg": empty}
    shown = map_values(snapshot, map_key(selection))
    row = shown.row(now["year"])
    title = world_map.title(shown)
    if is_first:
        picture = map_picture.draw(snapshot, shown, row, selection.projection, now["outlined"], now["label"])
    else:
        picture = map_picture.empty(selection.projection, now["label"])
    return words | {
        "map_title": unbroken(title if now["year"] is None else f"{title}, {shown.years_of(now['year'])}"),
        "map_sentence": now["sentence"],
        "map_coverage": f"{world_map.coverage(shown, row)}. {shown.source}",
        "map_svg": picture,
        "map_legend": map_picture.key(shown, row),
        "map_colours": map_picture.colours(shown),
        "map_files": [now["values"]] if is_first else [],
    }
