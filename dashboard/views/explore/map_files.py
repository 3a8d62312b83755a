"""The files that the browser draws the map from: shapes of a projection, values of a measure over all years."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import numpy as np

from dashboard.analysis.map_values import MapKey, MapValues, map_key_of, rank_ranges
from dashboard.analysis.world_map import map_values
from dashboard.assets.binary import pack
from dashboard.assets.file_store import files
from dashboard.charts.core import legend
from dashboard.charts.map import geometry
from dashboard.charts.map.shapes import SIMPLER_BY_M, shapes, view_limits
from dashboard.charts.svg import map_picture
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.own import published
from dashboard.snapshot.places import drawn_places
from dashboard.snapshot.series_index import featured
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR, TOLERANCE_YEARS
from dashboard.state.selection import Selection
from dashboard.text import emergence, world_map

MOST_AHEAD = 40
"""Indicators whose files are made ahead: 25 ms of CPU time, 20 kB of disk and 90 bytes of the page each."""

NO_BIN = 255
"""Bin of a place without a value."""

STEP_M = 600.0
"""Coordinates are whole steps of so many metres, which fit 16 bits: a sixtieth of a pixel on a map 900 pixels wide."""


def shapes_file(snapshot: Snapshot, projection: str, simpler_by_m: float = SIMPLER_BY_M) -> str:
    """Return the URL of the shapes in a projection, with the names of the places."""
    return files.url(
        (snapshot.catalog["snapshot"], "shapes", projection, simpler_by_m),
        lambda: _pack_shapes(snapshot, projection, simpler_by_m),
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
    figures = files.url((*named, "figures"), lambda: _pack_figures(shown))
    return files.url(named, lambda: _pack_values(shown, figures))


def own_values(shown: MapValues) -> tuple[str, dict[str, str]]:
    """Return the name of the values of a visitor's own series, and its files in base64 by name.

    They are sent through the visitor's session and are no files of the server: no address leads to them.
    """
    name, figures = f"own:{shown.key}", f"own:figures:{shown.key}"
    files = {name: _pack_values(shown, figures), figures: _pack_figures(shown)}
    return name, {key: b64encode(content).decode() for key, content in files.items()}


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


def _pack_shapes(snapshot: Snapshot, projection: str, simpler_by_m: float) -> bytes:
    outlines, behind = shapes(snapshot, projection, simpler_by_m)
    where = drawn_places(snapshot)
    x_range, y_range = view_limits(projection)
    about = {
        "step_m": STEP_M,
        "simpler_by_m": SIMPLER_BY_M,
        "x_range": x_range,
        "y_range": y_range,
        "regions": geometry.region_limits(geometry.PROJECTIONS[projection]),
        "iso3": where.iso3,
        "names": where.names,
    }
    return pack(
        about,
        {
            "at_x": outlines.x.astype("float32"),
            "at_y": outlines.y.astype("float32"),
            "has_dot": np.isfinite(outlines.dot_x).astype("uint8"),
            **_pieces("ring", [np.c_[x, y] for x, y in zip(outlines.xs, outlines.ys, strict=True)]),
            **_pieces("line", [behind.sphere, *behind.graticule]),
            "is_economy": where.is_economy.astype("uint8"),
        },
    )


def _pieces(name: str, pieces: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Return lines of points, shape (n, 2) each, as arrays: the length of each, the positions of NaN, the coordinates.

    A coordinate is the difference from the previous one in whole steps, modulo 16 bits: small numbers compress well.
    """
    together = np.concatenate(pieces)
    is_gap = np.isnan(together[:, 0])
    steps = np.round(np.where(is_gap[:, None], 0, together) / STEP_M).astype("int16")
    moves = np.diff(steps, axis=0, prepend=np.int16(0))
    return {
        f"{name}_lengths": np.array([len(piece) for piece in pieces], "uint32"),
        f"{name}_gaps": np.flatnonzero(is_gap).astype("uint32"),
        f"{name}_x": moves[:, 0],
        f"{name}_y": moves[:, 1],
    }


def _pack_figures(shown: MapValues) -> bytes:
    arrays = {"values": shown.values.ravel(), "offsets": shown.offsets.ravel()}
    if shown.low is not None and shown.high is not None:
        arrays |= {"low": shown.low, "high": shown.high, "rank_range": rank_ranges(shown).astype("int16").ravel()}
    doubts = [world_map.doubt_of(shown, place) for place in range(len(shown.places.iso3))]
    about = {"doubts": {place: doubt for place, doubt in enumerate(doubts) if doubt}}
    return pack(about, arrays, delta_strides={"values": shown.values.shape[1]})


def _pack_values(shown: MapValues, figures: str) -> bytes:
    classes = legend.of(shown)
    bins = classes.classes
    about: dict[str, Any] = {
        "figures": figures,
        "title": world_map.title(shown),
        "unit": shown.unit,
        "first_year": int(shown.years[0]) if shown.years.size else None,
        "rows": len(shown.values),
        "latest_year": shown.latest_year,
        "tolerance": TOLERANCE_YEARS,
        "no_year": NO_YEAR,
        "no_bin": NO_BIN,
        "decimals": shown.decimals,
        "is_signed": shown.is_signed,
        "colours": map_picture.colours(shown),
        "legend": map_picture.key(shown, shown.row(shown.latest_year)),
        "not_yet_bin": classes.not_yet_class,
        "not_yet": emergence.of_one(shown.not_emerged),
        "coverage": [world_map.coverage(shown, row) for row in range(len(shown.values))],
        "meanings": [world_map.meaning(mark) for mark in range(len(world_map.MARKS) + 1)],
        "counts": world_map.WEATHER_ONLY,
        "rank_first": world_map.rank_first(shown),
        "source": shown.source,
    }
    painted = np.where(np.isnan(bins), NO_BIN, bins).astype("uint8").ravel()
    return pack(about, {"bins": painted, "marks": shown.marks})
