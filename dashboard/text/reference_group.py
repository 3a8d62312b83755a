"""Sentences about the countries that a country is compared with: how far they differ, and why these."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.analysis.country import CountryData, GroupRank
from dashboard.snapshot.groups import climate_group
from dashboard.text.numbers import signed
from dashboard.text.ranks import ranks_between


def sentences(data: CountryData) -> list[str]:
    """Return the sentences on the reference group of a country; empty strings among them."""
    return [_why_no_zone(data), _spread_of(data), _why_another_spread(data)]


def spread(
    row: Mapping[str, Any],
    called: str,
    changes: Mapping[str, float],
    name_of: Mapping[str, str],
    rank: GroupRank | None = None,
) -> str:
    """Return how far the economies of a group differ in their warming, and the rank of this country among them.

    Args:
        row: of the country.
        called: the group, such as "of South Asia".
        changes: warming in degC by code, of at least two economies of the group.
        name_of: names for the middle of a sentence, by code.
        rank: ranks of the country among them that the intervals allow.
    """
    coolest, warmest = min(changes, key=changes.__getitem__), max(changes, key=changes.__getitem__)
    own = ""
    if row["iso3"] in changes and rank is not None:
        name = name_of[row["iso3"]]
        own = f" {name[:1].upper()}{name[1:]} ranks {ranks_between(rank)} (1 = most warming)."
    return (
        f"In the {len(changes)} countries {called}, the change ranges from {signed(changes[coolest], 2)} °C "
        f"({name_of[coolest]}) to {signed(changes[warmest], 2)} °C ({name_of[warmest]}).{own}"
    )


def no_climate_group(name: str, group: str) -> str:
    """Return why no other country shares a country's climate.

    Args:
        name: of the country, as a sentence has it.
        group: its largest climate group, "" where the table of shares has no row of it.
    """
    if group:
        return f"No other country has the largest climate group {group}."
    return f"Climate groups by share of land are not available for {name}."


def _why_no_zone(data: CountryData) -> str:
    """Return why the climate that was selected is not shown; "" where the snapshot has none, as the menu says."""
    if not data.reference.lacks_zone:
        return ""
    if data.reference.by_land:
        region = "Its region is shown instead." if data.reference.has_region else "It has no region here."
        return f"{no_climate_group(data.name, climate_group(data.row))} {region}"
    zone = data.row["climate_zone"]
    if zone:
        return f"No other country is in climate zone {zone}; the region is shown instead."
    instead = "its region is shown instead" if data.reference.has_region else "and it has no region here"
    return f"No climate zone is available for {data.name}; {instead}."


def _spread_of(data: CountryData) -> str:
    group, changes = data.reference.group, data.reference.changes
    if group is None or len(changes) < 2:
        return ""
    return spread(data.row, group.label, changes, data.reference.names, data.reference.rank)


def _why_another_spread(data: CountryData) -> str:
    group, drawn = data.reference.group, data.reference.drawn
    if group is None or drawn == group:
        return ""
    instead = f"; the spread {drawn.label} is drawn" if drawn else ", and none is drawn"
    return f"These are too few for a spread{instead}."
