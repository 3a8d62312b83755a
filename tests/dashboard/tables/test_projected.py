"""Tables of projections: the map's and Rank's, all scenarios, and the years of warming levels."""

from __future__ import annotations

import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.projected import ONE_BASE_VALUE
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table
from tests.helpers.projected import projected, without_projections


@pytest.fixture(scope="module")
def ahead(shipped: Snapshot) -> Snapshot:
    return projected(shipped)


def table(snapshot: Snapshot, name: str, **chosen) -> Table:
    selection = new_selection(snapshot)
    selection.param.update(**chosen)
    return TABLES[name].make(snapshot, selection)


def test_the_map_s_table_has_scenario_period_and_spread(ahead):
    made = table(ahead, "map", measure="projected", scenario="ssp585", projected_until=2100)
    assert made.title == "Projected temperature change, SSP5-8.5, 2081–2100 relative to 2015–2024"
    rows = made.file_frame.set_index("iso3")
    assert rows.loc["PHL", ["value", "p10_c", "p90_c"]].tolist() == pytest.approx([3.55, 1.775, 7.1], abs=1e-4)
    assert rows.loc["KEN", "value"] == pytest.approx(3.55, abs=1e-4)
    assert rows.loc["KEN", ["p10_c", "p90_c"]].isna().all()
    assert set(rows.scenario) == {"SSP5-8.5"}
    assert set(rows.window) == {"2081–2100 minus 2015–2024"}
    assert rows.value.notna().sum() == 4
    assert len(rows) > 217  # the other places are listed without a value


def test_rank_s_table_has_scenario_and_spread(ahead):
    made = table(ahead, "rank", rank_by="projected")
    rows = made.file_frame.set_index("iso3")
    assert made.slug == "rank-projected-ssp245-2041-2060-minus-2015-2024"
    assert rows.loc["NOR", ["value", "p10_c", "p90_c"]].tolist() == pytest.approx([0.62, 0.31, 1.24], abs=1e-4)
    assert any("World, +0.62 °C (2041–2060)" in note for note in made.notes)


def test_the_published_figures_are_a_row_a_place_scenario_percentile_and_year(ahead):
    rows = table(ahead, "projections").file_frame
    assert list(rows) == ["iso3", "name", "year", "scenario", "percentile", "change_c"]
    # Three places with three medians, and two with five scenarios of three percentiles; 86 years each.
    assert len(rows) == (3 * 3 + 2 * 5 * 3) * 86
    assert not rows.duplicated(["iso3", "scenario", "percentile", "year"]).any()
    world = rows[(rows.iso3 == "WLD") & (rows.scenario == "SSP1-2.6") & (rows.year == 2100)]
    assert world[["name", "percentile"]].values.tolist() == [["World", "median"]]
    assert world.change_c.iloc[0] == pytest.approx(0.01 * 80.5, abs=1e-4)


def test_a_source_with_one_value_for_the_base_years_has_a_note(shipped: Snapshot, ahead):
    # The portal's figures of the shipped snapshot are 0 in each of the ten years, but for the Philippines.
    assert ONE_BASE_VALUE in table(shipped, "projections").notes
    assert ONE_BASE_VALUE not in table(ahead, "projections").notes


def test_filters_leave_regions_and_the_world_out(ahead):
    assert set(table(ahead, "projections", region="SSF").file_frame.iso3) == {"KEN"}
    assert set(table(ahead, "warming-levels", region="SSF").file_frame.iso3) == {"KEN"}


def test_a_level_that_is_not_passed_has_words_and_no_year(ahead):
    made = table(ahead, "warming-levels", baseline=(1991, 2020))
    rows = made.file_frame
    assert list(rows) == ["iso3", "name", "year", "scenario", "level_c", "passed_in", "first_year"]
    kenya = rows[(rows.iso3 == "KEN") & (rows.scenario == "SSP1-2.6")].set_index("level_c")
    # At most 0.8 degC are added by 2100.
    assert kenya.passed_in.tolist() == ["not before 2100"] * 4
    assert kenya.year.isna().all()
    high = rows[(rows.iso3 == "KEN") & (rows.scenario == "SSP5-8.5")].set_index("level_c")
    first = high.first_year.dropna().astype(int)
    assert first.is_monotonic_increasing
    assert (high.year.dropna() == first + 9).all()
    assert high.loc[1.5, "passed_in"] == f"{first[1.5]}–{first[1.5] + 19}"
    assert made.baseline == "1991–2020"


@pytest.mark.parametrize("name", ["projections", "warming-levels"])
def test_figures_without_projections_have_a_note(shipped: Snapshot, name: str):
    made = table(without_projections(shipped), name)
    assert made.columns == ()
    assert made.notes[0].startswith("This snapshot has no projections.")
