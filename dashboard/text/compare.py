"""What is said of several places side by side."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.analysis.compare import Comparison
from dashboard.snapshot import provenance
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import SMOOTHED_ANOMALY, TEMPERATURE_ANOMALY
from dashboard.text.lists import list_with_and
from dashboard.text.numbers import amount, signed

SUGGESTED = "A suggestion to begin with: add whom you like, and take away whom you do not."


def value(number: float, shown: Comparison) -> str:
    """A value as the comparison shows it: departures and changes with their sign."""
    is_change = shown.unit.startswith(("°C", "change"))
    return signed(number, 2 if shown.unit.startswith("°C") else 1) if is_change else amount(number)


def sentence(shown: Comparison, names: Mapping[str, str]) -> str:
    """Who is highest and lowest in the latest year that all have, with unit.

    Args:
        shown: the comparison.
        names: as a sentence has them, by code.
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
    """Return the accessible name of a chart, whose first part is the title of its picture: what, which years, who."""
    first, last = shown.span
    return f"{shown.stated}, {first}–{last}, {list_with_and(places)}: {sentence}"


def values(shown: Comparison) -> dict[str, list[str]]:
    """Return each year's value in words, by code; "" where missing."""
    return {
        code: [value(number, shown) if np.isfinite(number) else "" for number in own]
        for code, own in shown.values.items()
    }


def notes(shown: Comparison, names: Mapping[str, str]) -> list[str]:
    """Return which places are not shown and why, what else could not be done, and how a logarithmic scale is read."""
    found = [*missing(shown, names), *shown.notes, why_log(shown)]
    if (shown.baseless or shown.zero_based) and shown.common_year is None:
        found.append(no_common_year(shown))
    return [note for note in found if note]


def source(snapshot: Snapshot, quantity: str) -> str:
    """Return where the values of a quantity come from."""
    if quantity in (TEMPERATURE_ANOMALY, SMOOTHED_ANOMALY):
        climate = provenance.short_line(snapshot, provenance.TEMPERATURE)
        return f"{climate} Regions and the World: area-weighted means over land."
    return provenance.short_line(snapshot, quantity)


def missing(shown: Comparison, names: Mapping[str, str]) -> list[str]:
    """Who is not shown, and why."""
    said = []
    if shown.silent:
        said.append(f"No values of this for {list_with_and([names[code] for code in shown.silent])}.")
    if shown.baseless:
        who = list_with_and([names[code] for code in shown.baseless])
        said.append(f"Not shown, without a value in {shown.base_year} to count from: {who}.")
    if shown.zero_based:
        who = list_with_and([names[code] for code in shown.zero_based])
        said.append(f"Not shown, as the value in {shown.base_year} is zero, of which nothing is a multiple: {who}.")
    return said


def no_common_year(shown: Comparison) -> str:
    """That no other year would do for all, said of what such a year would need."""
    if "change since" in shown.unit and "percentage points" in shown.unit:
        return "There is no year in which all have a value."
    return "There is no year in which all have a value above zero."


def why_log(shown: Comparison) -> str:
    """How a logarithmic scale is read."""
    return (
        "Logarithmic scale: equal heights are equal ratios, so equal growth is an equal slope." if shown.is_log else ""
    )
