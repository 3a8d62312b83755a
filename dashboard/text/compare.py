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

SUGGESTED = "Example selection. Add or remove countries and regions."


SMOOTHING = "The first and last 15 years of a smoothed line use data from one side only."

FALLBACKS = {
    Fallback.TEMPERATURE_INDEX: "An index of temperature has no meaning, as 0 °C is an arbitrary zero. "
    "Anomalies are shown.",
    Fallback.INDEX_BELOW_ZERO: "An index is not defined for values below zero. Values are shown.",
    Fallback.RATIO_BELOW_ZERO: "A change in % is not defined for values below zero. Values are shown.",
    Fallback.CHANGE_OF_SMOOTHED: "Change since a base year is for annual temperature only. Anomalies from the "
    "baseline are shown.",
    Fallback.LOG_OF_NON_POSITIVE: "A log scale needs values above zero. A linear scale is shown.",
}
"""Sentences on why a choice was not applied."""

GROUPS = (" countries", " states")
"""Ends of the names of groupings that are plural in a sentence."""

LONGEST_UNIT = 15
"""Characters of a unit that a sentence repeats."""

DECIMALS = {Kind.ANOMALY: 2, Kind.CHANGE_C: 2, Kind.CHANGE_POINTS: 1, Kind.CHANGE_PERCENT: 1}
"""Decimals of differences, which are written with their sign; other values have three significant digits."""


def value(number: float, shown: Comparison) -> str:
    """Return a value of the comparison as text: differences with their sign."""
    return signed(number, DECIMALS[shown.kind]) if shown.kind in DECIMALS else amount(number, shown.decimals)


def with_unit(number: float, shown: Comparison) -> str:
    """Return a value of the comparison with its unit: "+1.52 °C"; a long unit is left to the heading."""
    unit = shown.unit if len(shown.unit) <= LONGEST_UNIT or shown.basis else ""
    return f"{value(number, shown)} {unit}".rstrip()


def sentence(shown: Comparison, names: Mapping[str, str]) -> str:
    """Return the values of one or two places, or the highest and the lowest of more, in the latest common year.

    Args:
        shown: the comparison.
        names: names for the middle of a sentence, by code.
    """
    if not shown.values:
        return "None of the selected places has a value to show."
    codes, table = list(shown.values), np.column_stack(list(shown.values.values()))
    full = np.flatnonzero(np.isfinite(table).all(axis=1))
    if full.size == 0:
        return f"There is no year in which all {len(codes)} have a value."
    row, year = table[full[-1]], shown.years[full[-1]]
    each = [f"{names[code]} {with_unit(number, shown)}" for code, number in zip(codes, row, strict=True)]
    if len(codes) == 1:
        return f"In {year}: {each[0]}."
    if len(codes) == 2:
        return f"In {year} (latest common year): {each[0]}, {each[1]}."
    when, ends = f"In {year} (latest common year)", (row.max(), row.min())
    top, bottom = (with_unit(end, shown) for end in ends)
    if ends[0] == ends[1]:
        return f"{when} all {len(codes)} have the same value ({top})."
    first, last = ([names[code] for code, number in zip(codes, row, strict=True) if number == end] for end in ends)
    verb = "are" if len(first) > 1 or first[0].endswith(GROUPS) else "is"
    return f"{when} {_one_or_count(first)} {verb} highest ({top}) and {_one_or_count(last)} lowest ({bottom})."


def _one_or_count(places: list[str]) -> str:
    """Return the only name, or how many places share a value."""
    return places[0] if len(places) == 1 else f"{len(places)}"


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
        smoothed = f" {SMOOTHING}" if quantity == SMOOTHED_ANOMALY else ""
        return f"{climate} Regions and the World: area-weighted means over land.{smoothed}"
    return " ".join(filter(None, (provenance.short_line(snapshot, quantity), forecasts_left_out(snapshot, quantity))))


def missing(shown: Comparison, names: Mapping[str, str]) -> list[str]:
    """Return which places are not shown, and why."""
    base = shown.base_year
    reasons = (
        ("No data", shown.without_values),
        ("No value in the years shown", shown.outside_years),
        (f"No value in the base year {base}", shown.without_base_value),
        (f"Value of zero in the base year {base}, so no ratio", shown.zero_at_base),
    )
    return [f"{reason}: {list_with_and([names[code] for code in codes])}." for reason, codes in reasons if codes]


def no_common_year(shown: Comparison) -> str:
    """Return the sentence that no base year has the values needed for all places."""
    if shown.kind == Kind.CHANGE_POINTS:
        return "No year has a value for all."
    return "No year has a value above zero for all."


def why_log(shown: Comparison) -> str:
    """Return how a logarithmic scale is read; "" for a linear one."""
    return "Log scale: equal distances are equal ratios." if shown.is_log else ""
