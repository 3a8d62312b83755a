"""Sentences about one country: region and income group, warming, comparison with its reference group."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from dashboard.analysis.country import CountryData, GroupRank
from dashboard.analysis.temperature import ERA5_RELIABLE_SINCE
from dashboard.snapshot import groupings as groupings_snapshot
from dashboard.snapshot import names, windows
from dashboard.snapshot.codes import DEFAULT_MEASURE, WORLD
from dashboard.snapshot.queries import Warming
from dashboard.text import groupings, reference_group
from dashboard.text.numbers import MINUS, end, number, signed, with_minus
from dashboard.text.ranks import rank_range, ranks_between
from measures.trend import Trend

WEATHER_ONLY = "year-to-year variability only"
"""Note on what an interval covers, wherever one is shown."""

SHORT = "{} years: trends over fewer than 30 years mostly reflect natural variability"
TOO_FEW_TO_COMPARE = "ERA5 has too few years in this period for a trend to compare."
NO_INTERVAL = "confidence interval not available: too few independent years"
DOUBT = "†"
"""Mark of a figure from a record of low confidence."""


class Change(NamedTuple):
    """A country's temperature change as the large number: value with sign and unit, and whether to doubt it."""

    value: str
    is_doubted: bool


def place(row: Mapping[str, Any]) -> str:
    """Return region and income group of a country; without them, the kind of place.

    Args:
        row: iso3, name, kind, region and income_group of one place.
    """
    if row["iso3"] == WORLD:
        return "Global land excluding Antarctica, area-weighted"
    if row["kind"] == "aggregate":
        return "World Bank region; temperature over its land, area-weighted"
    if row["kind"] == groupings_snapshot.KIND:
        return f"World Bank grouping · code {row['iso3']}"
    if row["kind"] == "area":
        return "Not covered by World Bank indicators"
    return " · ".join(part for part in (row["region"], income(row)) if part)


def income(row: Mapping[str, Any]) -> str:
    """Return the name of the income group for a sentence."""
    group = str(row["income_group"])
    return "income group not classified" if group == "Not classified" else group


def change(data: CountryData) -> Change | None:
    """Return the temperature change as the large number; None without a temperature.

    It is doubted where the record is, and where the interval includes zero or is missing.
    """
    found = data.warming.get(DEFAULT_MEASURE)
    if found is None:
        return None
    mark = DOUBT if found.doubt else ""
    value = f"{signed(found.value, 2)} {found.unit}{mark}"
    return Change(value, bool(found.doubt) or not _is_significant(found))


def change_line(data: CountryData) -> str:
    """Return the line below the large number: period, interval and rank; or why there is no number."""
    if data.row["kind"] == groupings_snapshot.KIND:
        return groupings.ONLY_FIGURES
    found = data.warming.get(DEFAULT_MEASURE)
    if found is None:
        return no_series(data.row)
    since = windows.base_period(found.window)
    parts = [f"since {since}, {counted_interval(found.low95, found.high95)}"]
    if not found.doubt and np.isfinite([found.low95, found.high95]).all() and not _is_significant(found):
        parts.append("not significant")
    rank = next(iter(data.ranks), None)
    if rank is not None:
        parts.append(f"rank {rank_range(rank)} of {rank.ranked} (1 = most warming)")
    return " · ".join(parts)


def doubt(data: CountryData) -> str:
    """Return why the temperature change is of low confidence; "" where it is not."""
    found = data.warming.get(DEFAULT_MEASURE)
    return with_minus(found.doubt) if found else ""


def doubt_sentences(data: CountryData) -> str:
    """Return the reasons of a doubt as sentences; of two or more, main clauses, as the key figures have the rest."""
    reasons = [reason for reason in doubt(data).split("; ") if reason]
    if len(reasons) > 1:
        reasons = [re.split(r", | \(", reason)[0] for reason in reasons]
    return " ".join(f"{reason[0].upper()}{reason[1:]}." for reason in reasons)


def to_quote(data: CountryData) -> str:
    """Return the sentences on the change and its rank alone, to be quoted."""
    return warming(data.row, data.warming.get(DEFAULT_MEASURE), None, next(iter(data.ranks), None))


def with_hyphens(text: str) -> str:
    """Return a text with hyphens for minus signs, which other programs read as numbers."""
    return text.replace(MINUS, "-")


def no_series(row: Mapping[str, Any]) -> str:
    """Return that a place has no temperatures."""
    return f"There is no temperature series for {names.in_sentence(row['iso3'], row['name'])} in this snapshot."


def headline(data: CountryData) -> str:
    """Return the sentences on a country's change: interval, years, rank, and trend over the period selected."""
    if data.row["kind"] == groupings_snapshot.KIND:
        return groupings.ONLY_FIGURES
    return warming(data.row, data.warming.get(DEFAULT_MEASURE), data.trend, next(iter(data.ranks), None))


def warming(row: Mapping[str, Any], change: Warming | None, line: Trend | None, rank: GroupRank | None = None) -> str:
    """Return `headline` from its parts: the place's row, its temperature change, its trend, its rank in the world."""
    if change is None:
        return no_series(row)
    parts = [_change_and_rank(row, change, rank)]
    if change.doubt:
        parts.append(f"Low confidence: {with_minus(change.doubt)}.")
    return " ".join([*parts, *([] if line is None else [trend(line)])])


