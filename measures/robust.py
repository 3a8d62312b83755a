"""The Theil-Sen slope, which single odd years cannot pull: the trend's cross-check. Apart, as it loads scipy.stats."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import theilslopes


def theil_sen_slope_per_decade(years: ArrayLike, values: ArrayLike) -> float:
    """Median of the slopes between all pairs of years, per decade (Sen 1968, J. Am. Stat. Assoc. 63, 1379-1389).

    Missing values (NaN) are left out. Returns the unit of `values` per decade.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    held = np.isfinite(y)
    return float(theilslopes(y[held], x[held]).slope * 10)
