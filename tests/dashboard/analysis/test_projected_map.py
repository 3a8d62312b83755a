"""The map of projected change: hand-computed values, marks, periods, words and colours; and its ranking."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.map_values import MODELLED, MapKey, MapValues, chosen_year, map_key
from dashboard.analysis.projected_rank import projected_ranking, selected_ranking
from dashboard.analysis.rank_references import references
from dashboard.analysis.world_map import map_values
from dashboard.charts.core import legend
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.text import projected_map, rank, rank_references, world_map
from tests.helpers.projected import projected, without_projections


@pytest.fixture(scope="module")
def ahead(shipped: Snapshot) -> Snapshot:
    return projected(shipped)


def of(snapshot: Snapshot, scenario: str = "ssp245") -> MapValues:
    return map_values(snapshot, MapKey("projected", scenario=scenario))


def value(shown: MapValues, iso3: str, last_year: int) -> float:
    return float(shown.values[shown.row(last_year), shown.places.iso3.index(iso3)])


def test_a_value_is_the_mean_of_twenty_years_since_2015_to_2024(ahead):
    # Figures rise evenly from the middle of 2015-2024, 2019.5: 2041-2060 (middle 2050.5) is 31 years later.
    assert value(of(ahead), "KEN", 2060) == pytest.approx(31 * 0.02, abs=1e-5)
    assert value(of(ahead), "KEN", 2100) == pytest.approx(71 * 0.02, abs=1e-5)
    assert value(of(ahead, "ssp585"), "NOR", 2040) == pytest.approx(11 * 0.05, abs=1e-5)


def test_its_years_are_the_last_ones_of_periods_and_begin_with_the_middle_of_the_century(ahead):
    shown = of(ahead)
    assert shown.years.tolist() == list(range(2040, 2101))
    assert (shown.year("latest"), shown.year(2100), shown.year(2024)) == (2060, 2100, 2040)
    assert shown.years_of(2060) == "2041–2060"


def test_every_value_is_marked_as_modelled_and_no_other_place(ahead):
    shown = of(ahead)
    has_value = np.isfinite(shown.values).all(axis=0)
    assert has_value.sum() == 4  # KEN, BRA, NOR, PHL; the World has no shape
    np.testing.assert_array_equal(shown.marks == MODELLED, has_value)


def test_an_observed_map_has_no_modelled_value(ahead):
    for key in (MapKey("period_change"), MapKey("indicator", "SP.POP.TOTL")):
        shown = map_values(ahead, key)
        assert not (shown.marks == MODELLED).any()
        assert not shown.is_modelled
        assert not shown.years.size or shown.years[-1] < 2030


def test_the_same_change_has_the_same_colour_under_every_scenario_and_in_every_period(ahead):
    legends = [legend.of(of(ahead, scenario)) for scenario in ("ssp119", "ssp245", "ssp585")]
    assert len({(one.bins.edges, one.bins.colours, one.used) for one in legends}) == 1
    assert len(legends[0].bins.labels()) == 9
    # +0.62 degC is in the class from 0.5 to 1.0.
    shown = of(ahead)
    kenya = shown.places.iso3.index("KEN")
    at = int(legend.of(shown).classes[shown.row(2060), kenya])
    assert legends[1].bins.labels()[at] == "0.5 to 1.0"


def test_words_name_scenario_period_and_base_and_call_it_modelled(ahead):
    shown = of(ahead)
    row, kenya = shown.row(2060), shown.places.iso3.index("KEN")
    assert world_map.title(shown) == "Projected temperature change, SSP2-4.5, relative to 2015–2024 (°C)"
    assert world_map.value_of(shown, row, kenya) == "+0.62 °C in 2041–2060, modelled"
    assert world_map.meaning(int(shown.marks[kenya])) == " (projected)"
    assert world_map.value_of(shown, row, shown.places.iso3.index("FRA")) == "no projection"
    assert world_map.coverage(shown, row) == "Data for 4 of 217 countries in 2041–2060"
    said = world_map.sentence(shown, row)
    assert said.startswith(
        "In 2041–2060 under SSP2-4.5, all 4 countries with data have the same modelled change (+0.62 °C)."
    )
    assert "The spread of the models is in these figures for 2 of 4 countries only." in said
    assert "Scenarios have no probabilities" in said


def test_the_spread_is_shown_only_where_it_is_published(ahead):
    shown = of(ahead)
    row, at = shown.row(2100), shown.places.iso3.index
    # A median of 1.42 degC, with half and twice as much.
    assert projected_map.spread_of(shown, row, at("PHL")) == "10th to 90th percentile of the models +0.71 to +2.84"
    assert projected_map.spread_of(shown, row, at("KEN")) == "spread of the models: not in these figures"
    assert projected_map.spread_of(shown, row, at("FRA")) == ""
    assert projected_map.spread_note(of(ahead, "ssp119"), 0) == ""  # Norway and the Philippines have it, both of them


def test_the_address_sets_scenario_and_period_and_leaves_the_year_of_observed_maps(ahead):
    selection = new_selection(ahead)
    selection.param.update(measure="projected", scenario="ssp585", projected_until=2100, year=1990)
    assert map_key(selection) == MapKey("projected", scenario="ssp585")
    assert chosen_year(selection) == 2100
    selection.measure = "anomaly"
    assert map_key(selection).scenario is None
    assert chosen_year(selection) == 1990


def test_figures_without_projections_offer_no_such_map(shipped):
    former = without_projections(shipped)
    selection = new_selection(former)
    assert not selection.offers("measure", "projected")
    assert not selection.offers("rank_by", "projected")
    shown = of(former)
    assert (shown.years.size, shown.year("latest")) == (0, None)
    assert world_map.sentence(shown, 0) == "No data on “Projected temperature change”."


def test_the_ranking_is_by_the_median_of_the_period_without_ranges_of_ranks(ahead):
    down = projected_ranking(ahead, "ssp585", 2100, False)
    up = projected_ranking(ahead, "ssp585", 2100, True)
    assert sorted(down.iso3) == ["BRA", "KEN", "NOR", "PHL"]
    assert down.value == pytest.approx(71 * 0.05, abs=1e-5)
    assert set(down.ranks) == set(up.ranks) == {1}  # all four have the same figures
    assert down.rank_ranges is None
    assert down.missing == 213
    norway, kenya = (down.iso3.index(code) for code in ("NOR", "KEN"))
    assert rank.uncertainty(down, norway) == "10th to 90th percentile of the models +1.77 to +7.10"
    assert rank.uncertainty(down, kenya) == "spread of the models: not in these figures"
    assert rank.notes(down).startswith(
        "Modelled; ranks are by the median of the models and have no range: the spread is known for 2 of 4 countries"
    )


def test_the_title_of_the_ranking_has_scenario_and_period_and_a_line_is_the_world(ahead):
    selection = new_selection(ahead)
    selection.param.update(rank_by="projected", country="PHL")
    found = selected_ranking(ahead, selection)
    assert rank.heading(found) == "Projected temperature change, SSP2-4.5, 2041–2060 (°C)"
    assert rank.sentence(found, "PHL", False, 2060).startswith("2041–2060 relative to 2015–2024. All 4 countries")
    (world,) = references(ahead, found, ("WLD",)).drawn
    assert world.value == pytest.approx(0.62, abs=1e-5)
    assert rank_references.dated(found, world) == "+0.62 °C (2041–2060)"
    assert "Modelled" in rank.source(ahead, found.quantity)


@pytest.mark.parametrize(
    ("iso3", "changes"),
    [("NOR", (0.8, 2.1, 4.0)), ("BRA", (0.8, 1.8, 4.2)), ("KEN", (0.5, 1.6, 3.3)), ("RUS", (1.3, 2.9, 6.2))],
)
def test_the_shipped_changes_by_the_end_of_the_century_are_those_of_the_portal(shipped, iso3: str, changes):
    """The mean of 2081-2100 less that of 2015-2024 of the portal's annual medians, to 0.1 degC."""
    found = [value(of(shipped, scenario), iso3, 2100) for scenario in ("ssp126", "ssp245", "ssp585")]
    assert found == pytest.approx(changes, abs=0.051)
