"""Temperature to 2100 by the delta method: the observed mean of 2015-2024 plus the modelled change since then.

The level of a model can be some degrees off the observed one; its change is much closer. So only the change is taken.
Whatever is quoted is a mean of 20 years, as in IPCC AR6: a single year of a scenario is not a forecast of that year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import projections, series
from dashboard.snapshot.projections import HIGH, LOW, MEDIAN, REFERENCE
from dashboard.snapshot.store import Snapshot
from measures.anomaly import baseline_mean
from measures.trend import TooFewYearsError

PERIODS = ((2041, 2060), (2081, 2100))
"""Middle and end of the century, as in IPCC AR6 WGI, Table SPM.1."""

FEWEST_REFERENCE_YEARS = 8
"""Fewest years of `REFERENCE` with an observed value, out of ten."""


@dataclass(frozen=True)
class ProjectedChange:
    """Mean of a period minus the observed mean of a baseline, in degC.

    Attributes:
        scenario: code.
        period: first and last year.
        baseline: first and last year.
        median_c: by the ensemble's median.
        low_c: by its 10th percentile, or by the median where that is lower; None where it is not published.
        high_c: by its 90th percentile, or by the median where that is higher; None where it is not published.
    """

    scenario: str
    period: tuple[int, int]
    baseline: tuple[int, int]
    median_c: float
    low_c: float | None
    high_c: float | None


def period_change(
    snapshot: Snapshot, iso3: str, scenario: str, period: tuple[int, int], baseline: tuple[int, int]
) -> ProjectedChange | None:
    """Return the change from a baseline to a later period; None without the figures for it.

    Args:
        snapshot: the figures.
        iso3: code of the place.
        scenario: code.
        period: first and last year; each of its years needs a figure.
        baseline: first and last year; at least 20 of its years need an observed value.
    """
    reference, normal = reference_c(snapshot, iso3), _normal(snapshot, iso3, baseline)
    median = _period_mean(snapshot, iso3, scenario, MEDIAN, period)
    if reference is None or normal is None or median is None:
        return None
    since = reference - normal
    low, high = (_period_mean(snapshot, iso3, scenario, part, period) for part in (LOW, HIGH))
    if low is None or high is None:
        low = high = None
    return ProjectedChange(
        scenario,
        period,
        baseline,
        since + median,
        None if low is None else since + min(low, median),
        None if high is None else since + max(high, median),
    )


def with_median(values: np.ndarray, medians: np.ndarray, percentile: str) -> np.ndarray:
    """Return the 10th percentile, at most the median, or the 90th, at least the median; NaN remains NaN.

    Each percentile counts from its own mean of `REFERENCE`, so the 10th may come out a few hundredths of a degree above
    the median.
    """
    return (np.minimum if percentile == LOW else np.maximum)(values, medians)


def reference_c(snapshot: Snapshot, iso3: str) -> float | None:
    """Return the observed mean of `REFERENCE` in degC; None with too few values."""
    grid = series.temperature(snapshot)
    own = grid.of(iso3)[(grid.years >= REFERENCE[0]) & (grid.years <= REFERENCE[1])]
    return float(np.nanmean(own)) if np.isfinite(own).sum() >= FEWEST_REFERENCE_YEARS else None


def _normal(snapshot: Snapshot, iso3: str, baseline: tuple[int, int]) -> float | None:
    grid = series.temperature(snapshot)
    try:
        return baseline_mean(grid.years, grid.of(iso3), baseline)
    except TooFewYearsError:
        return None


def _period_mean(
    snapshot: Snapshot, iso3: str, scenario: str, percentile: str, period: tuple[int, int]
) -> float | None:
    grid = projections.changes(snapshot, scenario, percentile)
    own = grid.of(iso3)[(grid.years >= period[0]) & (grid.years <= period[1])]
    is_whole = own.size == period[1] - period[0] + 1 and np.isfinite(own).all()
    return float(own.mean(dtype="float64")) if is_whole else None
