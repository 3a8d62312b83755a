"""The World Bank's groupings as places: which are offered, their members, and what they are compared with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.snapshot import groupings, groups, queries, search_index
from dashboard.snapshot.groupings import Membership
from dashboard.snapshot.store import SnapshotError
from dashboard.state.options import options_of
from tests.helpers.newer import with_members

INCOME = {"LIC", "LMC", "UMC", "HIC"}


def test_groupings_with_figures_can_be_selected_and_others_cannot(shipped):
    codes = set(groupings.codes(shipped))
    assert codes >= INCOME | {"FCS", "EUU", "EMU", "OED", "ARB", "LDC", "HPC", "IDA", "SST", "EAP"}
    assert not codes & {"INX", "MDE", "WLD", *queries.regions(shipped.countries)}  # no figures; no grouping
    assert codes < set(options_of(shipped).countries)


def test_what_is_selectable_has_one_row_a_place_by_name_and_the_kind_of_each(shipped):
    offered = groupings.selectable(shipped)
    assert offered.iso3.is_unique
    assert offered["name"].is_monotonic_increasing
    kinds = offered.set_index("iso3").kind
    assert (kinds["LIC"], kinds["SSF"], kinds["KEN"], kinds["ATA"]) == ("grouping", "aggregate", "economy", "area")


def test_an_older_snapshot_has_the_members_of_regions_and_income_groups(shipped):
    own = groupings.groupings(shipped)
    assert "ETH" not in own["LIC"].members
    assert "UGA" in own["LIC"].members
    assert len(own["SSF"].members) == 48
    assert own["LIC"].listed_on == shipped.catalog["published_at"][:10]


@pytest.fixture
def listed(shipped):
    return with_members(shipped, {"EUU": {"FRA", "DEU", "EST"}}, unlisted=["ARB"], unread=["OED"])


def test_members_are_in_order_of_their_names_with_their_vintage(listed):
    own = groupings.groupings(listed)["EUU"]
    assert own.members == ("EST", "FRA", "DEU")  # Estonia, France, Germany
    assert (own.membership, own.listed_on) == (Membership.LISTED, "2026-11-29")


def test_a_grouping_without_members_has_the_reason(listed, shipped):
    own = groupings.groupings(listed)
    assert own["ARB"].membership is Membership.UNLISTED
    assert own["OED"].membership is Membership.UNREAD
    before_the_table = replace(shipped, catalog={key: v for key, v in shipped.catalog.items() if key != "groupings"})
    assert groupings.groupings(before_the_table)["ARB"].membership is Membership.NO_TABLE


def test_a_damaged_table_of_members_is_not_reported_as_no_members(listed, monkeypatch):
    def damaged(self, name):
        raise SnapshotError(f"The table {name} cannot be read.")

    monkeypatch.setattr(type(listed), "table", damaged)
    fresh = replace(listed)  # not the one whose members are cached
    assert groupings.groupings(fresh)["EUU"].membership is Membership.UNREAD


def test_a_grouping_is_compared_with_its_members_and_has_neither_region_nor_climate(listed):
    places = groups.place_index(listed)
    for choice in ("zone", "region"):
        assert places.reference_group("EUU", choice).members == ("EST", "FRA", "DEU")
    assert places.reference_group("EUU", "none") is None
    assert places.reference_group("ARB", "zone") is None
    assert places.region("EUU") is None
    assert places.zone("EUU") is None


def test_compare_suggests_the_world_and_the_other_groupings_of_a_classification(listed):
    places = groups.place_index(listed)
    assert places.suggested("LIC") == ("LIC", "WLD")
    assert [peer.iso3 for peer in places.peers("LIC", without=("UMC",))] == ["HIC", "LMC"]
    assert {peer.reason for peer in places.peers("LIC")} == {"another income group"}
    assert [peer.iso3 for peer in places.peers("EUU")] == ["DEU", "FRA", "EST"]  # by population
    assert places.peers("ARB") == []


def test_the_search_box_finds_groupings_and_random_country_leaves_them_out(shipped):
    entries = {entry[1]: entry for entry in search_index._places(shipped)}
    _, _, name, hint, others, walk = entries["EUU"]
    assert (name, hint, walk) == ("European Union", "World Bank grouping", 0)
    assert "EU" in others
    assert entries["LDC"][2] == "Least developed countries (UN classification)"
