"""Sources of the figures: publisher, licence, vintage, and whether a series is fresh, kept from before, or absent.

Reads catalogs of older snapshots too: fields that they lack are empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from dashboard.snapshot import corrections as corrections_snapshot
from dashboard.snapshot import queries, temperature_release, value_doubts
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import CLIMATE, OWN
from dashboard.snapshot.store import Snapshot

TEMPERATURE = "temperature"
"""Code of the temperature series and all that is computed from it."""

FRESH, KEPT, ABSENT = "fresh", "kept", "absent"
WORLD_BANK = "https://data.worldbank.org/indicator/"
UNKNOWN_DAY = "an unknown day"

CUT_NEAR = {"note": 399, "organisation": 199}
"""Length from which the service may have cut a text in the middle of a word; such a text gets an ellipsis."""


@dataclass(frozen=True)
class Source:
    """Source of a series. Days are ISO 8601, texts the service's own; a field is empty if the snapshot lacks it.

    Attributes:
        name: the World Bank's name; `title` is the short one shown here.
        definition, producer: the World Bank's definition, and the original producer of the figures.
        first_year, last_year, economies: coverage; 0 if unknown.
        left_out: values not published here, and why.
        doubts: values that may be wrong, with place and years; they are unchanged.
        corrections: corrections of the values here, and why; a sentence or two each.
    """

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
    name: str = ""
    definition: str = ""
    producer: str = ""
    first_year: int = 0
    last_year: int = 0
    economies: int = 0
    corrections: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def source_of(snapshot: Snapshot, code: str) -> Source:
    """Return the source of a series, or of the temperatures (`TEMPERATURE`).

    Raises:
        KeyError: neither the tables nor the catalog know the code.
    """
    return _temperature(snapshot) if code == TEMPERATURE else _series(snapshot)[code]


def sources_of(snapshot: Snapshot, codes: Iterable[str]) -> list[Source]:
    """Return the sources of several codes, each once, in their order."""
    return [source_of(snapshot, code) for code in dict.fromkeys(codes)]


def line(snapshot: Snapshot, code: str) -> str:
    """Return the source of a series in a line: dataset, licence, vintage.

    Raises:
        KeyError: as `source_of`.
    """
    source = source_of(snapshot, code)
    vintage = source.vintage if code == TEMPERATURE else f"updated {source.vintage}"
    return f"{source.publisher}, {source.dataset}. {source.licence}. {vintage[:1].upper()}{vintage[1:]}."


def short_line(snapshot: Snapshot, code: str) -> str:
    """Return the line under a chart: of a series name, database, licence and day; of temperatures portal and vintage.

    Raises:
        KeyError: the table of indicators does not have the code.
    """
    if code == TEMPERATURE:
        return f"Climate Change Knowledge Portal, {_climate(snapshot)['vintage']}."
    row = queries.indicator(snapshot, code)
    return f"{row['name']}. {row.source}, {row.licence}, updated {row.last_updated or UNKNOWN_DAY}."


def temperature_line(snapshot: Snapshot, *, is_era5: bool) -> str:
    """Return the line under a chart of one temperature data set only: CRU TS, or ERA5."""
    return f"Climate Change Knowledge Portal, {temperature_release.of(snapshot, is_era5=is_era5)}."


def every_series(snapshot: Snapshot) -> list[Source]:
    """Return all series: the published ones in their order, then those configured but absent."""
    return sorted(_series(snapshot).values(), key=lambda source: source.state == ABSENT)


def in_a_line(snapshot: Snapshot) -> tuple[str, str]:
    """Return the data sets in a line, and their publishers in half a line, each with its licence."""
    bound = [one for one in snapshot.catalog["sources"] if one["licence"] != "public domain"]
    licensed = [(one["title"].partition(";")[0], one["licence"].partition(";")[0]) for one in bound]
    publishers = dict.fromkeys(f"{title.partition(',')[0]} ({licence})" for title, licence in licensed)
    return "; ".join(f"{title} ({licence})" for title, licence in licensed), "; ".join(publishers)


def corrected(snapshot: Snapshot) -> tuple[int, int]:
    """Return the number of values corrected here (left out or replaced), and of their series."""
    found = [corrections_snapshot.of_series(state) for state in snapshot.catalog.get("series", {}).values()]
    return sum(one["values"] for listed in found for one in listed), sum(bool(listed) for listed in found)


@cached_on_argument()
def _series(snapshot: Snapshot) -> dict[str, Source]:
    """Return the sources of every series by code, computed once for all visitors: not to be changed."""
    states: dict[str, dict[str, Any]] = snapshot.catalog.get("series", {})
    named = dict(zip(snapshot.countries.iso3, snapshot.countries["name"], strict=True))
    is_mirror = not snapshot.catalog["origin"]["is_official"]
    doubts = value_doubts.by_series(snapshot, named)
    states = {code: state | {"reason": _reason(state, is_mirror=is_mirror)} for code, state in states.items()}
    rows = snapshot.indicators.to_dict("records")
    published = {
        row["id"]: _published(row, states.get(row["id"], {}), named, doubts.get(row["id"], ())) for row in rows
    }
    absent = {code: _absent(code, state) for code, state in states.items() if code not in published}
    return published | absent


def _database(row: dict[Any, Any]) -> str:
    """Return the number of a database besides the World Development Indicators (2): the service needs it."""
    return f" (database {row['source_id']})" if row.get("source_id") not in (None, "", "2") else ""


def _published(row: dict[Any, Any], state: dict[str, Any], named: dict[str, str], doubts: tuple[str, ...]) -> Source:
    is_own = str(row["id"]).startswith(OWN)
    return Source(
        code=row["id"],
        title=row["title"],
        publisher=str(row.get("organisation") or "Own figures") if is_own else "World Bank",
        dataset=f"{row['source']}{_database(row)}: {row['name']}",
        unit=row["unit"],
        licence=row["licence"],
        vintage=str(row["last_updated"]) or UNKNOWN_DAY,
        link="" if is_own else WORLD_BANK + row["id"],
        state=state.get("state", FRESH),
        fetched=_day(state.get("fetched_at") or row.get("fetched_at")),
        checked=_day(state.get("checked_at")),
        stale_since=_day(state.get("stale_since")),
        reason=str(state.get("reason") or ""),
        name=row["name"],
        definition=_whole(row, "note"),
        producer=_whole(row, "organisation"),
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        economies=int(row.get("countries", 0)),
        corrections=tuple(
            corrections_snapshot.in_words(one, int(row["last_year"]), named)
            for one in corrections_snapshot.of_series(state)
        ),
        left_out=tuple(_listed(state.get("left_out"))),
        doubts=doubts,
    )


NO_VALUES = "the service holds no values of this series"
MIRROR_LACKS = "the mirror that these figures were read from lacks this series"
"""Reasons of an absent series. Snapshots published before 2026-12 have the first one for a gap of the mirror, too."""


def _reason(state: dict[str, Any], *, is_mirror: bool) -> str:
    reason = str(state.get("reason") or "")
    return MIRROR_LACKS if is_mirror and reason == NO_VALUES else reason


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
    entry = _climate(snapshot)
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


def _climate(snapshot: Snapshot) -> dict[str, Any]:
    """Return the catalog's entry of the temperatures."""
    return next(entry for entry in snapshot.catalog["sources"] if entry["id"] == CLIMATE)


def _day(moment: Any) -> str:
    return str(moment or "")[:10]


def _listed(notes: Any) -> list[str]:
    """Return notes as a list; a catalog may have a text, a list of texts, or none."""
    if isinstance(notes, (list, tuple)):
        return [str(note) for note in notes]
    return [str(notes)] if notes else []


def _whole(row: dict[Any, Any], column: str) -> str:
    """Return a text of the service with its lines joined, and with an ellipsis if the service cut it."""
    text = " ".join(str(row.get(column) or "").split())
    return f"{text} …" if len(text) >= CUT_NEAR[column] and not text.endswith((".", ")", "!", "?")) else text
