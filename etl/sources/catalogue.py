"""The World Bank's catalogue: every series of its databases, the topics, and the databases (sources).

The list of series is one response of 10 to 30 MB. msgspec decodes it into typed fields, which takes half the time and
half the memory of a parse into dicts, and reports where a row has another shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from sys import intern
from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec

from etl.errors import ListError, Refused, Unreachable
from etl.sources.answers import parse_page
from etl.sources.http import Fetcher

PER_PAGE = 50_000
"""More than there are series (29,500 in 2026-04), so that the whole list is one request."""
MOST_PAGES = 1_000
FRESH_FOR_S = 7 * 24 * 3600.0
"""The lists change a few times a year."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One series as the World Bank lists it; texts are stripped, and empty where the service has none."""

    id: str
    name: str
    note: str
    organisation: str
    source_id: str
    source: str
    topics: tuple[str, ...] = ()

    @property
    def description(self) -> dict[str, str]:
        """Name, note, source, its number, organisation and topics, as `worldbank.fetch_description` returns them."""
        return {
            "name": self.name,
            "note": self.note,
            "organisation": self.organisation,
            "source": self.source,
            "source_id": self.source_id,
            "topics": "; ".join(self.topics),
        }

    @property
    def is_archived(self) -> bool:
        """Whether its database is an archive of withdrawn series, whose values end years ago."""
        return "archive" in self.source.lower()


@dataclass(frozen=True, slots=True)
class Group:
    """A topic or a source: its number, as text, and its name."""

    id: str
    name: str


class _Pair(msgspec.Struct):
    id: str | None = None
    value: str | None = None


class _Series(msgspec.Struct):
    id: str
    name: str | None
    source: _Pair | None = None
    note: str | None = msgspec.field(name="sourceNote", default=None)
    organisation: str | None = msgspec.field(name="sourceOrganization", default=None)
    topics: list[_Pair | None] | None = None


class _Topic(msgspec.Struct):
    id: str
    name: str = msgspec.field(name="value")


class _Source(msgspec.Struct):
    id: str
    name: str


class _Header(msgspec.Struct):
    pages: int
    total: int


Row = TypeVar("Row", _Series, _Topic, _Source)
_READ: dict[type, msgspec.json.Decoder] = {
    _Series: msgspec.json.Decoder(tuple[_Header, list[_Series] | None], strict=False),
    _Topic: msgspec.json.Decoder(tuple[_Header, list[_Topic] | None], strict=False),
    _Source: msgspec.json.Decoder(tuple[_Header, list[_Source] | None], strict=False),
}
"""`strict=False`: the numbers of a header are strings at some endpoints."""


def list_url(base: str, path: str, page: int = 1, **query: str) -> str:
    """Return the URL of one page of a list; `path` is indicator, topic, source or topic/N/indicator."""
    return f"{base}/{path}?{urlencode({'format': 'json', 'per_page': PER_PAGE, 'page': page} | query)}"


def fetch_catalogue(fetcher: Fetcher, base: str) -> list[CatalogueEntry]:
    """Return every series of every database, in the service's order; a series of two databases occurs twice.

    Raises:
        Unreachable: also if the number of rows is not the total announced, as part of a list is useless.
    """
    return _listed(_all_rows(fetcher, base, _Series, "indicator"))


def fetch_listed(
    fetcher: Fetcher, base: str, *, topic: str | None = None, source: str | None = None
) -> list[CatalogueEntry]:
    """Return the series of one topic or of one source, named by its number, its name or a part of it.

    Raises:
        ListError: no topic or source matches, or several do; the message lists them.
        Refused: the service lists no series of it.
    """
    if (topic is None) == (source is None):
        raise TypeError("pass either a topic or a source")
    if topic is not None:
        group = find_group(topic, fetch_topics(fetcher, base), "topic")
        rows = _all_rows(fetcher, base, _Series, f"topic/{group.id}/indicator")
    else:
        group = find_group(source or "", fetch_sources(fetcher, base), "source")
        rows = _all_rows(fetcher, base, _Series, "indicator", source=group.id)
    if not rows:
        raise Refused(f"{group.name} ({group.id}): the service lists no series of it")
    return _listed(rows)


