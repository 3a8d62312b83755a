"""Sensitivity of a place's trend to its period: trends over other start and end years."""

from __future__ import annotations

from dashboard.snapshot import series
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot
from measures.trend_windows import WindowTrends, all_window_trends, nearby_window_trends


@cached_on_argument(512, published=True)
def nearby_windows(snapshot: Snapshot, iso3: str, window: tuple[int, int]) -> WindowTrends:
    """Return the trends of the windows whose ends are within 5 years of `window`: a millisecond of a core."""
    grid = series.temperature(snapshot)
    return nearby_window_trends(grid.years, grid.of(iso3), window)


@cached_on_argument(32, published=True)
def all_windows(snapshot: Snapshot, iso3: str) -> WindowTrends:
    """Return the trends of every window of 15 years or more: some 13 ms of a core, and 250 kB."""
    grid = series.temperature(snapshot)
    return all_window_trends(grid.years, grid.of(iso3))
