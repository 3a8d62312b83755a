"""Whether a stretch of a temperature series looks filled in rather than observed.

CRU TS falls back on its 1961-1990 mean where no station reports within reach (Harris et al. 2020, Scientific Data 7,
109): such years hardly vary, or repeat one value to the hundredth. A change or an interval computed over them says more
about the filling than about the climate.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from measures.arrays import Floats
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


def looks_infilled(years: ArrayLike, values: ArrayLike, period: tuple[int, int]) -> bool:
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


def look_infilled(years: ArrayLike, values: ArrayLike, period: tuple[int, int]) -> np.ndarray:
    """What `looks_filled` says of each column of `values`, shape (years, series), for the years of `period`.

    Series with a gap, in the period or in the reference years, are looked at one by one.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    looked_at, reference = _columns_within(x, y, period), _columns_within(x, y, REFERENCE)
    is_whole = np.isfinite(looked_at).all(axis=0) & np.isfinite(reference).all(axis=0)
    verdict = np.zeros(y.shape[1], bool)
    for column in np.flatnonzero(~is_whole):
        verdict[column] = looks_infilled(x, y[:, column], period)
    whole = looked_at[:, is_whole]
    if len(whole) < 3 or not is_whole.any():
        return verdict
    normal = _column_spread(reference[:, is_whole])
    repeats = np.array([np.unique(column, return_counts=True)[1].max() for column in whole.round(2).T])
    blocks = _least_block_spread(whole)
    verdict[is_whole] = (
        (repeats >= MOST_REPEATS)
        | (_column_spread(whole) < LEAST_SPREAD * normal)
        | (blocks < LEAST_BLOCK_SPREAD * normal)
    )
    return verdict


def _least_block_spread(whole: Floats) -> Floats:
    """The least standard deviation of each series in any block of years; infinite where there are too few for one."""
    if len(whole) < BLOCK_YEARS:
        return np.full(whole.shape[1], np.inf)
    return _column_spread(np.moveaxis(sliding_window_view(whole, BLOCK_YEARS, axis=0), -1, 0)).min(axis=0)


def _columns_within(years: Floats, values: Floats, period: tuple[int, int]) -> Floats:
    return values[(years >= period[0]) & (years <= period[1])]


def _column_spread(values: Floats) -> Floats:
    """Standard deviation about the own line of each series, which runs along the first axis."""
    n = len(values)
    x = (np.arange(n) - (n - 1) / 2).reshape(-1, *[1] * (values.ndim - 1))
    slope = (x * values).sum(axis=0) / (x**2).sum()
    residuals = values - values.mean(axis=0) - slope * x
    return np.sqrt((residuals**2).sum(axis=0) / (n - 2))
