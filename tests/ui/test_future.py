"""Explore to 2100 in a real browser: one control, both charts' years, words on what is modelled, no trace if off."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.snapshot.projections import has_projections
from dashboard.snapshot.store import Snapshot
from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.visitor import open_dashboard, open_options

pytestmark = pytest.mark.ui

YEARS = """() => ["explore_temperature", "explore_indicator"].map((name) => {
  if (!window.Bokeh) return app.readings.get(name).x;
  const { start, end } = Bokeh.documents[0].get_model_by_name(name).x_range;
  return [start, end];
})"""
"""First and last year of both charts: of Bokeh's in the live edition, of the pictures in the static one."""

DRAWN = """() => window.Bokeh
  ? Bokeh.documents[0].get_model_by_name("explore_temperature").renderers
    .filter(({ name, data_source }) => /^ssp.*_line$/.test(name) && data_source.get_length()).length
  : document.querySelectorAll('[data-text="explore_temperature"] [stroke-dasharray="6 3"]').length"""
"""Number of scenarios in the chart."""


@pytest.fixture(autouse=True)
def _has_projections(shipped: Snapshot) -> None:
    if not has_projections(shipped):
        pytest.skip("the shipped figures have no projections: publish a snapshot with them")


def control(page: Page):
    """The control that takes the charts on to 2100."""
    return page.get_by_role("button", name="To 2100")


def tiles(page: Page):
    """The key figures beside the map."""
    return page.locator("#explore-tiles dl.tiles")


def test_one_control_takes_both_charts_on_to_2100_and_back(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=PHL")
    before = watched.evaluate(YEARS)
    expect(control(watched)).to_have_attribute("aria-pressed", "false")
    assert watched.evaluate(DRAWN) == 0
    control(watched).click()
    expect(watched).to_have_url(f"{edition}?country=PHL&future=1")
    expect(control(watched)).to_have_attribute("aria-pressed", "true")
    expect(tiles(watched)).to_contain_text("2081–2100, SSP2-4.5")
    watched.wait_for_function(f"() => ({YEARS})().every(([, end]) => end === 2101)")
    assert watched.evaluate(DRAWN) == 5
    expect(watched.locator("#live")).to_have_text("Chart to 2100: observed years, then modelled ones")
    control(watched).click()
    expect(watched).to_have_url(f"{edition}?country=PHL")
    expect(tiles(watched)).not_to_contain_text("SSP")
    watched.wait_for_function(f"(before) => JSON.stringify(({YEARS})()) === JSON.stringify(before)", arg=before)
    assert watched.evaluate(DRAWN) == 0


def test_an_address_opens_the_chart_to_2100_with_its_scenario(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=KEN&future=1&scenario=ssp585")
    expect(control(watched)).to_have_attribute("aria-pressed", "true")
    expect(tiles(watched)).to_contain_text("2041–2060, SSP5-8.5")
    assert watched.evaluate(DRAWN) == 3
    open_options(watched)
    expect(watched.get_by_label("Scenario of key figures")).to_have_value("ssp585")
    watched.get_by_label("Scenario of key figures").select_option("ssp126")
    expect(tiles(watched)).to_contain_text("2041–2060, SSP1-2.6")
    expect(watched).to_have_url(re.compile("scenario=ssp126"))


def test_keys_read_modelled_means_and_observed_years(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=PHL&future=1")
    chart = watched.locator('[data-reads="explore_temperature"]')
    chart.focus()
    watched.keyboard.press("End")
    expect(watched.locator("#live")).to_contain_text("2081–2100")
    expect(watched.locator("#live")).to_contain_text("modelled, CMIP6 ensemble median, SSP2-4.5")
    watched.keyboard.press("Home")
    expect(watched.locator("#live")).to_contain_text("observed, CRU TS")


def test_the_first_html_has_the_chart_to_2100(watched: Page, server: str):
    html = watched.request.get(f"{server}?country=PHL&future=1").text()
    assert "observed | modelled" in html
    assert html.count('stroke-dasharray="6 3"') == 5
    plain = watched.request.get(f"{server}?country=PHL").text()
    assert "observed | modelled" not in plain


def test_links_of_the_chart_lead_to_the_table_of_the_years_shown(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=PHL&future=1")
    table = watched.locator(".temperature .chart-acts a[data-choose]")
    expect(table).to_have_attribute("href", re.compile("table=future"))
    control(watched).click()
    expect(table).to_have_attribute("href", re.compile("table=temperature"))


@pytest.mark.parametrize("tab", ["Seasonal", "Sensitivity"])
def test_the_control_shows_the_annual_chart(watched: Page, edition: str, tab: str):
    open_dashboard(watched, f"{edition}?country=PHL")
    watched.get_by_role("tab", name=tab).click()
    control(watched).click()
    expect(watched.get_by_role("tab", name="Annual")).to_have_attribute("aria-selected", "true")
    expect(control(watched)).to_have_attribute("aria-pressed", "true")


def test_the_page_to_2100_has_no_accessibility_fault(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=PHL&future=1")
    for look in looks(watched, (1366, 390), height=768):
        assert axe_violations(watched) == [], look


def test_nothing_is_wider_than_a_phone(watched: Page, edition: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(watched, f"{edition}?country=PHL&future=1")
    assert watched.evaluate("() => document.documentElement.scrollWidth") == 390
