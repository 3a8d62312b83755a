"""All that Relate and Rank can show of an economy: every series, and every warming measure. Shared by all sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from dashboard.snapshot import queries, warming_measures
from dashboard.snapshot.economies import economies
from dashboard.snapshot.store import Snapshot, SnapshotError

WARMING = "Warming"
"""Topic of the warming measures in menus."""


@dataclass(frozen=True)
class Quantity:
    """What a series or a measure is. `window` names the years of a measure and is empty for a series."""

    id: str
    title: str
    unit: str
    topic: str
    window: str = ""

    @property
    def is_measure(self) -> bool:
        """Whether it is a warming measure, which has one value a country, an interval, and no years."""
        return self.topic == WARMING

    @property
    def is_year(self) -> bool:
        """Whether its values are years of the calendar: written without a comma, drawn without zero."""
        return self.unit == "year"

    @property
    def label(self) -> str:
        """Title, and in a second line years and unit, as an axis says it."""
        return f"{self.title}\n({', '.join(part for part in (self.window, self.unit) if part)})"


@dataclass(frozen=True, eq=False)
class Grid:
    """Values of every economy: shape (years, economies), NaN where missing. A measure has one row, and no years."""

    years: np.ndarray
    values: np.ndarray


@lru_cache(maxsize=2)
def quantities(snapshot: Snapshot) -> dict[str, Quantity]:
    """Everything on offer by id: the measures, then the series in their order."""
    found: dict[str, Quantity] = {}
    for measure in dict.fromkeys(snapshot.warming.measure):
        rows = queries.measure_rows(snapshot.warming, measure)
        title = warming_measures.of(measure).short_title
        found[measure] = Quantity(measure, title, rows.unit.iloc[0], WARMING, rows.window.iloc[0])
    listed = snapshot.indicators
    for row in listed[["id", "title", "unit", "topic"]].itertuples(index=False):
        found[str(row.id)] = Quantity(str(row.id), str(row.title), str(row.unit), str(row.topic))
    return found


def menu(snapshot: Snapshot, *, only_series: bool = False) -> dict[str, dict[str, str]]:
    """Ids by title by topic, for a menu."""
    groups: dict[str, dict[str, str]] = {}
    for each in quantities(snapshot).values():
        if not (only_series and each.is_measure):
            groups.setdefault(each.topic, {})[each.title] = each.id
    return groups


@lru_cache(maxsize=256)
def grid(snapshot: Snapshot, quantity: str) -> Grid:
    """The values of one series or measure.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    if quantities(snapshot)[quantity].is_measure:
        own = (
            queries.measure_rows(snapshot.warming, quantity)
            .set_index("iso3")
            .value.reindex(list(economies(snapshot).iso3))
        )
        return Grid(np.array([], int), own.to_numpy(float)[None, :])
    return _grid(snapshot, snapshot.values(quantity), "value")


@lru_cache(maxsize=2)
def largest(snapshot: Snapshot, series: str) -> np.ndarray:
    """The largest value above zero that each economy ever had of a series; 0 where there is none."""
    try:
        return np.nan_to_num(grid(snapshot, series).values).max(axis=0, initial=0)
    except (KeyError, SnapshotError):  # it is said where the series is shown
        return np.zeros(len(economies(snapshot).iso3))


@lru_cache(maxsize=2)
def temperature_grid(snapshot: Snapshot) -> Grid:
    """Annual mean temperature in degC."""
    return _grid(snapshot, snapshot.temperature, "temperature_c")


def _grid(snapshot: Snapshot, rows: pd.DataFrame, column: str) -> Grid:
    place = {iso3: at for at, iso3 in enumerate(economies(snapshot).iso3)}
    at = rows.iso3.map(place).to_numpy(float)
    held = np.isfinite(at)
    year = rows.year.to_numpy(int)[held]
    if not year.size:
        return Grid(np.array([], int), np.full((1, len(place)), np.nan))
    years = np.arange(year.min(), year.max() + 1)
    values = np.full((years.size, len(place)), np.nan)
    values[year - years[0], at[held].astype(int)] = rows[column].to_numpy(float)[held]
    values.flags.writeable = False  # shared by every visitor
    return Grid(years, values)
