"""Warming levels: the first 20-year mean that reaches a change of temperature."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

PERIOD_YEARS = 20
"""Length of the mean, as in IPCC AR6 WGI (Cross-Chapter Box 2.3): a single year says little about climate."""

NEVER = -1


def middle_year(first: int) -> int:
    """Return the middle year of the 20 years from `first`: the tenth, as 2050 is of 2041-2060.

    20 years have two in the middle; the earlier one is the usual name of the period.
    """
    return first + PERIOD_YEARS // 2 - 1


def running_means(values: ArrayLike) -> Floats:
    """Return the mean of each 20 consecutive years, in the unit of `values`, shape (years - 19, places).

    Args:
        values: one row a year, one column a place. A mean with a missing year is NaN.
    """
    rows = np.asarray(values, float)
    if len(rows) < PERIOD_YEARS:
        return np.empty((0, rows.shape[1]))
    return np.lib.stride_tricks.sliding_window_view(rows, PERIOD_YEARS, axis=0).mean(axis=-1)


def first_reaching(means: ArrayLike, level: float) -> np.ndarray:
    """Return the row of the first mean at or above `level` in each column; NEVER where none is.

    Args:
        means: as `running_means` returns them.
        level: in their unit.
    """
    reached = np.asarray(means, float) >= level - ROUNDING
    if not len(reached):
        return np.full(reached.shape[1], NEVER)
    return np.where(reached.any(axis=0), reached.argmax(axis=0), NEVER)


ROUNDING = 1e-6
"""A mean this far below the level, in degC, has reached it: figures are stored in 32 bits."""
