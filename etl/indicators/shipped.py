"""Rule of the list for series besides its own: all of one database whose release is recent enough."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import ListError
from etl.indicators.configured import LIST, Configured
from etl.indicators.scope import as_configured
from etl.indicators.toml_file import read_toml
from etl.sources import catalogue
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher

NEEDED, FIELDS = {"source", "released_since"}, {"source", "released_since", "without"}


@dataclass(frozen=True)
class Shipped:
    """Every series of the database `source` released on `released_since` (ISO 8601) or later, but those `without`."""

    source: str
    released_since: str
    without: tuple[str, ...] = ()

    def as_data(self) -> dict[str, str]:
        """Return the rule for catalog.json."""
        return {"source_id": self.source, "released_since": self.released_since}


def shipped(path: Path = LIST) -> Shipped | None:
    """Return the rule under [shipped] in the list, or None without one.

    Raises:
        ListError: the rule cannot be used; the sentence says what is wrong.
    """
    entry = read_toml(path).get("shipped")
    if entry is None:
        return None
    if not isinstance(entry, dict) or not NEEDED <= set(entry) <= FIELDS:
        raise ListError(
            f"{path.name}: [shipped] needs source and released_since; it may have without, and nothing else"
        )
    source, since, without = entry["source"], entry["released_since"], entry.get("without", [])
    if isinstance(source, bool) or not isinstance(source, int) or source < 1:
        raise ListError(f"{path.name}: [shipped] source {source!r} is not the number of a database, such as 2")
    if type(since) is not date:
        raise ListError(f"{path.name}: [shipped] released_since {since!r} is not a day, such as 2025-01-01")
    if not isinstance(without, list) or not all(isinstance(code, str) for code in without):
        raise ListError(f"{path.name}: [shipped] without {without!r} is not a list of series codes")
    return Shipped(str(source), since.isoformat(), tuple(without))


def fetch_entries(rule: Shipped, configured: Sequence[Configured], fetcher: Fetcher, base: str) -> list[Configured]:
    """Return the configured series, then those of the rule's database; whether a release is recent is not known yet.

    Raises:
        SourceError: the service does not list the series of the database.
    """
    return [*configured, *_others(rule, configured, catalogue.fetch_listed(fetcher, base, source=rule.source))]


def _others(rule: Shipped, configured: Sequence[Configured], listed: Iterable[CatalogueEntry]) -> list[Configured]:
    known = {code.upper() for code in (*(entry.code for entry in configured), *rule.without)}
    entries: dict[str, Any] = {entry.id: entry for entry in listed if entry.id.upper() not in known}
    return [replace(as_configured(entry), released_since=rule.released_since) for entry in entries.values()]
