"""Projected change of the temperature of all places: modelled change from 2015-2024, as means of 20 years.

Modelled alone, so that nothing observed is mixed in: a country's change from the reader's baseline, which is observed
until 2024, is in `analysis.projections`.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from dashboard.analysis.projections import with_median
from dashboard.snapshot import projections
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.grid import Grid, rows_of
from dashboard.snapshot.projections import HIGH, LOW, MEDIAN
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import PERIOD_ENDS
from measures.warming_level import PERIOD_YEARS, running_means


@cached_on_argument(16, published=True)
def period_changes(snapshot: Snapshot, scenario: str, percentile: str = MEDIAN) -> Grid:
    """Return the mean change of each 20 years in degC, by their last year; no places without figures.

    A range always has the median in it: `with_median`.
    """
    annual = projections.changes(snapshot, scenario, percentile)
    ends = annual.years[PERIOD_YEARS - 1 :]
    is_shown = (ends >= PERIOD_ENDS[0]) & (ends <= PERIOD_ENDS[1])
    if not is_shown.any():
        return Grid(np.array([], int), (), np.empty((1, 0)))
    values, iso3 = running_means(annual.values)[is_shown], annual.iso3
    if percentile in (LOW, HIGH):
        medians = period_changes(snapshot, scenario)
        values = with_median(values, rows_of(ends[is_shown], medians.years, medians.select(iso3)), percentile)
    values.flags.writeable = False
    return Grid(ends[is_shown], iso3, values)


def period(last_year: int) -> tuple[int, int]:
    """Return the 20 years that end with `last_year`."""
    return last_year - PERIOD_YEARS + 1, last_year


def count(snapshot: Snapshot, scenario: str, codes: Collection[str]) -> int:
    """Return how many of `codes` have a projected change under a scenario."""
    return len(set(codes) & set(period_changes(snapshot, scenario).iso3))
