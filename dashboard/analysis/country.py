"""What Explore says of one country: trend, normal, smooth course, and how it ranks."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dashboard.snapshot import groups, queries, series
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.queries import Warming
from dashboard.snapshot.store import Snapshot
from measures.anomaly import baseline_mean
from measures.arrays import Floats
from measures.ranks import rank_among
from measures.smooth import SmoothCurve, loess
from measures.trend import TooFewYearsError, Trend, trend
from measures.trend_windows import WindowTrends, all_window_trends, nearby_window_trends


def standings(places: groups.PlaceIndex, iso3: str) -> list[Standing]:
    """Rank of an economy's warming in the world, its region and its climate zone; none for an aggregate or an area."""
    if places.row(iso3)["kind"] != "economy" or iso3 not in places.change:
        return []
    ranks = []
    for group in (places.world, places.region(iso3), places.zone(iso3)):
        if group:
            among = [places.change[code] for code in group.members if code in places.change]
            ranks.append(Standing(*rank_among(places.change[iso3], among), group.called))
    return ranks


@lru_cache(maxsize=2)
def warming_rows(snapshot: Snapshot) -> dict[str, dict[str, Warming]]:
    """Rows of the measures that key figures tell, by measure and place; older snapshots hold fewer of them.

    Of every place at once: asking the table for one takes 6 ms, a click's eighth.
    """
    economies = set(groups.place_index(snapshot).world.members)
    names = (DEFAULT_MEASURE, "amplification", "emergence", "emergence_year")
    return {name: queries.warmings(queries.measure(snapshot.warming, name), economies) for name in names}


@lru_cache(maxsize=1024)
def trend_over(table: series.Grid, iso3: str, window: tuple[int, int]) -> Trend | None:
    """Trend of a place over a window, both years included; None below 15 valid years."""
    inside = (table.years >= window[0]) & (table.years <= window[1])
    try:
        return trend(table.years[inside], table.of(iso3)[inside])
    except TooFewYearsError:
        return None


def baseline_normal(years: np.ndarray, values: Floats, baseline: tuple[int, int]) -> float | None:
    """Return the mean of the baseline years, in the values' unit; None below 20 valid years."""
    try:
        return baseline_mean(years, values, baseline)
    except TooFewYearsError:
        return None


@lru_cache(maxsize=512)
def smooth_course(table: series.Grid, iso3: str) -> SmoothCurve | None:
    """Return the LOESS smoothing of a place's series; None below 15 valid years."""
    try:
        return loess(table.years, table.of(iso3))
    except TooFewYearsError:
        return None


@lru_cache(maxsize=512)
def nearby_windows(table: series.Grid, iso3: str, window: tuple[int, int]) -> WindowTrends:
    """Return the trends of the periods whose ends are within 5 years of `window`."""
    return nearby_window_trends(table.years, table.of(iso3), window)


@lru_cache(maxsize=32)
def all_windows(table: series.Grid, iso3: str) -> WindowTrends:
    """Return the trends of every period of 15 years or more: some 13 ms of a core, and 250 kB."""
    return all_window_trends(table.years, table.of(iso3))


class Standing(NamedTuple):
    """Where a value stands in a group: its rank, of how many, and what the group is called ("of South Asia")."""

    rank: int
    ranked: int
    called: str
