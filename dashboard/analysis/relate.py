"""Two figures of every economy, year by year, side by side: what Relate draws and correlates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from dashboard.snapshot import quantities
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.snapshot.tolerance import fill
from measures.correlation import (
    FEWEST_COUNTRIES,
    Correlation,
    TooFewCountriesError,
    cross_country_correlation,
    rank_correlation,
    within_country_correlation,
)

CHANGE_YEARS = 10
"""Span of the change over years: long enough for a country to change, short enough for most series to hold it."""

LOG_FROM_RATIO = 100
"""An axis is logarithmic by itself where all values are positive and the largest is so many times the smallest: on a
linear one nine of ten dots would lie on top of each other."""

USUAL_COVERAGE = 0.9
"""The latest year is the last one with this share of the most countries that any year has."""

MOST_SEARCHED = 100
"""More series than these are not all compared with one: reading them would take longer than a reader waits."""


@dataclass(frozen=True, eq=False)
class Pair:
    """x and y over the years that both hold, gaps filled from near years. Shapes (years, economies), NaN where none.

    `years` is empty where neither has any, as between two warming measures; there is one row then. `x_away` says how
    many years from the row's own a value is.
    """

    x_is: Quantity
    y_is: Quantity
    years: np.ndarray
    x: np.ndarray
    y: np.ndarray
    x_away: np.ndarray
    y_away: np.ndarray
    exact: tuple[np.ndarray, np.ndarray] = field(repr=False)
    """x and y without any filling."""

    @property
    def both(self) -> np.ndarray:
        """Where both have a value."""
        return np.isfinite(self.x) & np.isfinite(self.y)

    @property
    def latest(self) -> int | None:
        """The last year with good coverage."""
        if not self.years.size:
            return None
        count = self.both.sum(1)
        return int(self.years[np.nonzero(count >= USUAL_COVERAGE * count.max())[0][-1]])

    def row(self, year: int | str) -> int:
        """Row of a year, the nearest there is; of the latest unless a number is given."""
        if not self.years.size:
            return 0
        asked = year if isinstance(year, int) else int(self.latest or self.years[-1])
        return int(np.clip(asked, self.years[0], self.years[-1]) - self.years[0])


@dataclass(frozen=True)
class Found:
    """A correlation, or the sentence that says why there is none."""

    pearson: Correlation | None
    spearman: Correlation | None
    why_not: str = ""


@lru_cache(maxsize=16)
def pair(snapshot: Snapshot, x: str, y: str) -> Pair:
    """Two quantities over the years in which at least ten economies have both.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    known = quantities.quantities(snapshot)
    grids = [quantities.grid(snapshot, each) for each in (x, y)]
    with_years = [each.years for each in grids if each.years.size]
    years = np.arange(max(own[0] for own in with_years), min(own[-1] for own in with_years) + 1) if with_years else None
    if years is None or not years.size:
        years = np.array([], int)
    (x_filled, x_away), (y_filled, y_away) = (fill(each, years) for each in grids)
    exact = tuple(each.in_years(years) for each in grids)
    usable = (np.isfinite(x_filled) & np.isfinite(y_filled)).sum(1) >= FEWEST_COUNTRIES
    if years.size and usable.any():
        span = slice(int(np.argmax(usable)), int(len(usable) - np.argmax(usable[::-1])))
        years, x_filled, y_filled, x_away, y_away, exact = (
            years[span], x_filled[span], y_filled[span], x_away[span], y_away[span], tuple(e[span] for e in exact)
        )  # fmt: skip
    return Pair(known[x], known[y], years, x_filled, y_filled, x_away, y_away, (exact[0], exact[1]))


def fits_log(values: np.ndarray) -> bool:
    """Whether a logarithmic axis is the better one; see `LOG_FROM_RATIO`."""
    held = values[np.isfinite(values)]
    return bool(held.size and held.min() > 0 and held.max() > LOG_FROM_RATIO * held.min())


