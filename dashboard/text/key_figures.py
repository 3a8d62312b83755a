"""Key figures of a country as text: values with units, periods, intervals, ranks and doubts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dashboard.analysis.country import CountryData, GroupRank
from dashboard.analysis.future import Future
from dashboard.snapshot import windows
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.groups import climate_group
from dashboard.snapshot.queries import Warming
from dashboard.snapshot.warming_measures import BY_NAME
from dashboard.text import future as future_text
from dashboard.text.country import DOUBT, SHORT, change, counted_interval, income, interval, window
from dashboard.text.key_figure import KeyFigure as KeyFigure
from dashboard.text.lists import list_with_and
from dashboard.text.numbers import number, ordinal, signed, with_minus
from dashboard.text.ranks import ranks_between
from measures.arrays import Floats
from measures.trend import FEWEST_YEARS, Trend


def tiles(data: CountryData, future: Future | None = None) -> list[KeyFigure]:
    """Return the four figures that are always seen, each with a note of one line; those that a place has.

    With a chart to 2100 two of them are of the scenario, and signal-to-noise ratio and warmest year are in the list.
    A doubt of the temperature change is one of the trend too, and of a projected change, whose observed part it is.
    """
    own, shown, found = data.warming, data.temperature, []
    is_doubted = _is_doubted(data)
    if DEFAULT_MEASURE in own:
        one = own[DEFAULT_MEASURE]
        head = change(data)
        since = windows.base_period(one.window)
        found.append(
            KeyFigure(
                f"Change since {since}",
                head.value if head else "",
                interval(one.low95, one.high95),
                bool(head and head.is_doubted),
            )
        )
    if shown is not None and shown.trend is not None:
        line = shown.trend
        value = f"{signed(line.slope_per_decade, 2)} °C/decade{DOUBT if is_doubted else ''}"
        found.append(KeyFigure(f"Linear trend {window(line)}", value, interval(line.low95, line.high95), is_doubted))
    if future is not None and future.changes:
        return found + [future_text.tile(change, is_doubted=is_doubted) for change in future.changes]
    if "emergence" in own:
        ratio = own["emergence"]
        found.append(
            KeyFigure(
                "Signal-to-noise ratio",
                number(ratio.value, 1),
                "low confidence" if ratio.doubt else _emerged(own.get("emergence_year"), is_brief=True),
                bool(ratio.doubt),
            )
        )
    if shown is not None:
        found.append(_warmest(shown.years, shown.observed))
    return found


def _is_doubted(data: CountryData) -> bool:
    """Return whether the record is of low confidence, for any reason that marks the temperature change."""
    return DEFAULT_MEASURE in data.warming and bool(data.warming[DEFAULT_MEASURE].doubt)


def _warmest(years: np.ndarray, values: Floats) -> KeyFigure:
    """Return the warmest year, and the rank of the latest."""
    has_value = np.isfinite(values)
    year, value = years[has_value], values[has_value]
    rank = int((value > value[-1]).sum()) + 1
    note = f"{number(value.max(), 2)} °C; {year[-1]} was {ordinal(rank)}"
    return KeyFigure("Warmest year", list_with_and(year[value == value.max()]), note)


def _latest_rank(values: Floats) -> str:
    """Return the rank of the last value in words: "warmest", "2nd warmest"."""
    rank = int((values > values[-1]).sum()) + 1
    return "warmest" if rank == 1 else f"{ordinal(rank)} warmest"


def key_figures(data: CountryData, future: Future | None = None) -> list[KeyFigure]:
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
    if future is not None:
        figures += [future_text.figure(one, future, is_doubted=_is_doubted(data)) for one in future.changes]
    if data.reference.by_land:
        figures += [group_figure(data.row)] if data.row["climate_group"] else []
    elif data.row.get("climate_zone"):
        figures.append(zone_figure(data.row))
    if data.row["kind"] == "economy":
        figures.append(KeyFigure("Income group", income(data.row), "World Bank"))
        figures += [KeyFigure("Capital", data.row["capital"])] if data.row["capital"] else []
    return figures


def warming_figure(row: Warming, ranks: Iterable[GroupRank]) -> KeyFigure:
    """Return the temperature change with its interval, and its ranks in world, region and zone."""
    ranked = "; ".join(f"{ranks_between(one)} of {one.ranked} countries {one.group}" for one in ranks)
    parts = [
        counted_interval(row.low95, row.high95),
        windows.in_words(row.window),
        f"ranks {ranked} (1 = most warming)" if ranked else "",
        _low_confidence(row),
    ]
    return KeyFigure(BY_NAME["period_change"].column, f"{signed(row.value, 2)} {row.unit}", _joined(parts))


def trend_figure(line: Trend, theil_sen: float, *, is_doubted: bool = False) -> KeyFigure:
    """Return the least-squares slope with its interval, and the Theil-Sen slope, which is robust to outliers."""
    parts = [
        counted_interval(line.low95, line.high95),
        window(line),
        f"Theil–Sen {signed(theil_sen, 2)}",
        SHORT.format(line.n_years) if line.is_short else "",
        "low confidence" if is_doubted else "",
    ]
    return KeyFigure(BY_NAME["trend"].column, f"{signed(line.slope_per_decade, 2)} °C per decade", _joined(parts))


def second_data_set(own: Mapping[str, Warming], name: str) -> list[KeyFigure]:
    """Return change and trend of ERA5 and of CRU TS over the same years, or a note that ERA5 is not published.

    Nothing in a snapshot older than the comparison, which lacks `change_common` too.
    """
    cru, era5, line = (own.get(measure) for measure in ("change_common", "change_common_era5", "trend_era5"))
    if cru is None:
        return []
    if era5 is None:
        return [KeyFigure("By ERA5 (reanalysis)", "not available", f"no ERA5 temperatures of {name}")]
    note = [
        counted_interval(era5.low95, era5.high95),
        windows.in_words(era5.window),
        f"CRU TS over the same years {signed(cru.value, 2)} °C ({interval(cru.low95, cru.high95)})",
    ]
    if line is not None:
        slope = f"{signed(line.value, 2)} {line.unit} ({interval(line.low95, line.high95)})"
        note.append(f"trend {line.window} by ERA5 {slope}")
    return [KeyFigure("By ERA5 (reanalysis)", f"{signed(era5.value, 2)} {era5.unit}", _joined(note))]


def amplification_figure(row: Warming) -> KeyFigure:
    """Return the warming of a country per degree of warming of the world's land."""
    value = f"{number(row.value, 2)} {row.unit}"
    note = [interval(row.low95, row.high95), row.window, _low_confidence(row)]
    return KeyFigure(BY_NAME["amplification"].column, value, _joined(note))


