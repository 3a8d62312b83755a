"""Sentences for the Compare view."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.analysis.compare import Comparison, Fallback, Kind
from dashboard.snapshot import provenance
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY
from dashboard.text.indicator import forecasts_left_out
from dashboard.text.lists import list_with_and
from dashboard.text.numbers import amount, signed

SUGGESTED = "A suggestion to begin with: add whom you like, and take away whom you do not."


FALLBACKS = {
    Fallback.TEMPERATURE_INDEX: "An index of temperatures would mean nothing, as zero °C is not “no warmth”; "
    "departures are shown.",
    Fallback.INDEX_BELOW_ZERO: "An index of values that fall below zero would mean nothing, as no multiple of 100 "
    "leads there; values are shown.",
    Fallback.RATIO_BELOW_ZERO: "A change in % of values that fall below zero would mean nothing; values are shown.",
    Fallback.CHANGE_OF_SMOOTHED: "The smooth course counts from the baseline; a single year’s change is shown for the "
    "annual temperature only.",
    Fallback.LOG_OF_NON_POSITIVE: "A logarithmic scale needs values above zero throughout; these are shown on a linear "
    "one.",
}
"""Sentences on why a choice was not applied."""

DECIMALS = {Kind.ANOMALY: 2, Kind.CHANGE_C: 2, Kind.CHANGE_POINTS: 1, Kind.CHANGE_PERCENT: 1}
"""Decimals of differences, which are written with their sign; other values have three significant digits."""


def value(number: float, shown: Comparison) -> str:
    """Return a value of the comparison as text: differences with their sign."""
    return signed(number, DECIMALS[shown.kind]) if shown.kind in DECIMALS else amount(number)


def sentence(shown: Comparison, names: Mapping[str, str]) -> str:
    """Return the highest and the lowest place in the latest year with values for all, with unit.

    Args:
        shown: the comparison.
        names: names for the middle of a sentence, by code.
    """
    if not shown.values:
        return f"{shown.title}: none of the places chosen has a value that can be shown."
    codes, table = list(shown.values), np.column_stack(list(shown.values.values()))
    full = np.flatnonzero(np.isfinite(table).all(axis=1))
    stated = f"{shown.title} ({shown.unit})"
    if full.size == 0:
        return f"{stated}: there is no year in which all {len(codes)} have a value."
    row, year = table[full[-1]], shown.years[full[-1]]
    if len(codes) == 1:
        return f"{stated} in {year}: {names[codes[0]]} {value(row[0], shown)}."
    top, bottom = int(row.argmax()), int(row.argmin())
    return (
        f"{stated} in {year}, the latest year with a value for all {len(codes)}: highest {names[codes[top]]}, "
        f"{value(row[top], shown)}; lowest {names[codes[bottom]]}, {value(row[bottom], shown)}."
    )


def label(shown: Comparison, places: list[str], sentence: str) -> str:
    """Return the accessible name of a chart, whose first part is the title of its picture: quantity, years, places."""
    first, last = shown.span
    return f"{shown.heading}, {first}–{last}, {list_with_and(places)}: {sentence}"


def values(shown: Comparison) -> dict[str, list[str]]:
    """Return each year's value in words, by code; "" where missing."""
    return {
        code: [value(number, shown) if np.isfinite(number) else "" for number in own]
        for code, own in shown.values.items()
    }


def notes(shown: Comparison, names: Mapping[str, str]) -> list[str]:
    """Return notes: places not shown and why, choices not applied, and how to read a logarithmic scale."""
    found = [*missing(shown, names), *fallbacks(shown), why_log(shown)]
    if (shown.without_base_value or shown.zero_at_base) and shown.common_year is None:
        found.append(no_common_year(shown))
    return [note for note in found if note]


def fallbacks(shown: Comparison) -> list[str]:
    """Return which choices were not applied, and what is shown instead."""
    return [FALLBACKS[fallback] for fallback in shown.fallbacks]


def source(snapshot: Snapshot, quantity: str) -> str:
    """Return the source line of a quantity."""
    if quantity in (TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY):
        climate = provenance.short_line(snapshot, provenance.TEMPERATURE)
        return f"{climate} Regions and the World: area-weighted means over land."
    return " ".join(filter(None, (provenance.short_line(snapshot, quantity), forecasts_left_out(snapshot, quantity))))


def missing(shown: Comparison, names: Mapping[str, str]) -> list[str]:
    """Return which places are not shown, and why."""
    found = []
    if shown.without_values:
        found.append(f"No values of this for {list_with_and([names[code] for code in shown.without_values])}.")
    if shown.without_base_value:
        places = list_with_and([names[code] for code in shown.without_base_value])
        found.append(f"Not shown, without a value in {shown.base_year} to count from: {places}.")
    if shown.zero_at_base:
        places = list_with_and([names[code] for code in shown.zero_at_base])
        found.append(f"Not shown, as the value in {shown.base_year} is zero, of which nothing is a multiple: {places}.")
    return found


def no_common_year(shown: Comparison) -> str:
    """Return the sentence that no base year has the values needed for all places."""
    if shown.kind == Kind.CHANGE_POINTS:
        return "There is no year in which all have a value."
    return "There is no year in which all have a value above zero."


def why_log(shown: Comparison) -> str:
    """Return how a logarithmic scale is read; "" for a linear one."""
    if not shown.is_log:
        return ""
    return "Logarithmic scale: equal heights are equal ratios, so equal growth is an equal slope."
