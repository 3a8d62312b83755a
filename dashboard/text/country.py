"""What is said of one country: sentences with figures, units, years and intervals, and the list of key figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dashboard.analysis.country import Standing
from dashboard.snapshot import names
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.queries import Warming
from dashboard.text.numbers import amount, number, signed
from measures.arrays import Floats
from measures.trend import CAUTION_YEARS, Trend

SHORT = "{} years: below 30 a trend says more about weather than about climate"


class KeyFigure(NamedTuple):
    """One entry of the list: what it is, its value with unit, and window, interval, ranks and doubts."""

    label: str
    value: str
    note: str = ""


def place(row: Mapping[str, Any]) -> str:
    """Region, income group and capital of a country; what it is where it has none.

    Args:
        row: iso3, name, kind, region, income_group and capital of one country.
    """
    if row["iso3"] == WORLD:
        return "All land but Antarctica, area-weighted"
    if row["kind"] == "aggregate":
        return "World Bank region; temperature over its land, area-weighted"
    if row["kind"] == "area":
        return "Not an economy in the World Bank's list, so without indicators"
    capital = f"capital {row['capital']}" if row["capital"] else ""
    return " · ".join(part for part in (row["region"], income(row), capital) if part)


def income(row: Mapping[str, Any]) -> str:
    """The income group in words."""
    group = str(row["income_group"])
    return "income group not classified" if group == "Not classified" else group


def warming(row: Mapping[str, Any], found: Warming | None, line: Trend | None) -> str:
    """How much a country has warmed, with interval, years, rank and the trend over the reader's window."""
    if found is None:
        return f"There is no temperature series for {names.said(row['iso3'], row['name'])} in this snapshot."
    parts = [_change(row, found)]
    if found.rank is not None:
        parts.append(f"Rank {found.rank} of {found.ranked} economies, the most warmed first.")
    if found.doubt:
        parts.append(f"Treat this with care: {found.doubt}.")
    if line is not None:
        parts.append(f"Trend {_window(line)}: {_slope(line)}.")
        parts += [f"{SHORT.format(line.n_years)}."] if line.is_short else []
    return " ".join(parts)


def _change(row: Mapping[str, Any], found: Warming) -> str:
    name = "The world’s land" if row["iso3"] == WORLD else names.starting(row["iso3"], row["name"])
    years = f"the mean of {found.window.replace(' minus ', ' minus the mean of ')}"
    if not np.isfinite([found.low95, found.high95]).all():
        return f"{name}: {signed(found.value, 2)} {found.unit}, {years}; too few independent years for an interval."
    interval = _interval(found.low95, found.high95)
    if found.low95 <= 0 <= found.high95:
        return f"{name} shows no clear change: {signed(found.value, 2)} {found.unit} ({interval}), {years}."
    verb = "warmed" if found.value > 0 else "cooled"
    return f"{name} has {verb} by {number(abs(found.value), 2)} {found.unit} ({interval}): {years}."


def indicator(row: Mapping[str, Any], title: str, unit: str, years: np.ndarray, values: Floats) -> str:
    """The latest value of an indicator in a country and the first one, with unit and years.

    Args:
        row: iso3 and name of the country.
        title: of the indicator.
        unit: of its values.
        years: from the first to the last year with a value; empty where there is none.
        values: one a year.
    """
    name = names.said(row["iso3"], row["name"])
    held = np.flatnonzero(np.isfinite(values))
    if held.size == 0:
        return f"This snapshot holds no values of “{title}” for {name}."
    first, last = held[0], held[-1]
    now = f"{title} in {name}: {amount(values[last])} {unit} in {years[last]}"
    if held.size == 1:
        return f"{now}, the only year with a value."
    missing = years.size - held.size
    gaps = f" {missing} of these {years.size} years have no value." if missing else ""
    return f"{now}; {amount(values[first])} in {years[first]}.{gaps}"


def warming_figure(found: Warming, standings: list[Standing]) -> KeyFigure:
    """The change with its interval, and its ranks in world, region and zone."""
    ranks = "; ".join(f"{s.rank} of {s.ranked} economies {s.called}" for s in standings)
    parts = [
        _interval(found.low95, found.high95),
        found.window,
        f"rank {ranks}" if ranks else "",
        f"with care: {found.doubt}" if found.doubt else "",
    ]
    return KeyFigure("Warming", f"{signed(found.value, 2)} {found.unit}", _joined(parts))


