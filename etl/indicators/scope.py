"""Scope of a refresh: the configured indicators, or series by code, topic, source, or all of WDI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.contract.indicators import OWN
from etl.errors import ListError, Refused
from etl.indicators.configured import CODE, Configured
from etl.indicators.naming import title_in
from etl.indicators.topics import topics_of
from etl.sources import catalogue
from etl.sources.answers import WDI
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher

MOST_SUGGESTIONS = 3


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
    others = {series.id: as_configured(series) for series in listed if series.id.upper() not in known}
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
    """Return the series with these codes.

    Raises:
        ListError: codes that the World Bank does not list, each with the nearest that it lists.
        Refused: the service refuses a series that it lists.
    """
    found: list[CatalogueEntry] = []
    refused: dict[str, Refused] = {}
    for code in codes:
        try:
            found.append(catalogue.fetch_one(fetcher, base, well_formed(code)))
        except Refused as refusal:
            refused[code.upper()] = refusal
    if refused:
        known = {series.id.upper(): series.id for series in catalogue.fetch_catalogue(fetcher, base)}
        if listed := refused.keys() & known.keys():  # for example withdrawn: the service's own message explains
            raise refused[min(listed)]
        raise ListError("\n".join(unknown_code(code, known.values()) for code in refused))
    return found


def as_configured(listed: CatalogueEntry) -> Configured:
    """Return a series outside the list as an entry, with the World Bank's title and the unit in its name."""
    return Configured(
        listed.id,
        topics_of(listed.id, listed.topics)[0],
        title_in(listed.name) or listed.id,
        is_configured=False,
        source_id="" if listed.source_id == WDI else listed.source_id,
        description={
            "name": listed.name,
            "note": listed.note,
            "organisation": listed.organisation,
            "source": listed.source,
            "source_id": listed.source_id,
            "topics": "; ".join(listed.topics),
        },
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
