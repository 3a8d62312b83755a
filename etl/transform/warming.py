"""The table `warming`: every measure of every country and aggregate; `measures` has the formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from etl.contract.climate import DOUBT_KINDS, MEASURES, WARMING
from etl.transform.record_doubts import COMPARED_SINCE, Disagreement, NeighbourStep, disagreements, neighbour_steps
from measures.amplification import amplification
from measures.arrays import Floats
from measures.change import PERIOD_YEARS, Change, period_change, single_year_change
from measures.emergence import emergence, smoothed
from measures.infilled import looks_infilled
from measures.significance import benjamini_hochberg
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import NoEstimateError, TooFewYearsError, trend

EARLY_PERIOD = (1901, 1930)
"""The first 30 years of the record."""

INDEX_YEAR = 1960
"""Base year of the predecessor's index."""

ENDPOINTS = (1901, 2012)
"""The two single years of the predecessor's map."""

COMMON_PERIOD = (1961, 1990)
"""Reference period of the change that both data sets have: ERA5 begins in 1950, and its back extension breaks at
1954-57."""

COMPARED_YEARS = 50
"""Length of the trend window of both data sets, counted back from the latest year."""

TREND_YEARS = (30, COMPARED_YEARS)
"""Lengths of the published trend windows, counted back from the latest year, in addition to the whole record."""

LEAST_SHARED_YEARS = 0.9
"""Least share of the window's years in ERA5 for a trend that is compared with CRU's: with fewer, part of the difference
would come from the years."""

FALSE_DISCOVERY_RATE = 0.05

WORLD = "WLD"

Row = dict[str, Any]


