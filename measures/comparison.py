"""Series put on a common footing: as a change since one year, or as an index of 100 in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats


class NoBaseError(ValueError):
    """The year to count from has no value, or none that can be divided by: `value` is that one, None without any."""

    def __init__(self, why: str, value: float | None = None):
        """Say why."""
        super().__init__(why)
        self.value = value


def change_since(years: ArrayLike, values: ArrayLike, year: int) -> Floats:
    """Each value less that of `year`, in the unit of `values`.

    Raises:
        NoBaseError: `year` has no value.
    """
    return np.asarray(values, float) - _base(years, values, year)


def relative_change(years: ArrayLike, values: ArrayLike, year: int) -> Floats:
    """Each value's change since `year` as a percentage of the value then.

    Raises:
        NoBaseError: `year` has no value, or one that is not above zero.
    """
    return index(years, values, year) - 100


def changes(values: ArrayLike, base: ArrayLike, *, relative: bool) -> Floats:
    """The change of many series at once, each from its own `base`: as `relative_change` in per cent, or in their unit.

    Args:
        values: shape (years, series).
        base: shape (series,); NaN where there is none to count from.
        relative: whether in per cent of `base`; then NaN where that is not above zero.
    """
    table, start = np.asarray(values, float), np.asarray(base, float)
    if not relative:
        return table - start
    return 100 * (table / np.where(start > 0, start, np.nan) - 1)


def index(years: ArrayLike, values: ArrayLike, year: int) -> Floats:
    """Each value as a percentage of that of `year`, which is 100.

    Raises:
        NoBaseError: `year` has no value, or one that is not above zero: shares of it would mean nothing.
    """
    base = _base(years, values, year)
    if base <= 0:
        raise NoBaseError(f"the value in {year} is not above zero", base)
    return np.asarray(values, float) / base * 100


def _base(years: ArrayLike, values: ArrayLike, year: int) -> float:
    x, y = np.asarray(years), np.asarray(values, float)
    at = y[(x == year) & np.isfinite(y)]
    if at.size == 0:
        raise NoBaseError(f"there is no value in {year}")
    return float(at[0])
