"""Shapes of the world map as SVG paths: whole units, relative from point to point, so that they compress well.

The picture is 9,000 units wide, tenths of a pixel on a map 900 pixels wide. Borders stay shared, as both sides are
rounded alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.charts.map.geometry import Backdrop, Outlines

UNITS_WIDE = 9_000


@dataclass(frozen=True)
class Canvas:
    """Maps metres of a projection to units: `west` and `north` are the upper left corner, in metres."""

    west: float
    north: float
    m_per_unit: float
    height: int

    @classmethod
    def of(cls, x_range: tuple[float, float], y_range: tuple[float, float]) -> Canvas:
        """Return the canvas of a view with these limits, in metres."""
        m_per_unit = (x_range[1] - x_range[0]) / UNITS_WIDE
        return cls(x_range[0], y_range[1], m_per_unit, round((y_range[1] - y_range[0]) / m_per_unit))

    def units(self, points: np.ndarray) -> np.ndarray:
        """Return points in whole units, int, of points in metres; shape (n, 2)."""
        away = (points - [self.west, self.north]) / [self.m_per_unit, -self.m_per_unit]
        return np.rint(away).astype(int)


@dataclass(frozen=True)
class PlaceShape:
    """Shape of a place: `path` may be empty, `at` is its position, `has_dot` says whether it is too small to see."""

    iso3: str
    path: str
    at: tuple[int, int]
    has_dot: bool
    is_economy: bool


@dataclass(frozen=True)
class WorldShapes:
    """What a map needs of a projection, in drawing order: the same for all values and visitors."""

    height: int
    sphere: str
    graticule: str
    places: tuple[PlaceShape, ...]


def world_shapes(
    outlines: Outlines, backdrop: Backdrop, canvas: Canvas, iso3: Sequence[str], is_economy: Sequence[bool]
) -> WorldShapes:
    """Return the paths of the countries and of what lies behind them.

    Args:
        outlines: rows in the order of `iso3`, in metres.
        backdrop: edge of the world and graticule, in metres.
        canvas: of the view.
        iso3: code of each row.
        is_economy: whether it is a country that counts.
    """
    positions = canvas.units(np.c_[outlines.x, outlines.y])
    rows = zip(iso3, outlines.xs, outlines.ys, positions.tolist(), outlines.dot_x, is_economy, strict=True)
    places = tuple(
        PlaceShape(code, path(canvas, np.c_[xs, ys]), (at[0], at[1]), bool(np.isfinite(dot)), bool(counts))
        for code, xs, ys, at, dot, counts in rows
    )
    gap = np.full((1, 2), np.nan)
    lines = np.concatenate([part for line in backdrop.graticule for part in (line, gap)])
    graticule = path(canvas, lines, is_closed=False)
    return WorldShapes(canvas.height, path(canvas, backdrop.sphere), graticule, places)


def path(canvas: Canvas, points: np.ndarray, *, is_closed: bool = True) -> str:
    """Return the `d` of rings or lines with NaN between them; "" without a point.

    Points that round to the one before are left out, and those on a straight line between their neighbours. A closed
    ring that rounds to one point stays as a point.
    """
    pieces, here = [], np.zeros(2, int)
    for ring in np.split(points, np.flatnonzero(np.isnan(points[:, 0]))):
        known = ring[np.isfinite(ring[:, 0])]
        if not known.size:
            continue
        units = canvas.units(known)
        units = _without_needless(units)
        if is_closed and len(units) > 1 and (units[0] == units[-1]).all():
            units = units[:-1]
        moves = np.diff(units, axis=0, prepend=here[None, :])
        pieces.append(f"m{' '.join(map(str, moves.ravel().tolist()))}{'z' if is_closed else ''}")
        here = units[0] if is_closed else units[-1]  # where the browser's pen is after the piece
    return "".join(pieces).replace(" -", "-")


def _without_needless(units: np.ndarray) -> np.ndarray:
    """Return the points without repetitions, and without those at which a line goes straight on."""
    units = units[np.r_[True, (np.diff(units, axis=0) != 0).any(axis=1)]]
    before, after = np.diff(units, axis=0)[:-1], np.diff(units, axis=0)[1:]
    is_straight = (before[:, 0] * after[:, 1] == before[:, 1] * after[:, 0]) & ((before * after).sum(axis=1) > 0)
    return units[np.r_[True, ~is_straight, True]] if len(units) > 2 else units
