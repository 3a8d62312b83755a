"""Values of the map for one warming measure or indicator: by place and year, with marks and coverage.

`world_map.map_values` computes them. They are shared by all visitors: treat the arrays as read-only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from dashboard.snapshot import tolerance
from dashboard.snapshot.codes import ANOMALY, DEFAULT_SCENARIO, INDICATOR, PROJECTED
from dashboard.snapshot.emergence import ALL_EMERGED, NotEmerged
from dashboard.snapshot.places import DrawnPlaces
from dashboard.snapshot.quantities import Quantity
from dashboard.state.parameters import LATEST
from dashboard.state.selection import Selection
from measures.ranks import rank_intervals

NOT_SIGNIFICANT, THIN_RECORD, DISPUTED, MODELLED = 1, 2, 3, 4
"""Marks of a value: not significant (its interval includes zero; of trends, at a false-discovery rate of 5 %), the
years it rests on look filled in rather than observed, the sources disagree or the record has a step, or it is
projected."""


WITH_TREND_PERIOD = ("trend", "trend_theil_sen", "trend_era5")
"""Measures whose period the reader sets."""


@dataclass(frozen=True)
class MapKey:
    """The choices that the map depends on, and no others: equal keys mean the same map."""

    measure: str
    indicator: str = ""
    baseline: tuple[int, int] | None = None
    trend_period: tuple[int, int] | None = None
    base_year: int | None = None
    scenario: str | None = None


def map_key(selection: Selection) -> MapKey:
    """Return the key of the map that a visitor has chosen."""
    chosen = selection
    return map_key_of(
        chosen.measure,
        chosen.indicator,
        chosen.baseline,
        chosen.trend_period,
        chosen.map_base_year,
        chosen.scenario,
    )


def chosen_year(selection: Selection) -> int | str:
    """Return the year that a visitor has chosen for the map: of a projected change the last one of its period."""
    return selection.projected_until if selection.measure == PROJECTED else selection.year


def map_key_of(
    measure: str,
    indicator: str,
    baseline: tuple[int, int],
    trend_period: tuple[int, int],
    base_year: int | None = None,
    scenario: str = DEFAULT_SCENARIO,
) -> MapKey:
    """Return the key of a measure's map, without the choices that do not affect it."""
    return MapKey(
        measure,
        indicator=indicator if measure == INDICATOR else "",
        baseline=baseline if measure == ANOMALY else None,
        trend_period=trend_period if measure in WITH_TREND_PERIOD else None,
        base_year=base_year if measure == INDICATOR else None,
        scenario=scenario if measure == PROJECTED else None,
    )


@dataclass(frozen=True, eq=False, kw_only=True)  # by identity, as its colours are cached by it
class MapValues:
    """Arrays have a row for each of `years` (one, without years) and a column for each of `places`.

    Attributes:
        title: name of the quantity, without unit and years.
        unit: of the values; of relative changes "%", of changes of a percentage "percentage points".
        period: its years, if it is not about one year: "1995–2024 minus 1901–1930".
        values: float32, NaN without data; gaps are filled by `tolerance.nearest`.
        offsets: int8, year of the value minus year shown; `tolerance.NO_YEAR` without data.
        low, high: float32, shape (places,), the 95 % interval; NaN or None without one.
        spread: 10th and 90th percentile of the models, float32, shape of the values; None if not modelled.
        marks: uint8, shape (places,): 0, NOT_SIGNIFICANT, THIN_RECORD, DISPUTED or MODELLED.
        reasons: reasons to doubt a value, by code.
        series: the indicator shown; None for a warming measure.
        decimals: of the values as text; None for three significant digits, or the decimals of the series.
        is_signed: whether positive values have a plus sign.
        is_diverging: whether its colours are centred on zero, blue below and red above.
        is_change: whether the values are an indicator's changes since a year.
        years_each: years that each value is the mean of; `years` has the last of them.
        first_shown: year shown before the visitor chooses one; None for the latest.
        not_emerged: places without a value because warming has not emerged there.
    """

    key: MapKey
    places: DrawnPlaces
    title: str
    unit: str
    source: str
    years: np.ndarray
    values: np.ndarray
    offsets: np.ndarray
    marks: np.ndarray
    period: str = ""
    note: str = ""
    low: np.ndarray | None = None
    high: np.ndarray | None = None
    series: Quantity | None = None
    decimals: int | None = None
    is_signed: bool = False
    is_diverging: bool = False
    is_change: bool = False
    spread: tuple[np.ndarray, np.ndarray] | None = None
    years_each: int = 1
    first_shown: int | None = None
    not_emerged: NotEmerged = ALL_EMERGED
    reasons: Mapping[str, str] = field(default_factory=dict)

    @property
    def series_decimals(self) -> int | None:
        """Decimals of the series shown, for `numbers.amount`; None without them."""
        return self.series.decimals if self.series else None

    @cached_property
    def has_not_emerged(self) -> np.ndarray:
        """Mask of the places in `not_emerged`, shape (places,)."""
        return np.array([code in self.not_emerged.iso3 for code in self.places.iso3], bool)

    @property
    def observed(self) -> np.ndarray:
        """The values of the years shown, NaN where a gap was filled."""
        return np.where(self.offsets == 0, self.values, np.float32("nan"))

    @cached_property
    def exact_counts(self) -> np.ndarray:
        """Economies with a value in the year itself, for each row."""
        return ((self.offsets == 0) & self.places.is_economy).sum(axis=1)

    @cached_property
    def covered_counts(self) -> np.ndarray:
        """Economies with a value in the year or in one near it, for each row."""
        return ((self.offsets != tolerance.NO_YEAR) & self.places.is_economy).sum(axis=1)

    @cached_property
    def latest_year(self) -> int | None:
        """The year that "latest" means: the last with nearly as many countries as the best-covered year."""
        if self.first_shown is not None and self.years.size:
            return self.first_shown
        return tolerance.latest_covered_year(self.years, self.covered_counts)

    def year(self, chosen: int | str) -> int | None:
        """Return the year shown for a choice: the same, the nearest one, or the latest; None without years."""
        if not self.years.size or chosen == LATEST:
            return self.latest_year
        return int(np.clip(int(chosen), self.years[0], self.years[-1]))

    @property
    def is_modelled(self) -> bool:
        """Whether the values are projections."""
        return self.key.measure == PROJECTED

    def years_of(self, year: int) -> str:
        """Return a year as text, or the years that end with it: "2041–2060"."""
        return f"{year - self.years_each + 1}–{year}" if self.years_each > 1 else str(year)

    def row(self, year: int | None) -> int:
        """Return the row of a year returned by `year`."""
        return 0 if year is None else int(year - self.years[0])


def rank_ranges(shown: MapValues) -> np.ndarray:
    """Return the first and last rank among the economies that the intervals allow, shape (places, 2).

    0 for places that are not economies, and without value or interval. For values without years.
    """
    found = np.zeros((len(shown.places.iso3), 2), int)
    if shown.low is None or shown.high is None:
        return found
    values = shown.values[0].astype(float)
    ranked = shown.places.is_economy & np.isfinite(values)
    found[ranked] = rank_intervals(values[ranked], shown.low[ranked], shown.high[ranked])
    return np.where((np.isfinite(shown.low) | np.isfinite(shown.high))[:, None], found, 0)
