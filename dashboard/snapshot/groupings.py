"""The World Bank's groupings: income and lending groups, the euro area, small states, ...; and their members.

They are rows of `countries` of the kind "aggregate", as regions and the World are, and have no temperature.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import Enum, auto

import pandas as pd

from dashboard.snapshot import queries
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import INCOME_NAMES, WORLD
from dashboard.snapshot.store import Snapshot, SnapshotError

log = logging.getLogger(__name__)

KIND = "grouping"
"""Kind of a grouping among the places that can be selected; in the table it is an aggregate."""

TABLE = "grouping_members"

FAMILIES = {"another income group": tuple(INCOME_NAMES), "another lending group": ("IDX", "IDB", "IBD")}
"""Groupings of one classification, each an alternative to the others."""


SERIES_LOOKED_AT = 64
"""Series searched for values of groupings, the first in the menu: 64 ms, however many there are."""


class Membership(Enum):
    """How the members of a grouping are known, or why they are not."""

    LISTED = auto()
    DERIVED = auto()
    UNLISTED = auto()
    UNREAD = auto()
    NO_TABLE = auto()


@dataclass(frozen=True)
class Grouping:
    """Members of a region or another grouping, by name; `listed_on` is the day of the list, ISO 8601.

    Without members both are empty, and `membership` has the reason.
    """

    members: tuple[str, ...]
    membership: Membership
    listed_on: str = ""


@cached_on_argument(published=True)
def codes(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the groupings that can be selected, by name: those with figures, 40 of the 79 aggregates of 2026-11."""
    countries = snapshot.countries
    regions = set(queries.regions(countries)) | {WORLD}
    own = countries[(countries.kind == "aggregate") & ~countries.iso3.isin(regions)].sort_values("name")
    with_values = snapshot.observations.places_with_values(SERIES_LOOKED_AT)
    return tuple(code for code in own.iso3 if code in with_values)


@cached_on_argument(published=True)
def selectable(snapshot: Snapshot) -> pd.DataFrame:
    """Return all that can be selected, as `queries.selectable`, with the groupings, whose kind is `KIND`."""
    countries = snapshot.countries
    own = countries[countries.iso3.isin(codes(snapshot))].assign(kind=KIND)
    others = countries[~countries.iso3.isin(codes(snapshot))]
    offered = pd.concat([queries.selectable(others, snapshot.temperature), own[queries.SELECTABLE]])
    return offered.sort_values("name", ignore_index=True)


@cached_on_argument(published=True)
def groupings(snapshot: Snapshot) -> dict[str, Grouping]:
    """Return the members of each region and each grouping, by code.

    A snapshot published before the table of members has those of regions and income groups all the same: they are
    columns of the table of countries.
    """
    plain = snapshot.countries[["iso3", "name", "kind", "region", "income_group"]]
    aggregates = plain[(plain.kind == "aggregate") & (plain.iso3 != WORLD)]
    economies = plain[plain.kind == "economy"].sort_values("name")
    tabled, found = _tabled(snapshot), {}
    for code, name in zip(aggregates.iso3, aggregates["name"], strict=True):
        rows = tabled.get(code) if tabled else None
        if rows is not None:
            members = economies.iso3[economies.iso3.isin(rows.iso3)]
            basis = Membership.DERIVED if rows.basis.iloc[0] == "derived" else Membership.LISTED
            found[code] = Grouping(tuple(members), basis, str(rows.listed_on.iloc[0]))
            continue
        members = economies.iso3[(economies.region == name) | (economies.income_group == name)]
        day = str(snapshot.catalog["published_at"])[:10]
        if len(members):
            found[code] = Grouping(tuple(members), Membership.LISTED, day)
        else:
            found[code] = Grouping((), Membership.UNREAD if tabled is None else _why(snapshot, code))
    return found


def _tabled(snapshot: Snapshot) -> dict[str, pd.DataFrame] | None:
    """Return the rows of the table of members by grouping; None where it is damaged or gone."""
    if TABLE not in snapshot.catalog["tables"]:
        return {}
    try:
        return {str(code): rows for code, rows in snapshot.table(TABLE).groupby("grouping")}
    except SnapshotError as error:  # the page of a grouping reports that its members cannot be read
        log.error(error.for_log)
        return None


def _why(snapshot: Snapshot, code: str) -> Membership:
    """Return why a grouping has no members."""
    entry = snapshot.catalog.get("groupings")
    if entry is None:
        return Membership.NO_TABLE
    return Membership.UNREAD if code in entry.get("unread", ()) else Membership.UNLISTED
