"""The map responds without waiting for the server and without needless painting, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from dashboard.snapshot.quantities import quantities
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import amount
from tests.helpers.visitor import heading, open_dashboard, open_options, pick, pixel_of

pytestmark = pytest.mark.ui

OUTLINED = """(how) => [...document.querySelectorAll(`#map-svg .${how} > use`)].map(
  (use) => use.getAttribute("href").slice("#map-shape-".length))"""
POINTS = """() => [...document.querySelectorAll("#map-svg .places path")].map(
  (path) => path.getAttribute("d") ?? "").join("").length"""
COUNT_PAINTINGS = """() => {
  window.paintings = 0;
  new MutationObserver((all) => { window.paintings += all.length; }).observe(
    document.querySelector("#map-svg .places"), { subtree: true, attributes: true, attributeFilter: ["class", "d"] });
}"""


def open_map(page: Page, url: str) -> None:
    """Open an address and wait until all is painted."""
    open_dashboard(page, url)
    page.wait_for_function("() => app.map.values && app.address.isHeard()")


def test_a_click_outlines_the_country_before_the_server_answers(watched: Page, edition: str):
    open_map(watched, edition)
    watched.mouse.click(*pixel_of(watched, -53.0, -10.0))
    assert watched.evaluate(OUTLINED, "chosen") == ["BRA"]


def test_the_country_of_a_link_is_outlined_until_it_is_deselected(watched: Page, edition: str):
    open_map(watched, f"{edition}?country=NOR")
    assert watched.evaluate(OUTLINED, "chosen") == ["NOR"]
    watched.evaluate("() => app.address.go({ country: null })")
    watched.wait_for_function(f"() => ({OUTLINED})('chosen').length === 0")


def test_hovering_outlines_a_country_without_repainting_the_world(watched: Page, edition: str):
    open_map(watched, edition)
    x, y = pixel_of(watched, -53.0, -10.0)
    watched.evaluate(COUNT_PAINTINGS)
    watched.mouse.move(x, y)
    expect(watched.locator("#map-tip")).to_contain_text("Brazil")
    assert watched.evaluate(OUTLINED, "pointed") == ["BRA"]
    watched.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert watched.evaluate("() => window.paintings") == 0


def test_shapes_are_simplified_at_world_zoom_only(watched: Page, edition: str):
    open_map(watched, edition)
    afar = watched.evaluate(POINTS)
    open_options(watched)
    watched.get_by_label("Zoom to").select_option(label="South Asia")
    watched.wait_for_function(f"(afar) => ({POINTS})() > 2 * afar", arg=afar)
    watched.mouse.click(*pixel_of(watched, 79.0, 22.0))
    expect(heading(watched)).to_have_text("India")
    open_options(watched)
    watched.get_by_label("Zoom to").select_option(label="World")
    watched.wait_for_function(f"(afar) => ({POINTS})() === afar", arg=afar)
    assert watched.evaluate(OUTLINED, "chosen") == ["IND"]


def test_a_choice_with_a_known_file_is_drawn_while_the_server_is_silent(watched: Page, server: str):
    waiting: list[tuple[WebSocketRoute, str | bytes]] = []
    is_silent = {"now": False}

    def between(page: WebSocketRoute) -> None:
        server_side = page.connect_to_server()
        server_side.on_message(
            lambda message: waiting.append((page, message)) if is_silent["now"] else page.send(message)
        )

    open_map(watched, f"{server}?measure=indicator&indicator=SP.DYN.LE00.IN")  # makes the file, for later visitors
    watched.route_web_socket("**/ws*", between)
    open_map(watched, server)
    title = watched.locator("#map-title")
    expect(title).not_to_contain_text("Life expectancy")
    is_silent["now"] = True
    pick(watched, "map", "Life expectancy at birth")
    expect(title).to_contain_text("Life expectancy")
    expect(watched.locator("#map-legend")).to_contain_text("no data")
    expect(watched).to_have_url(re.compile("indicator=SP.DYN.LE00.IN"))
    session = "() => Bokeh.documents[0].get_model_by_name('explore_map_state').tags[0].chosen.measure"
    assert watched.evaluate(session) != "indicator"
    is_silent["now"] = False
    for page, message in waiting:
        page.send(message)
    watched.wait_for_function(f"() => ({session})() === 'indicator'")
    expect(title).to_contain_text("Life expectancy")
    expect(watched.locator("#find-map")).to_have_value("Life expectancy at birth")


def test_the_tooltip_has_a_sparkline_that_marks_the_year_shown(watched: Page, edition: str, shipped: Snapshot):
    series = shipped.values("SP.DYN.LE00.IN")
    years = sorted(series[(series.iso3 == "BRA") & series.value.notna()].year)
    open_map(watched, f"{edition}?measure=indicator&indicator=SP.DYN.LE00.IN&year={years[0]}")
    watched.mouse.move(*pixel_of(watched, -53.0, -10.0))
    spark = watched.locator("#map-tip svg")
    values = series[series.iso3 == "BRA"].value
    decimals = quantities(shipped)["SP.DYN.LE00.IN"].decimals
    reach = " to ".join(amount(value, decimals) for value in (values.min(), values.max()))
    expect(spark.locator("text")).to_have_text([str(years[0]), reach, str(years[-1])])
    line = spark.locator("path").get_attribute("d") or ""
    assert line.count("L") == len(years)
    assert line.startswith(f"M{float(spark.locator('circle').get_attribute('cx') or 'nan'):.1f} ")  # of the first year


def test_the_tooltip_of_a_measure_without_years_has_no_sparkline(watched: Page, edition: str):
    open_map(watched, edition)
    watched.mouse.move(*pixel_of(watched, -53.0, -10.0))
    expect(watched.locator("#map-tip")).to_contain_text("Rank")
    expect(watched.locator("#map-tip svg")).to_have_count(0)


def test_without_a_websocket_the_map_still_follows_the_address(page: Page, server: str):
    page.route_web_socket("**/ws*", lambda socket: socket.close())
    page.goto(server)
    page.wait_for_function("() => app.map.values?.values")
    page.mouse.click(*pixel_of(page, -53.0, -10.0))
    assert page.evaluate(OUTLINED, "chosen") == ["BRA"]
    expect(page).to_have_url(f"{server}?country=BRA")
    page.evaluate("() => app.address.go({ measure: 'trend', trend: '1980-2020' })")
    expect(page.locator("#map-title")).to_have_text("Linear trend, 1980–2020 (°C per decade)")
    expect(page.locator("#map-sentence")).to_contain_text("Values range from")
    page.evaluate("() => app.address.go({ country: 'SAS' })")
    page.wait_for_function(f"() => ({OUTLINED})('chosen').includes('IND')")  # the members of a region
    page.go_back()
    page.wait_for_function(f"() => ({OUTLINED})('chosen').join() === 'BRA'")


def test_the_map_answers_before_the_libraries_are_loaded(page: Page, server: str):
    sources = re.findall(r'<script defer[^>]* src="([^"]+)"', page.request.get(server).text())
    page.route(f"**/{sources[1].removeprefix('./')}", lambda _: None)  # never answered
    page.goto(server, wait_until="commit")
    page.wait_for_function("() => window.app?.map?.values?.values")
    assert page.evaluate("() => window.Bokeh === undefined")
    page.mouse.move(*pixel_of(page, -53.0, -10.0))
    expect(page.locator("#map-tip")).to_contain_text("Brazil")
    page.mouse.click(*pixel_of(page, 134.0, -25.0))
    assert page.evaluate(OUTLINED, "chosen") == ["AUS"]
    expect(page).to_have_url(f"{server}?country=AUS")


def test_the_map_is_in_the_first_html_and_dark_from_the_first_frame(browser: Browser, server: str):
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server}?country=KEN")
    kenya = page.locator("#map-KEN")
    expect(kenya).to_have_attribute("aria-label", re.compile(r"^Kenya: \+0\.90 °C$"))
    expect(kenya).to_have_attribute("aria-selected", "true")
    expect(page.locator("#map-sentence")).to_contain_text("Temperature rose significantly in")
    expect(page.get_by_role("button", name="no data: 0 countries")).to_be_visible()
    sea = page.locator("#map-svg .sphere").evaluate("(sea) => getComputedStyle(sea).fill")
    assert sea == "rgb(14, 21, 28)"  # DARK.ground
    context.close()
