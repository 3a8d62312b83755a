"""What a refresh covers: the configured set, or series asked for by code, topic, source, or all of WDI."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from etl.errors import ListError, Refused
from etl.indicators.configured import CODE, Configured
from etl.indicators.naming import title_in
from etl.sources import catalogue
from etl.sources.answers import WDI
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher

OTHER = "Other series"
"""Topic of a series for which the World Bank names none."""
MOST_SUGGESTIONS = 3


@dataclass(frozen=True)
class Scope:
    """What was asked for; nothing asked for is the configured set. Several kinds together cover all of them."""

    codes: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    all_wdi: bool = False

    def __post_init__(self) -> None:
        for code in self.codes:
            well_formed(code)

    @property
    def is_configured_set(self) -> bool:
        """Whether nothing in particular was asked for."""
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
    """The series that a refresh of this scope fetches, each once.

    Series of the configured set come first, in its order and with its titles and ranges; the others follow in the
    order of `listed`, as the World Bank names them.

    Args:
        scope: what was asked for.
        configured: the configured set.
        listed: what the World Bank lists of the codes, topics and sources asked for (`fetch_listed`).
    """
    if scope.is_configured_set:
        return list(configured)
    wanted = {code.upper() for code in scope.codes} | {series.id.upper() for series in listed}
    ours = [entry for entry in configured if entry.code.upper() in wanted]
    known = {entry.code.upper() for entry in ours}
    others = {series.id: as_configured(series) for series in listed if series.id.upper() not in known}
    return ours + list(others.values())


def fetch_listed(scope: Scope, configured: Sequence[Configured], fetcher: Fetcher, base: str) -> list[CatalogueEntry]:
    """What the World Bank lists of all that was asked for, but for codes of the configured set, which need no asking.

    Series of archives come only with their source or code: a topic names withdrawn ones as well.

    Raises:
        ListError: an unknown code, topic or source; the sentence gives the nearest codes or the known names.
        SourceError: the service cannot be reached, lists no series of a topic, or refuses one that it does list.
    """
    ours = {entry.code.upper() for entry in configured}
    foreign = [code for code in scope.codes if code.upper() not in ours]
    found = fetch_named(foreign, fetcher, base)
    for topic in scope.topics:
        found += [s for s in catalogue.fetch_listed(fetcher, base, topic=topic) if not s.is_archived]
    for source in (*scope.sources, *([WDI] if scope.all_wdi else [])):
        found += catalogue.fetch_listed(fetcher, base, source=source)
    return found


def fetch_named(codes: Sequence[str], fetcher: Fetcher, base: str) -> list[CatalogueEntry]:
    """The series of these codes.

    Raises:
        ListError: codes that the World Bank does not list, each with the nearest that it does list.
        Refused: a series that it lists, and yet does not give.
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
        if listed := refused.keys() & known.keys():  # then it is withdrawn, say, and the service's own words count
            raise refused[min(listed)]
        raise ListError("\n".join(unknown_code(code, known.values()) for code in refused))
    return found


def as_configured(listed: CatalogueEntry) -> Configured:
    """A series outside the configured set, titled as the World Bank does; its unit is read from its name."""
    topic = listed.topics[0] if listed.topics else OTHER
    return Configured(
        listed.id,
        topic,
        title_in(listed.name) or listed.id,
        is_configured=False,
        source_id="" if listed.source_id == WDI else listed.source_id,
        description={
            "name": listed.name,
            "note": listed.note,
            "organisation": listed.organisation,
            "source": listed.source,
        },
    )


def well_formed(code: str) -> str:
    """The code without blanks around it.

    Raises:
        ListError: no series can have this code.
    """
    if not CODE.fullmatch(code.strip()):
        raise ListError(f"{code!r} is no series code; one looks like NY.GDP.PCAP.KD. Find it with: search TEXT")
    return code.strip()


def unknown_code(code: str, known: Iterable[str]) -> str:
    """The sentence for a code in no list, with the nearest that are known."""
    by_upper = {name.upper(): name for name in known}
    near = [by_upper[name] for name in get_close_matches(code.upper(), by_upper, n=MOST_SUGGESTIONS, cutoff=0.7)]
    hint = f"did you mean {' or '.join(near)}?" if near else "find codes with: search TEXT"
    return f"the World Bank lists no series {code}; {hint}"
