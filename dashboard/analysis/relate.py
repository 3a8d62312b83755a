"""Correlations of two quantities over the economies, in levels and in changes."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from dashboard.snapshot import quantities
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.economies import economies
from dashboard.snapshot.grid import Grid
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.snapshot.tolerance import fill, latest_covered_year
from measures.bootstrap import spatial_blocks
from measures.correlation import (
    FEWEST_COUNTRIES,
    Correlation,
    TooFewCountriesError,
    cross_country_correlation,
    rank_correlation,
    within_country_correlation,
)

log = logging.getLogger(__name__)

CHANGE_YEARS = 10
"""Span of a change over years: long enough for a country to change, short enough for most series to have it."""

LOG_FROM_RATIO = 100
"""Ratio of largest to smallest value, all positive, from which an axis is logarithmic by default: on a linear axis nine
of ten dots would overlap."""

MOST_SEARCHED = 100
"""Most series that are all compared with one: reading more takes longer than a reader waits."""


@dataclass(frozen=True, eq=False)
class Pair:
    """x and y in their common years, gaps filled from near years; shape (years, economies), NaN where missing.

    Attributes:
        years: empty if neither has any, as for two warming measures; the arrays then have one row.
        x_offsets, y_offsets: year of the value minus year of the row.
        unfilled: x and y without any filling.
        block: number of the spatial block that each economy is drawn with, shape (economies,).
    """

    x_quantity: Quantity
    y_quantity: Quantity
    years: np.ndarray
    x: np.ndarray
    y: np.ndarray
    x_offsets: np.ndarray
    y_offsets: np.ndarray
    unfilled: tuple[np.ndarray, np.ndarray] = field(repr=False)
    block: np.ndarray = field(repr=False)

    @property
    def has_both(self) -> np.ndarray:
        """Mask of the values that both have."""
        return np.isfinite(self.x) & np.isfinite(self.y)

    @property
    def latest_year(self) -> int | None:
        """The last year with nearly as many economies as the best-covered year."""
        return latest_covered_year(self.years, self.has_both.sum(axis=1))

    def in_rows(self, rows: slice) -> Pair:
        """Return the pair over some of its years only."""
        arrays = ("years", "x", "y", "x_offsets", "y_offsets")
        x, y = self.unfilled
        return replace(self, **{name: getattr(self, name)[rows] for name in arrays}, unfilled=(x[rows], y[rows]))

    def row(self, year: int | str) -> int:
        """Return the row of a year, or of the nearest one; of the latest year if `year` is not a number."""
        if not self.years.size:
            return 0
        asked = year if isinstance(year, int) else int(self.latest_year or self.years[-1])
        return int(np.clip(asked, self.years[0], self.years[-1]) - self.years[0])


@dataclass(frozen=True)
class CorrelationPair:
    """Pearson's and Spearman's correlation, or the reason why they are missing."""

    pearson: Correlation | None
    spearman: Correlation | None
    why_not: str = ""


class CloseSeries(NamedTuple):
    """How many of the other series correlate with y at least as closely as x does.

    Attributes:
        as_close: their number.
        compared: out of so many.
        unread: further series, whose values are damaged.
    """

    as_close: int
    compared: int
    unread: int = 0


@cached_on_argument(16)
def pair(snapshot: Snapshot, x: str, y: str) -> Pair:
    """Return two quantities over the years in which at least ten economies have both.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    known, listed = quantities.quantities(snapshot), economies(snapshot)
    grids = [quantities.grid(snapshot, code) for code in (x, y)]
    years = _common_years(grids)
    (x_values, x_offsets), (y_values, y_offsets) = (fill(grid, years) for grid in grids)
    whole = Pair(
        x_quantity=known[x],
        y_quantity=known[y],
        years=years,
        x=x_values,
        y=y_values,
        x_offsets=x_offsets,
        y_offsets=y_offsets,
        unfilled=(grids[0].in_years(years), grids[1].in_years(years)),
        block=spatial_blocks(listed.latitude_deg, listed.longitude_deg),
    )
    usable = np.flatnonzero(whole.has_both.sum(axis=1) >= FEWEST_COUNTRIES)
    return whole.in_rows(slice(int(usable[0]), int(usable[-1]) + 1)) if years.size and usable.size else whole


def _common_years(grids: list[Grid]) -> np.ndarray:
    """Return the years from the later beginning to the earlier end, of the grids that have years."""
    with_years = [grid.years for grid in grids if grid.years.size]
    if not with_years:
        return np.array([], int)
    return np.arange(max(years[0] for years in with_years), min(years[-1] for years in with_years) + 1)


