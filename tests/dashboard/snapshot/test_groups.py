"""Reference groups of a country: world, region, zone, peers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.snapshot.groups import PlaceIndex, place_index
from dashboard.snapshot.store import Snapshot
from tests.helpers.newer import before_groups, by_land, newer, older


@pytest.fixture(scope="module")
def zoned(shipped: Snapshot) -> PlaceIndex:
    return PlaceIndex(newer(shipped))


def test_a_climate_zone_is_the_economies_that_share_it(zoned: PlaceIndex):
    zone = zoned.reference_group("NOR", "zone")
    assert set(zone.members) == {"NOR", "SWE", "FIN"}
    assert zone.label == "of climate zone Dfc (subarctic)"


@pytest.mark.parametrize("alone", ["ATG", "MEX"])
def test_a_country_alone_in_its_zone_is_compared_with_its_region(zoned: PlaceIndex, alone: str):
    assert zoned.zone(alone) is None
    assert zoned.reference_group(alone, "zone") == zoned.region(alone)


def test_a_snapshot_without_zones_has_regions(shipped: Snapshot):
    without = place_index(older(shipped))
    assert not without.has_zones
    assert without.reference_group("NOR", "zone").label == "of Europe & Central Asia"


@pytest.fixture(scope="module")
def grouped(shipped: Snapshot) -> PlaceIndex:
    return PlaceIndex(by_land(shipped))


@pytest.mark.parametrize(
    ("iso3", "label"),
    [
        ("CHN", "whose largest climate group is Arid (B)"),
        ("MEX", "whose largest climate group is Arid (B)"),
        ("ARG", "whose largest climate group is Arid (B)"),
        ("BOL", "whose largest climate group is Tropical (A)"),
        ("PER", "whose largest climate group is Tropical (A)"),
    ],
)
def test_countries_of_many_climates_share_the_largest_group_of_their_land(grouped: PlaceIndex, iso3: str, label: str):
    zone = grouped.zone(iso3)
    assert zone is not None
    assert zone.label == label
    assert {grouped.row(code)["climate_group"] for code in zone.members} == {label[-2]}
    assert len(zone.members) == {"A": 84, "B": 48}[label[-2]]  # as counted in the table


def test_peers_by_share_of_land_have_the_same_largest_group(grouped: PlaceIndex):
    reasons = {peer.iso3: peer.reason for peer in grouped.peers("BOL")}
    climate = [code for code, reason in reasons.items() if reason == "same largest climate group, Tropical (A)"]
    assert [grouped.row(code)["climate_group"] for code in climate] == ["A"]


def test_a_place_without_published_shares_has_peers_of_its_region_only(grouped: PlaceIndex):
    assert grouped.zone("PRI") is None
    assert grouped.reference_group("PRI", "zone") == grouped.region("PRI")
    peers = grouped.peers("PRI")
    assert len(peers) == 4
    assert all(peer.reason.startswith("same region") for peer in peers)


def test_a_snapshot_published_before_the_groups_has_zones_of_mean_climates(shipped: Snapshot):
    before = PlaceIndex(before_groups(shipped))
    assert (before.has_groups, before.has_zones) == (False, True)
    assert before.zone("MEX") is None or before.zone("MEX").label.startswith("of climate zone Csa")


def test_new_columns_without_a_value_count_as_absent(shipped: Snapshot):
    empty = by_land(shipped).countries.assign(climate_group="", climate_group_name="", climate_group_share=float("nan"))
    assert not PlaceIndex(replace(shipped, countries=empty)).has_groups


def test_the_reference_group_of_a_region_is_its_economies_and_of_the_world_all(zoned: PlaceIndex):
    assert "MDV" in zoned.reference_group("SAS", "zone").members
    assert len(zoned.reference_group("WLD", "region").members) == 217
    assert zoned.reference_group("NOR", "none") is None


def test_an_area_belongs_to_no_group(zoned: PlaceIndex):
    assert zoned.reference_group("XSG", "region") is None


def test_peers_have_a_reason_and_are_never_those_selected(zoned: PlaceIndex):
    peers = zoned.peers("NOR", without=("NOR", "FIN"))
    assert {peer.iso3 for peer in peers}.isdisjoint({"NOR", "FIN"})
    assert len(peers) == 4
    assert [peer.iso3 for peer in peers if peer.reason == "same climate zone, Dfc"] == ["SWE"]
    alike = [peer.iso3 for peer in peers if peer.reason.startswith("same region and income group")]
    for code in alike:
        assert zoned.row(code)["region"] == "Europe & Central Asia"
        assert zoned.row(code)["income_group"] == "High income"


def test_the_nearest_in_population_is_the_first_peer(shipped: Snapshot):
    # Of the high-income economies of the region: Norway, Finland, Ireland and Slovakia have 5.4 to 5.6 million each.
    countries = shipped.countries
    alike = countries[(countries.region == "Europe & Central Asia") & (countries.income_group == "High income")]
    latest = shipped.values("SP.POP.TOTL").dropna(subset="value").sort_values("year").groupby("iso3").value.last()
    norway = latest["NOR"]
    ratios = {iso3: max(latest[iso3] / norway, norway / latest[iso3]) for iso3 in {*alike.iso3} - {"NOR"}}
    nearest = sorted(ratios, key=ratios.__getitem__)[:2]
    assert set(nearest) < {"FIN", "IRL", "SVK", "DNK"}
    assert [peer.iso3 for peer in place_index(shipped).peers("NOR")[:2]] == nearest


def test_for_a_region_its_largest_members_are_offered_and_for_the_world_the_largest(shipped: Snapshot):
    peers = place_index(shipped).peers("SSF")
    assert {peer.iso3 for peer in peers} == {"NGA", "ETH", "COD", "TZA"}
    assert {peer.reason for peer in peers} == {"largest populations of Sub-Saharan Africa"}
    assert {peer.iso3 for peer in place_index(shipped).peers("WLD")} == {"IND", "CHN", "USA", "IDN"}
