"""A smooth course through yearly values, that says where it rests on years of one side only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.trend import TooFewYearsError

SPAN_YEARS = 31
"""How many years each line is drawn through: a climate normal's length, odd so that it has a middle."""

ROBUST_ROUNDS = 2
"""Rounds in which years far from the course count less; Cleveland found two enough for almost every series."""

FAR_IN_MEDIANS = 6.0
"""Years further off than so many median absolute residuals do not count at all (Cleveland 1979, step 3)."""


@dataclass(frozen=True)
class SmoothCurve:
    """A smoothed series: `values` in the unit of the series, one a year, NaN where there is none.

    `is_incomplete` marks the years with fewer than half the span on one side: there the curve continues the trend of
    the years on the other side, and changes when years are added. Unless computed through gaps, the curve has values
    in years with data only, and so none beyond the first or last of them.
    """

    values: Floats
    is_incomplete: np.ndarray


def loess(
    years: ArrayLike,
    values: ArrayLike,
    span_years: int = SPAN_YEARS,
    robust_rounds: int = ROBUST_ROUNDS,
    *,
    through_gaps: bool = False,
) -> SmoothCurve:
    """Each year's height on a line through its nearest `span_years` valid years, the nearer ones counting more.

    Robust locally weighted regression of degree one with tricube weights, and bisquare weights against outliers
    (LOWESS: Cleveland 1979, J. Am. Stat. Assoc. 74, 829-836).

    Args:
        years: consecutive calendar years, ascending.
        values: one value a year, NaN where missing.
        span_years: valid years each line is drawn through.
        robust_rounds: rounds in which outliers lose weight; 0 for none.
        through_gaps: whether years without a value get a height as well, on the line through the years nearest them.

    Raises:
        TooFewYearsError: fewer valid years than `span_years`.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    held = np.isfinite(y)
    n = int(held.sum())
    if n < span_years:
        raise TooFewYearsError(f"a smooth course over {span_years} years needs as many with values, there are {n}")
    near, trusted = _nearness(x[held], x[held], span_years), np.ones(n)
    for _ in range(robust_rounds):
        residuals = np.abs(y[held] - _local_lines(x[held], x[held], y[held], near * trusted))
        scale = FAR_IN_MEDIANS * np.median(residuals)
        if scale <= 1e-12 * max(np.abs(y[held]).max(), 1):
            break  # the course goes through every other year exactly: nothing left to weigh
        trusted = (1 - np.minimum(residuals / scale, 1) ** 2) ** 2
    drawn = np.ones(x.size, bool) if through_gaps else held
    course = np.full(x.size, np.nan)
    course[drawn] = _local_lines(x[drawn], x[held], y[held], _nearness(x[drawn], x[held], span_years) * trusted)
    half = (span_years - 1) / 2
    return SmoothCurve(course, (x - x[held][0] < half) | (x[held][-1] - x < half))


def _nearness(at: Floats, x: Floats, span: int) -> Floats:
    """Tricube weight of every year of `x` (column) for the line at every year of `at` (row); 0 beyond the nearest."""
    distance = np.abs(at[:, None] - x[None, :])
    reach = np.sort(distance, axis=1)[:, span - 1 : span]
    return (1 - np.minimum(distance / reach, 1) ** 3) ** 3


def _local_lines(at: Floats, x: Floats, y: Floats, weight: Floats) -> Floats:
    """Height at each year of `at` of the weighted least-squares line of its row."""
    total = weight.sum(axis=1, keepdims=True)
    share = np.divide(weight, total, out=np.full_like(weight, 1 / x.size), where=total > 0)
    mean_x, mean_y = share @ x, share @ y
    across = x[None, :] - mean_x[:, None]
    spread = (share * across**2).sum(axis=1)
    slope = np.divide((share * across * y).sum(axis=1), spread, out=np.zeros_like(spread), where=spread > 0)
    return mean_y + slope * (at - mean_x)
