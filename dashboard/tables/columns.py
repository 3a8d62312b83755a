"""A column of a data table: its name in files, its heading, unit and decimals on the page, and its values."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.text.numbers import number

YEAR = "year"
"""Unit of a column of calendar years, which are written without a thousands separator."""

MOST_DECIMALS = 6

SIGNIFICANT = 4
"""Digits by which the page shows a column's median value; the files have more."""


FEWEST_DIGITS = 2
"""Digits of a column's median value, where the decimals of the series would leave fewer: of a place with low values."""

GUARD_DIGITS = 2
"""Decimals that files have beyond the page's, so that sums and differences of their numbers round as the page does."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column of a table.

    Attributes:
        name: in files; snake case, with the unit where it is always the same: "anomaly_c". The same figure has the same
            name in every table, so that two files can be stacked.
        title: heading on the page, with the unit.
        values: one a row. Whole numbers are integers (nullable where some are missing), measured ones floats, all else
            text.
        unit: of numbers; None of text and of counts.
        decimals: of the values on the page; None for as many as show four digits of the median.
        is_on_page: whether the page shows it; files have every column.
        of_series: decimals of the series (`quantities.Quantity`), by which the page shows published values: more where
            the column's median would have fewer than two digits. Files have these values unchanged.
    """

    name: str
    title: str
    values: pd.Series
    unit: str | None = None
    decimals: int | None = None
    is_on_page: bool = True
    of_series: int | None = None

    @property
    def is_number(self) -> bool:
        """Whether it is set as numbers: to the right, its digits below each other."""
        return bool(pd.api.types.is_numeric_dtype(self.values) and not pd.api.types.is_bool_dtype(self.values))

    @property
    def formatted(self) -> list[str]:
        """The values as the page shows them; an empty text for a missing one."""
        if not self.is_number:
            return ["" if pd.isna(value) else str(value) for value in self.values]
        if self.unit == YEAR:
            return ["" if pd.isna(value) else str(round(value)) for value in self.values]
        digits = self._digits
        return ["" if pd.isna(value) else number(float(value), digits) for value in self.values]

    @property
    def _digits(self) -> int:
        if self.decimals is not None:
            return self.decimals
        if self.of_series is None:
            return fitting_decimals(self.values)
        return max(self.of_series, fitting_decimals(self.values, FEWEST_DIGITS))

    @property
    def rounded(self) -> pd.Series:
        """The values as files have them: computed ones to two decimals more than the page, published ones unchanged."""
        if self.decimals is None or not pd.api.types.is_float_dtype(self.values):
            return self.values
        return self.values.round(self.decimals + GUARD_DIGITS)

    def titled(self, title: str) -> Column:
        """Return the column with another heading."""
        return replace(self, title=title)

    def off_page(self) -> Column:
        """Return the column for files only."""
        return replace(self, is_on_page=False)


def fitting_decimals(values: pd.Series, digits: int = SIGNIFICANT) -> int:
    """Return the decimals that show the median of the values in so many digits; none for whole numbers."""
    if not pd.api.types.is_float_dtype(values):
        return 0
    sizes = values.abs().to_numpy(float, na_value=np.nan)
    sizes = sizes[np.isfinite(sizes) & (sizes > 0)]
    if not sizes.size:
        return 0
    return int(np.clip(digits - 1 - np.floor(np.log10(np.median(sizes))), 0, MOST_DECIMALS))


def text(name: str, title: str, values: Any) -> Column:
    """Return a column of text."""
    return Column(name, title, _series(values))


def count(name: str, title: str, values: Any, unit: str | None = None) -> Column:
    """Return a column of whole numbers, some of which may be missing."""
    return Column(name, title, _whole(values), unit, 0)


def years(values: Any, title: str = "Year", *, name: str = "year") -> Column:
    """Return a column of calendar years, some of which may be missing."""
    return Column(name, title, _whole(values), YEAR, 0)


def measured(
    name: str, title: str, unit: str, values: Any, decimals: int | None = None, *, of_series: int | None = None
) -> Column:
    """Return a column of numbers with a unit, which the heading ends with in parentheses.

    Values that are years of the calendar become whole numbers.
    """
    own = _whole(values) if unit == YEAR else _series(values)
    heading = f"{title} ({unit})" if unit else title
    return Column(name, heading, own, unit or None, 0 if unit == YEAR else decimals, of_series=of_series)


def interval(
    low: Any, high: Any, unit: str, decimals: int | None = None, *, of: str = "95 % CI", suffix: str = ""
) -> tuple[Column, Column]:
    """Return the lower and the upper limit of an interval: `low95` and `high95`, with the suffix of a fixed unit."""
    return (
        measured(f"low95{suffix}", f"{of} from", unit, low, decimals),
        measured(f"high95{suffix}", f"{of} to", unit, high, decimals),
    )


def constant(name: str, value: str, rows: int) -> Column:
    """Return a column for files with one text in every row: a place or series that the page has in its title."""
    return Column(name, name, pd.Series([value] * rows, dtype="object"), is_on_page=False)


def _series(values: Any) -> pd.Series:
    return pd.Series(values).reset_index(drop=True)


def _whole(values: Any) -> pd.Series:
    """Return whole numbers: integers, nullable ones where some are missing."""
    own = _series(values)
    if pd.api.types.is_integer_dtype(own):
        return own
    return own.astype("float64").replace([np.inf, -np.inf], np.nan).round().astype("Int64")
