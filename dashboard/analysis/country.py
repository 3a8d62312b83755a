"""Country data of Explore: temperature, ranks and reference group, as one value object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.analysis.temperature import TemperatureData, temperature_data
from dashboard.snapshot import groups, queries
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.groups import Group, PlaceIndex
from dashboard.snapshot.queries import Warming
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from measures.ranks import rank_intervals
from measures.trend import Trend

CHOICES = ("country", "baseline", "trend_period", "reference_group", "era5")
"""Choices in a `CountryKey`."""

KEY_MEASURES = (
    DEFAULT_MEASURE,
    "amplification",
    "emergence",
    "emergence_year",
    "change_common",
    "change_common_era5",
    "trend_era5",
)
"""Warming measures among the key figures."""


class CountryKey(NamedTuple):
    """A place and the choices about its temperature: all that `CountryData` depends on.

    `reference_group` is "zone", "region" or "none".
    """

    iso3: str
    baseline: tuple[int, int]
    trend_period: tuple[int, int]
    reference_group: str
    era5: bool

    @classmethod
    def of(cls, selection: Selection) -> CountryKey:
        """Return the key of what is selected."""
        return cls(
            selection.country,
            selection.baseline,
            selection.trend_period,
            selection.reference_group,
            selection.era5,
        )


class GroupRank(NamedTuple):
    """First and last rank that the intervals allow, and of how many, in a group with a name such as "of Asia"."""

    first: int
    last: int
    ranked: int
    group: str


@dataclass(frozen=True)
class Reference:
    """Reference group: the economies that a country is compared with.

    Attributes:
        group: as selected; the region where no other economy shares the climate. None without either.
        drawn: the group whose spread is drawn: `group`, or the region if that has too few members.
        changes: temperature change in degC by code, of the members of `group` that have it.
        rank: of the country in `group`; None where it has no value in it, or no interval.
        names: names of the places in `changes` for the middle of a sentence, by code.
        lacks_zone: whether the climate was selected, and no other economy shares the country's.
        has_region: whether the country belongs to a region.
        by_land: whether the climate is the group with the largest share of the land, not the mean climate's zone.
    """

    group: Group | None
    drawn: Group | None
    changes: Mapping[str, float]
    rank: GroupRank | None
    names: Mapping[str, str]
    lacks_zone: bool
    has_region: bool
    by_land: bool


@dataclass(frozen=True, eq=False)
class CountryData:
    """All that Explore shows of one place except its indicator and its months.

    Attributes:
        key: the place and choices that it was computed for.
        row: of the table of countries, without the shape.
        heading: the place's name on its own.
        name: the place's name within a sentence.
        temperature: None where the place has no value.
        warming: the place's row of each of `KEY_MEASURES`; older snapshots have fewer of them.
        ranks: of its temperature change in the world, its region and its climate; empty unless an economy.
        reference: the group it is compared with.
    """

    key: CountryKey
    row: Mapping[str, Any]
    heading: str
    name: str
    temperature: TemperatureData | None
    warming: Mapping[str, Warming]
    ranks: tuple[GroupRank, ...]
    reference: Reference

    @property
    def trend(self) -> Trend | None:
        """The trend over the period selected; None below 15 years with a value."""
        return self.temperature.trend if self.temperature else None


@cached_on_argument(256)
def country_data(snapshot: Snapshot, key: CountryKey) -> CountryData:
    """Return all that Explore shows of one place: 1 ms of a core for a place not yet cached."""
    places = groups.place_index(snapshot)
    reference = _reference(snapshot, places, key)
    return CountryData(
        key=key,
        row=places.row(key.iso3),
        heading=places.name(key.iso3),
        name=places.name_in_sentence(key.iso3),
        temperature=temperature_data(
            snapshot, key.iso3, key.baseline, key.trend_period, reference.drawn, with_era5=key.era5
        ),
        warming={name: rows[key.iso3] for name, rows in _warming(snapshot).items() if key.iso3 in rows},
        ranks=_ranks(snapshot, places, key.iso3),
        reference=reference,
    )


def _reference(snapshot: Snapshot, places: PlaceIndex, key: CountryKey) -> Reference:
    group = places.reference_group(key.iso3, key.reference_group)
    changes = _changes(places, group) if group else {}
    can_have_zone = places.has_zones and places.row(key.iso3)["kind"] != "aggregate"
    return Reference(
        group=group,
        drawn=places.spread_group(key.iso3, key.reference_group),
        changes=changes,
        rank=_rank(snapshot, group, key.iso3) if group else None,
        names={code: places.name_in_sentence(code) for code in changes},
        lacks_zone=key.reference_group == "zone" and can_have_zone and places.zone(key.iso3) is None,
        has_region=places.region(key.iso3) is not None,
        by_land=places.has_groups,
    )


def _ranks(snapshot: Snapshot, places: PlaceIndex, iso3: str) -> tuple[GroupRank, ...]:
    if places.row(iso3)["kind"] != "economy" or iso3 not in places.change:
        return ()
    found = (places.world, places.region(iso3), places.zone(iso3))
    return tuple(filter(None, (_rank(snapshot, group, iso3) for group in found if group)))


def _rank(snapshot: Snapshot, group: Group, iso3: str) -> GroupRank | None:
    ranges = _rank_ranges(snapshot, group.members)
    if iso3 not in ranges:
        return None
    return GroupRank(*ranges[iso3], len(_changes(groups.place_index(snapshot), group)), group.label)


@cached_on_argument(128, published=True)
def _rank_ranges(snapshot: Snapshot, members: tuple[str, ...]) -> dict[str, tuple[int, int]]:
    """Return the first and last rank that the 95 % intervals allow, by code; 10 ms for all economies."""
    rows = queries.measure(snapshot.warming, DEFAULT_MEASURE)
    rows = rows[rows.iso3.isin(set(members))]
    found = rank_intervals(rows.value, rows.low95, rows.high95)
    known = rows.low95.notna() & rows.high95.notna()  # without an interval any rank is possible
    return {
        iso3: (int(first), int(last))
        for iso3, (first, last), has_interval in zip(rows.iso3, found, known, strict=True)
        if has_interval
    }


def _changes(places: PlaceIndex, group: Group) -> dict[str, float]:
    """Return the temperature change in degC by code, of the members of a group that have it."""
    return {code: places.change[code] for code in group.members if code in places.change}


@cached_on_argument(published=True)
def _warming(snapshot: Snapshot) -> dict[str, dict[str, Warming]]:
    """Return the rows of `KEY_MEASURES` by measure and place.

    Computed for all places at once, as a query of the table for one takes 6 ms, an eighth of a click.
    """
    economies = set(groups.place_index(snapshot).world.members)
    return {name: queries.warmings(queries.measure(snapshot.warming, name), economies) for name in KEY_MEASURES}
