"""Reference groups of a country: world, region, climate zone, peers. Computed once a snapshot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from dashboard.snapshot import groupings, names, series
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import DEFAULT_MEASURE, POPULATION, WORLD
from dashboard.snapshot.groupings import Grouping
from dashboard.snapshot.queries import measure
from dashboard.snapshot.store import Snapshot
from measures.quantile_bands import FEWEST_MEMBERS

FEWEST_IN_GROUP = 2
"""A country alone in its zone has no group to be compared with."""
MOST_PEERS = 4


@dataclass(frozen=True)
class Group:
    """Some economies, and their name after "economies": "of South Asia", "of climate zone Cfb (...)".

    `title` is the name on its own: "largest climate group Tropical (A)".
    """

    label: str
    members: tuple[str, ...]
    title: str = ""


@dataclass(frozen=True)
class Peer:
    """A place to compare another one with: what both share, such as "same region", and a detail of the choice."""

    iso3: str
    shared: str
    detail: str

    @property
    def reason(self) -> str:
        """What both share, and the detail."""
        return ", ".join(part for part in (self.shared, self.detail) if part)


class PlaceIndex:
    """Places of a snapshot, their reference groups, and the warming of each economy."""

    def __init__(self, snapshot: Snapshot):
        """Read the tables of `snapshot`; `place_index` caches the result."""
        self._snapshot = snapshot
        plain = snapshot.countries.drop(columns="geometry")
        self._rows = {row["iso3"]: row for row in plain.to_dict("records")}
        for code in groupings.codes(snapshot):
            self._rows[code]["kind"] = groupings.KIND
        economies = [row for row in self._rows.values() if row["kind"] == "economy"]
        self.world = Group("of the world", tuple(row["iso3"] for row in economies))
        self.has_groups = has_climate_groups(plain)
        self.has_zones = self.has_groups or ("climate_zone" in plain and bool((plain.climate_zone != "").any()))
        self._regions = _by(economies, "region")
        self._zones = _by(economies, "climate_group" if self.has_groups else "climate_zone")
        changes = measure(snapshot.warming, DEFAULT_MEASURE)
        self.change = dict(zip(changes.iso3, changes.value, strict=True))

    def row(self, iso3: str) -> dict[str, Any]:
        """Return the country's row, without its shape."""
        return self._rows[iso3]

    def name(self, iso3: str) -> str:
        """Return the country's name for a heading."""
        return names.heading(iso3, self._rows[iso3]["name"])

    def name_in_sentence(self, iso3: str) -> str:
        """Return the country's name for the middle of a sentence."""
        return names.in_sentence(iso3, self._rows[iso3]["name"])

    def is_grouping(self, iso3: str) -> bool:
        """Return whether the place is an income group, the euro area, ...: with World Bank figures only."""
        return bool(self._rows[iso3]["kind"] == groupings.KIND)

    def is_aggregate(self, iso3: str) -> bool:
        """Return whether the place is the World, a region or another grouping."""
        return self._rows[iso3]["kind"] in ("aggregate", groupings.KIND)

    def members(self, iso3: str) -> Grouping:
        """Return the members of a region or another grouping, or why they are not known."""
        return groupings.groupings(self._snapshot)[iso3]

    def outlined(self, iso3: str) -> list[str]:
        """Return the codes of the places that the map outlines: the place, or the members of a region or grouping."""
        return list(self.members(iso3).members) if self.is_aggregate(iso3) and iso3 != WORLD else [iso3]

    def region(self, iso3: str) -> Group | None:
        """Return the economies of its region, or of the place itself if it is a region; None without a region."""
        row = self._rows[iso3]
        region = row["name"] if row["kind"] == "aggregate" else row["region"]
        return _group(f"of {region}", self._regions.get(region, ()))

    def zone(self, iso3: str) -> Group | None:
        """Return the economies of its climate; None without a climate or without another economy of it.

        Those with the same largest climate group by share of land; in a snapshot without these groups, those whose
        mean climate has the same zone.
        """
        row = self._rows[iso3]
        if self.has_groups:
            group = climate_group(row)
            members = self._zones.get(row["climate_group"], ())
            return _group(f"whose largest climate group is {group}", members, f"largest climate group {group}")
        zone = row.get("climate_zone") or ""
        words = f" ({row['climate_zone_name']})" if row.get("climate_zone_name") else ""
        title = f"climate zone {zone}{words}"
        return _group(f"of {title}", self._zones.get(zone, ()), title)

    def reference_group(self, iso3: str, choice: str) -> Group | None:
        """Return the group that a country is shown with: its "zone", or without one its "region"; "none" is None."""
        if choice == "none":
            return None
        if iso3 == WORLD:
            return self.world
        if self.is_grouping(iso3):
            return _group(f"of “{self.name(iso3)}”", self.members(iso3).members)
        return (self.zone(iso3) if choice == "zone" else None) or self.region(iso3)

    def spread_group(self, iso3: str, choice: str) -> Group | None:
        """Return the group whose spread is drawn: `reference_group`, or the region where that is too small."""
        if choice == "none":
            return None
        found = (self.reference_group(iso3, choice), self.region(iso3))
        return next((group for group in found if group and len(group.members) >= FEWEST_MEMBERS), None)

    def peers(self, iso3: str, without: tuple[str, ...] = ()) -> list[Peer]:
        """Return countries similar to this one, not among `without`: nearest in population first.

        Two of the same region and income group, then of the same climate (`zone`), then of the region.
        """
        row = self._rows[iso3]
        if iso3 != WORLD and self.is_aggregate(iso3):
            return self._peers_of_grouping(iso3, without)
        if row["kind"] != "economy":
            return [Peer(code, "", "largest populations") for code in self._largest(without)]
        region, zone = self._regions.get(row["region"], ()), self.zone(iso3)
        alike = [code for code in region if self._rows[code]["income_group"] == row["income_group"]]
        wanted = [
            (alike, 2, ("same region and income group", "similar population")),
            (zone.members if zone else (), 1, self._same_climate(row)),
            (region, MOST_PEERS, ("same region", "similar population")),
        ]
        found: dict[str, tuple[str, str]] = {}
        for members, most, reason in wanted:
            new = [code for code in self._nearest(iso3, members) if code not in {*without, *found}]
            found |= dict.fromkeys(new[:most], reason)
        return [Peer(code, *reason) for code, reason in list(found.items())[:MOST_PEERS]]

    def suggested(self, iso3: str) -> tuple[str, ...]:
        """Return the places that Compare suggests: the place itself, its region and the World.

        For the World, itself and the economies with the largest populations.
        """
        if iso3 == WORLD:
            return (WORLD, *self._largest(()))
        if self.is_grouping(iso3):
            return (iso3, WORLD)
        region = self._rows[iso3]["region"]
        regions = [row["iso3"] for row in self._rows.values() if row["kind"] == "aggregate" and row["name"] == region]
        return tuple(dict.fromkeys((iso3, *regions, WORLD)))

    def _same_climate(self, row: dict[str, Any]) -> tuple[str, str]:
        if self.has_groups:
            return "same largest climate group", str(climate_group(row))
        return "same climate zone", str(row.get("climate_zone"))

    def _nearest(self, iso3: str, members: Sequence[str]) -> list[str]:
        """Return members ordered by the ratio of populations, nearest first; those without a figure last."""
        people = self._people
        own = people.get(iso3)
        others = [code for code in members if code != iso3 and code in self.change]
        if own is None:
            return others
        return sorted(others, key=lambda code: abs(np.log(people[code] / own)) if code in people else np.inf)

    def _peers_of_grouping(self, iso3: str, without: tuple[str, ...]) -> list[Peer]:
        """Return the other groupings of its classification; of any other grouping its largest members."""
        for reason, family in groupings.FAMILIES.items():
            if iso3 in family:
                return [
                    Peer(code, "", reason) for code in family if code in self._rows and code not in (iso3, *without)
                ]
        largest = self._largest(without, self.members(iso3).members)
        return [Peer(code, "", f"largest populations of {self.name_in_sentence(iso3)}") for code in largest]

    def _largest(self, without: tuple[str, ...], members: tuple[str, ...] | None = None) -> list[str]:
        people = self._people
        every = self.world.members if members is None else members
        known = [code for code in every if code in self.change and code not in without]
        return sorted(known, key=lambda code: -people.get(code, 0))[:MOST_PEERS]

    @cached_property
    def _people(self) -> dict[str, float]:
        if not self._snapshot.indicators.id.eq(POPULATION).any():
            return {}
        return series.latest(series.indicator(self._snapshot, POPULATION))


@cached_on_argument(published=True)
def place_index(snapshot: Snapshot) -> PlaceIndex:
    """Return the index of a snapshot."""
    return PlaceIndex(snapshot)


def has_climate_groups(countries: pd.DataFrame) -> bool:
    """Return whether the snapshot has climate groups by share of land; one published before them does not."""
    return "climate_group" in countries and bool((countries.climate_group.fillna("") != "").any())


def climate_group(row: Mapping[str, Any]) -> str:
    """Return the largest climate group of a place as "Tropical (A)"; "" without one."""
    return f"{row['climate_group_name']} ({row['climate_group']})" if row.get("climate_group") else ""


def _by(rows: list[dict[str, Any]], column: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row.get(column):
            found.setdefault(row[column], []).append(row["iso3"])
    return {key: tuple(members) for key, members in found.items()}


def _group(label: str, members: tuple[str, ...], title: str = "") -> Group | None:
    return Group(label, members, title) if len(members) >= FEWEST_IN_GROUP else None
