"""Fill gaps with the nearest year within TOLERANCE_YEARS: the rule of maps, ranks and tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.snapshot.grid import Grid, rows_of

TOLERANCE_YEARS = 3
"""Largest distance in years of a value that fills a gap; its own year is always shown."""

NO_YEAR = -128
"""Offset where no value is near enough."""

COVERED = 0.9
"""Share of the best year's coverage that the latest year shown must have: few countries report early."""


def nearest(values: np.ndarray, tolerance: int = TOLERANCE_YEARS) -> tuple[np.ndarray, np.ndarray]:
    """Return values with gaps filled from the nearest year within `tolerance`; of two as near, from the earlier one.

    Earlier values come first: a figure known by then describes a year better than a later one.

    Args:
        values: shape (years, countries), consecutive years, NaN where missing.
        tolerance: largest distance in years.

    Returns:
        values, same shape and dtype; offsets, int8: year of the value minus year of the row, NO_YEAR without a value.
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


def latest_covered_year(years: np.ndarray, counts: np.ndarray) -> int | None:
    """Return the year that "latest" means: the last with nearly as many economies as the best-covered year.

    Args:
        years: ascending.
        counts: economies with a value in each year, or in one near it.

    Returns:
        None without years.
    """
    if not years.size:
        return None
    return int(years[np.flatnonzero(counts >= COVERED * counts.max())[-1]])


def fill(grid: Grid, years: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return a grid's values in some years, gaps filled from near years, and the distances of those years.

    Returns:
        values, shape (years, places); offsets, int8: year of the value minus year of the row, 0 without a value.
    """
    if not grid.years.size:
        values = grid.in_years(years)
        return values, np.zeros(values.shape, np.int8)
    room = np.full((TOLERANCE_YEARS, grid.values.shape[1]), np.nan)  # the years around a series, too
    values, offsets = nearest(np.vstack([room, grid.values, room]))
    wider = np.arange(grid.years[0] - TOLERANCE_YEARS, grid.years[-1] + TOLERANCE_YEARS + 1)
    away = np.where(np.isnan(values), 0, offsets)
    return rows_of(years, wider, values), rows_of(years, wider, away, missing=0)


def of_year(values: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the values of a year, gaps filled from the nearest year within the tolerance.

    Args:
        values: iso3, year and value, one row a value.
        year: the year wanted.

    Returns:
        iso3, year (of the value) and value; one row for each place with a value.
    """
    near = range(year - TOLERANCE_YEARS, year + TOLERANCE_YEARS + 1)
    known = values[values.year.isin(near) & values.value.notna()]
    by_year = known.pivot(index="year", columns="iso3", values="value").reindex(near)
    filled, offsets = nearest(by_year.to_numpy(float))
    middle = TOLERANCE_YEARS
    found = pd.DataFrame({"iso3": by_year.columns, "year": year + offsets[middle].astype(int), "value": filled[middle]})
    return found[offsets[middle] != NO_YEAR].reset_index(drop=True)


def note(year: int | str = "a year") -> str:
    """Return a sentence on the rule, for a table with a column Year."""
    return f"Where {year} has no value, the nearest one within {TOLERANCE_YEARS} years is used; Year says which."


def _shifted(years: int, offset: int) -> tuple[slice, slice]:
    """Return the rows that have a year `offset` away, and the rows of that year."""
    if offset < 0:
        return slice(-offset, None), slice(None, years + offset)
    return slice(None, years - offset), slice(offset, None)
