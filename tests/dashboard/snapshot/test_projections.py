"""Projections as published: by place, everywhere, by scenario; none in an older snapshot."""

from __future__ import annotations

import pytest

from dashboard.snapshot import codes, projections
from dashboard.snapshot.store import Snapshot
from etl.contract import projections as contract
from tests.helpers.projected import projected, without_projections


@pytest.fixture(scope="module")
def figures(shipped: Snapshot) -> Snapshot:
    return projected(shipped)


def test_a_place_s_rows_are_its_scenarios_and_percentiles(figures: Snapshot):
    own = projections.of(figures, "NOR")
    assert list(dict.fromkeys(own.scenario)) == ["ssp119", "ssp126", "ssp245", "ssp370", "ssp585"]
    assert list(dict.fromkeys(own.percentile)) == ["p10", "median", "p90"]
    assert len(own) == 5 * 3 * 86
    at = own[(own.scenario == "ssp585") & (own.percentile == "p90") & (own.year == 2100)]
    assert at.change_c.tolist() == pytest.approx([2 * 0.05 * 80.5])


def test_a_place_with_medians_alone_has_no_other_rows(figures: Snapshot):
    own = projections.of(figures, "KEN")
    assert set(own.percentile) == {"median"}
    assert set(own.scenario) == {"ssp126", "ssp245", "ssp585"}


def test_everywhere_has_the_places_with_that_scenario_and_percentile(figures: Snapshot):
    assert set(projections.everywhere(figures, "ssp370").iso3) == {"NOR", "PHL"}
    assert set(projections.everywhere(figures, "ssp245").iso3) == {"NOR", "PHL", "KEN", "BRA", "WLD"}
    rows = projections.everywhere(figures, "ssp245", "p10")
    kenya = rows[rows.iso3 == "KEN"]
    assert kenya.empty
    norway = rows[(rows.iso3 == "NOR") & (rows.year == 2020)]
    assert norway.change_c.tolist() == pytest.approx([0.005])


def test_scenarios_are_in_the_order_of_their_emissions(figures: Snapshot):
    assert projections.published_scenarios(figures) == ("ssp119", "ssp126", "ssp245", "ssp370", "ssp585")


def test_an_aggregate_has_the_share_of_its_land_and_a_country_none(figures: Snapshot):
    assert projections.land_share_pct(figures, "WLD", "ssp245") == 97.5
    assert projections.land_share_pct(figures, "NOR", "ssp245") is None


def test_an_older_snapshot_has_none(shipped: Snapshot):
    older = without_projections(shipped)
    assert not projections.has_projections(older)
    assert projections.published_scenarios(older) == ()
    assert projections.of(older, "NOR").empty
    assert list(projections.everywhere(older, "ssp245").columns) == ["iso3", "year", "change_c"]
    assert projections.everywhere(older, "ssp245").empty
    assert projections.land_share_pct(older, "WLD", "ssp245") is None


def test_whether_there_are_any_is_known_without_reading_them(figures: Snapshot):
    assert projections.has_projections(figures)


def test_both_halves_have_the_same_scenarios_in_the_same_order():
    assert list(codes.SCENARIOS.items()) == list(contract.SCENARIOS.items())
