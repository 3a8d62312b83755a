"""Compute the values of the world map from the snapshot's tables, once for each snapshot and choice."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeAlias

import numpy as np

from dashboard.analysis import projected_map
from dashboard.analysis.map_values import DISPUTED, NOT_SIGNIFICANT, THIN_RECORD, MapKey, MapValues
from dashboard.snapshot import doubts, emergence, provenance, quantities, queries, series, tolerance, warming_measures
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.change_units import change_unit
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.grid import pivot
from dashboard.snapshot.places import DrawnPlaces, drawn_places
from dashboard.snapshot.store import Snapshot
from measures.change import PERIOD_YEARS
from measures.comparison import changes
from measures.infilled import which_look_infilled
from measures.significance import benjamini_hochberg
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import FEWEST_YEARS, trends

CHANGE_DECIMALS = 1

MOST_MAPS = 64
"""Most maps cached, each about 100 kB: 40 series, and some baselines and periods."""

LOCAL_CURRENCY = "local currency"
OWN_CURRENCY = "Each country's own currency: amounts of different countries cannot be compared, their changes can."
"""Note of the series whose `indicators.currency` is local."""

Interval: TypeAlias = tuple[np.ndarray | None, np.ndarray | None]
"""Lower and upper limits, one a place."""

NO_INTERVAL: Interval = (None, None)


@cached_on_argument(MOST_MAPS)
def map_values(snapshot: Snapshot, key: MapKey) -> MapValues:
    """Return the values of the map for a choice.

    Raises:
        SnapshotError: the values of the indicator are damaged.
    """
    if key.measure == INDICATOR:
        values = _indicator(snapshot, key)
        return values if key.base_year is None or not values.years.size else change_since(values, key.base_year)
    if key.scenario:
        return projected_map.map_values(snapshot, key)
    if key.baseline:
        return _anomaly(snapshot, key, key.baseline)
    if key.trend_period:
        return _trend(snapshot, key, key.trend_period)
    return _published(snapshot, key)


def change_since(shown: MapValues, year: int) -> MapValues:
    """Return the change of each place since `year`, limited to the years from the first to the last but one.

    The years before it are left out. Without a value in `year`, the nearest one within the tolerance is the base.

    Args:
        shown: an indicator's values, gaps filled by `tolerance.nearest`; at least one year.
        year: base year.
    """
    base = int(np.clip(year, shown.years[0], max(shown.years[-1] - 1, shown.years[0])))
    rows = shown.years >= base
    unit = change_unit(shown.unit)
    is_relative = unit == "%"
    values = changes(shown.values[rows], shown.values[shown.row(base)], relative=is_relative).astype("float32")
    near = f"Counted from {base}, or the nearest year within {tolerance.TOLERANCE_YEARS} of it that has a value."
    above = " Where that value is not above zero, no share of it is given." if is_relative else ""
    return replace(
        shown,
        period=f"change since {base}",
        unit=unit,
        note=near + above,
        years=shown.years[rows],
        values=values,
        offsets=np.where(np.isnan(values), tolerance.NO_YEAR, shown.offsets[rows]).astype("int8"),
        decimals=CHANGE_DECIMALS,
        is_signed=True,
        is_change=True,
    )


def _indicator(snapshot: Snapshot, key: MapKey) -> MapValues:
    row = queries.indicator(snapshot, key.indicator)
    places = drawn_places(snapshot)
    exact = pivot(snapshot.values(key.indicator).dropna(subset="value"), iso3=places.iso3, dtype="float32")
    values, offsets = tolerance.nearest(exact.values)
    return MapValues(
        key=key,
        places=places,
        title=str(row["title"]),
        unit=str(row["unit"]),
        source=provenance.short_line(snapshot, key.indicator),
        years=exact.years,
        values=values,
        offsets=offsets,
        marks=_no_marks(places),
        note=OWN_CURRENCY if row.get("currency") == LOCAL_CURRENCY else "",
        series=quantities.quantities(snapshot)[key.indicator],
    )


def _anomaly(snapshot: Snapshot, key: MapKey, baseline: tuple[int, int]) -> MapValues:
    places = drawn_places(snapshot)
    anomalies = series.anomalies(snapshot, baseline)
    return _of_measure(
        snapshot,
        key,
        warming_measures.of(key.measure),
        unit="°C",
        period=f"relative to {baseline[0]}–{baseline[1]}",
        years=anomalies.years,
        values=anomalies.select(places.iso3),
        marks=_no_marks(places),
    )


def _trend(snapshot: Snapshot, key: MapKey, window: tuple[int, int]) -> MapValues:
    """Return the slope over the reader's years: by least squares from either data set, or Theil-Sen."""
    places = drawn_places(snapshot)
    is_era5 = key.measure == "trend_era5"
    grid = series.temperature(snapshot, series.ERA5 if is_era5 else series.CRU)
    years, temperatures = grid.years, grid.select(places.iso3)
    inside = (years >= window[0]) & (years <= window[1])
    # ERA5 is a reanalysis: it has no infilled means.
    is_thin = np.zeros(len(places.iso3), bool) if is_era5 else _is_thin(years, temperatures, window)
    found = doubts.over_period(snapshot, window, is_era5=is_era5)
    lines = trends(years[inside], temperatures[inside])
    if key.measure == "trend_theil_sen":
        slopes = _theil_sen(years[inside], temperatures[inside])
        interval = NO_INTERVAL
        is_uncertain = ~np.isfinite(lines.p)
    else:
        slopes = lines.slope_per_decade
        interval = (lines.low95, lines.high95)
        is_clear = benjamini_hochberg(np.where(places.is_economy, lines.p, np.nan))
        # The false-discovery rate is over economies; for other areas the interval decides, as in the table `warming`.
        is_uncertain = ~(is_clear | (~places.is_economy & ((lines.low95 > 0) | (lines.high95 < 0))))
    return _of_measure(
        snapshot,
        key,
        warming_measures.over_period(key.measure, window),
        unit="°C per decade",
        period=f"{max(window[0], grid.span[0])}–{min(window[1], grid.span[1])}",
        values=slopes[None, :],
        marks=_marks(is_thin, _among(places, found), is_uncertain) * np.isfinite(lines.p).astype("uint8"),
        reasons=_reasons(found),
        interval=interval,
    )


