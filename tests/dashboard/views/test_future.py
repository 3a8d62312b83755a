"""Explore to 2100: both charts' axis, tiles, head and notes follow the choice; nothing without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.views.explore.country import CountryView
from dashboard.views.explore.view import Explore
from dashboard.views.page.page import Page
from tests.helpers.pages import page_of
from tests.helpers.projected import projected, without_projections


@pytest.fixture(scope="module")
def one(shipped: Snapshot) -> Page:
    return page_of(projected(shipped))


@pytest.fixture
def visit(one: Page) -> Iterator[Page]:
    yield one
    one.selection.param.update(one.selection.defaults)


def country(visit: Page) -> CountryView:
    return visit.opened["explore"].country


def test_the_years_of_both_charts_go_on_to_2100_and_back(visit: Page):
    shown = country(visit)
    before = shown.axis.range.end
    visit.selection.param.update(country="NOR", future=True)
    assert shown.axis.range.end == 2101
    assert shown.temperature.chart.x_range is shown.indicator.chart.x_range
    visit.selection.future = False
    assert shown.axis.range.end == before


def test_a_place_without_projections_shows_its_observed_years_with_a_note(visit: Page):
    visit.selection.param.update(country="SWE", future=True)
    assert country(visit).axis.range.end < 2100
    assert "There are no projections for Sweden" in country(visit).temperature.sentences.object
    assert "no projections to 2100" in country(visit).heading.text
    visit.selection.country = "NOR"
    assert "no projections" not in country(visit).heading.text


def test_tiles_and_the_sentence_to_copy_follow_scenario_and_baseline(visit: Page):
    visit.selection.param.update(country="NOR", future=True, scenario="ssp585", baseline=(1991, 2020))
    shown = country(visit)
    assert "2041–2060, SSP5-8.5" in shown.tiles.object
    assert "from 1991–2020" in shown.tiles.object
    assert "Under SSP5-8.5, Norway is projected" in shown.heading.object
    assert "CRU TS" in shown.heading.object
    assert "CMIP6, 2015–2100" in shown.heading.object
    visit.selection.future = False
    assert "SSP" not in shown.tiles.object + shown.heading.object + shown.figures.object


def test_the_chart_s_label_distinguishes_observed_and_modelled(visit: Page):
    visit.selection.param.update(country="KEN", future=True)
    label = country(visit).temperature.chart.html_attributes["aria-label"]
    assert "After 2024 modelled to 2100 under SSP1-2.6, SSP2-4.5 and SSP5-8.5." in label
    visit.selection.future = False
    assert "modelled" not in country(visit).temperature.chart.html_attributes["aria-label"]


def test_controls_are_there_only_with_projections(shipped: Snapshot, visit: Page):
    assert Explore.fragment_words(visit.context)["has_projections"]
    older = page_of(without_projections(shipped))
    assert not Explore.fragment_words(older.context)["has_projections"]
    older.selection.param.update(country="NOR", future=True)
    assert "This snapshot has no projections." in country(older).temperature.sentences.object


def test_a_table_that_a_newer_snapshot_replaced_is_named_and_the_page_goes_on(shipped: Snapshot):
    lost = projected(shipped)
    gone = replace(lost, model={name: table for name, table in lost.model.items() if name != "projections"})
    visit = page_of(gone)
    visit.selection.param.update(country="NOR", future=True)
    assert "The table projections is gone" in country(visit).temperature.sentences.object
    assert country(visit).axis.range.end < 2100
    assert "since 1901–1930" in country(visit).heading.object


def test_a_notebook_has_the_controls_too(visit: Page, shipped: Snapshot):
    controls = country(visit).temperature.controls
    menu = next(part for part in controls if getattr(part, "name", "") == "Scenario of key figures")
    menu.value = "ssp585"
    assert visit.selection.scenario == "ssp585"
    older = country(page_of(without_projections(shipped))).temperature.controls
    assert len(older) == len(controls) - 2
