"""The trend of a series over every window of years: how much a trend owes to where it begins and ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.trend import FEWEST_YEARS, trends

NEAR_YEARS = 5
"""How far an end is moved to see what a trend owes to it: a reader could have chosen so and have meant the same."""


@dataclass(frozen=True)
class WindowTrends:
    """One element a window, both years included; slopes per decade in the values' unit, with their 95 % interval."""

    first_year: np.ndarray
    last_year: np.ndarray
    slope_per_decade: Floats
    low95: Floats
    high95: Floats

    def __len__(self) -> int:
        return self.first_year.size

    @property
    def length_years(self) -> np.ndarray:
        """Calendar years of each window."""
        return self.last_year - self.first_year + 1

    @property
    def includes_zero(self) -> np.ndarray:
        """Of which windows the interval does not tell warming from cooling."""
        return (self.low95 <= 0) & (self.high95 >= 0)

    def select(self, chosen: np.ndarray) -> WindowTrends:
        """Those of the windows for which `chosen` is true."""
        every = (self.first_year, self.last_year, self.slope_per_decade, self.low95, self.high95)
        return WindowTrends(*(column[chosen] for column in every))


def all_window_trends(years: ArrayLike, values: ArrayLike) -> WindowTrends:
    """The trend over each window that begins and ends within `years` and holds 15 valid values, in order of years.

    Each equals what `trend` says of the window alone. One first year at a time, so that 124 years, which have 6,105
    windows, never need more than a matrix of 124 by 110 numbers.

    Args:
        years: consecutive calendar years, ascending.
        values: one value a year, NaN where missing.
    """
    x, y = np.asarray(years, int), np.asarray(values, float)
    return _together([_of(x[at:], y[at:]) for at in range(x.size - FEWEST_YEARS + 1)])


def nearby_window_trends(
    years: ArrayLike, values: ArrayLike, window: tuple[int, int], by_years: int = NEAR_YEARS
) -> WindowTrends:
    """As `all_window_trends`, of those alone whose ends lie at most `by_years` from those of `window`."""
    x, y = np.asarray(years, int), np.asarray(values, float)
    first, last = window
    starts = np.flatnonzero(np.abs(x - first) <= by_years)
    inside = x <= last + by_years
    found = _together([_of(x[at:][inside[at:]], y[at:][inside[at:]]) for at in starts])
    return found.select(found.last_year >= last - by_years)


def _of(years: np.ndarray, values: Floats) -> WindowTrends:
    """All windows that begin in the first of `years`."""
    lasts = np.arange(FEWEST_YEARS - 1, years.size)
    is_inside = np.arange(years.size)[:, None] <= lasts
    found = trends(years, np.where(is_inside, values[:, None], np.nan))
    every = WindowTrends(np.full(lasts.size, years[0]), years[lasts], found.slope_per_decade, found.low95, found.high95)
    return every.select(np.isfinite(found.slope_per_decade))


def _together(parts: list[WindowTrends]) -> WindowTrends:
    columns = ("first_year", "last_year", "slope_per_decade", "low95", "high95")
    if not parts:
        return WindowTrends(*(np.array([], int) for _ in columns[:2]), *(np.array([]) for _ in columns[2:]))
    return WindowTrends(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))
