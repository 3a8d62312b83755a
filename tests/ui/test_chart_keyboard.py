"""Charts by keyboard: every tab stop is a control with a role and a name; and true minus signs at the axes."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.visitor import IDLE, open_dashboard

pytestmark = pytest.mark.ui

STOPS = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  return within(document.querySelector(".view:not([hidden])"))
    .filter((one) => one.tabIndex >= 0 && one.tagName === "DIV")
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => [one.className, one.getAttribute("role"), one.getAttribute("aria-label")]);
}"""
RANGE = """() => {
  const axis = [...Bokeh.documents[0]._all_models.values()].find((model) => model.name === "line1");
  const figure = [...Bokeh.documents[0]._all_models.values()].find((model) => model.renderers?.includes(axis));
  return figure.x_range.end - figure.x_range.start;
}"""
WORDS = """(name) => {
  const rows = Bokeh.documents[0].get_model_by_name(name);
  const figure = [...Bokeh.documents[0]._all_models.values()].find(
    (model) => model.renderers?.some((each) => each.data_source === rows));
  return [...figure.above.concat(figure.below)[0].major_label_overrides.values()];
}"""


@pytest.mark.parametrize("view", ["explore", "compare", "relate", "rank", "drivers"])
def test_every_tab_stop_has_a_role_and_a_name(watched: Page, server: str, view: str):
    watched.goto(f"{server}?view={view}&country=NOR")
    watched.wait_for_function(IDLE)
    assert [stop for stop in watched.evaluate(STOPS) if None in stop[1:]] == []


FOCUSED = """() => {
  let one = document.activeElement;
  while (one.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
  return [one.getAttribute("aria-label"), getComputedStyle(one).outlineWidth];
}"""


def test_the_tools_of_a_chart_are_one_tab_stop_and_arrow_keys_go_between_them(watched: Page, server: str):
    watched.goto(f"{server}?view=compare&countries=NOR~BRA")
    watched.wait_for_function(IDLE)
    tools = watched.locator(".compare-chart").get_by_role("toolbar", name="Tools of the chart").get_by_role("button")
    names = tools.evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    assert len(names) > 3
    assert tools.evaluate_all("(all) => all.filter((one) => one.tabIndex === 0).length") == 1
    tools.first.focus()
    for name in [*names[1:], names[0]]:
        watched.keyboard.press("ArrowRight")
        assert watched.evaluate(FOCUSED) == [name, "2px"]
    watched.keyboard.press("ArrowLeft")
    assert watched.evaluate(FOCUSED)[0] == names[-1]
    expect(watched.locator("#live")).not_to_contain_text(":")  # the keys of a tool read no year
    watched.keyboard.press("Tab")
    assert watched.evaluate(FOCUSED)[0] not in names
    chart = watched.get_by_role("application", name="Comparison: left and right arrow keys read the years")
    chart.focus()
    watched.keyboard.press("End")
    year = r"Norway (minus |\+)[\d.]+, Brazil (minus |\+)[\d.]+$"
    expect(watched.locator("#live")).to_have_text(re.compile(f"^2024: {year}"))
    watched.keyboard.press("ArrowLeft")
    expect(watched.locator("#live")).to_have_text(re.compile(f"^2023: {year}"))
    expect(chart.locator("output")).to_have_text(re.compile("^2023: Norway .*, Brazil "))
    assert chart.locator("output").bounding_box()["height"] < 60
    watched.evaluate("app.address.go({ countries: 'CIV~XKX', compare: 'SP.POP.TOTL' })")
    watched.wait_for_function(IDLE)
    expect(watched.locator("#view-compare")).to_contain_text("Kosovo")
    watched.keyboard.press("Home")
    expect(watched.locator("#live")).to_have_text(re.compile(r"^1960: Cote d'Ivoire [\d.]+ .*, Kosovo "))


def test_chart_tools_are_reached_by_tab_and_pressed_by_space_and_enter(watched: Page, server: str):
    watched.goto(f"{server}?view=compare&countries=NOR~BRA")
    watched.wait_for_function(IDLE)
    zoom = watched.locator(".compare-chart").get_by_role("button", name="Zoom In")
    box = watched.locator(".compare-chart").get_by_role("button", name="Box Zoom")
    before = watched.evaluate(RANGE)
    box.focus()
    watched.keyboard.press("Space")
    expect(box).to_have_attribute("aria-pressed", "true")
    for _ in range(4):
        if zoom.evaluate("(one) => one.getRootNode().activeElement === one"):
            break
        watched.keyboard.press("ArrowRight")
    expect(zoom).to_be_focused()
    expect(zoom).to_be_visible()
    watched.keyboard.press("Space")
    watched.wait_for_function(f"(before) => ({RANGE})() < before", arg=before)
    once = watched.evaluate(RANGE)
    watched.keyboard.press("Enter")
    watched.wait_for_function(f"(before) => ({RANGE})() < before", arg=once)


RINGED = """() => (app.readings
  ? [...document.querySelectorAll("[data-reads=explore_temperature] .ring")].map((one) => Number(one.dataset.year))
  : Bokeh.documents[0].get_model_by_name("explore_temperature").renderers
    .find(({ name }) => name === "cursor").data_source.data.x)"""
"""The years ringed in the chart of temperatures, in either edition."""


def test_the_years_of_a_chart_are_read_by_arrow_keys(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR&indicator=EN.GHG.CO2.PC.CE.AR5")
    chart, live = watched.get_by_role("application", name="Annual mean temperature"), watched.locator("#live")
    chart.focus()
    watched.keyboard.press("ArrowLeft")
    expect(live).to_have_text(re.compile(r"^2024 [\d.]+ °C, \+[\d.]+ °C from the 1961–1990 mean$"))
    watched.keyboard.press("ArrowLeft")
    expect(live).to_have_text(re.compile(r"^2023 "))
    expect(chart.locator("output")).to_have_text(re.compile(r"^2023 "))
    other = watched.get_by_role("application", name="Indicator").locator("output")
    expect(other).to_have_text(re.compile(r"^2023 [\d.]+ t CO₂e/capita$"))
    watched.keyboard.press("Home")
    expect(live).to_have_text(re.compile(r"^1901 [\d.]+ °C, .* °C from"))
    expect(other).to_have_count(0)  # without a value in 1901
    assert watched.evaluate(RINGED) == [1901]
    watched.get_by_role("application", name="Indicator").focus()
    assert watched.evaluate(RINGED) == []
    watched.keyboard.press("End")
    expect(live).to_have_text(re.compile(r"^20\d\d [\d.]+ t CO₂e/capita$"))


def test_axis_numbers_have_a_true_minus(watched: Page, server: str):
    watched.goto(f"{server}?view=rank&rank=endpoints_1901_2012")
    watched.wait_for_function(IDLE)
    assert {"−2", "0", "2"} <= set(watched.evaluate(WORDS, "rank_rows"))