def trend(line: Trend) -> str:
    """Return the sentences on a trend: its period, its slope with interval, and a warning if it is short."""
    short = f" {SHORT.format(line.n_years)}." if line.is_short else ""
    return f"Trend {window(line)}: {_slope(line)}.{short}"


def finding(data: CountryData) -> str:
    """Return the sentences on the change and its rank, without the reason for a doubt; "" without a change."""
    found = data.warming.get(DEFAULT_MEASURE)
    return _change_and_rank(data.row, found, next(iter(data.ranks), None)) if found else ""


def _change_and_rank(row: Mapping[str, Any], change: Warming, rank: GroupRank | None) -> str:
    if rank is None:
        return _change(row, change)
    return f"{_change(row, change)} It ranks {ranks_between(rank)} of {rank.ranked} countries (1 = most warming)."


def sentences(data: CountryData) -> list[str]:
    """Return the sentences below the temperature chart: spread of the reference group, second data set, gaps."""
    if data.temperature is None:
        return []
    found = [_why_no_baseline(data), *reference_group.sentences(data), _second(data)]
    return [sentence for sentence in found if sentence]


def temperature_label(data: CountryData) -> str:
    """Return the accessible name of the temperature chart."""
    return f"Annual mean temperature, {data.heading}, {_covered(data)}, °C: {headline(data)}"


def stripes_label(data: CountryData, title: str) -> str:
    """Return the accessible name of the warming stripes, whose colours `title` explains."""
    return f"Warming stripes, {data.heading}, {_covered(data)}: annual mean temperature, {title}"


def two_datasets(cru: Trend, era5: Trend, difference: Trend) -> str:
    """Return how far the two data sets differ, by their trends over the same years.

    Both see the same weather, so the trend of their difference has a far narrower interval than either trend.
    """
    return (
        f"Trend {window(cru)} by CRU TS (stations): {_slope(cru)}. By ERA5 (reanalysis): {_slope(era5)}. "
        f"CRU TS minus ERA5: {_slope(difference)}."
    )


def window(line: Trend) -> str:
    """Return the years that a trend is taken over."""
    return f"{line.first_year}–{line.last_year}"


def interval(low: float, high: float, *, has_signs: bool = False, decimals: int = 2) -> str:
    """Return a 95 % confidence interval as text, or why it is missing."""
    if not np.isfinite([low, high]).all():
        return NO_INTERVAL
    ends = (end(value, decimals, has_sign=has_signs) for value in (low, high))
    return f"95 % CI {' to '.join(ends)}"


def counted_interval(low: float, high: float) -> str:
    """Return a 95 % confidence interval and what it covers, or why it is missing."""
    counts = f", {WEATHER_ONLY}" if np.isfinite([low, high]).all() else ""
    return f"{interval(low, high)}{counts}"


def _change(row: Mapping[str, Any], change: Warming) -> str:
    name = "The world’s land" if row["iso3"] == WORLD else names.starting_sentence(row["iso3"], row["name"])
    late, early = windows.period(change.window), windows.base_period(change.window)
    value, between = f"{signed(change.value, 2)} {change.unit}", counted_interval(change.low95, change.high95)
    # A record that may be wrong is neither "warmer" nor "cooler"; without an interval nothing is known of either.
    if change.doubt or not np.isfinite([change.low95, change.high95]).all():
        return f"{name}: {value} by CRU TS, {late} relative to {early} ({between})."
    if not _is_significant(change):
        return f"{name} shows no significant change: {value}, {late} relative to {early} ({between})."
    size, word = number(abs(change.value), 2), "warmer" if change.value > 0 else "cooler"
    return f"{name} was {size} {change.unit} {word} in {late} than in {early} ({between})."


def _is_significant(change: Warming) -> bool:
    """Return whether there is an interval, and it excludes zero."""
    return bool(change.low95 > 0 or change.high95 < 0)


def _why_no_baseline(data: CountryData) -> str:
    if data.temperature is None or data.temperature.normal is not None:
        return ""
    first, last = data.key.baseline
    return f"Fewer than 20 years of {first}–{last} have a value, so there is no baseline and no anomaly."


def _second(data: CountryData) -> str:
    """Return how far the second data set differs, if it is shown."""
    if data.temperature is None or not data.key.era5:
        return ""
    if data.temperature.dataset_trends is None:
        return f"ERA5 temperatures of {data.name} are not available."
    cru, era5, difference = data.temperature.dataset_trends
    if cru is None or era5 is None or difference is None:
        return TOO_FEW_TO_COMPARE
    early = " Dotted: ERA5 before 1960, where its back extension breaks (1954–57)."
    return two_datasets(cru, era5, difference) + (early if cru.first_year < ERA5_RELIABLE_SINCE else "")


def _covered(data: CountryData) -> str:
    if data.temperature is None:
        return ""
    first, last = data.temperature.covered
    return f"{first}–{last}"


def _slope(line: Trend) -> str:
    return f"{signed(line.slope_per_decade, 2)} °C per decade ({interval(line.low95, line.high95)})"
