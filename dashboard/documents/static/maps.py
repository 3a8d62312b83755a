"""The map of the static edition: shapes, and a file of colours and words for each choice, named after it.

`map/period_change.bin` has what the map shows for `?measure=period_change`, `map/SP.POP.TOTL.bin` an indicator;
assets/js/static/states.js makes the name from the query. All years are in one file, with the sentence of each, so that
a year needs no request.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dashboard.analysis.map_values import MapValues, map_key
from dashboard.analysis.world_map import map_values
from dashboard.charts.map.shapes import SIMPLER_BY_M
from dashboard.charts.svg import map_picture
from dashboard.charts.svg.packed import pack_figures, pack_shapes, pack_values
from dashboard.documents.static.folder import Files
from dashboard.snapshot import projections
from dashboard.snapshot.codes import INDICATOR, PROJECTED
from dashboard.snapshot.groups import place_index
from dashboard.snapshot.store import Snapshot
from dashboard.state.map_menus import PROJECTIONS, chosen
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.text import world_map


def choices(snapshot: Snapshot) -> Iterator[tuple[str, Selection]]:
    """Yield each choice of the map by the name of its file: measures by the default years, scenarios, and every series.

    Projected change under another scenario than the default one is a file of its own, such as `projected-ssp126`.
    """
    default = new_selection(snapshot)
    for measure in default.param.measure.objects:
        if measure != INDICATOR:
            yield measure, _selected(snapshot, measure=measure)
    for scenario in projections.published_scenarios(snapshot):
        if scenario != default.scenario:
            yield f"{PROJECTED}-{scenario}", _selected(snapshot, measure=PROJECTED, scenario=scenario)
    for code in snapshot.indicators.id:
        yield code, _selected(snapshot, measure=INDICATOR, indicator=code)


def _selected(snapshot: Snapshot, **chosen: str) -> Selection:
    selection = new_selection(snapshot)
    selection.param.update(**chosen)
    return selection


def values_address(figures: str, name: str) -> str:
    """Return the address of the colours and words of a choice."""
    return f"{figures}/map/{name}.bin"


def write_values(files: Files, figures: str, snapshot: Snapshot, name: str, selection: Selection) -> None:
    """Write the files of a choice: its colours and words, and the values for its tooltips.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    shown = map_values(snapshot, map_key(selection))
    tips = files.write(f"{figures}/map/{name}.values.bin", pack_figures(shown))
    found = pack_values(shown, tips, sentences=sentences(snapshot, shown))
    files.write(values_address(figures, name), found)


def sentences(snapshot: Snapshot, shown: MapValues) -> list[str]:
    """Return the sentence below the map for each year, or the only one."""
    return [world_map.headline(snapshot, shown, row) for row in range(len(shown.values))]


def write_shapes(files: Files, figures: str, snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """Write the shapes of each projection, and return their addresses and the views of the regions, by projection."""
    return {
        projection: {
            "shapes": files.write(
                f"{figures}/shapes/{projection}.bin", pack_shapes(snapshot, projection, SIMPLER_BY_M)
            ),
            "detail": files.write(f"{figures}/shapes/{projection}-fine.bin", pack_shapes(snapshot, projection, 0.0)),
            "regions": map_picture.region_limits(projection),
        }
        for projection in PROJECTIONS
    }


def first_state(
    figures: str, projections: dict[str, dict[str, Any]], snapshot: Snapshot, selection: Selection
) -> dict[str, Any]:
    """Return what the map paints first, as assets/js/map/map.js draws it, and what further states are made of."""
    shown = map_values(snapshot, map_key(selection))
    year = shown.year(selection.year)
    sentence = world_map.headline(snapshot, shown, shown.row(year))
    return {
        **projections[selection.projection],
        "chosen": chosen(selection.choices()),
        "outlined": place_index(snapshot).outlined(selection.country),
        "fault": "",
        "values": values_address(figures, selection.measure),
        "year": year,
        "sentence": sentence,
        "label": world_map.label(shown, sentence),
        "projections": projections,
    }
