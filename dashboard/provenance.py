"""Where figures come from: publisher, licence, vintage, and whether a series is fresh, kept from before, or absent.

Reads the snapshot's catalog of this contract and the next: what only the next one says is empty where it is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.store import Snapshot

TEMPERATURE = "temperature"
"""Code of the temperature series and all that is computed from it."""

FRESH, KEPT, ABSENT = "fresh", "kept", "absent"
WORLD_BANK = "https://data.worldbank.org/indicator/"


@dataclass(frozen=True)
class Source:
    """What stands behind a series. Days are ISO 8601, empty where the snapshot does not say."""

    code: str
    title: str
    publisher: str
    dataset: str
    unit: str
    licence: str
    vintage: str
    link: str
    state: str = FRESH
    fetched: str = ""
    checked: str = ""
    stale_since: str = ""
    reason: str = ""
    notes: str = ""


def source_of(snapshot: Snapshot, code: str) -> Source:
    """The source of a series, or of the temperatures (`TEMPERATURE`).

    Raises:
        KeyError: neither the tables nor the catalog know the code.
    """
    return _temperature(snapshot) if code == TEMPERATURE else _series(snapshot)[code]


def sources_of(snapshot: Snapshot, codes: Iterable[str]) -> list[Source]:
    """The sources of several codes, each once, in their order."""
    return [source_of(snapshot, code) for code in dict.fromkeys(codes)]


def line(snapshot: Snapshot, code: str) -> str:
    """Where a series comes from, in a line: dataset, licence, vintage.

    Raises:
        KeyError: as `source_of`.
    """
    source = source_of(snapshot, code)
    vintage = source.vintage if code == TEMPERATURE else f"updated {source.vintage}"
    return f"{source.publisher}, {source.dataset}. {source.licence}. {vintage[:1].upper()}{vintage[1:]}."


def every_series(snapshot: Snapshot) -> list[Source]:
    """All series: those held, in their order, then those asked for but absent."""
    return sorted(_series(snapshot).values(), key=lambda source: source.state == ABSENT)


def _series(snapshot: Snapshot) -> dict[str, Source]:
    states: dict[str, dict[str, Any]] = snapshot.catalog.get("series", {})
    held = {row["id"]: _held(row, states.get(row["id"], {})) for row in snapshot.indicators.to_dict("records")}
    absent = {code: _absent(code, state) for code, state in states.items() if code not in held}
    return held | absent


def _held(row: dict[Any, Any], state: dict[str, Any]) -> Source:
    return Source(
        code=row["id"],
        title=row["title"],
        publisher="World Bank",
        dataset=f"{row['source']}: {row['name']}",
        unit=row["unit"],
        licence=row["licence"],
        vintage=str(row["last_updated"]),
        link=WORLD_BANK + row["id"],
        state=state.get("state", FRESH),
        fetched=_day(state.get("fetched_at") or row.get("fetched_at")),
        checked=_day(state.get("checked_at")),
        stale_since=_day(state.get("stale_since")),
        reason=str(state.get("reason") or ""),
        notes=_sentences(state.get("notes")),
    )


def _absent(code: str, state: dict[str, Any]) -> Source:
    return Source(
        code=code,
        title=state.get("title", code),
        publisher="World Bank",
        dataset="",
        unit="",
        licence="",
        vintage="",
        link=WORLD_BANK + code,
        state=ABSENT,
        checked=_day(state.get("checked_at")),
        reason=str(state.get("reason") or "no reason was recorded"),
    )


def _temperature(snapshot: Snapshot) -> Source:
    entry = next(entry for entry in snapshot.catalog["sources"] if entry["id"] == "cckp")
    return Source(
        code=TEMPERATURE,
        title="Annual mean temperature",
        publisher="World Bank",
        dataset=entry["title"].removeprefix("World Bank, "),
        unit="°C",
        licence=entry["licence"],
        vintage=entry["vintage"],
        link=entry["link"],
        state=entry.get("state", FRESH),
        fetched=_day(entry.get("fetched_at") or snapshot.catalog["published_at"]),
        checked=_day(entry.get("checked_at")),
        stale_since=_day(entry.get("stale_since")),
        reason=str(entry.get("reason") or ""),
    )


def _day(moment: Any) -> str:
    return str(moment or "")[:10]


def _sentences(notes: Any) -> str:
    """Notes are a text, or a list of them."""
    return "; ".join(map(str, notes)) if isinstance(notes, (list, tuple)) else str(notes or "")
