"""Quantities of Relate and Rank: every series and every warming measure. Shared by all sessions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import queries, series, warming_measures, windows
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.economies import economies
from dashboard.snapshot.grid import Grid, pivot
from dashboard.snapshot.store import Snapshot, SnapshotError

WARMING = "Temperature"
"""Topic of the warming measures in menus."""


UNBOUNDED = (-np.inf, np.inf)

COUNT = "count"
"""`indicators.quantity_kind` of people and things: whole numbers, however few."""

COLUMNS = [
    *("id", "title", "unit", "topic"),
    *("quantity_kind", "decimals", "log_by_default", "lower_bound", "upper_bound"),
]


@dataclass(frozen=True)
class Quantity:
    """Title, unit and number format of a series or a measure.

    Attributes:
        window: years of a measure; empty for a series.
        decimals: those that make sense for the values of a series; None where each value decides: of a measure, of a
            series over so many orders of magnitude that its scale is logarithmic, and in an older snapshot.
        is_logarithmic: whether the scale of a series is logarithmic by default.
        bounds: least and largest value possible by definition, infinite where there is no bound.
    """

    id: str
    title: str
    unit: str
    topic: str
    window: str = ""
    decimals: int | None = None
    is_logarithmic: bool = False
    bounds: tuple[float, float] = UNBOUNDED

    @property
    def is_measure(self) -> bool:
        """Whether it is a warming measure: one value a country, with an interval and without years."""
        return self.topic == WARMING

    @property
    def is_year(self) -> bool:
        """Whether its values are calendar years: written without a comma, on an axis without zero."""
        return self.unit == "year"

    @property
    def is_of_hundred(self) -> bool:
        """Whether its values are from 0 to 100 by definition: a share in per cent, or a score on such a scale."""
        return self.bounds == (0, 100)

    @property
    def period(self) -> str:
        """Years that a measure describes, the later ones of a difference: "1995–2024"."""
        return windows.period(self.window)

    @property
    def base_period(self) -> str:
        """Years that a difference counts from: "1901–1930"; empty for any other quantity."""
        return windows.base_period(self.window)

    @property
    def label(self) -> str:
        """Label of an axis: title, and in a second line years and unit."""
        return f"{self.title}\n({self.axis_unit})"

    @property
    def axis_unit(self) -> str:
        """Years and unit: "1995–2024 relative to 1901–1930, °C"."""
        return ", ".join(part for part in (self.window_in_words, self.unit) if part)

    @property
    def window_in_words(self) -> str:
        """Years of a measure: "1995–2024 relative to 1901–1930"; empty for a series."""
        return windows.in_words(self.window)


@cached_on_argument()
def quantities(snapshot: Snapshot) -> dict[str, Quantity]:
    """Return all quantities by id: the measures, then the series in their order."""
    found: dict[str, Quantity] = {}
    for measure in dict.fromkeys(snapshot.warming.measure):
        rows = queries.measure_rows(snapshot.warming, measure)
        title = warming_measures.of(measure).short_title
        found[measure] = Quantity(measure, title, rows.unit.iloc[0], WARMING, rows.window.iloc[0])
    for row in snapshot.indicators[COLUMNS].to_dict("records"):
        is_open = row["decimals"] < 0 or (row["log_by_default"] and row["quantity_kind"] != COUNT)
        found[row["id"]] = Quantity(
            row["id"],
            row["title"],
            row["unit"],
            row["topic"],
            decimals=None if is_open else row["decimals"],
            is_logarithmic=row["log_by_default"],
            bounds=(_bound(row["lower_bound"], -np.inf), _bound(row["upper_bound"], np.inf)),
        )
    return found


def _bound(value: float, without: float) -> float:
    return without if np.isnan(value) else value


def menu(snapshot: Snapshot, *, only_series: bool = False) -> dict[str, dict[str, str]]:
    """Return ids by title by topic, for a native menu; of two equal titles the second has its unit."""
    groups: dict[str, dict[str, str]] = {}
    for each in quantities(snapshot).values():
        if not (only_series and each.is_measure):
            group = groups.setdefault(each.topic, {})
            group[f"{each.title} ({each.unit})" if each.title in group else each.title] = each.id
    return groups


@cached_on_argument(256)
def grid(snapshot: Snapshot, quantity: str) -> Grid:
    """Return the values of one series or measure for every economy, in the order that all grids share.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    codes = economies(snapshot).iso3
    if quantities(snapshot)[quantity].is_measure:
        rows = queries.measure_rows(snapshot.warming, quantity).set_index("iso3")
        return Grid(np.array([], int), codes, rows.value.reindex(list(codes)).to_numpy(float)[None, :])
    return pivot(snapshot.values(quantity), iso3=codes)


@cached_on_argument(published=True)
def temperature(snapshot: Snapshot) -> Grid:
    """Return the annual mean temperature of every economy, in degC."""
    grid, codes = series.temperature(snapshot), economies(snapshot).iso3
    return Grid(grid.years, codes, grid.select(codes))


@cached_on_argument(2)
def largest(snapshot: Snapshot, code: str) -> np.ndarray:
    """Return each economy's largest value of a series in any year; 0 without a positive one."""
    try:
        return np.nan_to_num(grid(snapshot, code).values).max(axis=0, initial=0)
    except (KeyError, SnapshotError):  # the view of the series shows the error
        return np.zeros(len(economies(snapshot).iso3))
