"""Make what the map shows, from the snapshot's tables: once for each snapshot and choice."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

import numpy as np
from bokeh.palettes import PuOr

from dashboard.analysis import world_map
from dashboard.analysis.map_values import HOLDS_ZERO, THIN_RECORD, MapKey, MapValues
from dashboard.charts.core import colour_scales
from dashboard.snapshot import emergence, queries, series, tolerance, warming_measures
from dashboard.snapshot.codes import INDICATOR
from dashboard.snapshot.places import DrawnPlaces, drawn_places
from dashboard.snapshot.store import Snapshot
from measures.anomaly import FEWEST_PERIOD_YEARS
from measures.change import PERIOD_YEARS
from measures.comparison import changes
from measures.infilled import which_look_infilled
from measures.significance import benjamini_hochberg
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import FEWEST_YEARS, trends

DECIMALS = 1

RATIOS = (-75.0, -50.0, -25.0, -10.0, 0.0, 10.0, 33.0, 100.0, 300.0)
"""Edges of relative changes in per cent: a doubling is as far from zero as a halving, four times as a quarter."""

WIDE = 50.0
"""Where most changes are smaller than so many per cent, those edges would be too far apart, and equal steps serve."""


def since(shown: MapValues, year: int) -> MapValues:
    """The change of each place since `year`, or since the first or the last year but one where it lies beyond these.

    The years before it are left out. Where `year` has no value, the nearest one within the tolerance is counted from.

    Args:
        shown: an indicator's values, gaps filled by `tolerance.nearest`; at least one year.
        year: to count from.
    """
    base = int(np.clip(year, shown.years[0], max(shown.years[-1] - 1, shown.years[0])))
    rows = shown.years >= base
    is_share = shown.unit.startswith("%")
    values = changes(shown.values[rows], shown.values[shown.row(base)], relative=not is_share).astype("float32")
    near = f"Counted from {base}, or the nearest year within {tolerance.TOLERANCE_YEARS} of it that has a value."
    above = "" if is_share else " Where that value is not above zero, no share of it is given."
    return replace(
        shown,
        basis=f"change since {base}",
        unit="percentage points" if is_share else "%",
        note=near + above,
        years=shown.years[rows],
        values=values,
        offsets=np.where(np.isnan(values), tolerance.NO_YEAR, shown.offsets[rows]).astype("int8"),
        bins=_bins(values[:, shown.places.is_economy], is_share),
        decimals=DECIMALS,
        is_signed=True,
    )


def _bins(values: np.ndarray, is_share: bool) -> colour_scales.Scale:
    """The same edges for every indicator whose changes are as large as factors, fitted ones for all others."""
    held = np.abs(values[np.isfinite(values)])
    if is_share or not held.size or np.quantile(held, colour_scales.HIGH) < WIDE:
        return colour_scales.diverging(values, PuOr)
    return colour_scales.Scale(RATIOS, tuple(PuOr[len(RATIOS) + 1]), "diverging")


HELD = 64
"""Of these, one is about 100 kB: 40 series, and some baselines and windows."""


@lru_cache(maxsize=HELD)
def map_values(snapshot: Snapshot, chosen: MapKey) -> MapValues:
    """The values of a choice.

    Raises:
        SnapshotError: the values of the indicator are damaged.
    """
    if chosen.measure == INDICATOR:
        return _indicator(snapshot, chosen)
    if chosen.baseline:
        return _anomaly(snapshot, chosen, chosen.baseline)
    if chosen.window:
        return _trend(snapshot, chosen, chosen.window)
    return _published(snapshot, chosen)


def _indicator(snapshot: Snapshot, chosen: MapKey) -> MapValues:
    about = {str(key): str(value) for key, value in snapshot.indicators.set_index("id").loc[chosen.indicator].items()}
    where = drawn_places(snapshot)
    years, found = tolerance.matrix(snapshot.values(chosen.indicator), where.iso3)
    if not years.size:
        found = np.full((1, len(where.iso3)), np.nan, "float32")
    values, offsets = tolerance.nearest(found)
    map_values = MapValues(
        chosen,
        where,
        about["title"],
        about["unit"],
        "",
        "",
        f"{about['name']}. {about['source']}, {about['licence']}, updated {about['last_updated']}.",
        years,
        values,
        offsets,
        colour_scales.scale(found[:, where.is_economy], about["unit"]),
        _none(where),
    )
    return map_values if chosen.since is None or not years.size else world_map.since(map_values, chosen.since)


def _anomaly(snapshot: Snapshot, chosen: MapKey, baseline: tuple[int, int]) -> MapValues:
    where = drawn_places(snapshot)
    years, temperatures = tolerance.matrix(snapshot.temperature, where.iso3, "temperature_c")
    normal = temperatures[(years >= baseline[0]) & (years <= baseline[1])]
    is_enough = np.isfinite(normal).sum(axis=0) >= FEWEST_PERIOD_YEARS
    means = np.nansum(normal, axis=0, dtype="float64") / np.isfinite(normal).sum(axis=0).clip(min=1)
    values = np.where(is_enough, temperatures - means, np.nan).astype("float32")
    about = warming_measures.known(chosen.measure)
    return MapValues(
        chosen,
        where,
        about.title,
        "°C",
        f"from the mean of {baseline[0]}–{baseline[1]}",
        about.note,
        _climate_source(snapshot),
        years,
        values,
        np.where(np.isnan(values), tolerance.NO_YEAR, 0).astype("int8"),
        colour_scales.diverging(values[:, where.is_economy]),
        _none(where),
        is_signed=True,
        decimals=about.decimals,
    )


def _trend(snapshot: Snapshot, chosen: MapKey, window: tuple[int, int]) -> MapValues:
    """The slope over the reader's years: by least squares of either data set, or by the median of slopes."""
    where = drawn_places(snapshot)
    is_era5 = chosen.measure == "trend_era5"
    years, held = tolerance.matrix(snapshot.temperature, where.iso3, series.ERA5 if is_era5 else series.CRU)
    inside = (years >= window[0]) & (years <= window[1])
    temperatures = held.astype("float64")
    # ERA5 is a reanalysis: it repeats no mean where stations lack.
    is_thin = np.zeros(len(where.iso3), bool) if is_era5 else _is_thin(years, temperatures.round(2), window)
    found = trends(years[inside], temperatures[inside])
    if chosen.measure == "trend_theil_sen":
        slopes, limits, is_doubted = _median_slopes(years[inside], temperatures[inside]), None, ~np.isfinite(found.p)
    else:
        slopes, limits = found.slope_per_decade, (found.low95, found.high95)
        is_clear = benjamini_hochberg(np.where(where.is_economy, found.p, np.nan))
        # The rate is held over the economies; of the other areas the interval decides, as in the table `warming`.
        is_doubted = ~(is_clear | (~where.is_economy & ((found.low95 > 0) | (found.high95 < 0))))
    marks = np.where(is_thin, THIN_RECORD, np.where(is_doubted, HOLDS_ZERO, 0)) * np.isfinite(found.p)
    about = warming_measures.over(chosen.measure, window)
    first, last = max(window[0], int(years[0])), min(window[1], int(years[-1]))
    return _single(snapshot, chosen, about, "°C per decade", f"{first}–{last}", slopes, limits, marks.astype("uint8"))


