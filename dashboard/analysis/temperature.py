"""A place's annual mean temperature with its trend, normal and smooth curve, as one value object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import series
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.grid import Grid
from dashboard.snapshot.groups import Group
from dashboard.snapshot.store import Snapshot
from measures.anomaly import baseline_mean
from measures.arrays import Floats
from measures.change import PERIOD_YEARS
from measures.infilled import looks_infilled
from measures.quantile_bands import QuantileBands
from measures.smooth import SmoothCurve, loess
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import TooFewYearsError, Trend, trend

ERA5_RELIABLE_SINCE = 1960
"""ERA5's back extension breaks at 1954-57: earlier years are drawn with a mark of doubt."""


@dataclass(frozen=True, eq=False)  # hashed by identity, so that results computed from it can be cached
class TemperatureData:
    """Annual mean temperature of one place in degC, one value a year, NaN where missing, and its statistics.

    Attributes:
        years: consecutive.
        values: from stations (CRU TS).
        baseline: first and last year of the reference period.
        normal: mean over `baseline`; None where that has fewer than 20 years with a value.
        trend: least-squares trend over the period selected; None below 15 years with a value.
        theil_sen: slope over the same years in degC per decade, robust to outliers; None without a trend.
        smooth: LOESS curve; None below 31 years with a value.
        bands: spread of the reference group's anomalies, each from its own baseline; None without a group to show.
        era5: the second data set (a reanalysis), one value a year; None if it is not selected or not published.
        dataset_trends: trends by CRU TS, by ERA5, and of CRU TS minus ERA5, over the years of the period that both
            have; None without `era5`, each of them None below 15 years.
        filled_periods: which of the first and the latest 30 years look infilled, without station data.
    """

    years: np.ndarray
    values: Floats
    baseline: tuple[int, int]
    normal: float | None = None
    trend: Trend | None = None
    theil_sen: float | None = None
    smooth: SmoothCurve | None = None
    bands: QuantileBands | None = None
    era5: Floats | None = None
    dataset_trends: tuple[Trend | None, Trend | None, Trend | None] | None = None
    filled_periods: tuple[tuple[int, int], ...] = ()

    @property
    def anomaly(self) -> Floats | None:
        """Departure of each year from `normal`; None without one."""
        return None if self.normal is None else self.values - self.normal

    @property
    def observed(self) -> Floats:
        """Values without the infilled periods: an infilled year is neither the warmest nor the coldest."""
        is_filled = np.zeros(self.years.size, bool)
        for first, last in self.filled_periods:
            is_filled |= (self.years >= first) & (self.years <= last)
        left = np.where(is_filled, np.nan, self.values)
        return left if np.isfinite(left).any() else self.values

    @property
    def covered(self) -> tuple[int, int]:
        """First and last year with a value."""
        first, last = self.years[np.flatnonzero(np.isfinite(self.values))[[0, -1]]]
        return int(first), int(last)


def temperature_data(
    snapshot: Snapshot,
    iso3: str,
    baseline: tuple[int, int],
    trend_period: tuple[int, int],
    group: Group | None = None,
    *,
    with_era5: bool = False,
) -> TemperatureData | None:
    """Return the temperature of a place with its statistics; None without a value.

    Args:
        snapshot: the figures.
        iso3: code of the place.
        baseline: first and last year of the reference period.
        trend_period: first and last year of the trend.
        group: the economies whose spread is shown.
        with_era5: whether to include the second data set.
    """
    grid, other = series.temperature(snapshot), series.temperature(snapshot, series.ERA5)
    if not grid.has(iso3):
        return None
    has_era5 = with_era5 and other.has(iso3)
    line = _trend(grid, iso3, trend_period)
    return TemperatureData(
        years=grid.years,
        values=grid.of(iso3),
        baseline=baseline,
        normal=_normal(grid, iso3, baseline),
        trend=line,
        theil_sen=theil_sen_slope_per_decade(*_inside(grid, iso3, trend_period)) if line else None,
        smooth=_smooth(grid, iso3),
        bands=series.temperature_bands(snapshot, baseline, group.members) if group else None,
        era5=other.of(iso3) if has_era5 else None,
        dataset_trends=_dataset_trends(grid, other, iso3, trend_period) if has_era5 else None,
        filled_periods=_filled_periods(grid, iso3),
    )


def _inside(grid: Grid, iso3: str, trend_period: tuple[int, int]) -> tuple[np.ndarray, Floats]:
    """Return the years of a period, both ends included, and the place's values in them."""
    inside = (grid.years >= trend_period[0]) & (grid.years <= trend_period[1])
    return grid.years[inside], grid.of(iso3)[inside]


def _normal(grid: Grid, iso3: str, baseline: tuple[int, int]) -> float | None:
    try:
        return baseline_mean(grid.years, grid.of(iso3), baseline)
    except TooFewYearsError:
        return None


def _trend(grid: Grid, iso3: str, trend_period: tuple[int, int]) -> Trend | None:
    return _line(*_inside(grid, iso3, trend_period))


@cached_on_argument(512)
def _filled_periods(grid: Grid, iso3: str) -> tuple[tuple[int, int], ...]:
    first, last = int(grid.years[0]), int(grid.years[-1])
    ends = ((first, first + PERIOD_YEARS - 1), (last - PERIOD_YEARS + 1, last))
    return tuple(period for period in ends if looks_infilled(grid.years, grid.of(iso3), period))


@cached_on_argument(512)
def _smooth(grid: Grid, iso3: str) -> SmoothCurve | None:
    try:
        return loess(grid.years, grid.of(iso3))
    except TooFewYearsError:
        return None


def _dataset_trends(
    cru: Grid, era5: Grid, iso3: str, trend_period: tuple[int, int]
) -> tuple[Trend | None, Trend | None, Trend | None]:
    own, other = cru.of(iso3), era5.of(iso3)
    inside = (cru.years >= trend_period[0]) & (cru.years <= trend_period[1]) & np.isfinite(own) & np.isfinite(other)
    if not inside.any():
        return None, None, None
    first, last = cru.years[inside][[0, -1]]
    span = (cru.years >= first) & (cru.years <= last)
    both = (np.where(inside, values, np.nan)[span] for values in (own, other, own - other))
    a, b, difference = (_line(cru.years[span], values) for values in both)
    return a, b, difference


def _line(years: np.ndarray, values: Floats) -> Trend | None:
    try:
        return trend(years, values)
    except TooFewYearsError:
        return None
