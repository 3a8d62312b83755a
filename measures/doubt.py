"""Whether a stretch of a temperature series looks filled in rather than observed.

CRU TS falls back on its 1961-1990 mean where no station reports within reach (Harris et al. 2020, Scientific Data 7,
109): such years hardly vary, or repeat one value to the hundredth. A change or an interval computed over them says more
about the filling than about the climate.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.noise import Floats
from measures.trend import detrended

REFERENCE = (1961, 1990)
"""The years best observed, which the filling repeats."""

LEAST_SPREAD = 1 / 3
"""Year-to-year spread, as a share of the reference's, below which years look filled in. In CRU TS 4.09 half of all
economies have at least 0.8 of it in 1901-1930; 17 have less than a third, Fiji, Costa Rica and the Congo among them."""

BLOCK_YEARS, LEAST_BLOCK_SPREAD = 10, 0.1
"""A block of so many years with less than this share of the reference's spread is filled in, whatever the rest: by
chance alone it would not be met once in a million blocks. Found so: Gabon, Congo, Kuwait."""

MOST_REPEATS = 8
"""Years of thirty that may share one value, in hundredths of a degree. With a spread of 0.2 degC two or three would."""


def looks_filled(years: ArrayLike, values: ArrayLike, period: tuple[int, int]) -> bool:
    """Whether the years of `period`, both ends included, look filled in; False where it holds no value.

    Args:
        years: consecutive calendar years, ascending, that include 1961-1990.
        values: annual means in degC with two decimals, NaN where missing.
        period: first and last year looked at.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    looked_at = _within(x, y, period)
    if looked_at.size < 3:
        return False
    repeats = np.unique(looked_at.round(2), return_counts=True)[1].max()
    reference = _spread(_within(x, y, REFERENCE))
    blocks = [_spread(looked_at[i : i + BLOCK_YEARS]) for i in range(looked_at.size - BLOCK_YEARS + 1)]
    return bool(
        repeats >= MOST_REPEATS
        or _spread(looked_at) < LEAST_SPREAD * reference
        or min(blocks, default=np.inf) < LEAST_BLOCK_SPREAD * reference
    )


def _within(years: Floats, values: Floats, period: tuple[int, int]) -> Floats:
    inside = values[(years >= period[0]) & (years <= period[1])]
    return inside[np.isfinite(inside)]


def _spread(values: Floats) -> float:
    """Standard deviation about the values' own line, so that warming within the period is not taken for variation."""
    if values.size < 3:
        return 0.0
    return float(np.std(detrended(np.arange(values.size, dtype=float), values), ddof=2))
