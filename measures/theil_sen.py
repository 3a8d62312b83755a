"""The Theil-Sen slope, which single odd years cannot pull: the trend's cross-check."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def theil_sen_slope_per_decade(years: ArrayLike, values: ArrayLike) -> float:
    """Median of the slopes between all pairs of years, per decade (Sen 1968, J. Am. Stat. Assoc. 63, 1379-1389).

    Missing values (NaN) are left out. Returns the unit of `values` per decade. SciPy's `theilslopes` gives the same to
    the last digit; the dashboard would pay 46 MB for loading scipy.stats.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    held = np.isfinite(y)
    one, other = np.triu_indices(int(held.sum()), 1)
    return float(np.median((y[held][other] - y[held][one]) / (x[held][other] - x[held][one])) * 10)
