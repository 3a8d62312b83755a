"""Corrections of values that cannot be right, as the catalog records them, field by field."""

from __future__ import annotations

import re
from typing import Any

NOTE = re.compile(
    r"correction of \S+ (?P<iso3>\S+) (?P<first_year>\d{4})(?:–(?P<last_year>\d{4}))?: "
    r"(?P<change>(?P<values>\d+) .+?)\. (?P<reason>.+)",
    re.DOTALL,
)
"""Note on a correction in a snapshot published before 2026-12; later ones have its fields in `corrections`."""


def of_series(state: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the corrections of a series as the catalog records them, field by field; see etl/transform/corrections."""
    if "corrections" in state:
        return list(state["corrections"])
    notes = state.get("notes") or []
    found = []
    for match in filter(None, map(NOTE.fullmatch, [notes] if isinstance(notes, str) else notes)):
        first, last = int(match["first_year"]), int(match["last_year"] or match["first_year"])
        found.append(match.groupdict() | {"first_year": first, "last_year": last, "values": int(match["values"])})
    return found


def in_words(correction: dict[str, Any], last_year: int, named: dict[str, str]) -> str:
    """Return a correction with the place's name. One that extends beyond the last value has no last year yet."""
    first, last = correction["first_year"], correction["last_year"]
    years = f"from {first} on" if last > last_year else f"{first}–{last}"
    if last == first:
        years = str(first)
    place = "Everywhere" if correction["iso3"] == "*" else named.get(correction["iso3"], correction["iso3"])
    return f"{place}, {years}: {correction['change']}. {correction['reason']}"