def _median_slopes(years: np.ndarray, temperatures: np.ndarray) -> np.ndarray:
    """Theil and Sen's slope of each column, in degC per decade; NaN below 15 years."""
    enough = np.isfinite(temperatures).sum(axis=0) >= FEWEST_YEARS
    return np.array(
        [
            theil_sen_slope_per_decade(years, own) if is_enough else np.nan
            for own, is_enough in zip(temperatures.T, enough, strict=True)
        ]
    )


def _is_thin(years: np.ndarray, temperatures: np.ndarray, window: tuple[int, int]) -> np.ndarray:
    """Whether the window, or the first or latest 30 years where it draws on them, look filled in: as in `warming`."""
    first, last = int(years[0]), int(years[-1])
    normals = ((first, first + PERIOD_YEARS - 1), (last - PERIOD_YEARS + 1, last))
    touched = [normal for normal in normals if window[0] <= normal[1] and window[1] >= normal[0]]
    return np.any([which_look_infilled(years, temperatures, period) for period in (window, *touched)], axis=0)


def _published(snapshot: Snapshot, chosen: MapKey) -> MapValues:
    where = drawn_places(snapshot)
    rows = queries.measure(snapshot.warming, chosen.measure)
    rows = rows[rows.window == rows.window.iloc[0]]  # of several windows the first is the whole record
    own = rows.set_index("iso3").reindex(where.iso3)
    is_uncertain = queries.is_uncertain(own).to_numpy() & own.value.notna().to_numpy()
    is_thin = own.doubt.fillna("").ne("").to_numpy()
    marks = np.where(is_thin, THIN_RECORD, np.where(is_uncertain, HOLDS_ZERO, 0)).astype("uint8")
    about = warming_measures.known(chosen.measure)
    limits = own.low95.to_numpy(float), own.high95.to_numpy(float)
    return _single(
        snapshot, chosen, about, rows.unit.iloc[0], rows.window.iloc[0], own.value.to_numpy(float), limits, marks
    )


def _single(
    snapshot: Snapshot,
    chosen: MapKey,
    about: warming_measures.Measure,
    unit: str,
    basis: str,
    values: np.ndarray,
    limits: tuple[np.ndarray, np.ndarray] | None,
    marks: np.ndarray,
) -> MapValues:
    """A measure of one row, without years."""
    where = drawn_places(snapshot)
    own = np.asarray(values, "float32")[None, :]
    counted = own[:, where.is_economy]
    return MapValues(
        chosen,
        where,
        about.title,
        unit,
        basis,
        about.note,
        _climate_source(snapshot),
        np.array([], int),
        own,
        np.where(np.isnan(own), tolerance.NO_YEAR, 0).astype("int8"),
        colour_scales.diverging(counted) if about.is_diverging else colour_scales.scale(counted, unit),
        marks,
        low=None if limits is None else np.asarray(limits[0], "float32"),
        high=None if limits is None else np.asarray(limits[1], "float32"),
        decimals=about.decimals,
        is_signed=about.is_signed,
        not_yet=emergence.not_emerged(snapshot, chosen.measure),
    )


def _none(where: DrawnPlaces) -> np.ndarray:
    return np.zeros(len(where.iso3), "uint8")


def _climate_source(snapshot: Snapshot) -> str:
    vintage = next(source["vintage"] for source in snapshot.catalog["sources"] if source["id"] == "cckp")
    return f"Climate Change Knowledge Portal, {vintage}."
