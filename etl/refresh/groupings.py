"""Members of the World Bank's groupings in a refresh: read now, or kept as published where the service fails."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from etl.contract.tables import GROUPING_MEMBERS
from etl.errors import SourceError
from etl.snapshot import published
from etl.snapshot.published import Published
from etl.sources import groupings as groupings_source
from etl.sources.http import Fetcher
from etl.transform import groupings as groupings_transform

TABLE = GROUPING_MEMBERS.name
TITLE = "Members of the World Bank's groupings"


@dataclass
class Groupings:
    """The table `grouping_members`, its entry in the catalog, and why a part could not be read."""

    members: pd.DataFrame
    entry: dict[str, Any]
    failure: SourceError | None = None

    @property
    def notes(self) -> list[str]:
        """Sentences for the user."""
        if self.failure is None:
            return []
        return [
            f"The members of {len(self.entry['unread'])} groupings could not be read ({self.failure}); "
            "those published before stay."
        ]


def kept(old: Published | None) -> Groupings:
    """Return the groupings as they are published, for a refresh without the list of countries."""
    before = old.table(TABLE) if old else published.empty(GROUPING_MEMBERS)
    return Groupings(before, old.catalog.get("groupings", {}) if old else {})


def fetch(
    fetcher: Fetcher, base: str, listed: pd.DataFrame, countries: pd.DataFrame, read_at: str, old: Published | None
) -> Groupings:
    """Return the members of every grouping in the list of countries.

    Members that are no economy of the list, as a grouping of the service may have, are named in the catalog.

    Args:
        fetcher: the HTTP client.
        base: base address of the Indicators API.
        listed: the World Bank's list of countries, just read.
        countries: the table made from it.
        read_at: when the list left the service, ISO 8601, UTC.
        old: the published snapshot.
    """
    before = kept(old)
    found = groupings_transform.from_list(listed)
    wanted = set(countries.iso3[countries.kind == "aggregate"]) - set(found) - {"WLD"}
    answer = groupings_source.fetch_members(fetcher, base, wanted)
    economies = frozenset(countries.iso3[countries.kind == "economy"])
    foreign = {code: members - economies for code, members in answer.members.items() if members - economies}
    found |= {
        code: (groupings_transform.LISTED, members & economies)
        for code, members in answer.members.items()
        if members & economies
    }
    # A service that lists no members, such as a mirror, does not undo what another one has listed.
    unanswered = frozenset(answer.unlisted | answer.unread)
    table = groupings_transform.table(found, before.members, unanswered, read_at[:10])
    known = set(table.grouping)
    checked_at = max(before.entry.get("checked_at", ""), read_at)
    entry: dict[str, Any] = {"title": TITLE, "state": "kept" if answer.failure else "fresh", "checked_at": checked_at}
    entry |= {"unlisted": sorted(answer.unlisted - known), "unread": sorted(answer.unread)}
    entry |= {"left_out": {code: sorted(members) for code, members in sorted(foreign.items())}} if foreign else {}
    if answer.failure:
        since = before.entry.get("stale_since") or before.entry.get("checked_at") or checked_at
        entry |= {"checked_at": before.entry.get("checked_at", ""), "stale_since": since, "reason": str(answer.failure)}
    return Groupings(table, entry, answer.failure)
