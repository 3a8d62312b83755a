"""Theil-Sen slope: a trend that single outlying years do not affect, as a cross-check of the linear trend."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def theil_sen_slope_per_decade(years: ArrayLike, values: ArrayLike) -> float:
    """Return the median of the slopes between all pairs of years, per decade.

    Sen 1968, J. Am. Stat. Assoc. 63, 1379-1389. SciPy's `theilslopes` gives the same to the last digit; the dashboard
    would pay 46 MB for loading scipy.stats.

    Args:
        years: calendar years, shape (years,).
        values: one value a year, NaN where missing; shape (years,). At least two must be valid.

    Returns:
        In the unit of `values` per decade.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    x, y = x[np.isfinite(y)], y[np.isfinite(y)]
    first, second = np.triu_indices(y.size, 1)
    return float(np.median((y[second] - y[first]) / (x[second] - x[first])) * 10)
