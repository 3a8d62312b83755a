"""A country's temperature to 2100 as a table: 20-year means by scenario, with their change from the baseline."""

from __future__ import annotations

import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table
from tests.helpers.projected import projected, without_projections


def table(snapshot: Snapshot, **chosen: object) -> Table:
    selection = new_selection(snapshot)
    selection.param.update(**chosen)
    return TABLES["future"].make(snapshot, selection)


def test_a_row_is_a_mean_of_20_years_with_its_change_from_the_baseline(shipped: Snapshot):
    frame = table(projected(shipped), country="NOR", baseline=(1991, 2020)).file_frame
    row = frame[(frame.scenario == "SSP5-8.5") & (frame.first_year == 2081)].iloc[0]
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].set_index("year").temperature_c
    recent, normal = own.loc[2015:2024].mean(), own.loc[1991:2020].mean()
    assert row.last_year == 2100
    assert row.temperature_median_c == pytest.approx(recent + 71 * 0.05, abs=0.006)
    assert row.change_median_c == pytest.approx(recent + 71 * 0.05 - normal, abs=0.006)
    assert row.change_p90_c == pytest.approx(recent + 2 * 71 * 0.05 - normal, abs=0.006)


def test_percentiles_have_columns_only_where_they_are_published(shipped: Snapshot):
    own = table(projected(shipped), country="KEN")
    assert not [column.name for column in own.columns if "p10" in column.name or "p90" in column.name]
    assert set(own.frame.Scenario) == {"SSP1-2.6", "SSP2-4.5", "SSP5-8.5"}


def test_a_place_or_snapshot_without_projections_has_a_note(shipped: Snapshot):
    assert table(projected(shipped), country="SWE").notes == ("There are no projections for Sweden in these figures.",)
    of_group = "There are no projections for low-income countries in these figures."
    assert table(projected(shipped), country="LIC").notes == (of_group,)
    assert table(without_projections(shipped), country="NOR").notes[0].startswith("This snapshot has no projections.")
