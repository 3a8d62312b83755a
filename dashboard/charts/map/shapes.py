"""Shapes and backdrop of the world map in each projection, computed once a snapshot for all visitors."""

from __future__ import annotations

from dashboard.charts.core.theme import MAP_ASPECT
from dashboard.charts.map import geometry
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.places import drawn_places
from dashboard.snapshot.store import Snapshot

SIMPLER_BY_M = 32_000.0
"""Tolerance of the simplified shapes: seven tenths of a pixel on a map 900 pixels wide. They have 8,000 points for
34,100. Where a pixel is less than this, the browser draws the full shapes."""


@cached_on_argument(8, published=True)
def shapes(
    snapshot: Snapshot, projection: str, simpler_by_m: float = 0.0
) -> tuple[geometry.Outlines, geometry.Backdrop]:
    """Return shapes and backdrop in a projection, by its name in `geometry.PROJECTIONS`."""
    onto = geometry.PROJECTIONS[projection]
    return geometry.outlines(drawn_places(snapshot).countries, onto, simpler_by_m), geometry.backdrop(onto)


def view_limits(projection: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the limits of the whole map along x and y, in metres of the projection."""
    return geometry.view_limits(MAP_ASPECT, geometry.PROJECTIONS[projection])