def _published(snapshot: Snapshot, key: MapKey) -> MapValues:
    rows = queries.measure_rows(snapshot.warming, key.measure)
    own = rows.set_index("iso3").reindex(drawn_places(snapshot).iso3)
    is_uncertain = queries.is_uncertain(own).to_numpy() & own.value.notna().to_numpy()
    found = doubts.by_place(rows)
    is_thin = _among(drawn_places(snapshot), {iso3 for iso3, own in found.items() if doubts.INFILLED in own})
    return _of_measure(
        snapshot,
        key,
        warming_measures.of(key.measure),
        unit=rows.unit.iloc[0],
        period=rows.window.iloc[0],
        values=own.value.to_numpy(float)[None, :],
        marks=_marks(is_thin, _among(drawn_places(snapshot), found), is_uncertain),
        reasons=_reasons(found),
        interval=(own.low95.to_numpy(float), own.high95.to_numpy(float)),
    )


def _of_measure(
    snapshot: Snapshot,
    key: MapKey,
    measure: warming_measures.Measure,
    *,
    unit: str,
    period: str,
    values: np.ndarray,
    marks: np.ndarray,
    years: np.ndarray | None = None,
    interval: Interval = NO_INTERVAL,
    reasons: Mapping[str, str] | None = None,
) -> MapValues:
    """Return a warming measure's values with its texts; one row without `years`."""
    values = np.asarray(values, "float32")
    low, high = (None if end is None else np.asarray(end, "float32") for end in interval)
    return MapValues(
        key=key,
        places=drawn_places(snapshot),
        title=measure.title,
        unit=unit,
        period=period,
        note=measure.note,
        source=provenance.temperature_line(snapshot, is_era5=measure.name.endswith("era5")),
        years=np.array([], int) if years is None else years,
        values=values,
        offsets=np.where(np.isnan(values), tolerance.NO_YEAR, 0).astype("int8"),
        marks=marks,
        low=low,
        high=high,
        decimals=measure.decimals,
        is_signed=measure.is_signed,
        is_diverging=measure.is_diverging,
        not_emerged=emergence.not_emerged(snapshot, key.measure),
        reasons=reasons or {},
    )


def _theil_sen(years: np.ndarray, temperatures: np.ndarray) -> np.ndarray:
    """Return Theil and Sen's slope of each column, in degC per decade; NaN below 15 years."""
    is_enough = np.isfinite(temperatures).sum(axis=0) >= FEWEST_YEARS
    slopes = np.full(temperatures.shape[1], np.nan)
    for column in np.flatnonzero(is_enough):
        slopes[column] = theil_sen_slope_per_decade(years, temperatures[:, column])
    return slopes


def _is_thin(years: np.ndarray, temperatures: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """Return whether the period, or the first or latest 30 years that overlap it, look infilled.

    The table `warming` follows the same rule.
    """
    first, last = int(years[0]), int(years[-1])
    normals = ((first, first + PERIOD_YEARS - 1), (last - PERIOD_YEARS + 1, last))
    touched = [normal for normal in normals if window[0] <= normal[1] and window[1] >= normal[0]]
    return np.any([which_look_infilled(years, temperatures, period) for period in (window, *touched)], axis=0)


def _marks(is_thin: np.ndarray, is_doubted: np.ndarray, is_uncertain: np.ndarray) -> np.ndarray:
    return np.select([is_thin, is_doubted, is_uncertain], [THIN_RECORD, DISPUTED, NOT_SIGNIFICANT]).astype("uint8")


def _among(places: DrawnPlaces, codes: Collection[str]) -> np.ndarray:
    return np.array([iso3 in codes for iso3 in places.iso3], bool)


def _reasons(found: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    return {iso3: "; ".join(own.values()) for iso3, own in found.items()}


def _no_marks(places: DrawnPlaces) -> np.ndarray:
    return np.zeros(len(places.iso3), "uint8")
