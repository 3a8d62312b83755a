"""Key figures of a country as text: values with units, periods, intervals, ranks and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from dashboard.analysis.country import CountryData, GroupRank
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.groups import climate_group
from dashboard.snapshot.queries import Warming
from dashboard.snapshot.warming_measures import BY_NAME
from dashboard.text.country import SHORT, counted_interval, income, interval, ranks_between, window
from dashboard.text.lists import list_with_and
from dashboard.text.numbers import number, signed, with_minus
from measures.arrays import Floats
from measures.trend import FEWEST_YEARS, Trend


class KeyFigure(NamedTuple):
    """One entry of the list: label, value with unit, and a note on period, interval, ranks and doubts."""

    label: str
    value: str
    note: str = ""


def key_figures(data: CountryData) -> list[KeyFigure]:
    """Return the key figures of a country, most important first; missing ones are left out."""
    figures, own = [], data.warming
    if DEFAULT_MEASURE in own:
        figures.append(warming_figure(own[DEFAULT_MEASURE], data.ranks))
    if data.temperature is not None:
        figures.append(_trend(data))
        figures += second_data_set(own, data.name)
        if "amplification" in own:
            figures.append(amplification_figure(own["amplification"]))
        if "emergence" in own:
            figures.append(emergence_figure(own["emergence"], own.get("emergence_year")))
        shown = data.temperature
        figures.append(records_figure(shown.years, shown.observed, shown.filled_periods))
    if data.reference.by_land:
        figures += [group_figure(data.row)] if data.row["climate_group"] else []
    elif data.row.get("climate_zone"):
        figures.append(zone_figure(data.row))
    if data.row["kind"] == "economy":
        figures.append(KeyFigure("Income group", income(data.row), "World Bank"))
    return figures


def warming_figure(change: Warming, ranks: Iterable[GroupRank]) -> KeyFigure:
    """Return the temperature change with its interval, and its ranks in world, region and zone."""
    ranked = "; ".join(f"{ranks_between(one)} of {one.ranked} countries {one.group}" for one in ranks)
    parts = [
        counted_interval(change.low95, change.high95),
        change.window,
        f"ranks {ranked} (1 = most warming)" if ranked else "",
        _low_confidence(change),
    ]
    return KeyFigure(BY_NAME["period_change"].key_figure, f"{signed(change.value, 2)} {change.unit}", _joined(parts))


def trend_figure(line: Trend, theil_sen: float) -> KeyFigure:
    """Return the least-squares slope with its interval, and the Theil-Sen slope, which is robust to outliers."""
    parts = [
        counted_interval(line.low95, line.high95),
        window(line),
        f"Theil–Sen {signed(theil_sen, 2)}",
        SHORT.format(line.n_years) if line.is_short else "",
    ]
    return KeyFigure(BY_NAME["trend"].key_figure, f"{signed(line.slope_per_decade, 2)} °C per decade", _joined(parts))


def second_data_set(own: Mapping[str, Warming], name: str) -> list[KeyFigure]:
    """Return change and trend of ERA5 and of CRU TS over the same years, or a note that ERA5 is not published.

    Nothing in a snapshot older than the comparison, which lacks `change_common` too.
    """
    cru, era5, line = (own.get(measure) for measure in ("change_common", "change_common_era5", "trend_era5"))
    if cru is None:
        return []
    if era5 is None:
        return [KeyFigure("By ERA5 (reanalysis)", "none", f"no ERA5 temperatures of {name} are published")]
    note = [
        counted_interval(era5.low95, era5.high95),
        era5.window,
        f"CRU TS over the same years {signed(cru.value, 2)} °C ({interval(cru.low95, cru.high95)})",
    ]
    if line is not None:
        slope = f"{signed(line.value, 2)} {line.unit} ({interval(line.low95, line.high95)})"
        note.append(f"trend {line.window} by ERA5 {slope}")
    return [KeyFigure("By ERA5 (reanalysis)", f"{signed(era5.value, 2)} {era5.unit}", _joined(note))]


def amplification_figure(row: Warming) -> KeyFigure:
    """Return the warming of a country per degree of warming of the world's land."""
    value = f"{number(row.value, 2)} {row.unit}"
    note = [interval(row.low95, row.high95, has_signs=False), "local warming for each degree of the world’s land"]
    return KeyFigure(BY_NAME["amplification"].key_figure, value, _joined([*note, row.window, _low_confidence(row)]))


def emergence_figure(row: Warming, since: Warming | None) -> KeyFigure:
    """Return the signal-to-noise ratio, and the year since which it has exceeded 2."""
    value = f"{number(row.value, 1)} {row.unit}"
    year = "not above 2 yet" if since is None else f"above 2 since {int(since.value)}{_years_between(since)}"
    between = interval(row.low95, row.high95, has_signs=False, decimals=1)
    return KeyFigure(BY_NAME["emergence"].key_figure, value, _joined([between, year, _low_confidence(row)]))


def records_figure(years: np.ndarray, values: Floats, left_out: Iterable[tuple[int, int]] = ()) -> KeyFigure:
    """Return the warmest and the coldest year, and the rank of the latest; without the filled-in years `left_out`."""
    has_value = np.isfinite(values)
    year, value = years[has_value], values[has_value]
    warm, cold = (list_with_and(year[value == end]) for end in (value.max(), value.min()))
    latest = int((value > value[-1]).sum()) + 1
    note = [
        f"coldest {cold}, {number(value.min(), 2)} °C",
        f"{year[-1]} ranks {latest} of {year.size} years, the warmest first",
        *(f"{first}–{last} left out, as if filled in where no station reported" for first, last in left_out),
    ]
    return KeyFigure("Warmest year", f"{warm}, {number(value.max(), 2)} °C", _joined(note))


def group_figure(row: Mapping[str, Any]) -> KeyFigure:
    """Return the climate group with the largest share of the country's land, with that share, years and source."""
    share = f"{number(100 * row['climate_group_share'], 0)} % of its land in 1980–2016 (Beck et al. 2018)"
    return KeyFigure("Largest climate group", climate_group(row), share)


def zone_figure(row: Mapping[str, Any]) -> KeyFigure:
    """Return the climate zone of the country's mean climate; a large country has several zones."""
    note = [row.get("climate_zone_name") or "", "by the country’s mean months"]
    return KeyFigure("Climate zone", row["climate_zone"], _joined(note))


def _trend(data: CountryData) -> KeyFigure:
    shown = data.temperature
    if shown is None or shown.trend is None or shown.theil_sen is None:
        first, last = data.key.trend_period
        return KeyFigure(
            BY_NAME["trend"].key_figure, "none", f"{first}–{last} has fewer than {FEWEST_YEARS} years with a value"
        )
    return trend_figure(shown.trend, shown.theil_sen)


def _years_between(since: Warming) -> str:
    ends = [f"{int(year)}" if np.isfinite(year) else "later" for year in (since.low95, since.high95)]
    return "" if ends == ["later", "later"] else f" (95 % interval {ends[0]} to {ends[1]})"


def _low_confidence(row: Warming) -> str:
    return f"low confidence: {with_minus(row.doubt)}" if row.doubt else ""


def _joined(parts: list[str]) -> str:
    return "; ".join(part for part in parts if part)
