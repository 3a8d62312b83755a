"""The country part of Explore in a real browser: controls change the charts; years are aligned across charts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import axe_violations
from tests.helpers.visitor import chart_pictures, heading, open_dashboard, open_options, wait_for_other_pictures

pytestmark = pytest.mark.ui

FRAMES = """() => {
  const all = [];
  const walk = (view) => { all.push(view); (view.child_views ?? []).forEach(walk); };
  Object.values(Bokeh.index.roots ?? Bokeh.index).forEach(walk);
  const isOne = (renderer) => /^(annual|stripes|tips)$/.test(renderer.name);
  const charts = all.filter((view) => view.model.type === "Figure" && view.model.renderers?.some(isOne));
  return charts.map((v) => {
    const box = v.canvas_view.el.getBoundingClientRect();
    return [box.left + v.frame.x_scale.compute(1950), box.left + v.frame.x_scale.compute(2020)];
  });
}"""
"""The positions of two years in the window, for each chart over time."""

TRAFFIC = """() => { window.sent = 0; const send = WebSocket.prototype.send;
  WebSocket.prototype.send = function (data) { window.sent += 1; return send.call(this, data); }; }"""


def trend_tile(page: Page):
    """The key figure of the trend."""
    return page.locator("#explore-tiles dl.tiles > div").nth(1)


def test_years_are_aligned_across_charts(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    frames = watched.evaluate(FRAMES)
    assert len(frames) == 3
    for left, right in frames[1:]:
        assert left == pytest.approx(frames[0][0], abs=0.5)
        assert right == pytest.approx(frames[0][1], abs=0.5)


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1400, 900), (1920, 1080)])
def test_the_parts_a_click_changes_are_in_view_beside_the_map(watched: Page, edition: str, width: int, height: int):
    watched.set_viewport_size({"width": width, "height": height})
    open_dashboard(watched, edition)
    for part in (watched.locator(".map-figure"), watched.locator(".country .chart").first, watched.locator(".strip")):
        expect(part).to_be_in_viewport(ratio=0.9)


def test_trend_period_and_baseline_change_chart_and_sentence(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    before = chart_pictures(watched)
    open_options(watched)
    watched.get_by_label("First year of the trend").fill("2004")
    watched.get_by_label("First year of the trend").press("Enter")
    expect(trend_tile(watched)).to_contain_text("Linear trend 2004–2024")
    after = wait_for_other_pictures(watched, before[:1])
    assert after[1] == before[1]
    watched.get_by_label("Baseline", exact=True).first.select_option("1991–2020")
    expect(watched).to_have_url(f"{server}?country=NOR&baseline=1991-2020&trend=2004-2024")
    wait_for_other_pictures(watched, after[:1])


def test_a_deep_link_restores_trend_period_baseline_and_group(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=MDV&trend=1951-2000&baseline=1981-2010&behind=none")
    expect(heading(watched)).to_have_text("Maldives")
    expect(watched.locator("#map-baseline")).to_have_value("1981-2010")
    expect(trend_tile(watched)).to_contain_text("Linear trend 1951–2000")
    expect(watched.get_by_label("Compare with", exact=True)).to_have_value("none")


def test_hovering_over_a_line_sends_nothing_to_the_server(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    chart = watched.locator(".chart").first
    chart.scroll_into_view_if_needed()
    watched.evaluate(TRAFFIC)
    box = chart.bounding_box()
    for step in range(10):
        watched.mouse.move(box["x"] + 80 + 25 * step, box["y"] + 120)
    expect(watched.locator(".bk-tooltip-content").first).to_contain_text("°C")
    assert watched.evaluate("() => window.sent") == 0


@pytest.mark.parametrize(
    ("place", "name"), [("XSG", "Siachen Glacier"), ("WLD", "World"), ("SSF", "Sub-Saharan Africa")]
)
def test_a_place_without_data_shows_a_sentence_instead_of_charts(watched: Page, edition: str, place: str, name: str):
    open_dashboard(watched, f"{edition}?country={place}")
    expect(heading(watched)).to_have_text(name)
    figure = watched.get_by_role("figure", name=re.compile("^Annual mean temperature, "))
    expect(figure).to_have_count(0 if place == "XSG" else 1)
    if place == "XSG":
        expect(watched.locator(".head")).to_contain_text("There is no temperature series for the Siachen Glacier")


def test_a_country_is_added_to_compare_and_the_button_then_opens_it(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    watched.get_by_role("button", name="Add to Compare").click()
    expect(watched).to_have_url(f"{server}?country=NOR&countries=NOR")
    watched.get_by_role("button", name="Open Compare").click()
    expect(watched.locator("#view-compare")).to_contain_text("Norway")
    expect(watched.locator("#view-compare")).to_be_visible()


CELL = """([first, last]) => {
  const all = [];
  const walk = (view) => { all.push(view); (view.child_views ?? []).forEach(walk); };
  Object.values(Bokeh.index.roots ?? Bokeh.index).forEach(walk);
  const chart = all.find(({ model }) => model.type === "Figure" && model.renderers?.some((r) => r.name === "cells"));
  if (!chart?.frame?.bbox.width) return null;
  const box = chart.canvas_view.el.getBoundingClientRect();
  return [box.left + chart.frame.x_scale.compute(first + 0.5), box.top + chart.frame.y_scale.compute(last + 0.5)];
}"""
"""The position of a trend period in the chart of all periods."""


def test_a_click_in_the_chart_of_all_trend_periods_selects_one(watched: Page, server: str):
    warnings: list[str] = []
    watched.on("console", lambda line: warnings.append(line.text) if line.type == "warning" else None)
    open_dashboard(watched, f"{server}?country=NOR")
    watched.get_by_role("tab", name="Sensitivity").click()
    periods = watched.locator("#country").get_by_text("by up to 5 years")
    expect(periods).to_contain_text("Shifting the start or end of 1975–2024")
    expect(watched).to_have_url(f"{server}?country=NOR&windows=1")
    figure = watched.get_by_role("figure", name="Sensitivity of the trend to its first and last year, Norway")
    expect(figure).to_be_visible()
    figure.scroll_into_view_if_needed()
    watched.wait_for_function(f"() => ({CELL})([1951, 1990]) !== null")
    watched.mouse.click(*watched.evaluate(CELL, [1951, 1990]))
    expect(periods).to_contain_text("Shifting the start or end of 1951–1990")
    expect(watched).to_have_url(f"{server}?country=NOR&trend=1951-1990&windows=1")
    watched.get_by_role("tab", name="Annual").click()
    expect(watched).to_have_url(f"{server}?country=NOR&trend=1951-1990")
    expect(figure).to_have_count(0)
    assert warnings == []


def test_era5_is_in_the_legend_only_while_it_is_drawn(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    key = watched.get_by_text("ERA5 reanalysis (absolute")
    note = watched.get_by_label("Key, source and method of Temperature")
    note.click()
    expect(key).to_be_hidden()
    open_options(watched)
    watched.get_by_label("Show ERA5").check()
    expect(watched).to_have_url(f"{server}?country=NOR&era5=1")
    note.click()
    expect(key).to_be_visible()


QUERIES = ["?country=COD", "?country=XSG", "?country=NOR&theme=dark", "?country=KEN&windows=1"]


@pytest.mark.parametrize("query", QUERIES)
def test_on_a_phone_nothing_overflows_and_axe_finds_no_violation(watched: Page, edition: str, query: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(watched, edition + query)
    assert watched.evaluate("() => document.documentElement.scrollWidth") <= 390
    assert axe_violations(watched) == []
