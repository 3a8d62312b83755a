"""The World Bank's catalogue as a table of the snapshot: series that can be added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.contract.tables import CATALOGUE
from etl.errors import SourceError
from etl.indicators.shipped import Shipped
from etl.snapshot.published import Published
from etl.sources import catalogue
from etl.sources.catalogue import CatalogueEntry
from etl.sources.http import Fetcher


@dataclass(frozen=True)
class Listing:
    """The table `catalogue`, its entry in the catalog, and why it is not fresh, if it is not."""

    table: pd.DataFrame
    entry: dict[str, str]
    failure: SourceError | None = None

    @property
    def failures(self) -> list[SourceError]:
        """The failure, if the service was asked and did not answer."""
        return [self.failure] if self.failure else []

    @property
    def notes(self) -> list[str]:
        """A sentence for the user, if the table is not fresh."""
        what = "is kept as published" if len(self.table) else "is missing"
        return [f"The World Bank's list of all series {what}: {failure}" for failure in self.failures]


def fetch(fetcher: Fetcher, base: str, old: Published | None, now: str, *, is_asked: bool) -> Listing:
    """Return the catalogue of the service; the published one if the service does not list its series.

    Args:
        fetcher: the HTTP client.
        base: base address of the Indicators API.
        old: the published snapshot.
        now: time of this refresh, ISO 8601, UTC.
        is_asked: False if the service is known to be out of order.
    """
    try:
        if not is_asked:
            raise SourceError("not requested, as the World Bank's list of countries is unavailable")
        table = _table(catalogue.fetch_catalogue(fetcher, base))
        if table.empty:
            raise SourceError("the service lists no series")
    except SourceError as failure:
        return _published(old, now, failure, offline=fetcher.offline)
    return Listing(table, {"state": "fresh", "checked_at": fetcher.read_at if fetcher.offline else now})


def _published(old: Published | None, now: str, failure: SourceError, *, offline: bool) -> Listing:
    """Return the published catalogue: an outage never empties it."""
    table = old.table(CATALOGUE.name) if old else _table([])
    before = old.catalog.get("catalogue", {}) if old else {}
    state = "absent" if table.empty else "kept"
    if offline:  # the raw cache is no sign of the service's state
        return Listing(table, before or {"state": state, "reason": str(failure)})
    since = before.get("stale_since") or before.get("checked_at") or now
    entry = {"state": state, "stale_since": since, "checked_at": before.get("checked_at", ""), "reason": str(failure)}
    return Listing(table, entry, failure)


def _table(listed: list[CatalogueEntry]) -> pd.DataFrame:
    """Return the rows sorted by database and code, neighbours that compress to half the size."""
    rows = [(entry.id, entry.name, entry.source_id, entry.source, next(iter(entry.topics), "")) for entry in listed]
    table = pd.DataFrame(rows, columns=CATALOGUE.names).astype("str").drop_duplicates(list(CATALOGUE.key))
    number = pd.to_numeric(table.source_id, errors="coerce")
    return table.assign(_number=number).sort_values(["_number", "id"], ignore_index=True)[CATALOGUE.names]


def shipped_entry(rule: Shipped | None, older: int, old: Published | None) -> dict[str, Any]:
    """Return the rule of the shipped series for the catalog, as published where this refresh did not use it.

    Args:
        rule: the rule, if it was used.
        older: number of series that it left out.
        old: the published snapshot.
    """
    if rule:
        return {"shipped": {**rule.as_data(), "older": older}}
    before = old.catalog.get("shipped") if old else None
    return {"shipped": before} if before else {}
