"""Grid: one quantity as an array of years by places, and the pivot that makes it from rows.

One place's series is a column, a year is a row: a click needs no search in a frame.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike


@dataclass(frozen=True, eq=False)  # hashed by identity, as caches are keyed by it
class Grid:
    """Values of shape (years, places), NaN where missing; `years` are consecutive.

    A quantity without years, such as a warming measure, has one row and empty `years`.
    """

    years: np.ndarray
    iso3: tuple[str, ...]
    values: np.ndarray
    _column: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_column", {code: at for at, code in enumerate(self.iso3)})

    @property
    def span(self) -> tuple[int, int]:
        """First and last year with any value."""
        with_values = self.years[np.isfinite(self.values).any(axis=1)]
        return int(with_values[0]), int(with_values[-1])

    def has(self, iso3: str) -> bool:
        """Return whether a place has any value."""
        return bool(np.isfinite(self.of(iso3)).any())

    def of(self, iso3: str) -> np.ndarray:
        """Return one place's values, one a year; all NaN if it has none."""
        at = self._column.get(iso3)
        return np.full(self.years.size, np.nan) if at is None else self.values[:, at]

    def of_year(self, iso3: str, year: int) -> float:
        """Return one place's value in a year; NaN without."""
        row, at = year - int(self.years[0]), self._column.get(iso3)
        return float(self.values[row, at]) if at is not None and 0 <= row < self.years.size else np.nan

    def among(self, members: Sequence[str]) -> np.ndarray:
        """Return the values of those of `members` that the grid has, shape (years, members)."""
        return self.values[:, [self._column[code] for code in members if code in self._column]]

    def select(self, codes: Sequence[str]) -> np.ndarray:
        """Return the values of `codes` in their order, shape (years, codes); all NaN for those the grid lacks."""
        columns = np.array([self._column.get(code, -1) for code in codes], int)
        values = np.full((len(self.values), len(codes)), np.nan, self.values.dtype)
        values[:, columns >= 0] = self.values[:, columns[columns >= 0]]
        return values

    def in_years(self, years: ArrayLike) -> np.ndarray:
        """Return the values in some years, shape (years, places); NaN in those that the grid lacks.

        A quantity without years has the same value in each; one row if `years` are empty.
        """
        wanted = np.asarray(years, int)
        if not self.years.size:
            return np.broadcast_to(self.values, (max(wanted.size, 1), len(self.iso3)))
        return rows_of(wanted, self.years, self.values)


def rows_of(wanted: np.ndarray, years: np.ndarray, values: np.ndarray, missing: float = np.nan) -> np.ndarray:
    """Return the rows of the years `wanted` out of `values`, which has one for each of the consecutive `years`."""
    at = wanted - years[0]
    inside = (at >= 0) & (at < years.size)
    found = np.full((wanted.size, values.shape[1]), missing, values.dtype)
    found[inside] = values[at[inside]]
    return found


def pivot(rows: pd.DataFrame, column: str = "value", iso3: Sequence[str] | None = None, dtype: str = "float64") -> Grid:
    """Return rows as a grid, read-only.

    Args:
        rows: iso3, year and `column`, one row a value.
        column: name of the values' column.
        iso3: the places wanted, in their order; without it, all that have a value, in the order of their codes.
        dtype: of the values.

    Returns:
        A row for every year from the first to the last of `rows` that are of these places; without any, one row of NaN.
    """
    if iso3 is None:
        codes, year = tuple(sorted(set(rows.iso3[rows[column].notna()]))), rows.year.to_numpy(int)
        at = pd.Index(codes).get_indexer(pd.Index(rows.iso3))
    else:
        codes = tuple(iso3)
        at = pd.Index(codes).get_indexer(pd.Index(rows.iso3))
        year = rows.year.to_numpy(int)[at >= 0]
    every = np.arange(year.min(), year.max() + 1) if year.size else np.array([], int)
    values = np.full((max(every.size, 1), len(codes)), np.nan, dtype)
    if every.size:
        is_wanted = at >= 0
        values[rows.year.to_numpy(int)[is_wanted] - every[0], at[is_wanted]] = rows[column].to_numpy(dtype)[is_wanted]
    values.flags.writeable = False  # shared by every visitor
    return Grid(every, codes, values)