def warming(temperature: pd.DataFrame, economies: set[str], positions: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the table `warming`: every measure of every country and aggregate.

    All but `trend_era5` and `change_common_era5` use temperature_c. Amplification and emergence need the World's mean,
    row WLD; the World's own amplification is 1 by construction and left out.

    Args:
        temperature: iso3, year, temperature_c, temperature_era5_c.
        economies: the codes over which the false-discovery rate is controlled.
        positions: latitude_deg and longitude_deg by iso3, to find steps against neighbours; not looked for without.
    """
    last = int(temperature.year.max())
    span = range(int(temperature.year.min()), last + 1)
    table, era5 = (
        temperature.pivot(index="iso3", columns="year", values=name).reindex(columns=span)
        for name in ("temperature_c", "temperature_era5_c")
    )
    years = table.columns.to_numpy(float)
    world = _World(years, table.loc[WORLD].to_numpy(float)) if WORLD in table.index else None
    steps = {} if positions is None else neighbour_steps(table.loc[table.index.isin(economies)].T, positions)
    doubts = _Doubts(disagreements(table.T, era5.T, economies), steps)
    rows = []
    for iso3, values, reanalysed in zip(table.index, table.to_numpy(float), era5.to_numpy(float), strict=True):
        filled = _filled_periods(years, values, last)
        found = [*_own(years, values, last), *(world.compared(values, is_itself=iso3 == WORLD) if world else ())]
        rows += [{"iso3": iso3, **row, **doubts.of(iso3, row["window"], filled)} for row in found]
        rows += [{"iso3": iso3, **row, **doubts.of_second(iso3)} for row in _era5(years, reanalysed, last)]
    frame = pd.DataFrame(rows)
    frame["unit"] = frame.measure.map({name: measure.unit for name, measure in MEASURES.items()}).astype("str")
    # With fewer than two effectively independent years, there is no interval.
    frame[["low95", "high95"]] = frame[["low95", "high95"]].replace([np.inf, -np.inf], np.nan)
    frame["significant"] = _significant(frame, economies)
    order = {name: rank for rank, name in enumerate(MEASURES)}
    frame = frame.sort_values(["measure", "window", "iso3"], key=lambda c: c.map(order) if c.name == "measure" else c)
    return frame[WARMING.names].reset_index(drop=True).astype({"n_years": "int16", "doubt": "str", "doubt_kind": "str"})


class _Doubts:
    """Why a measure is to be doubted, in words and by kind."""

    def __init__(self, differing: dict[str, Disagreement], steps: dict[str, NeighbourStep]):
        self._differing, self._steps = differing, steps

    def of(self, iso3: str, window: str, filled: list[tuple[int, int]]) -> Row:
        """Return doubt and doubt_kind of a measure by CRU TS over `window`."""
        years = [int(year) for year in re.findall(r"\d{4}", window)]
        first, last = min(years), max(years)
        touched = [f"{a}–{b}" for a, b in filled if first <= b and last >= a]
        found: dict[str, str] = {}
        if touched:
            only = "only " if filled == [EARLY_PERIOD] else ""
            found["infilled"] = (
                f"{only}the temperatures of {' and '.join(touched)} hardly vary, as if filled in where no station "
                "reported"
            )
        if iso3 in self._differing and last >= COMPARED_SINCE:
            found["disagreement"] = self._differing[iso3].reason
        if iso3 in self._steps and first < self._steps[iso3].step.year <= last:
            found["step"] = self._steps[iso3].reason
        return _doubt_columns(found)

    def of_second(self, iso3: str) -> Row:
        """Return doubt and doubt_kind of a measure by ERA5, which only the disagreement concerns."""
        return _doubt_columns({"disagreement": self._differing[iso3].reason} if iso3 in self._differing else {})


def _doubt_columns(found: dict[str, str]) -> Row:
    kinds = [kind for kind in DOUBT_KINDS if kind in found]
    return {"doubt": "; ".join(found[kind] for kind in kinds), "doubt_kind": ",".join(kinds)}


class _World:
    """The mean of the World's land, and the measures of a country relative to it.

    Raises:
        TooFewYearsError: the World's record is too short to be smoothed.
    """

    def __init__(self, years: Floats, values: Floats):
        self.years, self.values, self.smooth = years, values, smoothed(years, values)
        self.window = f"{int(years[0])}–{int(years[-1])}"

    def compared(self, values: Floats, is_itself: bool) -> Iterator[Row]:
        """Yield the rows of amplification and emergence."""
        if not is_itself:
            yield from _row("amplification", self.window, lambda: amplification(values, self.values))
        try:
            found = emergence(self.years, values, self.smooth, EARLY_PERIOD)
        except NoEstimateError:
            return
        yield from _row("emergence", self.window, lambda: found.ratio)
        if found.year is not None:
            ends = [np.nan if year is None else float(year) for year in (found.earliest_year, found.latest_year)]
            about = {"p": np.nan, "n_years": found.ratio.n_years, "n_effective": found.ratio.n_effective}
            interval = {"low95": ends[0], "high95": ends[1]}
            yield {"measure": "emergence_year", "window": self.window, "value": float(found.year), **interval, **about}


def _own(years: Floats, values: Floats, last: int) -> Iterator[Row]:
    """Yield the measures that need a country's own values only."""
    late = (last - PERIOD_YEARS + 1, last)
    yield from _row(
        "period_change",
        f"{late[0]}–{late[1]} minus {EARLY_PERIOD[0]}–{EARLY_PERIOD[1]}",
        lambda: period_change(years, values, EARLY_PERIOD, late),
    )
    yield from _common("change_common", years, values, last)
    for first in (int(years[0]), *(last - length + 1 for length in TREND_YEARS)):
        yield from _trend_rows(years, values, first, last)
    for measure, (a, b) in {"index_1960": (INDEX_YEAR, last), "endpoints_1901_2012": ENDPOINTS}.items():
        yield from _row(measure, f"{b} minus {a}", lambda a=a, b=b: single_year_change(years, values, a, b))  # type: ignore[misc]


def _era5(years: Floats, values: Floats, last: int) -> Iterator[Row]:
    """Yield the rows of ERA5's change and trend, over the same years as CRU's."""
    yield from _common("change_common_era5", years, values, last)
    first = last - COMPARED_YEARS + 1
    if np.isfinite(values[years >= first]).sum() >= LEAST_SHARED_YEARS * COMPARED_YEARS:
        line, *_ = _trend_rows(years, values, first, last)
        yield line | {"measure": "trend_era5"}


def _common(measure: str, years: Floats, values: Floats, last: int) -> Iterator[Row]:
    """Yield the change from 1961-1990 to the latest thirty years."""
    late = (last - PERIOD_YEARS + 1, last)
    window = f"{late[0]}–{late[1]} minus {COMMON_PERIOD[0]}–{COMMON_PERIOD[1]}"
    yield from _row(measure, window, lambda: period_change(years, values, COMMON_PERIOD, late))


def _row(measure: str, window: str, compute: Callable[[], Change]) -> Iterator[Row]:
    """Yield one row, or none if the series is too short for the measure: no number is better than a wrong one."""
    try:
        found = compute()
    except NoEstimateError:
        return
    yield {"measure": measure, "window": window, **vars(found)}


def _trend_rows(years: Floats, values: Floats, first: int, last: int) -> Iterator[Row]:
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
        "low95": line.low95,
        "high95": line.high95,
        "p": line.p,
        "n_years": line.n_years,
        "n_effective": line.n_effective,
    }
    yield row
    unknown = {"low95": np.nan, "high95": np.nan, "p": np.nan}
    yield row | unknown | {"measure": "trend_theil_sen", "value": theil_sen_slope_per_decade(x, y)}


def _filled_periods(years: Floats, values: Floats, last: int) -> list[tuple[int, int]]:
    """Return which of the first and the latest 30 years look infilled."""
    return [p for p in (EARLY_PERIOD, (last - PERIOD_YEARS + 1, last)) if looks_infilled(years, values, p)]


def _significant(frame: pd.DataFrame, economies: set[str]) -> pd.Series:
    """Return which measures are significant by Benjamini-Hochberg over the economies, for each measure and window.

    Missing (NA) for all others, and without a p value.
    """
    tested = frame[frame.iso3.isin(economies) & frame.p.notna()]
    passed = tested.groupby(["measure", "window"]).p.transform(lambda p: benjamini_hochberg(p, FALSE_DISCOVERY_RATE))
    verdict = pd.Series(pd.NA, index=frame.index, dtype="boolean")
    verdict.loc[passed.index] = passed.astype(bool)
    return verdict
