"""Projected change in the browser: slider of periods, menu of scenarios, words on the map."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.snapshot.projections import has_projections
from dashboard.snapshot.store import Snapshot
from dashboard.text.markup.elements import unbroken
from tests.helpers.accessibility import axe_violations
from tests.helpers.visitor import IDLE, open_dashboard, pick, pixel_of

pytestmark = pytest.mark.ui

TITLE = "Projected temperature change, {}, relative to 2015–2024 (°C), {}"
PAINTED = "() => window.app.map.values?.values"
CLASSES = (
    """() => [...document.querySelectorAll("#map-svg .places > *")].map((each) => each.getAttribute("class")).join()"""
)
LIMITS = (
    """() => [...document.querySelectorAll("#map-legend [data-class^=b]")].map((each) => each.dataset.name).join()"""
)
MOVE = """(year) => {
  const slider = document.getElementById("map-year");
  slider.value = year;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
RELEASE = """() => document.getElementById("map-year").dispatchEvent(new Event("change", { bubbles: true }))"""


@pytest.fixture(autouse=True)
def _has_projections(shipped: Snapshot) -> None:
    if not has_projections(shipped):
        pytest.skip("the shipped figures have no projections: publish a snapshot with them")


def open_map(page: Page, url: str) -> None:
    open_dashboard(page, url)
    page.wait_for_function(PAINTED)
    page.wait_for_function(IDLE)


def test_the_slider_has_periods_and_the_menu_scenarios_for_projected_change_only(watched: Page, edition: str):
    open_map(watched, edition)
    scenario = watched.get_by_label("Scenario", exact=True)
    expect(scenario).to_be_hidden()
    pick(watched, "map", "Projected temperature change")
    expect(watched).to_have_url(f"{edition}?measure=projected")
    expect(watched.locator("#map-title")).to_have_text(TITLE.format("SSP2-4.5", "2041–2060"))
    expect(scenario).to_have_value("ssp245")
    watched.set_viewport_size({"width": 1366, "height": 768})
    field = watched.locator("#find-indicator")
    assert field.evaluate("(one) => one.scrollWidth <= one.clientWidth"), "the title of the indicator is cut"
    before, limits = watched.evaluate(CLASSES), watched.evaluate(LIMITS)
    watched.evaluate(MOVE, 2100)
    expect(watched.locator("#map-title")).to_have_text(TITLE.format("SSP2-4.5", "2081–2100"))
    assert watched.evaluate(CLASSES) != before
    watched.evaluate(RELEASE)
    expect(watched).to_have_url(f"{edition}?measure=projected&until=2100")
    expect(watched.locator("#map-sentence")).to_contain_text(
        "In 2081–2100 under SSP2-4.5, modelled changes range from "
    )
    scenario.select_option("ssp585")
    expect(watched.locator("#map-title")).to_have_text(TITLE.format("SSP5-8.5", "2081–2100"))
    assert watched.evaluate(LIMITS) == limits  # a colour is the same change under both
    pick(watched, "map", "Life expectancy at birth")
    expect(scenario).to_be_hidden()
    expect(watched.locator("#map-title")).to_have_text(re.compile(r"\(years\), 20[0-2]\d$"))


def test_a_place_has_notes_on_its_modelled_value_and_on_its_spread(watched: Page, edition: str):
    open_map(watched, f"{edition}?measure=projected&scenario=ssp585&until=2100")
    expect(watched.locator("#map-legend")).to_contain_text("projected")
    watched.mouse.move(*pixel_of(watched, -53.0, -10.0))  # Brazil
    expect(watched.locator("#map-tip")).to_contain_text(re.compile(r"\+\d\.\d\d °C in 2081–2100, modelled"))
    expect(watched.locator("#map-tip")).to_contain_text("spread of the models: not in these figures")
    said = watched.evaluate("() => window.app.map.description('PHL')")
    assert re.search(r"10th to 90th percentile of the models \+\d\.\d\d to \+\d\.\d\d", said)


def test_the_map_of_an_address_is_whole_before_scripts_and_accessible(watched: Page, server: str):
    first = watched.request.get(f"{server}?measure=projected&scenario=ssp126").text()
    assert unbroken(TITLE.format("SSP1-2.6", "2041–2060")) in first
    assert 'class="projected"' in first
    open_map(watched, f"{server}?measure=projected&scenario=ssp126")
    assert axe_violations(watched) == []
