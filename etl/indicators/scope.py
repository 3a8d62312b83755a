"""Scope of a refresh: the configured indicators, or series by code, topic, source, or all of WDI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.contract.indicators import OWN
from etl.errors import ListError, Refused
from etl.indicators.configured import CODE, Configured, without_default
from etl.indicators.naming import title_in
from etl.indicators.topics import topics_of
from etl.sources import catalogue
from etl.sources.answers import WDI
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher

MOST_SUGGESTIONS = 3
MOST_NAMED = 3
"""Codes named in a sentence; `--json` and `status` have them all."""


@dataclass(frozen=True)
class Scope:
    """Requested series: the union of codes, topics, sources and all of WDI; if empty, the configured indicators."""

    codes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    all_wdi: bool = False

    def __post_init__(self) -> None:
        for code in self.codes:
            well_formed(code)

    @property
    def is_configured_set(self) -> bool:
        """Whether nothing in particular was requested."""
        return self == Scope()

    def __str__(self) -> str:
        parts = [
            f"series {', '.join(self.codes)}" if self.codes else "",
            f"topic {', '.join(self.topics)}" if self.topics else "",
            f"source {', '.join(self.sources)}" if self.sources else "",
            "all World Development Indicators" if self.all_wdi else "",
        ]
        return "; ".join(part for part in parts if part) or "the configured set"


def entries(scope: Scope, configured: Sequence[Configured], listed: Iterable[CatalogueEntry] = ()) -> list[Configured]:
    """Return the series that a refresh of this scope fetches, each once.

    Configured series come first, in the order of the list and with its titles and ranges; the others follow in the
    order of `listed`, with the World Bank's names.

    Args:
        scope: the requested series.
        configured: the list of indicators.
        listed: the World Bank's entries for the scope (`fetch_listed`).
    """
    if scope.is_configured_set:
        return list(configured)
    wanted = {code.upper() for code in scope.codes} | {series.id.upper() for series in listed}
    ours = [entry for entry in configured if entry.code.upper() in wanted]
    known = {entry.code.upper() for entry in ours}
    others: dict[str, Configured] = {}
    for series in listed:
        if series.id.upper() not in known:
            others.setdefault(series.id, as_configured(series))
    return ours + list(others.values())


def fetch_listed(scope: Scope, configured: Sequence[Configured], fetcher: Fetcher, base: str) -> list[CatalogueEntry]:
    """Return the World Bank's entries for the scope; configured codes need no request.

    Archived series are included by source or code only: a topic lists withdrawn series as well.

    Raises:
        ListError: an unknown code, topic or source; the message has the nearest codes or the known names.
        SourceError: the service cannot be reached, lists no series of a topic, or refuses one that it lists.
    """
    ours = {entry.code.upper() for entry in configured}
    others = [code for code in scope.codes if code.upper() not in ours]
    found = fetch_named(others, fetcher, base)
    for topic in scope.topics:
        found += [s for s in catalogue.fetch_listed(fetcher, base, topic=topic) if not s.is_archived]
    for source in (*scope.sources, *([WDI] if scope.all_wdi else [])):
        found += catalogue.fetch_listed(fetcher, base, source=source)
    return found


def fetch_named(codes: Sequence[str], fetcher: Fetcher, base: str) -> list[CatalogueEntry]:
    """Return the series with these codes, each of one database.

    That is the one that the service describes; if it describes none, as for some archived series, the first that its
    catalogue lists, the World Development Indicators before others and archives last.

    Raises:
        ListError: codes that the World Bank does not list, each with the nearest that it lists.
        Refused: the service refuses a series of the World Development Indicators.
    """
    found: list[CatalogueEntry] = []
    refused: dict[str, Refused] = {}
    for code in codes:
        try:
            found.append(catalogue.fetch_one(fetcher, base, well_formed(code)))
        except Refused as answer:
            refused[code.upper()] = answer
    if refused:
        every = catalogue.fetch_catalogue(fetcher, base)
        known = {series.id.upper(): series.id for series in every}
        if unknown := refused.keys() - known.keys():
            raise ListError("\n".join(unknown_code(code, known.values()) for code in refused if code in unknown))
        for code, refusal in refused.items():
            first = min((series for series in every if series.id.upper() == code), key=_database_rank)
            if first.source_id == WDI:  # for example withdrawn: the service's own message explains
                raise refusal
            found.append(first)
    return found


def fetch_in_source(code: str, source: str, fetcher: Fetcher, base: str) -> CatalogueEntry:
    """Return a series of a database, which is named by its number, its name or a part of it.

    Raises:
        ListError: no database or several match, or it does not list the series; the message lists those that do.
        SourceError: the service cannot be reached, or lists no series of the database.
    """
    wanted = well_formed(code).upper()
    of_source = catalogue.fetch_listed(fetcher, base, source=source)
    for series in of_source:
        if series.id.upper() == wanted:
            return series
    elsewhere = [s for s in catalogue.fetch_catalogue(fetcher, base) if s.id.upper() == wanted]
    if not elsewhere:
        raise ListError(unknown_code(code, [series.id for series in of_source]))
    found = "; ".join(f"{series.source_id} {series.source}" for series in elsewhere)
    raise ListError(f"{of_source[0].source} ({of_source[0].source_id}) has no series {code}; it is in: {found}")


def overshadowed(entries: Sequence[Configured], listed: Iterable[CatalogueEntry]) -> list[str]:
    """Return a sentence on series asked for from a database that a refresh takes from another one.

    A snapshot has one series of a code: that of the list of indicators, or the first asked for.

    Args:
        entries: the series that the refresh fetches.
        listed: the World Bank's entries for the scope (`fetch_listed`).
    """
    taken = {entry.code.upper(): entry.source_id for entry in entries}
    codes: dict[str, list[str]] = {}
    for series in listed:
        if taken.get(series.id.upper(), "") != without_default(series.source_id):
            codes.setdefault(f"{series.source} ({series.source_id})", []).append(series.id)
    return [
        f"{database}: {some(found, 'series')} not taken from it, as the list of indicators, or another database asked "
        "for, has the same code; set their source in the list to change that"
        for database, found in codes.items()
    ]


def some(codes: Sequence[str], noun: str) -> str:
    """Return a number of codes and the first three of them: "2,170 codes (A, B, C, ...)"."""
    more = ", ..." if len(codes) > MOST_NAMED else ""
    return f"{len(codes):,} {noun} ({', '.join(codes[:MOST_NAMED])}{more})"


def _database_rank(series: CatalogueEntry) -> tuple[bool, bool]:
    return (series.source_id != WDI, series.is_archived)


def as_configured(listed: CatalogueEntry) -> Configured:
    """Return a series outside the list as an entry, with the World Bank's title and the unit in its name."""
    return Configured(
        listed.id,
        topics_of(listed.id, listed.topics)[0],
        title_in(listed.name) or listed.id,
        is_configured=False,
        source_id=without_default(listed.source_id),
        description=listed.description,
    )


def well_formed(code: str) -> str:
    """Return the code without surrounding blanks.

    Raises:
        ListError: this cannot be a series code.
    """
    if not CODE.fullmatch(code.strip()):
        raise ListError(f"{code!r} is not a series code such as NY.GDP.PCAP.KD; find one with: search TEXT")
    if code.strip().upper().startswith(OWN):
        raise ListError(f"{code.strip()} is of a user's own file; the World Bank is not asked for it. Use add-file")
    return code.strip()


def unknown_code(code: str, known: Iterable[str]) -> str:
    """Return the message about an unknown code, with the nearest known codes."""
    by_upper = {name.upper(): name for name in known}
    near = [by_upper[name] for name in get_close_matches(code.upper(), by_upper, n=MOST_SUGGESTIONS, cutoff=0.7)]
    hint = f"did you mean {' or '.join(near)}?" if near else "find codes with: search TEXT"
    return f"the World Bank lists no series {code}; {hint}"
