"""Test of infilled records: whether part of a temperature series looks filled in rather than observed.

CRU TS falls back on its 1961-1990 mean where no station reports within reach (Harris et al. 2020, Scientific Data 7,
109): such years hardly vary, or repeat one value to the hundredth. A change or an interval computed from them describes
the infilling rather than the climate.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike

from measures.arrays import Bools, Floats

REFERENCE = (1961, 1990)
"""The years with the most stations, whose mean the infilling repeats."""

LEAST_YEARS = 3
"""Values that a spread about a line needs; a period with fewer never looks infilled."""

LEAST_SPREAD = 1 / 3
"""Year-to-year spread, as a share of the reference's, below which years look infilled. In CRU TS 4.09 half of all
economies have at least 0.8 of it in 1901-1930; 17 have less than a third, Fiji, Costa Rica and the Congo among them."""

BLOCK_YEARS, LEAST_BLOCK_SPREAD = 10, 0.1
"""A block of so many years with less than this share of the reference's spread is infilled, whatever the rest: chance
alone would not produce one in a million blocks. Found this way: Gabon, Congo, Kuwait."""

MOST_REPEATS = 8
"""Years of thirty that may share one value, in hundredths of a degree. With a spread of 0.2 degC two or three would."""


def looks_infilled(years: ArrayLike, values: ArrayLike, period: tuple[int, int]) -> bool:
    """Return whether one series looks infilled in `period`: `which_look_infilled` of a single column.

    Args:
        years: consecutive calendar years, ascending, that include 1961-1990; shape (years,).
        values: annual means in degC with two decimals, NaN where missing; shape (years,).
        period: first and last year of the period, both included.
    """
    return bool(which_look_infilled(years, np.asarray(values, float)[:, None], period)[0])


def which_look_infilled(years: ArrayLike, values: ArrayLike, period: tuple[int, int]) -> Bools:
    """Return which of many series look infilled in `period`, by their valid years.

    A series looks infilled if a single value occurs in MOST_REPEATS years, or if the year-to-year spread of the whole
    period or of one block of years is too small a share of the spread in 1961-1990.

    Args:
        years: consecutive calendar years, ascending, that include 1961-1990; shape (years,).
        values: annual means in degC with two decimals, NaN where missing; shape (years, series).
        period: first and last year of the period, both included.

    Returns:
        Shape (series,); False where the period has fewer than three valid years.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    inside, reference = _within(x, y, period), _within(x, y, REFERENCE)
    is_complete = np.isfinite(inside).all(axis=0) & np.isfinite(reference).all(axis=0)
    infilled = np.zeros(y.shape[1], bool)
    infilled[is_complete] = _are_infilled(inside[:, is_complete], reference[:, is_complete])
    # Series with gaps differ in their number of valid years, so each is tested as a table of one column.
    for column in np.flatnonzero(~is_complete):
        infilled[column] = _are_infilled(_valid(inside[:, column]), _valid(reference[:, column]))[0]
    return infilled


def _are_infilled(inside: Floats, reference: Floats) -> Bools:
    """Apply the three criteria to each column; no value may be missing."""
    if len(inside) < LEAST_YEARS:
        return np.zeros(inside.shape[1], bool)
    normal_spread = _spread(reference)
    return (
        (_most_repeats(inside) >= MOST_REPEATS)
        | (_spread(inside) < LEAST_SPREAD * normal_spread)
        | (_least_block_spread(inside) < LEAST_BLOCK_SPREAD * normal_spread)
    )


def _most_repeats(values: Floats) -> Floats:
    """Return in how many years each column has its most frequent value, to the hundredth."""
    return np.array([np.unique(column, return_counts=True)[1].max() for column in values.round(2).T], float)


def _least_block_spread(values: Floats) -> Floats:
    """Return the least spread of each column in any block of years; infinite where there are too few for a block."""
    if len(values) < BLOCK_YEARS:
        return np.full(values.shape[1], np.inf)
    return _spread(np.moveaxis(sliding_window_view(values, BLOCK_YEARS, axis=0), -1, 0)).min(axis=0)


def _spread(values: Floats) -> Floats:
    """Return the standard deviation of each series about its own line; the first axis is that of the years.

    About a line, so that warming within the period does not count as variation. 0 with fewer than three years.
    """
    n = len(values)
    if n < LEAST_YEARS:
        return np.zeros(values.shape[1:])
    x = (np.arange(n) - (n - 1) / 2).reshape(-1, *[1] * (values.ndim - 1))
    slope = (x * values).sum(axis=0) / (x**2).sum()
    residuals = values - values.mean(axis=0) - slope * x
    return np.sqrt((residuals**2).sum(axis=0) / (n - 2))


def _within(years: Floats, values: Floats, period: tuple[int, int]) -> Floats:
    return values[(years >= period[0]) & (years <= period[1])]


def _valid(column: Floats) -> Floats:
    """Return the valid values of one series as a table of one column."""
    return column[np.isfinite(column)][:, None]