def emergence_figure(row: Warming, since: Warming | None) -> KeyFigure:
    """Return the signal-to-noise ratio, and the year since which it has exceeded 2."""
    value = number(row.value, 1)
    year = _emerged(since) + ("" if since is None else _years_between(since))
    between = interval(row.low95, row.high95, decimals=1)
    return KeyFigure(BY_NAME["emergence"].column, value, _joined([between, year, _low_confidence(row)]))


def records_figure(years: np.ndarray, values: Floats, left_out: Iterable[tuple[int, int]] = ()) -> KeyFigure:
    """Return the warmest and the coldest year, and the rank of the latest; without the filled-in years `left_out`."""
    has_value = np.isfinite(values)
    year, value = years[has_value], values[has_value]
    warm, cold = (list_with_and(year[value == end]) for end in (value.max(), value.min()))
    note = [
        f"coldest {cold}, {number(value.min(), 2)} °C",
        f"{year[-1]} was the {_latest_rank(value)} of {year.size} years",
        *(f"{first}–{last} left out: insufficient station data" for first, last in left_out),
    ]
    return KeyFigure("Warmest year", f"{warm}, {number(value.max(), 2)} °C", _joined(note))


def group_figure(row: Mapping[str, Any]) -> KeyFigure:
    """Return the climate group with the largest share of the country's land, with that share, years and source."""
    share = f"{number(100 * row['climate_group_share'], 0)} % of its land in 1980–2016 (Beck et al. 2018)"
    return KeyFigure("Largest climate group", climate_group(row), share)


def zone_figure(row: Mapping[str, Any]) -> KeyFigure:
    """Return the climate zone of the country's mean climate; a large country has several zones."""
    note = [row.get("climate_zone_name") or "", "from the country’s mean monthly climate"]
    return KeyFigure("Climate zone", row["climate_zone"], _joined(note))


def _trend(data: CountryData) -> KeyFigure:
    shown = data.temperature
    if shown is None or shown.trend is None or shown.theil_sen is None:
        first, last = data.key.trend_period
        return KeyFigure(
            BY_NAME["trend"].column,
            "not available",
            f"{first}–{last} has fewer than {FEWEST_YEARS} years with a value",
        )
    return trend_figure(shown.trend, shown.theil_sen, is_doubted=_is_doubted(data))


def _years_between(since: Warming) -> str:
    ends = [f"{int(year)}" if np.isfinite(year) else "later" for year in (since.low95, since.high95)]
    return "" if ends == ["later", "later"] else f" (95 % CI {ends[0]} to {ends[1]})"


def _emerged(since: Warming | None, *, is_brief: bool = False) -> str:
    threshold = "(> 2) " if is_brief else "(S/N > 2) "
    return "not yet emerged" if since is None else f"emerged {threshold}in {int(since.value)}"


def _low_confidence(row: Warming) -> str:
    return f"low confidence: {with_minus(row.doubt)}" if row.doubt else ""


def _joined(parts: list[str]) -> str:
    return "; ".join(part for part in parts if part)
