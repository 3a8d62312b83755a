"""The files that a browser draws the map from: shapes of a projection, values of a measure over all years.

assets/js/map/files.js reads them. They are made without Bokeh, for the page and for the static edition alike.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dashboard.analysis.map_values import MapValues, rank_ranges
from dashboard.assets.binary import pack
from dashboard.charts.core import legend
from dashboard.charts.map import geometry
from dashboard.charts.map.shapes import SIMPLER_BY_M, shapes, view_limits
from dashboard.charts.svg import map_picture
from dashboard.snapshot.places import drawn_places
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR, TOLERANCE_YEARS
from dashboard.state import url
from dashboard.text import emergence, projected_map, world_map

NO_BIN = 255
"""Bin of a place without a value."""

STEP_M = 600.0
"""Coordinates are whole steps of so many metres, which fit 16 bits: a sixtieth of a pixel on a map 900 pixels wide."""


def pack_shapes(snapshot: Snapshot, projection: str, simpler_by_m: float) -> bytes:
    """Return the shapes of a projection, with names and positions of the places."""
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


def pack_figures(shown: MapValues) -> bytes:
    """Return the values for tooltips, with their years, intervals, ranks and doubts."""
    arrays = {"values": shown.values.ravel(), "offsets": shown.offsets.ravel()}
    if shown.low is not None and shown.high is not None:
        arrays |= {"low": shown.low, "high": shown.high, "rank_range": rank_ranges(shown).astype("int16").ravel()}
    doubts = [world_map.doubt_of(shown, place) for place in range(len(shown.places.iso3))]
    about = {"doubts": {place: doubt for place, doubt in enumerate(doubts) if doubt}}
    strides = {"values": shown.values.shape[1]}
    if shown.spread is not None and np.isfinite(shown.spread).any():
        ends = dict(zip(("spread_low", "spread_high"), shown.spread, strict=True))
        arrays |= {name: values.ravel() for name, values in ends.items()}
        strides |= dict.fromkeys(ends, shown.values.shape[1])
    return pack(about, arrays, delta_strides=strides)


def pack_values(shown: MapValues, figures: str, **further: Any) -> bytes:
    """Return the bins of all years, with colours, legend and words.

    Args:
        shown: the values.
        figures: address of the file with the values for tooltips, which is five times as large and can come later.
        **further: entries of the header, such as words that a page with a server asks for.
    """
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
        "series_decimals": shown.series_decimals,
        "is_signed": shown.is_signed,
        "colours": map_picture.colours(shown),
        "years_each": shown.years_each,
        "year_name": url.NAMES["projected_until" if shown.is_modelled else "year"][0],
        "modelled": ", modelled" if shown.is_modelled else "",
        "no_value": projected_map.NO_VALUE if shown.is_modelled else "",
        "spread": projected_map.SPREAD,
        "no_spread": projected_map.NO_SPREAD,
        "legend": map_picture.key(shown, shown.row(shown.latest_year)),
        "not_yet_bin": classes.not_yet_class,
        "not_yet": emergence.of_one(shown.not_emerged),
        "coverage": [world_map.coverage(shown, row) for row in range(len(shown.values))],
        "meanings": [world_map.meaning(mark) for mark in range(len(world_map.MARKS) + 1)],
        "counts": world_map.WEATHER_ONLY,
        "rank_first": world_map.rank_first(shown),
        "source": shown.source,
        **further,
    }
    painted = np.where(np.isnan(bins), NO_BIN, bins).astype("uint8").ravel()
    return pack(about, {"bins": painted, "marks": shown.marks})
