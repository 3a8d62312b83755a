"""Series made comparable: as the change since a base year, or as an index that is 100 in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats


class NoBaseError(ValueError):
    """The base year has no value, or none that can be divided by: `value` is that one, None without any."""

    def __init__(self, why: str, value: float | None = None):
        super().__init__(why)
        self.value = value


def change_since(years: ArrayLike, values: ArrayLike, year: int) -> Floats:
    """Return each value minus that of `year`, in the unit of `values`.

    Args:
        years: calendar years, shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        year: the base year.

    Raises:
        NoBaseError: `year` has no value.
    """
    return np.asarray(values, float) - _base(years, values, year)


def relative_change(years: ArrayLike, values: ArrayLike, year: int) -> Floats:
    """Return each value's change since `year` as a percentage of the value then.

    Args:
        years: calendar years, shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        year: the base year.

    Raises:
        NoBaseError: `year` has no value, or one that is not above zero.
    """
    return index(years, values, year) - 100


def changes(values: ArrayLike, base: ArrayLike, *, relative: bool) -> Floats:
    """Return the changes of many series at once, each from its own `base`.

    Args:
        values: shape (years, series), NaN where missing.
        base: shape (series,); NaN where a series has no base value.
        relative: whether in per cent of `base`, as `relative_change`; otherwise in the unit of `values`.

    Returns:
        Shape (years, series); a relative change is NaN where the base is not above zero.
    """
    table, start = np.asarray(values, float), np.asarray(base, float)
    if not relative:
        return table - start
    return 100 * (table / np.where(start > 0, start, np.nan) - 1)


def index(years: ArrayLike, values: ArrayLike, year: int) -> Floats:
    """Return each value as a percentage of that of `year`, which is 100.

    Args:
        years: calendar years, shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        year: the base year.

    Raises:
        NoBaseError: `year` has no value, or one that is not above zero: a share of it would be meaningless.
    """
    base = _base(years, values, year)
    if base <= 0:
        raise NoBaseError(f"the value in {year} is not above zero", base)
    return np.asarray(values, float) / base * 100


def _base(years: ArrayLike, values: ArrayLike, year: int) -> float:
    x, y = np.asarray(years), np.asarray(values, float)
    at_base = y[(x == year) & np.isfinite(y)]
    if at_base.size == 0:
        raise NoBaseError(f"there is no value in {year}")
    return float(at_base[0])
