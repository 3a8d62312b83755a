"""Corrections of known errors of the provider: read, check and apply mappings/corrections.toml."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from etl.errors import ListError
from etl.indicators.configured import CODE
from etl.indicators.toml_file import read_toml

LIST = Path(__file__).parents[1] / "mappings" / "corrections.toml"
NEEDED = {"series", "iso3", "years", "action", "expect", "reason", "reported", "added", "expires"}
EVERYWHERE = "*"


@dataclass(frozen=True)
class Correction:
    """One error and its correction; the head of corrections.toml explains the fields.

    `value` replaces each wrong value; None drops them.
    """

    series: str
    iso3: str
    first_year: int
    last_year: int
    value: float | None
    low: float
    high: float
    reason: str
    reported: str
    added: date
    expires: date

    def __str__(self) -> str:
        years = f"{self.first_year}" if self.first_year == self.last_year else f"{self.first_year}–{self.last_year}"
        return f"correction of {self.series} {self.iso3} {years}"


def read_corrections(path: Path = LIST) -> list[Correction]:
    """Return the corrections in the order of the file.

    Raises:
        ListError: the file cannot be used; the message has one line for each fault.
    """
    read = read_toml(path)
    entries = read.get("correction", [])
    if set(read) - {"correction"} or not (isinstance(entries, list) and all(isinstance(e, dict) for e in entries)):
        raise ListError(f"{path.name}: each entry begins with [[correction]], in double brackets")
    faults = [f"entry {number}: {fault}" for number, entry in enumerate(entries, 1) for fault in _faults(entry)]
    if faults:
        raise ListError(f"{path.name}: " + "\n".join(faults))
    return [_correction(entry) for entry in entries]


@dataclass(frozen=True)
class Note:
    """Result of one correction; a human has to review one that was not applied.

    `record` is what the catalog publishes of an applied one: iso3, first_year, last_year, action, values (how many
    were changed), change (the same in words) and reason. It is empty for one that was not applied.
    """

    text: str
    record: dict[str, Any] = field(default_factory=dict)

    @property
    def is_applied(self) -> bool:
        """Whether values were changed."""
        return bool(self.record)


def apply(rows: pd.DataFrame, corrections: Sequence[Correction], today: date) -> tuple[pd.DataFrame, list[Note]]:
    """Return the corrected rows, and a note for each correction of their series.

    A correction changes only values within the bounds that it expects: the provider has corrected those outside. An
    expired correction changes nothing.

    Args:
        rows: series, iso3, year, value; not modified.
        corrections: those of other series are ignored.
        today: decides which corrections have expired.
    """
    notes = []
    codes = set(rows.series.unique())
    for correction in corrections:
        if correction.series in codes:
            rows, note = _applied(rows, correction, today)
            notes.append(note)
    return rows, notes


def _applied(rows: pd.DataFrame, correction: Correction, today: date) -> tuple[pd.DataFrame, Note]:
    if today > correction.expires:
        return rows, Note(f"{correction}: expired on {correction.expires}, not applied; check the figures again")
    covered = (rows.series == correction.series) & rows.year.between(correction.first_year, correction.last_year)
    if correction.iso3 != EVERYWHERE:
        covered &= rows.iso3 == correction.iso3
    wrong = covered & rows.value.between(correction.low, correction.high)
    bounds = f"from {correction.low:g} to {correction.high:g}"
    if not wrong.any():
        found = f"none of {_values(covered.sum())} is" if covered.any() else "there is no value"
        return rows, Note(f"{correction}: no longer needed, remove it ({found} {bounds})")
    others = (covered & ~wrong).sum()
    unchanged = f"; {others} not {bounds} left unchanged" if others else ""
    if correction.value is None:
        change, rows = f"{_values(wrong.sum())} left out", rows[~wrong].reset_index(drop=True)
    else:
        change = f"{_values(wrong.sum())} replaced by {correction.value:g}"
        rows = rows.assign(value=rows.value.mask(wrong, correction.value))
    record = {
        "iso3": correction.iso3,
        "first_year": correction.first_year,
        "last_year": correction.last_year,
        "action": "drop" if correction.value is None else "replace",
        "values": int(wrong.sum()),
        "change": f"{change}{unchanged}",
        "reason": correction.reason,
    }
    return rows, Note(f"{correction}: {change}{unchanged}. {correction.reason}", record)


def _values(count: int) -> str:
    return "1 value" if count == 1 else f"{count} values"


def _faults(entry: dict[str, Any]) -> list[str]:
    faults = [f"{field} is missing" for field in sorted(NEEDED - set(entry))]
    faults += [f"unknown field {field!r}" for field in sorted(set(entry) - NEEDED - {"value"})]
    if faults:
        return faults
    if not (isinstance(entry["series"], str) and CODE.fullmatch(entry["series"])):
        faults.append(f"series {entry['series']!r} is not a code such as NY.GDP.PCAP.KD")
    iso3 = entry["iso3"]
    if not (isinstance(iso3, str) and (iso3 == EVERYWHERE or (len(iso3) == 3 and iso3.isalnum() and iso3.isupper()))):
        faults.append(f"iso3 {iso3!r} is neither a code of three letters nor '*'")
    faults += [
        f"{field} is empty" for field in ("reason", "reported") if not str(entry[field] or "").strip()
    ] + _faults_of_bounds(entry)
    return faults + _faults_of_dates(entry)


def _faults_of_bounds(entry: dict[str, Any]) -> list[str]:
    faults = []
    bounds: tuple[float, float] | None = None
    match entry["years"]:
        case [int() as first, int() as last] if 1900 < first <= last <= 2100:
            pass
        case other:
            faults.append(f"years {other!r} is not [first, last]")
    match entry["expect"]:
        case [int() | float() as low, int() | float() as high] if low <= high:
            bounds = low, high
        case other:
            faults.append(f"expect {other!r} is not [lowest, highest] of the wrong values")
    match entry:
        case {"action": "drop", "value": _}:
            faults.append("there is a value, but the action is drop")
        case {"action": "drop"}:
            pass
        case {"action": "replace", "value": int() | float() as value}:
            if bounds and bounds[0] <= value <= bounds[1]:
                faults.append(f"value {value:g} is itself within expect, so it would look wrong again")
        case {"action": "replace"}:
            faults.append("the action is replace, but value is not a number")
        case {"action": other}:
            faults.append(f"action {other!r} is neither drop nor replace")
    return faults


def _faults_of_dates(entry: dict[str, Any]) -> list[str]:
    faults = [
        f"{field} {entry[field]!r} is not a date" for field in ("added", "expires") if type(entry[field]) is not date
    ]
    if not faults and entry["expires"] <= entry["added"]:
        faults.append(f"it expires on {entry['expires']}, not after it was added")
    return faults


def _correction(entry: dict[str, Any]) -> Correction:
    (first, last), (low, high) = entry["years"], entry["expect"]
    fields = {name: entry[name] for name in ("series", "iso3", "reason", "reported", "added", "expires")}
    return Correction(first_year=first, last_year=last, value=entry.get("value"), low=low, high=high, **fields)
