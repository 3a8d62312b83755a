"""LOESS smoothing of a yearly series, marking where the window is incomplete."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Bools, Floats
from measures.trend import TooFewYearsError

SPAN_YEARS = 31
"""Years in the window of each local regression: a climate normal's length, odd so that it has a middle."""

ROBUST_ROUNDS = 2
"""Rounds in which years far from the curve lose weight; Cleveland found two enough for almost every series."""

FAR_IN_MEDIANS = 6.0
"""Years further off than this many median absolute residuals do not count at all (Cleveland 1979, step 3)."""


@dataclass(frozen=True)
class SmoothCurve:
    """A smoothed series: `values` in the unit of the series, one a year, NaN without one.

    `is_incomplete` marks the years with fewer than half the span on one side: there the curve continues the trend of
    the years on the other side, and changes when years are added. Unless computed through gaps, the curve has values
    in years with data only, and so none beyond the first or last of them.
    """

    values: Floats
    is_incomplete: Bools


def loess(
    years: ArrayLike,
    values: ArrayLike,
    span_years: int = SPAN_YEARS,
    robust_rounds: int = ROBUST_ROUNDS,
    *,
    through_gaps: bool = False,
) -> SmoothCurve:
    """Return the LOWESS curve: for each year a regression line through its nearest `span_years` valid years.

    Robust locally weighted regression of degree one with tricube weights, and bisquare weights against outliers
    (Cleveland 1979, J. Am. Stat. Assoc. 74, 829-836).

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        span_years: valid years in the window of each local regression.
        robust_rounds: rounds in which outliers lose weight; 0 for none.
        through_gaps: whether years without data get a value as well, from the line through the years nearest them.

    Raises:
        TooFewYearsError: fewer valid years than `span_years`.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    is_valid = np.isfinite(y)
    x_valid, y_valid, n = x[is_valid], y[is_valid], int(is_valid.sum())
    if n < span_years:
        raise TooFewYearsError(f"a smooth curve over {span_years} years needs as many with values, there are {n}")
    nearness, robustness = _tricube_weights(x_valid, x_valid, span_years), np.ones(n)
    for _ in range(robust_rounds):
        residuals = np.abs(y_valid - _local_lines(x_valid, x_valid, y_valid, nearness * robustness))
        scale = FAR_IN_MEDIANS * np.median(residuals)
        if scale <= 1e-12 * max(np.abs(y_valid).max(), 1):
            break  # the curve fits at least half of the years exactly: there is no scale to weight by
        robustness = (1 - np.minimum(residuals / scale, 1) ** 2) ** 2
    is_computed = np.ones(x.size, bool) if through_gaps else is_valid
    weights = _tricube_weights(x[is_computed], x_valid, span_years) * robustness
    curve = np.full(x.size, np.nan)
    curve[is_computed] = _local_lines(x[is_computed], x_valid, y_valid, weights)
    half = (span_years - 1) / 2
    return SmoothCurve(curve, (x - x_valid[0] < half) | (x_valid[-1] - x < half))


def _tricube_weights(at: Floats, x: Floats, span: int) -> Floats:
    """Return the tricube weights, shape (at, x): of each year of `x` for the line at each year of `at`.

    0 beyond the `span` nearest years.
    """
    distance = np.abs(at[:, None] - x[None, :])
    reach = np.sort(distance, axis=1)[:, span - 1 : span]
    return (1 - np.minimum(distance / reach, 1) ** 3) ** 3


def _local_lines(at: Floats, x: Floats, y: Floats, weight: Floats) -> Floats:
    """Return the height, at each year of `at`, of the weighted least-squares line of its row of weights."""
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.full_like(weight, 1 / x.size), where=total > 0)
    mean_x, mean_y = share @ x, share @ y
    distance = x[None, :] - mean_x[:, None]
    spread = (share * distance**2).sum(axis=1)
    slope = np.divide((share * distance * y).sum(axis=1), spread, out=np.zeros_like(spread), where=spread > 0)
    return mean_y + slope * (at - mean_x)
