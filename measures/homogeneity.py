"""Tests for a step in a yearly series: SNHT and Pettitt, with p-values simulated under AR(1).

A step in a country's temperature minus that of its neighbours is rarely climate: stations move, instruments change, and
CRU TS is not homogenised. The textbook p-values assume independent years; temperatures are autocorrelated, which makes
chance steps likelier. So p is simulated under a first-order autoregressive process with the series' own lag-1
autocorrelation, with a fixed seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.autocorrelation import lag1_autocorrelation
from measures.trend import TooFewYearsError

Statistics = Callable[[Floats], Floats]

FEWEST_YEARS = 30
"""Fewer years leave too few on either side of a step."""

SIMULATIONS = 10_000
"""Series drawn for each autocorrelation: a p of 0.01 is then known to within 0.002."""

SEED = 1986
"""Fixed, so that the same figures give every reader the same p value."""

PHI_STEP = 0.02
"""Autocorrelations are rounded to this grid, so that countries share simulations."""

LARGEST_PHI = 0.98
"""A larger autocorrelation is a random walk, in which steps mean nothing."""


@dataclass(frozen=True)
class Step:
    """The likeliest step of a series.

    Attributes:
        year: the first year after the step.
        size: mean from `year` on minus the mean before, in the unit of the series.
        statistic: T0 of SNHT, or K of Pettitt.
        p: probability of a statistic this large without a step, under AR(1).
    """

    year: int
    size: float
    statistic: float
    p: float


def snht(years: ArrayLike, values: ArrayLike) -> Step:
    """Return the likeliest step by the standard normal homogeneity test for a single shift.

    T(k) = k z1^2 + (n - k) z2^2 with z1, z2 the means of the standardised values before and after; T0 is the largest.
    Source: Alexandersson 1986, J. Climatol. 6, 661-675.

    Args:
        years: n calendar years, ascending.
        values: n values in one unit, NaN where missing; missing years are left out.

    Raises:
        TooFewYearsError: fewer than 30 years have a value.
    """
    return _test(years, values, _snht_statistics)


def pettitt(years: ArrayLike, values: ArrayLike) -> Step:
    """Return the likeliest step by Pettitt's rank test, which single outlying years do not affect.

    U(k) = 2 (sum of the first k ranks) - k (n + 1); K is the largest |U|.
    Source: Pettitt 1979, Appl. Stat. 28, 126-135.

    Args:
        years: as for `snht`.
        values: as for `snht`.

    Raises:
        TooFewYearsError: as for `snht`.
    """
    return _test(years, values, _pettitt_statistics)


def _test(years: ArrayLike, values: ArrayLike, statistics: Statistics) -> Step:
    x, y = np.asarray(years, int), np.asarray(values, float)
    is_known = np.isfinite(y)
    x, y = x[is_known], y[is_known]
    n = y.size
    if n < FEWEST_YEARS:
        raise TooFewYearsError(f"a test for a step needs {FEWEST_YEARS} years with values, the series has {n}")
    if np.ptp(y) == 0:
        return Step(int(x[1]), 0.0, 0.0, 1.0)
    found = statistics(y[None, :])[0]
    k = int(found.argmax()) + 1
    size = float(y[k:].mean() - y[:k].mean())
    reached = _simulated(statistics, n, _phi(y, k))
    p = float((1 + (reached >= found[k - 1]).sum()) / (1 + SIMULATIONS))
    return Step(int(x[k]), size, float(found[k - 1]), p)


def _phi(values: Floats, k: int) -> float:
    """Return the lag-1 autocorrelation about the two means, corrected for its bias, on the grid of simulations.

    The step itself is removed first: it would count as autocorrelation and mask itself. r1 + (1 + 4 r1) / n removes the
    bias of short series (Kendall 1954, Biometrika 41, 403-404).
    """
    residuals = np.concatenate([values[:k] - values[:k].mean(), values[k:] - values[k:].mean()])
    r1 = lag1_autocorrelation(residuals)
    corrected = r1 + (1 + 4 * r1) / values.size
    return float(np.clip(np.round(corrected / PHI_STEP) * PHI_STEP, 0.0, LARGEST_PHI))


def _snht_statistics(series: Floats) -> Floats:
    """Return T(k), k = 1 ... n - 1, of each row; shape (series, n - 1)."""
    n = series.shape[1]
    k = np.arange(1, n)
    z = (series - series.mean(axis=1, keepdims=True)) / series.std(axis=1, ddof=1, keepdims=True)
    sums = z.cumsum(axis=1)[:, :-1]
    return sums**2 / k + sums**2 / (n - k)


def _pettitt_statistics(series: Floats) -> Floats:
    """Return |U(k)|, k = 1 ... n - 1, of each row; ties share their mean rank."""
    n = series.shape[1]
    ranks = np.argsort(np.argsort(series, axis=1), axis=1) + 1.0
    if len(series) == 1:  # simulated values have no ties
        ordered = np.sort(series[0])
        ranks[0] = (np.searchsorted(ordered, series[0], "left") + np.searchsorted(ordered, series[0], "right") + 1) / 2
    k = np.arange(1, n)
    return np.abs(2 * ranks.cumsum(axis=1)[:, :-1] - k * (n + 1))


@lru_cache(maxsize=256)
def _simulated(statistics: Statistics, n: int, phi: float) -> Floats:
    """Return the largest statistic of each of `SIMULATIONS` AR(1) series of n years without a step."""
    noise = np.random.default_rng(SEED).standard_normal((SIMULATIONS, n))
    series = np.empty_like(noise)
    series[:, 0] = noise[:, 0] / np.sqrt(1 - phi**2)  # the stationary distribution
    for year in range(1, n):
        series[:, year] = phi * series[:, year - 1] + noise[:, year]
    return statistics(series).max(axis=1)
