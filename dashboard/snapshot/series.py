"""Values as tables of years by places, made once for each snapshot and shared by every visitor.

One country's series is then a column, a group's spread a matter of some rows; nobody searches a frame at a click.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.snapshot.codes import POPULATION
from dashboard.snapshot.store import Snapshot
from measures.anomaly import baseline_mean
from measures.arrays import Floats
from measures.quantile_bands import QuantileBands, quantile_bands
from measures.smooth import loess
from measures.trend import TooFewYearsError

CRU, ERA5 = "temperature_c", "temperature_era5_c"
"""Columns of the temperature table: from stations, and from a reanalysis that newer snapshots hold as well."""

GOES_WITH_POPULATION, FEWEST_TO_TELL = 0.65, 20
"""Rank correlation with population above which an indicator is a total, and the economies it takes to tell."""


@dataclass(frozen=True, eq=False)  # by identity, as a thing that caches hang on
class Grid:
    """One quantity: `values` of shape (years, places), float64, NaN where missing; `years` are consecutive."""

    years: np.ndarray
    iso3: tuple[str, ...]
    values: Floats
    _column: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_column", {code: at for at, code in enumerate(self.iso3)})

    def of(self, iso3: str) -> Floats:
        """One place's values, one a year; all NaN where it has none."""
        at = self._column.get(iso3)
        return np.full(self.years.size, np.nan) if at is None else self.values[:, at]

    def among(self, members: tuple[str, ...]) -> Floats:
        """Values of those of `members` that have any, of shape (years, members)."""
        return self.values[:, [self._column[code] for code in members if code in self._column]]

    def has(self, iso3: str) -> bool:
        """Whether a place has any value."""
        return bool(np.isfinite(self.of(iso3)).any())


@lru_cache(maxsize=8)
def temperature(snapshot: Snapshot, column: str = CRU) -> Grid:
    """Annual mean temperature in degC; without places where the snapshot lacks the data set."""
    if column not in snapshot.temperature.columns:
        years = snapshot.temperature.year
        every = np.arange(int(years.min()), int(years.max()) + 1)
        return Grid(every, (), np.empty((every.size, 0)))
    return _table(snapshot.temperature, column)


@lru_cache(maxsize=16)
def anomalies(snapshot: Snapshot, baseline: tuple[int, int]) -> Grid:
    """Departure of each year from the mean of `baseline`, in degC; only places with 20 valid years in it."""
    held = temperature(snapshot)
    kept, columns = [], []
    for code in held.iso3:
        try:
            columns.append(held.of(code) - baseline_mean(held.years, held.of(code), baseline))
        except TooFewYearsError:
            continue
        kept.append(code)
    values = np.column_stack(columns) if columns else np.empty((held.years.size, 0))
    return Grid(held.years, tuple(kept), values)


@lru_cache(maxsize=64)
def smooth(snapshot: Snapshot, baseline: tuple[int, int], members: tuple[str, ...]) -> Grid:
    """The smooth course of the anomalies of some places, in degC; only those with years enough for one."""
    held = anomalies(snapshot, baseline)
    kept, columns = [], []
    for code in members:
        try:
            columns.append(loess(held.years, held.of(code)).values)
        except TooFewYearsError:
            continue
        kept.append(code)
    values = np.column_stack(columns) if columns else np.empty((held.years.size, 0))
    return Grid(held.years, tuple(kept), values)


@lru_cache(maxsize=32)
def indicator(snapshot: Snapshot, code: str) -> Grid:
    """One World Bank series, in its unit.

    Raises:
        SnapshotError: its values are damaged.
    """
    return _table(snapshot.values(code), "value")


@lru_cache(maxsize=128)
def temperature_bands(snapshot: Snapshot, baseline: tuple[int, int], members: tuple[str, ...]) -> QuantileBands:
    """Spread of the anomalies of a group, year by year."""
    return quantile_bands(anomalies(snapshot, baseline).among(members))


@lru_cache(maxsize=128)
def indicator_bands(snapshot: Snapshot, code: str, members: tuple[str, ...]) -> QuantileBands:
    """Spread of an indicator among a group, year by year."""
    return quantile_bands(indicator(snapshot, code).among(members))


@lru_cache(maxsize=256)
def is_total(snapshot: Snapshot, code: str, economies: tuple[str, ...]) -> bool:
    """Whether an indicator is a total, as GDP is: then it goes with population, by Spearman's rank correlation.

    A spread of totals shows who is large, not how they differ. Of the 36 series shipped, GDP has 0.78 and no rate more
    than 0.5. False where the snapshot holds no population.
    """
    if POPULATION not in set(snapshot.indicators.id):
        return False
    people, own = latest(indicator(snapshot, POPULATION)), latest(indicator(snapshot, code))
    both = [place for place in economies if place in people and place in own]
    if len(both) < FEWEST_TO_TELL:
        return False
    one, other = (np.argsort(np.argsort([table[place] for place in both])) for table in (people, own))
    return float(np.corrcoef(one, other)[0, 1]) > GOES_WITH_POPULATION


@lru_cache(maxsize=64)
def latest(table: Grid) -> dict[str, float]:
    """Each place's latest value."""
    return {code: float((own := table.of(code))[np.isfinite(own)][-1]) for code in table.iso3}


def span(years: np.ndarray, values: Floats) -> tuple[np.ndarray, Floats]:
    """Years and values from the first to the last value, missing years between them as NaN; empty without any."""
    held = np.flatnonzero(np.isfinite(values))
    if held.size == 0:
        return years[:0], values[:0]
    within = slice(int(held[0]), int(held[-1]) + 1)
    return years[within], values[within]


def _table(rows: pd.DataFrame, column: str) -> Grid:
    wide = rows.pivot(index="year", columns="iso3", values=column)
    every = np.arange(int(wide.index.min()), int(wide.index.max()) + 1)
    values = wide.reindex(every).to_numpy(float)
    held = np.isfinite(values).any(axis=0)
    values = np.ascontiguousarray(values[:, held])
    values.flags.writeable = False
    return Grid(every, tuple(str(code) for code in wide.columns[held]), values)
