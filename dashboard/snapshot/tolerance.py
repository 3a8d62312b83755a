"""Which year's value stands for a year without one. The one home of that rule, for maps, ranks and tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

TOLERANCE_YEARS = 3
"""A value may stand for a year so far from its own; the true year is always said."""

NO_YEAR = -128
"""In place of an offset where no value is near enough."""


def matrix(values: pd.DataFrame, codes: list[str], column: str = "value") -> tuple[np.ndarray, np.ndarray]:
    """The years from the first to the last with a value of these countries, and their values.

    Args:
        values: iso3, year and `column`, one row a value.
        codes: iso3, in the order of the columns wanted.
        column: name of the values' column.

    Returns:
        years, int, shape (years,); values, float32, shape (years, countries), NaN where there is none. No rows without
        any value.
    """
    held = values[values.iso3.isin(set(codes)) & values[column].notna()]
    if held.empty:
        return np.array([], int), np.empty((0, len(codes)), "float32")
    first, last = int(held.year.min()), int(held.year.max())
    found = np.full((last - first + 1, len(codes)), np.nan, "float32")
    found[held.year.to_numpy(int) - first, pd.Index(codes).get_indexer(pd.Index(held.iso3))] = held[column].to_numpy(
        "float32"
    )
    return np.arange(first, last + 1), found


def nearest(values: np.ndarray, tolerance: int = TOLERANCE_YEARS) -> tuple[np.ndarray, np.ndarray]:
    """Fills gaps with the value of the nearest year within `tolerance`; of two as near, with the earlier one's.

    Backwards first, because a figure known by then says more about a year than one that came later.

    Args:
        values: shape (years, countries), consecutive years, NaN where there is none.
        tolerance: years that a value may be off.

    Returns:
        values, same shape and dtype; offsets, int8: true year less the year it stands for, NO_YEAR where none.
    """
    filled = values.copy()
    offsets = np.where(np.isnan(values), NO_YEAR, 0).astype("int8")
    for distance in range(1, min(tolerance, len(values) - 1) + 1):
        for offset in (-distance, distance):
            at, source = _shifted(len(values), offset)
            is_open = np.isnan(filled[at]) & ~np.isnan(values[source])
            filled[at] = np.where(is_open, values[source], filled[at])
            offsets[at] = np.where(is_open, offset, offsets[at])
    return filled, offsets


def of_year(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """A value for every place that has one near enough to a year: its own, or that of the nearest year.

    Args:
        values: iso3, year and value, one row a value.
        year: the year meant.

    Returns:
        iso3, year (the true one) and value; a row a place.
    """
    near = range(year - TOLERANCE_YEARS, year + TOLERANCE_YEARS + 1)
    held = values[values.year.isin(near) & values.value.notna()]
    by_year = held.pivot(index="year", columns="iso3", values="value").reindex(near)
    filled, offsets = nearest(by_year.to_numpy(float))
    middle = TOLERANCE_YEARS
    found = pd.DataFrame({"iso3": by_year.columns, "year": year + offsets[middle].astype(int), "value": filled[middle]})
    return found[offsets[middle] != NO_YEAR].reset_index(drop=True)


def said(year: int | str = "a year") -> str:
    """The rule in a sentence, for a table with a column Year."""
    return (
        f"Where {year} has no value, that of the nearest year within {TOLERANCE_YEARS} stands for it; Year says which."
    )


def _shifted(years: int, offset: int) -> tuple[slice, slice]:
    """Rows that have a year `offset` away, and the rows of that year."""
    if offset < 0:
        return slice(-offset, None), slice(None, years + offset)
    return slice(None, years - offset), slice(offset, None)
