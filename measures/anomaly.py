"""Baselines (reference periods), and anomalies relative to them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.change import FEWEST_PERIOD_YEARS
from measures.trend import TooFewYearsError

BASELINES = ((1901, 1930), (1951, 1980), (1961, 1990), (1981, 2010), (1991, 2020))
"""Reference periods on offer: earliest of the record, NASA and FAO, WMO long-term, earlier and present WMO normal."""

DEFAULT_BASELINE = (1961, 1990)
"""WMO's reference period for long-term climate change (WMO-No. 1203)."""


def baseline_mean(years: ArrayLike, values: ArrayLike, baseline: tuple[int, int] = DEFAULT_BASELINE) -> float:
    """Return the mean over the baseline, in the unit of `values`.

    Args:
        years: calendar years, shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        baseline: first and last year, both included.

    Raises:
        TooFewYearsError: fewer than 20 valid years in the baseline.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    inside = y[(x >= baseline[0]) & (x <= baseline[1])]
    n = int(np.isfinite(inside).sum())
    if n < FEWEST_PERIOD_YEARS:
        raise TooFewYearsError(
            f"a baseline needs {FEWEST_PERIOD_YEARS} years with values, {baseline[0]}-{baseline[1]} has {n}"
        )
    return float(np.nanmean(inside))


def anomaly(years: ArrayLike, values: ArrayLike, baseline: tuple[int, int] = DEFAULT_BASELINE) -> Floats:
    """Return each value minus the mean over the baseline, in the unit of `values`, shape (years,).

    Args:
        years: calendar years, shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        baseline: first and last year, both included.

    Raises:
        TooFewYearsError: fewer than 20 valid years in the baseline.
    """
    return np.asarray(values, float) - baseline_mean(years, values, baseline)
