"""The configured indicators: read and check etl/indicators.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.contract.indicators import OWN
from etl.errors import ListError
from etl.indicators.toml_file import read_toml
from etl.sources.answers import WDI

LIST = Path(__file__).parents[1] / "indicators.toml"
FIELDS = {"code", "topic", "title", "unit", "range", "licence", "short_title", "summary", "source"}
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
"""All 29,500 codes of the World Bank match this (2026-04); a typical one is NY.GDP.PCAP.KD."""


@dataclass(frozen=True)
class Configured:
    """One indicator of the list; the head of indicators.toml explains the fields.

    `is_configured` is False for a series that was asked for but is not in the list; `description` is its description
    in the service's catalogue, which saves a request. `source_id` is the number of its database, if that is not the
    World Development Indicators: the service needs it in the address. `featured` is its place in the list, from 1, or
    0 outside it; entries are equal wherever they are, so that an edit can be checked against the rest of the list.
    Releases before `released_since` (ISO 8601) are left out.
    """

    code: str
    topic: str
    title: str
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    licence: str | None = None
    is_configured: bool = True
    source_id: str = ""
    description: Mapping[str, str] | None = field(default=None, compare=False)
    short_title: str = ""
    summary: str = ""
    featured: int = field(default=0, compare=False)
    released_since: str = ""


def configured(path: Path = LIST) -> list[Configured]:
    """Return the indicators in menu order.

    Raises:
        ListError: the file cannot be used; the message has one line for each fault.
    """
    listed = read_toml(path)
    topics, entries = listed.get("topics", []), listed.get("indicator", [])
    if not entries:
        raise ListError(f"{path.name}: the list has no indicator; add an entry [[indicator]]")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ListError(f"{path.name}: each entry begins with [[indicator]], in double brackets")
    faults = [fault for entry in entries for fault in _faults(entry, topics)]
    codes = [code.upper() for entry in entries if isinstance(code := entry.get("code"), str)]
    faults += [f"{code}: listed more than once" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if faults:
        raise ListError(f"{path.name}: " + "\n".join(faults))
    return [_configured(entry, place) for place, entry in enumerate(entries, start=1)]


def without_default(source_id: str) -> str:
    """Return the number of a database for the address of its series, "" for the World Development Indicators."""
    return "" if source_id == WDI else source_id


def _faults(entry: dict[str, Any], topics: list[str]) -> list[str]:
    code, name = entry.get("code"), entry.get("code", "an entry without a code")
    faults = [f"{name}: unknown field {field!r}" for field in sorted(set(entry) - FIELDS)]
    if not (isinstance(code, str) and CODE.fullmatch(code)):
        faults.append(f"{name}: not a series code such as NY.GDP.PCAP.KD")
    elif code.upper().startswith(OWN):
        faults.append(f"{name}: codes that begin with {OWN} are of users' own files; add one with add-file")
    if entry.get("topic") not in topics:
        faults.append(f"{name}: topic {entry.get('topic')!r} is none of {', '.join(topics)}")
    if not re.fullmatch(r"[0-9]+", str(entry.get("source", WDI))):
        faults.append(f'{name}: source {entry["source"]!r} is not the number of a World Bank database, such as "57"')
    if not entry.get("title"):
        faults.append(f"{name}: a title is needed")
    match entry.get("range", [0, 1]):
        case [int() | float() as low, int() | float() as high] if low < high:
            pass
        case other:
            faults.append(f"{name}: range {other!r} is not [lowest, highest]")
    return faults


def _configured(entry: dict[str, Any], place: int) -> Configured:
    low, high = entry.get("range", (None, None))
    return Configured(
        entry["code"],
        entry["topic"],
        entry["title"],
        entry.get("unit"),
        low,
        high,
        entry.get("licence"),
        source_id=without_default(str(entry.get("source", WDI))),
        short_title=entry.get("short_title", ""),
        summary=entry.get("summary", ""),
        featured=place,
    )