def fetch_of_database(fetcher: Fetcher, base: str, source_id: str) -> list[CatalogueEntry]:
    """Return the series of the database with this number, none if the service lists none."""
    return _listed(_all_rows(fetcher, base, _Series, "indicator", source=source_id))


def fetch_one(fetcher: Fetcher, base: str, code: str) -> CatalogueEntry:
    """Return one series; the service ignores the case of the code.

    Raises:
        Refused: the service does not know the series, or has withdrawn it.
    """
    rows = _all_rows(fetcher, base, _Series, f"indicator/{quote(code, safe='')}")
    if not rows:
        raise Refused(f"{code}: the service does not describe this series")
    return _listed(rows[:1])[0]


def fetch_topics(fetcher: Fetcher, base: str) -> list[Group]:
    """Return the 21 topics."""
    return [Group(row.id, row.name.strip()) for row in _all_rows(fetcher, base, _Topic, "topic")]


def fetch_sources(fetcher: Fetcher, base: str) -> list[Group]:
    """Return the 70 or so databases."""
    return [Group(row.id, row.name.strip()) for row in _all_rows(fetcher, base, _Source, "source")]


def find_group(wanted: str, groups: Sequence[Group], kind: str) -> Group:
    """Return the group with this number or name, or the only one with this text in its name, ignoring case.

    Raises:
        ListError: no group or several match; the message lists them.
    """
    text = wanted.strip().casefold()
    for group in groups:
        if text in (group.id, group.name.casefold()):
            return group
    fitting = [group for group in groups if text and text in group.name.casefold()]
    if len(fitting) == 1:
        return fitting[0]
    known = "; ".join(f"{group.id} {group.name}" for group in fitting or groups)
    if fitting:
        raise ListError(f"{wanted!r} matches more than one {kind}; choose one of: {known}")
    raise ListError(f"no {kind} matches {wanted!r}; choose one of: {known}")


def _all_rows(fetcher: Fetcher, base: str, row: type[Row], path: str, **query: str) -> list[Row]:
    """Return the rows of all pages of a list."""

    def page(number: int) -> tuple[_Header, list[Row]]:
        url = list_url(base, path, number, **query)
        return fetcher.get(url, lambda body: _decode(body, row), fresh_for_s=FRESH_FOR_S)

    header, rows = page(1)
    if header.pages > MOST_PAGES:
        raise Unreachable(f"{path}: {header.pages} pages cannot be right")
    for number in range(2, header.pages + 1):
        following, more = page(number)
        if following.total != header.total:
            raise Unreachable(f"{path}: the list changed between page 1 and page {number}")
        rows += more
    if len(rows) != header.total:
        raise Unreachable(f"{path}: {len(rows)} rows came of {header.total} announced")
    return rows


def _decode(body: bytes, row: type[Row]) -> tuple[_Header, list[Row]]:
    try:
        header, rows = _READ[row].decode(body.removeprefix(b"\xef\xbb\xbf"))
        return header, rows or []
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        parse_page(body)  # raises a more precise error for a message, or for a body that is not JSON
        raise Unreachable(f"a row of another shape: {error}") from error


def _listed(rows: list[_Series]) -> list[CatalogueEntry]:
    """Return the rows as entries; interned texts that many rows share halve the memory of the list."""
    return [
        CatalogueEntry(
            row.id.strip(),
            _text(row.name),
            _text(row.note),
            intern(_text(row.organisation)),
            intern(_text(row.source.id if row.source else None)),
            intern(_text(row.source.value if row.source else None)),
            tuple(intern(name) for topic in row.topics or () if (name := _text(topic.value if topic else None))),
        )
        for row in rows
    ]


def _text(text: str | None) -> str:
    return (text or "").strip()
