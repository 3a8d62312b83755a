"""State of each source in a refresh: fetched now, or failed with its published figures kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from etl.errors import ContractError, EtlError, SourceError
from etl.snapshot.published import Published
from etl.sources.http import Fetcher

T = TypeVar("T")

Report = Callable[[str, str], None]
"""Progress callback: the name of a source, product or series, and its state."""

SOURCES: dict[str, dict[str, str]] = {
    "world_bank": {
        "title": "World Bank, World Development Indicators",
        "link": "https://data.worldbank.org",
        "licence": "CC BY 4.0",
    },
    "cckp": {
        "title": "World Bank, Climate Change Knowledge Portal; CRU TS, University of East Anglia; ERA5, Copernicus",
        "link": "https://climateknowledgeportal.worldbank.org",
        "licence": "CC BY 4.0; CRU TS is under the Open Government Licence v3.0, ERA5 under the Copernicus licence",
    },
    "cmip6": {
        "title": "CMIP6 projections, World Climate Research Programme; through the Climate Change Knowledge Portal",
        "link": "https://climateknowledgeportal.worldbank.org",
        "licence": "CC BY 4.0; each model is under a Creative Commons licence of its own",
    },
    "natural_earth": {
        "title": "Natural Earth, Admin 0 – Countries, 1:50m",
        "link": "https://www.naturalearthdata.com",
        "licence": "public domain",
    },
}

SERVED_BY = {"cmip6": "cckp"}
"""Sources that have no service of their own: whether they are fresh is that of the other."""


class Sources:
    """State of each source: fetched now, or failed with its published figures kept."""

    def __init__(self, old: Published | None, now: str, report: Report, fetcher: Fetcher):
        """Begin without a request; `old` is the published snapshot."""
        self._before = {entry["id"]: entry for entry in old.catalog["sources"]} if old else {}
        self._now, self._report, self._fetcher = now, report, fetcher
        self._vintages: dict[str, str] = {}
        self._facts: dict[str, dict[str, str]] = {}
        self._read_at: dict[str, str] = {}
        self.failures: dict[str, EtlError] = {}

    def attempt(self, source: str, fetch: Callable[[], T]) -> T | None:
        """Return the result of `fetch`, or None if it fails and published figures can replace it.

        Raises:
            SourceError, ContractError: it fails, and nothing is published.
        """
        try:
            answer = fetch()
        except (SourceError, ContractError) as failure:
            if not self._before:
                raise
            self.failures[source] = failure
            self._report(source, "kept")
            return None
        self._read_at[source] = self._fetcher.read_at
        self._report(source, "fetched")
        return answer

    def read_at(self, source: str) -> str:
        """Return when the answer of a source that did not fail left its service, ISO 8601, UTC."""
        return self._read_at[source]

    def set_vintage(self, source: str, vintage: str) -> None:
        """Set the vintage of a source."""
        self._vintages[source] = vintage

    def before(self, source: str) -> dict[str, Any]:
        """Return the published catalog entry of a source, or an empty one."""
        return dict(self._before.get(source, {}))

    def note(self, source: str, **facts: str) -> None:
        """Add facts to the catalog entry of a source, for the next refresh."""
        self._facts[source] = facts

    def as_data(self) -> list[dict[str, Any]]:
        """Return the sources as entries of catalog.json; one that no figure has ever come from is left out."""
        known = {*self._vintages, *self._before, *self.failures}
        return [self._catalog_entry(source) for source in SOURCES if source in known]

    def _catalog_entry(self, source: str) -> dict[str, Any]:
        before, entry = self._before.get(source, {}), {"id": source, **SOURCES[source]}
        service = SERVED_BY.get(source, source)
        if service not in self.failures:
            entry |= {"vintage": self._vintages[source], **self._facts.get(source, {})}
            if not self._fetcher.offline:
                return entry | {"state": "fresh", "checked_at": self._now}
            return {"state": "fresh", "checked_at": self._read_at[service]} | before | entry
        return before | entry | self.staleness(source)

    def staleness(self, source: str) -> dict[str, str]:
        """Return since when and why a failed source is stale; nothing offline, as the source was not asked."""
        if self._fetcher.offline:
            return {}
        before = self._before.get(source, {})
        since = before.get("stale_since") or before.get("checked_at") or self._now
        return {"state": "kept", "stale_since": since, "reason": str(self.failures[SERVED_BY.get(source, source)])}


def vintages(last_updated: Iterable[str]) -> str:
    """Return the dates of all series in words; the service may leave out any."""
    dates = sorted(filter(None, last_updated))
    return f"per indicator, {dates[0]} to {dates[-1]}" if dates else "per indicator, dates unknown"
