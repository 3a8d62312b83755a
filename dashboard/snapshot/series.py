"""Series as grids of years by places: computed once for each snapshot and shared by every visitor."""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import POPULATION
from dashboard.snapshot.grid import Grid, pivot
from dashboard.snapshot.store import Snapshot
from measures.anomaly import anomaly
from measures.arrays import Floats
from measures.quantile_bands import QuantileBands, quantile_bands
from measures.smooth import loess
from measures.trend import TooFewYearsError

CRU, ERA5 = "temperature_c", "temperature_era5_c"
"""Columns of the temperature table: from stations, and from a reanalysis, absent from older snapshots."""

GOES_WITH_POPULATION, FEWEST_TO_TELL = 0.65, 20
"""Rank correlation with population above which an indicator is a total, and the fewest economies for that test."""


@cached_on_argument(8, published=True)
def temperature(snapshot: Snapshot, column: str = CRU) -> Grid:
    """Return the annual mean temperature in degC; without places if the snapshot lacks the data set."""
    if column not in snapshot.temperature.columns:
        years = snapshot.temperature.year
        every = np.arange(int(years.min()), int(years.max()) + 1)
        return Grid(every, (), np.empty((every.size, 0)))
    return pivot(snapshot.temperature, column)


@cached_on_argument(16, published=True)
def anomalies(snapshot: Snapshot, baseline: tuple[int, int]) -> Grid:
    """Return each year's temperature minus the mean of `baseline`, in degC; for places with 20 valid years in it."""
    grid = temperature(snapshot)
    columns: dict[str, Floats] = {}
    for code in grid.iso3:
        with suppress(TooFewYearsError):
            columns[code] = anomaly(grid.years, grid.of(code), baseline)
    return _of_columns(grid.years, columns)


@cached_on_argument(64, published=True)
def smooth(snapshot: Snapshot, baseline: tuple[int, int], members: tuple[str, ...]) -> Grid:
    """Return the LOESS smoothing of the anomalies of some places, in degC; without those with too few years."""
    grid = anomalies(snapshot, baseline)
    columns: dict[str, Floats] = {}
    for code in members:
        with suppress(TooFewYearsError):
            columns[code] = loess(grid.years, grid.of(code)).values
    return _of_columns(grid.years, columns)


@cached_on_argument(32)
def indicator(snapshot: Snapshot, code: str) -> Grid:
    """Return one World Bank series, in its unit.

    Raises:
        SnapshotError: its values are damaged.
    """
    return pivot(snapshot.values(code))


@cached_on_argument(128, published=True)
def temperature_bands(snapshot: Snapshot, baseline: tuple[int, int], members: tuple[str, ...]) -> QuantileBands:
    """Return the spread of the anomalies of a group, year by year."""
    return quantile_bands(anomalies(snapshot, baseline).among(members))


@cached_on_argument(128)
def indicator_bands(snapshot: Snapshot, code: str, members: tuple[str, ...]) -> QuantileBands:
    """Return the spread of an indicator in a group, year by year."""
    return quantile_bands(indicator(snapshot, code).among(members))


@cached_on_argument(256)
def is_total(snapshot: Snapshot, code: str, economies: tuple[str, ...]) -> bool:
    """Return whether an indicator is a total, as GDP is: those correlate with population (Spearman).

    A spread of totals shows the size of countries, not their difference. Of 36 series, GDP has 0.78 and no
    rate more than 0.5. False without population figures.
    """
    if not snapshot.indicators.id.eq(POPULATION).any():
        return False
    people, own = latest(indicator(snapshot, POPULATION)), latest(indicator(snapshot, code))
    both = [place for place in economies if place in people and place in own]
    if len(both) < FEWEST_TO_TELL:
        return False
    one, other = (np.argsort(np.argsort([table[place] for place in both])) for table in (people, own))
    return float(np.corrcoef(one, other)[0, 1]) > GOES_WITH_POPULATION


@cached_on_argument(64)
def latest(grid: Grid) -> dict[str, float]:
    """Return each place's latest value."""
    found = {}
    for code in grid.iso3:
        values = grid.of(code)
        found[code] = float(values[np.isfinite(values)][-1])
    return found


def span(years: np.ndarray, values: Floats) -> tuple[np.ndarray, Floats]:
    """Return years and values from the first to the last value, missing years between as NaN; empty without any."""
    valid = np.flatnonzero(np.isfinite(values))
    if valid.size == 0:
        return years[:0], values[:0]
    within = slice(int(valid[0]), int(valid[-1]) + 1)
    return years[within], values[within]


def _of_columns(years: np.ndarray, columns: dict[str, Floats]) -> Grid:
    values = np.column_stack(list(columns.values())) if columns else np.empty((years.size, 0))
    return Grid(years, tuple(columns), values)
