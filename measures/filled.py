"""Which of many series look filled in rather than observed: `looks_filled` for all columns at once."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from measures.doubt import BLOCK_YEARS, LEAST_BLOCK_SPREAD, LEAST_SPREAD, MOST_REPEATS, REFERENCE, looks_filled
from measures.noise import Floats


def look_filled(years: ArrayLike, values: ArrayLike, period: tuple[int, int]) -> np.ndarray:
    """What `looks_filled` says of each column of `values`, shape (years, series), for the years of `period`.

    Series with a gap, in the period or in the reference years, are looked at one by one.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    looked_at, reference = _within(x, y, period), _within(x, y, REFERENCE)
    is_whole = np.isfinite(looked_at).all(axis=0) & np.isfinite(reference).all(axis=0)
    verdict = np.zeros(y.shape[1], bool)
    for column in np.flatnonzero(~is_whole):
        verdict[column] = looks_filled(x, y[:, column], period)
    whole = looked_at[:, is_whole]
    if len(whole) < 3 or not is_whole.any():
        return verdict
    normal = _spread(reference[:, is_whole])
    repeats = np.array([np.unique(column, return_counts=True)[1].max() for column in whole.round(2).T])
    blocks = _blocks(whole)
    verdict[is_whole] = (
        (repeats >= MOST_REPEATS) | (_spread(whole) < LEAST_SPREAD * normal) | (blocks < LEAST_BLOCK_SPREAD * normal)
    )
    return verdict


def _blocks(whole: Floats) -> Floats:
    """The least standard deviation of each series in any block of years; infinite where there are too few for one."""
    if len(whole) < BLOCK_YEARS:
        return np.full(whole.shape[1], np.inf)
    return _spread(np.moveaxis(sliding_window_view(whole, BLOCK_YEARS, axis=0), -1, 0)).min(axis=0)


def _within(years: Floats, values: Floats, period: tuple[int, int]) -> Floats:
    return values[(years >= period[0]) & (years <= period[1])]


def _spread(values: Floats) -> Floats:
    """Standard deviation about the own line of each series, which runs along the first axis."""
    n = len(values)
    x = (np.arange(n) - (n - 1) / 2).reshape(-1, *[1] * (values.ndim - 1))
    slope = (x * values).sum(axis=0) / (x**2).sum()
    residuals = values - values.mean(axis=0) - slope * x
    return np.sqrt((residuals**2).sum(axis=0) / (n - 2))
