"""Sentences about one country: region and income group, warming, comparison with its reference group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dashboard.analysis.country import CountryData, GroupRank
from dashboard.analysis.temperature import ERA5_RELIABLE_SINCE
from dashboard.snapshot import groupings as groupings_snapshot
from dashboard.snapshot import names
from dashboard.snapshot.codes import DEFAULT_MEASURE, WORLD
from dashboard.snapshot.groups import climate_group
from dashboard.snapshot.queries import Warming
from dashboard.text import groupings
from dashboard.text.numbers import end, number, signed, with_minus
from measures.trend import Trend

WEATHER_ONLY = "year-to-year variability only"
"""Note on what an interval covers, wherever one is shown."""

SHORT = "{} years: below 30 a trend says more about weather than about climate"
TOO_FEW_TO_COMPARE = "ERA5 has too few years in this window for a trend to compare."


def place(row: Mapping[str, Any]) -> str:
    """Return region, income group and capital of a country; without them, the kind of place.

    Args:
        row: iso3, name, kind, region, income_group and capital of one place.
    """
    if row["iso3"] == WORLD:
        return "All land but Antarctica, area-weighted"
    if row["kind"] == "aggregate":
        return "World Bank region; temperature over its land, area-weighted"
    if row["kind"] == groupings_snapshot.KIND:
        return f"World Bank grouping · code {row['iso3']}"
    if row["kind"] == "area":
        return "Not an economy in the World Bank's list, so without indicators"
    capital = f"capital {row['capital']}" if row["capital"] else ""
    return " · ".join(part for part in (row["region"], income(row), capital) if part)


def income(row: Mapping[str, Any]) -> str:
    """Return the name of the income group for a sentence."""
    group = str(row["income_group"])
    return "income group not classified" if group == "Not classified" else group


def headline(data: CountryData) -> str:
    """Return the sentence on a country's warming: interval, years, rank, and trend over the period selected."""
    if data.row["kind"] == groupings_snapshot.KIND:
        return groupings.ONLY_FIGURES
    return warming(data.row, data.warming.get(DEFAULT_MEASURE), data.trend, next(iter(data.ranks), None))


def warming(row: Mapping[str, Any], change: Warming | None, line: Trend | None, rank: GroupRank | None = None) -> str:
    """Return `headline` from its parts: the place's row, its temperature change, its trend, its rank in the world."""
    if change is None:
        return f"There is no temperature series for {names.in_sentence(row['iso3'], row['name'])} in this snapshot."
    parts = [_change(row, change)]
    if rank is not None:
        parts.append(f"It ranks {ranks_between(rank)} of {rank.ranked} countries (1 = most warming).")
    if change.doubt:
        parts.append(f"Low confidence: {with_minus(change.doubt)}.")
    if line is not None:
        parts.append(f"Trend {window(line)}: {_slope(line)}.")
        parts += [f"{SHORT.format(line.n_years)}."] if line.is_short else []
    return " ".join(parts)


def ranks_between(rank: GroupRank) -> str:
    """Return the ranks that the intervals allow: "between 89 and 167", or the only one."""
    return str(rank.first) if rank.first == rank.last else f"between {rank.first} and {rank.last}"


def sentences(data: CountryData) -> list[str]:
    """Return the sentences below the temperature chart: spread of the reference group, second data set, gaps."""
    if data.temperature is None:
        return []
    found = [_why_no_baseline(data), _why_no_zone(data), _spread_of(data), _why_another_spread(data), _second(data)]
    return [sentence for sentence in found if sentence]


def temperature_label(data: CountryData) -> str:
    """Return the accessible name of the temperature chart."""
    return f"Annual mean temperature, {data.heading}, {_covered(data)}, °C: {headline(data)}"


def stripes_label(data: CountryData, title: str) -> str:
    """Return the accessible name of the warming stripes, whose colours `title` explains."""
    return f"Warming stripes, {data.heading}, {_covered(data)}: annual mean temperature, {title}"


