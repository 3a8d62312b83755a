"""Sensitivity of a trend to its start and end year: the trends over many windows of years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Bools, Floats, Ints
from measures.trend import FEWEST_YEARS, trends

NEAR_YEARS = 5
"""How far an end is moved to see how much a trend depends on it: a reader could have chosen so and have meant the
same."""


@dataclass(frozen=True)
class WindowTrends:
    """The trends over many windows, one element a window, shape (windows,).

    Both end years are included. Slopes are per decade in the unit of the values, with their 95 % interval.
    """

    first_year: Ints
    last_year: Ints
    slope_per_decade: Floats
    low95: Floats
    high95: Floats

    def __len__(self) -> int:
        return self.first_year.size

    @property
    def length_years(self) -> Ints:
        """Calendar years of each window."""
        return self.last_year - self.first_year + 1

    @property
    def includes_zero(self) -> Bools:
        """Whether the 95 % interval of each window includes zero, so that the trend is not significant."""
        return (self.low95 <= 0) & (self.high95 >= 0)

    def select(self, mask: Bools) -> WindowTrends:
        """Return the windows for which `mask`, shape (windows,), is true."""
        return WindowTrends(
            self.first_year[mask],
            self.last_year[mask],
            self.slope_per_decade[mask],
            self.low95[mask],
            self.high95[mask],
        )


def all_window_trends(years: ArrayLike, values: ArrayLike) -> WindowTrends:
    """Return the trend over each window within `years` that has 15 valid values, ordered by first and last year.

    Each equals `trend` of the window. One first year at a time: the 6,105 windows of 124 years never need more than a
    matrix of 124 by 110 numbers.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).
    """
    x, y = np.asarray(years, int), np.asarray(values, float)
    return _concatenate([_trends_from_first(x[start:], y[start:]) for start in range(x.size - FEWEST_YEARS + 1)])


def nearby_window_trends(
    years: ArrayLike, values: ArrayLike, window: tuple[int, int], by_years: int = NEAR_YEARS
) -> WindowTrends:
    """Return the windows of `all_window_trends` whose ends are at most `by_years` from those of `window`.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        window: first and last year, both included.
        by_years: how far each end is moved at most.
    """
    x, y = np.asarray(years, int), np.asarray(values, float)
    first, last = window
    is_before_end = x <= last + by_years
    x, y = x[is_before_end], y[is_before_end]
    starts = np.flatnonzero(np.abs(x - first) <= by_years)
    nearby = _concatenate([_trends_from_first(x[start:], y[start:]) for start in starts])
    return nearby.select(nearby.last_year >= last - by_years)


def _trends_from_first(years: Ints, values: Floats) -> WindowTrends:
    """Return the trends of all windows that begin in the first of `years`."""
    last_years = np.arange(FEWEST_YEARS - 1, years.size)
    is_inside = np.arange(years.size)[:, None] <= last_years
    of_windows = trends(years, np.where(is_inside, values[:, None], np.nan))
    windows = WindowTrends(
        np.full(last_years.size, years[0]),
        years[last_years],
        of_windows.slope_per_decade,
        of_windows.low95,
        of_windows.high95,
    )
    return windows.select(np.isfinite(of_windows.slope_per_decade))


def _concatenate(parts: list[WindowTrends]) -> WindowTrends:
    columns = ("first_year", "last_year", "slope_per_decade", "low95", "high95")
    if not parts:
        return WindowTrends(*(np.array([], int) for _ in columns[:2]), *(np.array([]) for _ in columns[2:]))
    return WindowTrends(*(np.concatenate([getattr(part, column) for part in parts]) for column in columns))