def allows_log(values: np.ndarray) -> bool:
    """Whether a logarithmic axis is possible: every value is positive."""
    held = values[np.isfinite(values)]
    return bool(held.size and held.min() > 0)


def in_levels(shown: Pair, row: int, kept: np.ndarray, logs: tuple[bool, bool]) -> Found:
    """Correlation over countries of the values of one year, of their logarithms where an axis is logarithmic."""
    x, y = (scaled(values[row, kept], log) for values, log in zip((shown.x, shown.y), logs, strict=True))
    return _found(lambda by_rank: cross_country_correlation(x, y, by_rank=by_rank))


def over_years(shown: Pair, row: int, kept: np.ndarray, logs: tuple[bool, bool]) -> Found:
    """Correlation over countries of the changes over ten years up to the row's, from values of just these years."""
    if shown.x_is.is_measure or shown.y_is.is_measure:
        return Found(None, None, "a warming measure is a change already, and has no years of its own")
    if row < CHANGE_YEARS:
        return Found(None, None, f"the years that both have begin less than {CHANGE_YEARS} years before")
    x, y = (scaled(values[:, kept], log) for values, log in zip(shown.exact, logs, strict=True))
    dx, dy = (values[row] - values[row - CHANGE_YEARS] for values in (x, y))
    return _found(lambda by_rank: cross_country_correlation(dx, dy, by_rank=by_rank))


def year_to_year(snapshot: Snapshot, shown: Pair, kept: np.ndarray, logs: tuple[bool, bool]) -> Found:
    """Correlation within countries of changes from year to year.

    A warming measure has no years; the annual mean temperature that it is made of stands in for it.
    """
    if shown.x_is.is_measure and shown.y_is.is_measure:
        return Found(None, None, "both are made of the same temperatures, and neither has years of its own")
    temperatures = quantities.temperature(snapshot).in_years(shown.years)
    x, y = (
        temperatures[:, kept] if about.is_measure else scaled(values[:, kept], log)
        for about, values, log in zip((shown.x_is, shown.y_is), shown.exact, logs, strict=True)
    )
    return _found(lambda by_rank: within_country_correlation(x, y, by_rank=by_rank))


def searched(snapshot: Snapshot, shown: Pair, row: int, kept: np.ndarray) -> tuple[int, int] | None:
    """How many of the other series go along with y at least as much as x does, and how many were looked at.

    By Spearman's coefficient in the same year; None where x and y have none, or there are too many series to look at.
    """
    listed = snapshot.indicators
    if "is_configured" in listed:
        listed = listed[listed.is_configured]
    others = [code for code in listed.id if code not in (shown.x_is.id, shown.y_is.id)]
    own = rank_correlation(shown.x[row, kept], shown.y[row, kept])
    if not np.isfinite(own) or len(others) > MOST_SEARCHED:
        return None
    y = shown.y[row, kept]
    year = int(shown.years[row]) if shown.years.size else None
    try:
        all_of_them = [rank_correlation(_in_year(snapshot, code, year)[kept], y) for code in others]
    except SnapshotError:
        return None  # one damaged series is said where it is shown; it must not hide the others
    held = np.abs([each for each in all_of_them if np.isfinite(each)])
    return int((held >= abs(own)).sum()), len(held)


@lru_cache(maxsize=4096)
def _in_year(snapshot: Snapshot, code: str, year: int | None) -> np.ndarray:
    each = quantities.grid(snapshot, code)
    last = int(each.years[-1]) if each.years.size else 0
    near = fill(each, np.array([year or last]))[0][0]
    near.flags.writeable = False
    return near


def _found(correlate: Callable[[bool], Correlation]) -> Found:
    try:
        return Found(correlate(False), correlate(True))
    except TooFewCountriesError as error:
        return Found(None, None, str(error))


def scaled(values: np.ndarray, log: bool) -> np.ndarray:
    """Values as an axis places them: their logarithms to the base of ten, or themselves."""
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)