def trend_figure(line: Trend, theil_sen: float) -> KeyFigure:
    """The least-squares slope with its interval, and the slope that odd years cannot pull."""
    parts = [
        _interval(line.low95, line.high95),
        _window(line),
        f"Theil–Sen {signed(theil_sen, 2)}",
        SHORT.format(line.n_years) if line.n_years < CAUTION_YEARS else "",
    ]
    return KeyFigure("Trend", f"{signed(line.slope_per_decade, 2)} °C per decade", _joined(parts))


def no_trend_figure(reason: str) -> KeyFigure:
    """Why there is none."""
    return KeyFigure("Trend", "none", reason)


def amplification_figure(row: Warming) -> KeyFigure:
    """How much a country warms where the world's land warms by one degree."""
    value = f"{number(row.value, 2)} {row.unit}"
    note = [_interval(row.low95, row.high95, signs=False), "local warming for each degree of the world’s land"]
    return KeyFigure("Amplification", value, _joined([*note, row.window, row.doubt]))


def emergence_figure(row: Warming, since: Warming | None) -> KeyFigure:
    """Warming over the noise of single years, and since when it has been above twice that."""
    value = f"{number(row.value, 1)} {row.unit}"
    year = "not above 2 yet" if since is None else f"above 2 since {int(since.value)}{_years_between(since)}"
    return KeyFigure("Signal to noise", value, _joined([_interval(row.low95, row.high95, False, 1), year, row.doubt]))


def records_figure(years: np.ndarray, values: Floats) -> KeyFigure:
    """The warmest and the coldest year, and where the latest stands."""
    held = np.isfinite(values)
    year, value = years[held], values[held]
    warm, cold = (_listed(year[value == end]) for end in (value.max(), value.min()))
    latest = int((value > value[-1]).sum()) + 1
    note = [
        f"coldest {cold}, {number(value.min(), 2)} °C",
        f"{year[-1]} ranks {latest} of {year.size} years, the warmest first",
    ]
    return KeyFigure("Warmest year", f"{warm}, {number(value.max(), 2)} °C", _joined(note))


def zone_figure(row: Mapping[str, Any]) -> KeyFigure:
    """The climate zone; a large country has many, of which its mean has one."""
    note = [row.get("climate_zone_name") or "", "by the country’s mean months"]
    return KeyFigure("Climate zone", row["climate_zone"], _joined(note))


def spread(row: Mapping[str, Any], called: str, changes: Mapping[str, float], name_of: Mapping[str, str]) -> str:
    """How far the economies of a group differ in their warming, and where this country stands among them.

    Args:
        row: of the country.
        called: the group, as "of South Asia".
        changes: warming in degC by code, of the group's economies that have it; two or more.
        name_of: names as a sentence has them, by code.
    """
    coolest, warmest = min(changes, key=changes.__getitem__), max(changes, key=changes.__getitem__)
    own = ""
    if row["iso3"] in changes:
        rank = sum(value > changes[row["iso3"]] for value in changes.values()) + 1
        own = f"; {name_of[row['iso3']]} is number {rank}, the most warmed first"
    return (
        f"Among {len(changes)} economies {called}, warming ranges from {signed(changes[coolest], 2)} °C "
        f"({name_of[coolest]}) to {signed(changes[warmest], 2)} °C ({name_of[warmest]}){own}."
    )


def two_datasets(cru: Trend, era5: Trend) -> str:
    """How far the two data sets differ, by their trends over the same window."""
    return (
        f"Trend {_window(cru)} by CRU TS (stations): {_slope(cru)}. By ERA5 (reanalysis): {_slope(era5)}. "
        f"They differ by {number(abs(cru.slope_per_decade - era5.slope_per_decade), 2)} °C per decade."
    )


def _slope(line: Trend) -> str:
    return f"{signed(line.slope_per_decade, 2)} °C per decade ({_interval(line.low95, line.high95)})"


def _window(line: Trend) -> str:
    return f"{line.first_year}–{line.last_year}"


def _interval(low: float, high: float, signs: bool = True, decimals: int = 2) -> str:
    if not np.isfinite([low, high]).all():
        return "too few independent years for an interval"
    said = signed if signs else number
    return f"95 % interval {said(low, decimals)} to {said(high, decimals)}"


def _years_between(since: Warming) -> str:
    ends = [f"{int(year)}" if np.isfinite(year) else "later" for year in (since.low95, since.high95)]
    return "" if ends == ["later", "later"] else f" (95 % interval {ends[0]} to {ends[1]})"


def _listed(years: np.ndarray) -> str:
    """One year, or all that tie: "2022 and 2023"."""
    *first, last = map(str, years)
    return f"{', '.join(first)} and {last}" if first else last


def _joined(parts: list[str]) -> str:
    return "; ".join(part for part in parts if part)
