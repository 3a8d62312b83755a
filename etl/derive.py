"""Derived tables, each a pure function of the tables before it; the formulas themselves live in `measures`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import false_discovery_control

from etl.clean import weighted_mean
from measures.change import PERIOD_YEARS, Change, period_change, single_year_change
from measures.doubt import looks_filled
from measures.robust import theil_sen_slope_per_decade
from measures.trend import TooFewYearsError, trend

EARLY_PERIOD = (1901, 1930)
"""The first 30 years of the record."""

INDEX_YEAR = 1960
"""Base year of the predecessor's index."""

ENDPOINTS = (1901, 2012)
"""The two single years of the predecessor's map."""

TREND_YEARS = (30, 50)
"""Lengths of the trend windows published, counted back from the latest year; the whole record comes on top."""

FALSE_DISCOVERY_RATE = 0.05

DEFAULT_YEAR_COVERAGE = 0.9
"""A year is shown first if it has at least this share of the best year's economies. The newest year of a series often
lacks a third of them (seen in the 2023 to 2026 vintages), so the latest year alone would be a bad choice."""


def regional_temperature(temperature: pd.DataFrame, countries: pd.DataFrame) -> pd.DataFrame:
    """Area-weighted mean temperature over land of the World (WLD) and of each World Bank region.

    Every area with a shape and a temperature counts with the area of its shape; Antarctica has no temperature series
    and so is not part of the World here. A region's mean covers its economies.

    Returns:
        iso3, year, temperature_c, as `temperature`.
    """
    placed = temperature.merge(countries[["iso3", "region_iso3", "area_km2"]], on="iso3", validate="many_to_one")
    placed = placed.rename(columns={"area_km2": "weight"}).dropna(subset="weight")
    regions = placed[placed.region_iso3 != ""].assign(iso3=lambda frame: frame.region_iso3)
    return weighted_mean(pd.concat([placed.assign(iso3="WLD"), regions], ignore_index=True))


def warming(temperature: pd.DataFrame, economies: set[str]) -> pd.DataFrame:
    """Every warming measure of every country and aggregate: the contract's `warming` table.

    Args:
        temperature: iso3, year, temperature_c.
        economies: the codes over which the false-discovery rate is held.
    """
    last = int(temperature.year.max())
    table = temperature.pivot(index="iso3", columns="year", values="temperature_c").reindex(
        columns=range(int(temperature.year.min()), last + 1)
    )
    years = table.columns.to_numpy(float)
    rows = [
        {"iso3": iso3, **row, "doubt": _doubt(row["window"], _filled_periods(years, values, last))}
        for iso3, values in zip(table.index, table.to_numpy(float), strict=True)
        for row in _measures(years, values, last)
    ]
    frame = pd.DataFrame(rows)
    # Where the years are worth fewer than two independent ones, no interval can be told.
    frame[["low95", "high95"]] = frame[["low95", "high95"]].replace([np.inf, -np.inf], np.nan)
    frame["significant"] = _significant(frame, economies)
    order = {name: rank for rank, name in enumerate(dict.fromkeys(frame.measure))}
    frame = frame.sort_values(["measure", "window", "iso3"], key=lambda c: c.map(order) if c.name == "measure" else c)
    frame["doubt"] = frame.pop("doubt")  # the last column
    return frame.reset_index(drop=True).astype({"n_years": "int16", "doubt": "str"})


def _measures(years: np.ndarray, values: np.ndarray, last: int) -> Iterator[dict[str, Any]]:
    late = (last - PERIOD_YEARS + 1, last)
    yield from _row(
        "period_change",
        f"{late[0]}–{late[1]} minus {EARLY_PERIOD[0]}–{EARLY_PERIOD[1]}",
        lambda: period_change(years, values, EARLY_PERIOD, late),
    )
    for first in (int(years[0]), *(last - length + 1 for length in TREND_YEARS)):
        yield from _trend_rows(years, values, first, last)
    for measure, (a, b) in {"index_1960": (INDEX_YEAR, last), "endpoints_1901_2012": ENDPOINTS}.items():
        yield from _row(measure, f"{b} minus {a}", lambda a=a, b=b: single_year_change(years, values, a, b))  # type: ignore[misc]


def _row(measure: str, window: str, compute: Callable[[], Change]) -> Iterator[dict[str, Any]]:
    """One row, or none where the series is too short for the measure: no number is better than a wrong one."""
    try:
        found = compute()
    except TooFewYearsError:
        return
    yield {"measure": measure, "window": window, "value": found.value, "unit": "°C", **vars(found)}


def _trend_rows(years: np.ndarray, values: np.ndarray, first: int, last: int) -> Iterator[dict[str, Any]]:
    inside = years >= first
    x, y = years[inside], values[inside]
    try:
        line = trend(x, y)
    except TooFewYearsError:
        return
    row = {
        "measure": "trend",
        "window": f"{first}–{last}",
        "value": line.slope_per_decade,
        "unit": "°C per decade",
        "low95": line.low95,
        "high95": line.high95,
        "p": line.p,
        "n_years": line.n_years,
        "n_effective": line.n_effective,
    }
    yield row
    unknown = {"low95": np.nan, "high95": np.nan, "p": np.nan}
    yield row | unknown | {"measure": "trend_theil_sen", "value": theil_sen_slope_per_decade(x, y)}


def _filled_periods(years: np.ndarray, values: np.ndarray, last: int) -> list[tuple[int, int]]:
    """Which of the first and the latest 30 years look filled in."""
    return [p for p in (EARLY_PERIOD, (last - PERIOD_YEARS + 1, last)) if looks_filled(years, values, p)]


def _doubt(window: str, filled: list[tuple[int, int]]) -> str:
    """Why a measure over `window` is to be doubted: it draws on years that look filled in."""
    years = [int(year) for year in re.findall(r"\d{4}", window)]
    touched = [f"{a}–{b}" for a, b in filled if min(years) <= b and max(years) >= a]
    if not touched:
        return ""
    return f"the temperatures of {' and '.join(touched)} hardly vary, as if filled in where no station reported"


def _significant(frame: pd.DataFrame, economies: set[str]) -> pd.Series:
    """Benjamini and Hochberg 1995 over the economies, for each measure and window; missing for everyone else."""
    tested = frame[frame.iso3.isin(economies) & frame.p.notna()]
    adjusted = tested.groupby(["measure", "window"]).p.transform(lambda p: false_discovery_control(p, method="bh"))
    verdict = pd.Series(pd.NA, index=frame.index, dtype="boolean")
    verdict.loc[adjusted.index] = adjusted <= FALSE_DISCOVERY_RATE
    return verdict


def coverage(observed: pd.DataFrame, economies: set[str]) -> dict[str, int]:
    """first_year, last_year, default_year and countries of one series, counted over economies only.

    Args:
        observed: rows of `observations` of one series.
        economies: iso3 codes of economies.
    """
    counted = observed[observed.iso3.isin(economies)]
    by_year = counted.groupby("year").iso3.nunique()
    full = by_year[by_year >= DEFAULT_YEAR_COVERAGE * by_year.max()]
    return {
        "first_year": int(by_year.index.min()),
        "last_year": int(by_year.index.max()),
        "default_year": int(full.index.max()),
        "countries": int(counted.iso3.nunique()),
    }