def spread(
    row: Mapping[str, Any],
    called: str,
    changes: Mapping[str, float],
    name_of: Mapping[str, str],
    rank: GroupRank | None = None,
) -> str:
    """Return how far the economies of a group differ in their warming, and the rank of this country among them.

    Args:
        row: of the country.
        called: the group, such as "of South Asia".
        changes: warming in degC by code, of at least two economies of the group.
        name_of: names for the middle of a sentence, by code.
        rank: ranks of the country among them that the intervals allow.
    """
    coolest, warmest = min(changes, key=changes.__getitem__), max(changes, key=changes.__getitem__)
    own = ""
    if row["iso3"] in changes and rank is not None:
        own = f"; {name_of[row['iso3']]} ranks {ranks_between(rank)} (1 = most warming)"
    return (
        f"Among {len(changes)} economies {called}, warming ranges from {signed(changes[coolest], 2)} °C "
        f"({name_of[coolest]}) to {signed(changes[warmest], 2)} °C ({name_of[warmest]}){own}."
    )


def no_climate_group(name: str, group: str) -> str:
    """Return why no other country shares a country's climate.

    Args:
        name: of the country, as a sentence has it.
        group: its largest climate group, "" where the table of shares has no row of it.
    """
    if group:
        return f"No other country has the largest climate group {group}."
    return f"Climate groups by share of land are not available for {name}."


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


def interval(low: float, high: float, *, has_signs: bool = True, decimals: int = 2) -> str:
    """Return a 95 % interval as text, or why it is missing."""
    if not np.isfinite([low, high]).all():
        return "too few independent years for an interval"
    ends = (end(value, decimals, has_sign=has_signs) for value in (low, high))
    return f"95 % interval {' to '.join(ends)}"


def counted_interval(low: float, high: float) -> str:
    """Return a 95 % interval and what it covers, or why it is missing."""
    counts = f", {WEATHER_ONLY}" if np.isfinite([low, high]).all() else ""
    return f"{interval(low, high)}{counts}"


def _change(row: Mapping[str, Any], change: Warming) -> str:
    name = "The world’s land" if row["iso3"] == WORLD else names.starting_sentence(row["iso3"], row["name"])
    years = f"the mean of {change.window.replace(' minus ', ' minus the mean of ')}"
    if not np.isfinite([change.low95, change.high95]).all():
        return f"{name}: {signed(change.value, 2)} {change.unit}, {years}; too few independent years for an interval."
    between = counted_interval(change.low95, change.high95)
    if change.doubt:  # a record that may be wrong is neither "warmed" nor "cooled"
        return f"{name}: {signed(change.value, 2)} {change.unit} by CRU TS ({between}), {years}."
    if change.low95 <= 0 <= change.high95:
        return f"{name} shows no significant change: {signed(change.value, 2)} {change.unit} ({between}), {years}."
    verb = "warmed" if change.value > 0 else "cooled"
    return f"{name} has {verb} by {number(abs(change.value), 2)} {change.unit} ({between}): {years}."


def _why_no_baseline(data: CountryData) -> str:
    if data.temperature is None or data.temperature.normal is not None:
        return ""
    first, last = data.key.baseline
    return f"Fewer than 20 years of {first}–{last} have a value: no baseline, and no departures from it."


def _why_no_zone(data: CountryData) -> str:
    """Return why the climate that was selected is not shown; "" where the snapshot has none, as the menu says."""
    if not data.reference.lacks_zone:
        return ""
    if data.reference.by_land:
        region = "Its region is shown instead." if data.reference.has_region else "It has no region here."
        return f"{no_climate_group(data.name, climate_group(data.row))} {region}"
    zone = data.row["climate_zone"]
    if zone:
        return f"No other economy lies in climate zone {zone}; the region is shown instead."
    instead = "its region is shown instead" if data.reference.has_region else "and it has no region here"
    return f"No climate zone is held for {data.name}; {instead}."


def _spread_of(data: CountryData) -> str:
    group, changes = data.reference.group, data.reference.changes
    if group is None or len(changes) < 2:
        return ""
    return spread(data.row, group.label, changes, data.reference.names, data.reference.rank)


def _why_another_spread(data: CountryData) -> str:
    group, drawn = data.reference.group, data.reference.drawn
    if group is None or drawn == group:
        return ""
    instead = f"; that {drawn.label} is drawn" if drawn else ", and none is drawn"
    return f"These are too few for a spread{instead}."


def _second(data: CountryData) -> str:
    """Return how far the second data set differs, if it is shown."""
    if data.temperature is None or not data.key.era5:
        return ""
    if data.temperature.dataset_trends is None:
        return f"This snapshot holds no ERA5 temperatures of {data.name}."
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
