"""URLs of the map's files (dashboard/charts/svg/packed.py): made when they are asked for, or ahead."""

from __future__ import annotations

from base64 import b64encode

from dashboard.analysis.map_values import MapKey, MapValues, map_key_of
from dashboard.analysis.world_map import map_values
from dashboard.assets.file_store import files
from dashboard.charts.map.shapes import SIMPLER_BY_M
from dashboard.charts.svg.packed import pack_figures, pack_shapes, pack_values
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.own import published
from dashboard.snapshot.series_index import featured
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection

MOST_AHEAD = 40
"""Indicators whose files are made ahead: 25 ms of CPU time, 20 kB of disk and 90 bytes of the page each."""


def shapes_file(snapshot: Snapshot, projection: str, simpler_by_m: float = SIMPLER_BY_M) -> str:
    """Return the URL of the shapes in a projection, with the names of the places."""
    return files.url(
        (snapshot.catalog["snapshot"], "shapes", projection, simpler_by_m),
        lambda: pack_shapes(snapshot, projection, simpler_by_m),
    )


def values_file(snapshot: Snapshot, shown: MapValues) -> str:
    """Return the URL of the bins of all years, with colours, labels and coverage: which the map is painted from.

    The file names another with the values for its tooltips, which is five times as large and can come later. Every
    visitor can fetch both, so they are made from published figures, whatever else is in `snapshot`.

    Raises:
        KeyError: the map is of a visitor's own series.
    """
    public = published(snapshot)
    shown = map_values(public, shown.key)
    named = public.catalog["snapshot"], shown.key
    figures = files.url((*named, "figures"), lambda: pack_figures(shown))
    return files.url(named, lambda: pack_values(shown, figures))


def own_values(shown: MapValues) -> tuple[str, dict[str, str]]:
    """Return the name of the values of a visitor's own series, and its files in base64 by name.

    They are sent through the visitor's session and are no files of the server: no address leads to them.
    """
    name, figures = f"own:{shown.key}", f"own:figures:{shown.key}"
    files = {name: pack_values(shown, figures), figures: pack_figures(shown)}
    return name, {key: b64encode(content).decode() for key, content in files.items()}


def known_files(snapshot: Snapshot, selection: Selection) -> dict[str, str]:
    """Return the URLs of the files of the likely choices, by their names; "" for one that has not been made yet."""
    return {name: known_file(snapshot, chosen) for name, chosen in choices(snapshot, selection).items()}


def known_file(snapshot: Snapshot, chosen: MapKey) -> str:
    """Return the URL of the values of a map; "" if they have not been made yet."""
    return files.url_if_made((snapshot.catalog["snapshot"], chosen))


def choices(snapshot: Snapshot, selection: Selection) -> dict[str, MapKey]:
    """Return the likely choices, by name: each measure by default years, and the featured indicators.

    Their files are made ahead and named in the page; all others are made when they are asked for.
    """
    usual = selection.defaults["baseline"], selection.defaults["trend_period"]
    measures = {name: map_key_of(name, "", *usual) for name in selection.param.measure.objects if name != INDICATOR}
    return measures | {code: map_key_of(INDICATOR, code, *usual) for code in featured(snapshot)[:MOST_AHEAD]}
