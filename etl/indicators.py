"""The configured set of indicators: reads and checks etl/indicators.toml."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.errors import ListError

LIST = Path(__file__).with_name("indicators.toml")
FIELDS = {"code", "topic", "title", "unit", "range", "licence"}
_CODE = re.compile(r"[A-Z0-9]+(\.[A-Z0-9_]+)+")


@dataclass(frozen=True)
class Configured:
    """One indicator of the configured set; see the head of indicators.toml for the fields."""

    code: str
    topic: str
    title: str
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    licence: str | None = None


def configured(path: Path = LIST) -> list[Configured]:
    """The indicators in menu order.

    Raises:
        ListError: the file cannot be used; one line for every fault in it.
    """
    try:
        listed = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ListError(f"{path.name} cannot be read: {error}") from error
    topics, entries = listed.get("topics", []), listed.get("indicator", [])
    if not entries:
        raise ListError(f"{path.name}: no indicator is listed")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ListError(f"{path.name}: each entry begins with [[indicator]], in double brackets")
    faults = [fault for entry in entries for fault in _faults(entry, topics)]
    codes = [entry.get("code") for entry in entries]
    faults += [f"{code}: listed more than once" for code in sorted({c for c in codes if codes.count(c) > 1})]
    if faults:
        raise ListError(f"{path.name}: " + "\n".join(faults))
    return [_configured(entry) for entry in entries]


def _faults(entry: dict[str, Any], topics: list[str]) -> list[str]:
    name = entry.get("code", "an entry without a code")
    faults = [f"{name}: unknown field {field!r}" for field in sorted(set(entry) - FIELDS)]
    if not _CODE.fullmatch(str(name)):
        faults.append(f"{name}: not a series code such as NY.GDP.PCAP.KD")
    if entry.get("topic") not in topics:
        faults.append(f"{name}: topic {entry.get('topic')!r} is none of {', '.join(topics)}")
    if not entry.get("title"):
        faults.append(f"{name}: a title is needed")
    match entry.get("range", [0, 1]):
        case [int() | float() as low, int() | float() as high] if low < high:
            pass
        case other:
            faults.append(f"{name}: range {other!r} is not [lowest, highest]")
    return faults


def _configured(entry: dict[str, Any]) -> Configured:
    low, high = entry.get("range", (None, None))
    return Configured(entry["code"], entry["topic"], entry["title"], entry.get("unit"), low, high, entry.get("licence"))