def fits_log(values: np.ndarray) -> bool:
    """Return whether an axis is logarithmic by default; see `LOG_FROM_RATIO`."""
    valid = values[np.isfinite(values)]
    return bool(valid.size and valid.min() > 0 and valid.max() > LOG_FROM_RATIO * valid.min())


def allows_log(values: np.ndarray) -> bool:
    """Return whether a logarithmic axis is possible: every value is positive."""
    valid = values[np.isfinite(values)]
    return bool(valid.size and valid.min() > 0)


def correlate_levels(shown: Pair, row: int, mask: np.ndarray, logs: tuple[bool, bool]) -> CorrelationPair:
    """Return the correlation over countries in one year, of logarithms if an axis is logarithmic."""
    x, y = (scaled(values[row, mask], log) for values, log in zip((shown.x, shown.y), logs, strict=True))
    block = shown.block[mask]
    return _correlate(lambda by_rank: cross_country_correlation(x, y, by_rank=by_rank, block=block))


def correlate_changes(shown: Pair, row: int, mask: np.ndarray, logs: tuple[bool, bool]) -> CorrelationPair:
    """Return the correlation over countries of the changes over ten years up to the row's, without filled gaps."""
    if shown.x_quantity.is_measure or shown.y_quantity.is_measure:
        return CorrelationPair(None, None, "a warming measure is already a change, without annual values")
    if row < CHANGE_YEARS:
        return CorrelationPair(None, None, f"both have no common year {CHANGE_YEARS} years earlier")
    x, y = (scaled(values[:, mask], log) for values, log in zip(shown.unfilled, logs, strict=True))
    dx, dy = (values[row] - values[row - CHANGE_YEARS] for values in (x, y))
    block = shown.block[mask]
    return _correlate(lambda by_rank: cross_country_correlation(dx, dy, by_rank=by_rank, block=block))


def correlate_annual_changes(
    snapshot: Snapshot, shown: Pair, mask: np.ndarray, logs: tuple[bool, bool]
) -> CorrelationPair:
    """Return the correlation within countries of changes from year to year, each year's mean removed.

    A warming measure has no years; it is replaced by the annual mean temperature that it is computed from.
    """
    if shown.x_quantity.is_measure and shown.y_quantity.is_measure:
        return CorrelationPair(None, None, "both derive from the same temperatures, without annual values")
    temperatures = quantities.temperature(snapshot).in_years(shown.years)
    x, y = (
        temperatures[:, mask] if about.is_measure else scaled(values[:, mask], log)
        for about, values, log in zip((shown.x_quantity, shown.y_quantity), shown.unfilled, logs, strict=True)
    )
    block = shown.block[mask]
    return _correlate(lambda by_rank: within_country_correlation(x, y, by_rank=by_rank, block=block))


def count_close_series(snapshot: Snapshot, shown: Pair, row: int, mask: np.ndarray) -> CloseSeries | None:
    """Return how many of the other series correlate with y at least as closely as x does.

    By Spearman's coefficient in the same year; None without one for x and y, or with too many series to compare. A
    damaged series is logged and counted apart: its own view shows the error.
    """
    listed = snapshot.indicators
    if "is_configured" in listed:
        listed = listed[listed.is_configured]
    others = [code for code in listed.id if code not in (shown.x_quantity.id, shown.y_quantity.id)]
    own = rank_correlation(shown.x[row, mask], shown.y[row, mask])
    if not np.isfinite(own) or len(others) > MOST_SEARCHED:
        return None
    y = shown.y[row, mask]
    year = int(shown.years[row]) if shown.years.size else None
    coefficients = []
    for code in others:
        try:
            coefficients.append(rank_correlation(_in_year(snapshot, code, year)[mask], y))
        except SnapshotError as error:
            log.error(error.for_log)
    known = np.abs(coefficients)[np.isfinite(coefficients)]
    return CloseSeries(int((known >= abs(own)).sum()), known.size, len(others) - len(coefficients))


@cached_on_argument(4096)
def _in_year(snapshot: Snapshot, code: str, year: int | None) -> np.ndarray:
    """Return every economy's value of a series in a year, by default the last, gaps filled from near years."""
    grid = quantities.grid(snapshot, code)
    last = int(grid.years[-1]) if grid.years.size else 0
    values = fill(grid, np.array([year or last]))[0][0]
    values.flags.writeable = False
    return values


def _correlate(correlate: Callable[[bool], Correlation]) -> CorrelationPair:
    try:
        return CorrelationPair(correlate(False), correlate(True))
    except TooFewCountriesError as error:
        return CorrelationPair(None, None, str(error))


def scaled(values: np.ndarray, log: bool) -> np.ndarray:
    """Return values on the scale of an axis: their logarithms to base 10, or themselves."""
    if not log:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(values > 0, np.log10(values), np.nan)
