"""Rank without a browser: bars, names and table show one ranking and follow the selection."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest

from dashboard import app
from dashboard.charts.bars import AXIS_PX, ROW_PX, RankBars, extent
from dashboard.charts.core.theme import LIGHT
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.views.base import ViewContext
from dashboard.views.page.page import Page
from dashboard.views.rank import table as table_view
from dashboard.views.rank.view import Rank
from tests.helpers.projected import projected


@pytest.fixture
def visit() -> Page:
    page = app.build()
    page.selection.view = "rank"
    return page


@pytest.fixture
def rank(visit: Page) -> Rank:
    return visit.opened["rank"]


def rows(table: str) -> list[str]:
    return re.findall(r'data-country="(\w+)"', table)


def test_bars_names_and_table_have_the_same_rows_in_the_same_order(visit: Page, rank: Rank):
    visit.selection.param.update(rank_by="SP.DYN.LE00.IN", rank_tab="table")
    assert rank._ranked is not None
    assert rows(rank.names.object) == rows(rank.table.object) == list(rank._ranked.iso3)
    assert list(rank.bars.source.data["value"]) == list(rank._ranked.value)
    assert rank.bars.figure.height == AXIS_PX + ROW_PX * len(rank._ranked.iso3)


def test_the_table_is_sent_when_its_tab_is_opened_and_not_with_each_year_that_the_bars_play(visit: Page, rank: Rank):
    assert len(rows(rank.table.object)) == 217  # of the first HTML, for readers without scripts
    visit.selection.param.update(rank_by="SP.DYN.LE00.IN", year=1990)
    assert rank.table.object == table_view.CLOSED
    before = rank.names.object
    visit.selection.year = 1991
    assert (rank.table.object, rank.names.object == before) == (table_view.CLOSED, False)
    visit.selection.rank_tab = "table"
    assert "Life expectancy at birth, 1991 (years)" in rank.table.object
    visit.selection.year = 1992
    assert "Life expectancy at birth, 1992 (years)" in rank.table.object


def test_a_notebook_has_no_tabs_and_always_the_table(shipped: Snapshot):
    selection = new_selection(shipped)
    selection.view = "rank"
    rank = Rank(ViewContext(shipped, selection))
    rank.layout()
    selection.rank_by = "SP.DYN.LE00.IN"
    assert "Life expectancy at birth, 2024 (years)" in rank.table.object


def test_the_selected_country_is_marked_and_a_bar_selects_its_country(visit: Page, rank: Rank):
    visit.selection.country = "NOR"
    assert rank._ranked is not None
    assert rank.bars.source.selected.indices == [rank._ranked.iso3.index("NOR")]
    before = rank.table.object
    rank.bars.source.selected.indices = [0]
    assert visit.selection.country == "MNG"
    assert rank.table.object is before  # 77 kB that need not travel again
    visit.selection.country = "WLD"
    assert rank.bars.source.selected.indices == []


def test_reference_lines_follow_the_selection_and_are_named_in_the_key(visit: Page, rank: Rank):
    visit.selection.param.update(rank_by="EG.ELC.ACCS.ZS", country="LIC", countries=("KEN", "SSF"))
    lines = rank.bars.references.data
    assert lines["name"] == ["Low income", "Sub-Saharan Africa", "World"]
    assert lines["dash"] == ["solid", "dashed", "dotted"]
    assert set(lines["y1"]) == {rank.bars.figure.y_range.start}
    assert "Reference lines: low-income countries " in rank.sentence.text
    assert rank.key.text.count("% of population (20") == 3
    assert rank.bars.source.selected.indices == []
    visit.selection.param.update(country="WLD", countries=())
    assert rank.bars.references.data["name"] == ["World"]


def test_the_axis_reaches_a_reference_beyond_all_bars(visit: Page, rank: Rank):
    visit.selection.param.update(rank_by="NY.GDP.PCAP.PP.KD", income="LIC", country="HIC")
    x, y = rank.bars.figure.x_range, rank.bars.references.data["x"]
    assert max(y) > max(rank.bars.source.data["value"])
    assert x.end > max(y)
    assert x.start == 0


def test_doubted_values_are_marked(rank: Rank):
    assert rank._ranked is not None
    kuwait = rank._ranked.iso3.index("KWT")
    assert rank.bars.source.data["hatch"][kuwait] != "blank"
    assert rank.table.object.count("<abbr") == sum(map(bool, rank._ranked.doubt)) > 10


def test_the_slider_gets_the_years_of_the_series_and_a_measure_has_none(visit: Page, rank: Rank):
    assert json.loads(rank.bars.source.tags[0]) == {}
    visit.selection.param.update(rank_by="SP.DYN.LE00.IN", year=1990)
    about = json.loads(rank.bars.source.tags[0])
    assert about == {
        "first": 1960,
        "last": 2024,
        "shown": 1990,
        "latest": 2024,
        "name": "year",
        "each": 1,
    }
    assert rank.heading.text == "Life expectancy at birth, 1990 (years)"


def test_projected_changes_have_a_slider_of_periods_a_menu_of_scenarios_and_hatched_bars(shipped: Snapshot):
    snapshot = projected(shipped)
    selection = new_selection(snapshot)
    selection.param.update(view="rank", rank_by="projected", country="PHL")
    rank = Rank(ViewContext(snapshot, selection))
    about = json.loads(rank.bars.source.tags[0])
    assert about == {"first": 2040, "last": 2100, "shown": 2060, "latest": 2060, "name": "until", "each": 20}
    assert rank.heading.text == "Projected temperature change, SSP2-4.5, 2041–2060 (°C)"
    assert rank.scenario.visible
    assert set(rank.bars.source.data["hatch"]) == {"left_diagonal_line"}
    assert "10th to 90th percentile of the models" in rank.key.object
    assert "95 % CI" not in rank.key.object
    selection.param.update(scenario="ssp585", projected_until=2100)
    assert rank.heading.text == "Projected temperature change, SSP5-8.5, 2081–2100 (°C)"
    assert rank.bars.source.data["value"] == pytest.approx([3.55] * 4, abs=1e-4)
    assert rank.year.menu.value == 2100
    rank.year.menu.value = 2040
    assert (selection.projected_until, selection.year) == (2040, "latest")
    selection.rank_by = "SP.DYN.LE00.IN"
    assert not rank.scenario.visible
    assert set(rank.bars.source.data["hatch"]) == {"blank"}


def test_one_selected_country_is_highlighted_and_filters_nothing(visit: Page, rank: Rank):
    visit.selection.param.update(country="KEN", countries=("NOR",))
    assert rank._ranked is not None
    assert len(rank._ranked.iso3) == 217
    assert rank.bars.source.selected.indices == [rank._ranked.iso3.index("KEN")]
    assert "Kenya ranks " in rank.sentence.text


def test_the_base_years_and_the_common_scale_are_in_words(visit: Page, rank: Rank):
    assert "1995–2024 relative to 1901–1930." in rank.sentence.text
    assert "each from its own 1961–1990 mean. All rows share one colour scale." in rank.stripes_sentence.text
    assert "Anomaly from 1961–1990 (°C), one scale for all countries" in rank.scale.text


def test_the_year_menu_has_the_years_of_the_series(visit: Page, rank: Rank):
    assert rank.year.menu.disabled
    visit.selection.rank_by = "SP.DYN.LE00.IN"
    assert not rank.year.menu.disabled
    rank.year.menu.value = 1990
    assert visit.selection.year == 1990
    assert rank._ranked is not None
    assert rank._ranked.year == 1990
    visit.selection.year = "latest"
    assert rank.year.menu.value == 0


def test_region_and_income_filter_bars_and_stripes(visit: Page, rank: Rank):
    visit.selection.param.update(region="SAS", rank_tab="table")
    assert len(rank.bars.source.data["value"]) == len(rank.stripes.source.data["image"]) == 6
    assert "6 countries of South Asia" in rank.stripes_sentence.object
    visit.selection.income = "HIC"
    assert rows(rank.table.object) == []
    assert "No country in this selection has a value." in rank.sentence.object
    assert not rank.bars.figure.visible
    # Words in place of a bare head of a table, of an empty card, and of a key to colours that nothing has.
    assert "<table" not in rank.table.object
    assert "No country in this selection has a value." in rank.table.object
    assert "No country in this selection has a value." in rank.names.object
    assert rank.scale.object == rank.stripes_names.object == ""
    visit.selection.param.update(region="", income="")
    assert rank.bars.figure.visible
    assert "<table" in rank.table.object
    assert "<ul" in rank.scale.object


def test_stripes_have_one_colour_scale_for_all_filters(visit: Page, rank: Rank):
    colours, scale = rank.stripes._colours, rank.scale.object
    before = (colours.palette, colours.low, colours.high)
    visit.selection.region = "SAS"  # none of its six changed as much as the northernmost
    assert (colours.palette, colours.low, colours.high) == before
    assert rank.scale.object == scale


def test_stripes_follow_the_baseline(visit: Page, rank: Rank):
    before = rank.stripes.source.data["image"][0].copy()
    visit.selection.baseline = (1991, 2020)
    assert "1991–2020" in rank.stripes_sentence.object
    assert (rank.stripes.source.data["image"][0] < before).all()


def test_bars_begin_at_zero_and_wide_intervals_are_cut():
    nothing = np.array([np.nan, np.nan])
    start, end = extent(np.array([5.0, 10.0]), nothing, nothing)
    assert start == 0
    assert 10 < end < 12
    start, end = extent(np.array([-5.0, -1.0]), nothing, nothing)
    assert end == 0
    assert extent(np.array([1.0]), np.array([-100.0]), np.array([100.0]))[1] < 2
    assert extent(np.array([]), np.array([]), np.array([])) == (0.0, 1.0)


def test_an_arrow_marks_each_whisker_that_continues_beyond_the_axis():
    bars = RankBars(LIGHT)
    columns = {name: [""] * 4 for name in ("hatch", "name", "text", "interval", "doubt")}
    values = {"value": [1.0, 1.0, 1.0, 1.0], "low": [0.5, -9.0, np.nan, 0.9], "high": [1.5, 9.0, np.nan, np.inf]}
    bars.update(columns | values)
    left, right = (bars.beyond[side] for side in ("left", "right"))
    axis = bars.figure.x_range
    assert left.data == {"x": [axis.start], "y": [1]}
    assert right.data == {"x": [axis.end] * 2, "y": [1, 3]}
    bars.refer([10.0], ["World"], ["10"])  # which lengthens the axis beyond the second interval
    assert (left.data["y"], right.data["y"]) == ([1], [3])


def test_years_are_dots_and_an_open_whisker_runs_to_the_edge(visit: Page, rank: Rank):
    visit.selection.param.update(rank_by="emergence_year", rank_tab="table")
    bars, figure = rank.bars, rank.bars.figure
    assert (bars._bars.visible, bars._dots.visible) == (False, True)
    assert 1970 < figure.x_range.start < figure.x_range.end < 2030
    assert set(figure.xaxis[0].major_label_overrides.values()) >= {"1990", "2000", "2020"}
    assert bars.source.data["low"][0] == 2005
    assert bars.source.data["high"][0] == figure.x_range.end
    assert "2024" in rank.table.object
    assert "2,024" not in rank.table.object
    assert ", year<" not in rank.table.object
    assert list(rank.order.options) == ["Latest first", "Earliest first"]
    visit.selection.rank_by = "period_change"
    assert (bars._bars.visible, bars._dots.visible) == (True, False)
    assert figure.x_range.start <= 0
    assert list(rank.order.options) == ["Highest first", "Lowest first"]


def test_names_are_escaped():
    markup = table_view.names(["NAM"], ["<script>"], 'a "label"', of="rank_bars")
    assert "<script>" not in markup
    assert "&lt;script&gt;" in markup
    assert "&quot;label&quot;" in markup
