"""Explore on one screen: what is seen without scrolling, at the sizes of common windows."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import PAINTED_TWICE
from tests.helpers.visitor import IDLE, click_place, heading, open_dashboard

pytestmark = pytest.mark.ui

MAP, LEGEND, YEARS = "#map-figure", "#map-legend", "#map-time"
TEMPERATURE, INDICATOR = "[data-reads=explore_temperature]", "[data-reads=explore_indicator]"
LIFE = "&measure=indicator&indicator=SP.DYN.LE00.IN"
PEOPLE = "&measure=indicator&indicator=SP.POP.TOTL"
LIMITS_MEET = """() => {
  const boxes = [...document.querySelectorAll("#map-legend .limit")].map((one) => one.getBoundingClientRect())
    .filter(({ width }) => width).sort((a, b) => a.x - b.x);
  return boxes.length < 7 || boxes.some((box, at) => at && box.left < boxes[at - 1].right + 3);
}"""
TOPS = "(list) => [...new Set([...list.children].map((one) => one.getBoundingClientRect().top))]"
LEFTS = """() => [...document.querySelectorAll("#explore-controls :is(input, summary)")]
  .filter((one) => one.checkVisibility() && one.offsetWidth).map((one) => one.getBoundingClientRect().left)"""
"""Left edges of the controls of Explore, in the order of the keys."""
LOWEST_PX = 80
"""A chart that is lower shows no course."""
LOWEST_WITH_NAMES_PX = 105
"""In one that is lower the names of the scenarios nearly touch."""

CHARTS = """() => [...document.querySelectorAll("#view-explore .chart")].map(
  (chart) => [chart.clientWidth, chart.clientHeight])"""
FRAMES = """() => ["explore_temperature", "explore_indicator"].map((name) => {
  const view = Bokeh.index.get(Bokeh.documents[0].get_model_by_name(name));
  return [view.frame.bbox.left, view.frame.bbox.right].map(Math.round);
})"""
IS_WHOLE = """(one) => one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight &&
  one.getBoundingClientRect().bottom < one.closest(".card").getBoundingClientRect().bottom"""
SHIFTS = """() => { window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true }); }"""


def see(page: Page, edition: str, size: tuple[int, int], query: str = "") -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    open_dashboard(page, f"{edition}?country=KEN{query}")


def sized(page: Page, size: tuple[int, int]) -> tuple[int, int]:
    """Give an open page another size, wait until it is drawn so, and return the size."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.evaluate(PAINTED_TWICE)
    page.wait_for_function(IDLE)
    return size


def test_map_and_both_charts_are_whole_on_a_wide_screen(watched: Page, edition: str):
    see(watched, edition, (1366, 768))
    for size in ((1366, 768), (1366, 650), (1440, 900), (1920, 1080)):
        sized(watched, size)
        for part in (MAP, LEGEND, TEMPERATURE, ".strip", INDICATOR, "dl.tiles"):
            expect(watched.locator(part)).to_be_in_viewport(ratio=0.99)
        for chart in (TEMPERATURE, INDICATOR):
            assert watched.locator(chart).bounding_box()["height"] >= LOWEST_PX, size
        assert watched.locator(MAP).bounding_box()["height"] >= 2 * LOWEST_PX, size
        assert watched.evaluate("() => document.documentElement.scrollWidth") == size[0]
        lefts = watched.evaluate(LEFTS)
        assert len(lefts) >= 4
        assert lefts == sorted(lefts), "the keys reach the controls in another order than on screen"


def test_with_an_indicator_on_the_map_its_years_are_in_sight_too(watched: Page, edition: str):
    see(watched, edition, (1366, 768), LIFE)
    for size in ((1366, 768), (1366, 650)):
        sized(watched, size)
        for part in (MAP, YEARS, LEGEND, TEMPERATURE, INDICATOR):
            expect(watched.locator(part)).to_be_in_viewport(ratio=0.99)


def test_large_limits_do_not_meet_and_the_country_s_name_is_whole(watched: Page, edition: str):
    see(watched, edition, (1366, 650), PEOPLE)
    expect(watched.locator("#map-legend .unit")).to_have_text("million people")
    for size in ((1366, 650), (1024, 700), (768, 1024), (390, 844)):
        sized(watched, size)
        assert not watched.evaluate(LIMITS_MEET), size
        country = watched.locator("#find-country")
        assert country.evaluate("(one) => one.scrollWidth <= one.clientWidth"), f"the country's name is cut: {size}"
    # Beside the change a long name takes two lines, not three.
    watched.evaluate("app.address.go({ country: 'COD' })")
    expect(heading(watched)).to_have_text("Democratic Republic of the Congo")
    name, change = heading(watched).bounding_box(), watched.locator(".head .change").bounding_box()
    assert change["y"] < name["y"] + name["height"] / 2
    watched.evaluate("app.address.go({ measure: null })")
    expect(watched.locator(".map-legend .keys button")).to_have_count(3)
    for size in ((1024, 768), (1280, 720)):
        sized(watched, size)
        assert country.evaluate("(one) => one.scrollWidth <= one.clientWidth"), f"a long name is cut: {size}"
        rows = watched.locator(".map-legend .keys").evaluate(TOPS)
        assert len(rows) == 1, f"the keys of the patterns take {len(rows)} rows: {size}"


def test_a_wide_screen_has_three_columns(watched: Page, edition: str):
    see(watched, edition, (1920, 1080))
    left, middle, right = (
        watched.locator(part).bounding_box() for part in (".map-card", ".temperature", ".indicator.card")
    )
    assert left["x"] + left["width"] < middle["x"]
    assert middle["x"] + middle["width"] < right["x"]
    assert middle["y"] == right["y"]
    assert left["width"] == pytest.approx(middle["width"] + right["width"], rel=0.03)


@pytest.mark.parametrize("query", ["", LIFE])
def test_the_first_screen_of_a_phone_has_map_and_temperature(watched: Page, edition: str, query: str):
    see(watched, edition, (390, 664), query)
    for size in ((390, 664), (390, 844)):
        sized(watched, size)
        bar = watched.get_by_role("navigation", name="Views").bounding_box()
        assert bar["y"] + bar["height"] == size[1]
        for part in (".head", MAP, *([YEARS] if query else []), TEMPERATURE):
            box = watched.locator(part).bounding_box()
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= bar["y"] + 1, (part, size)
        assert watched.locator(TEMPERATURE).bounding_box()["height"] >= LOWEST_WITH_NAMES_PX, size


def test_a_tap_on_a_phone_is_answered_in_view(watched: Page, edition: str):
    see(watched, edition, (390, 664))
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")
    expect(heading(watched)).to_be_in_viewport(ratio=1)
    expect(watched.locator(".head .change")).to_be_in_viewport(ratio=1)


def test_nothing_is_scrolled_sideways_at_320_px(watched: Page, edition: str):
    see(watched, edition, (320, 700))
    assert watched.evaluate("() => document.documentElement.scrollWidth") == 320


def test_the_legend_of_a_phone_is_whole_and_its_title_short(watched: Page, edition: str):
    see(watched, edition, (390, 844))
    keys = watched.locator(".map-legend .keys")
    for measure, label in ((None, "insufficient station data"), ("trend", "not significant")):
        watched.evaluate("(measure) => app.address.go({ measure })", measure)
        expect(keys.get_by_role("button", name=label)).to_be_in_viewport(ratio=1)
        assert keys.evaluate("(one) => one.scrollWidth <= one.clientWidth")
    assert watched.locator("#map-title").bounding_box()["height"] < 45


def test_the_page_is_as_high_as_the_window(watched: Page, edition: str):
    see(watched, edition, (1366, 768))
    for size, place in (((1366, 768), "KEN"), ((1920, 1080), "KEN"), ((2560, 1440), "KEN"), ((1920, 1080), "LIC")):
        watched.evaluate("(country) => app.address.go({ country })", place)
        expect(watched.locator(".without-climate")).to_have_count(int(place == "LIC"))
        sized(watched, size)
        assert watched.evaluate("() => document.documentElement.scrollHeight") == size[1]
        for part in (".indicator.card", ".map-notes"):
            box = watched.locator(part).bounding_box()
            assert box["y"] + box["height"] > 0.93 * size[1] - 20, (part, size)


@pytest.mark.parametrize("size", [(1280, 720), (1366, 650), (1920, 1080)])
def test_another_country_changes_the_size_of_no_chart(watched: Page, server: str, size: tuple[int, int]):
    see(watched, server, size, "&indicator=SP.DYN.LE00.IN")
    before = watched.evaluate(CHARTS)
    assert len(before) == 2
    # The change is doubted in the last two, for a reason; the last has a long name, in the indicator's sentence too.
    for code, name in (("BRA", "Brazil"), ("CAN", "Canada"), ("COD", "Democratic Republic of the Congo")):
        watched.evaluate("(code) => app.address.go({ country: code })", code)
        expect(heading(watched)).to_have_text(name)
        expect(watched.locator("[data-text=explore_indicator_words]")).to_contain_text(name)
        assert watched.evaluate(CHARTS) == before, name
    watched.evaluate("app.address.go({ country: 'NOR', indicator: 'NY.GDP.PCAP.PP.KD' })")
    expect(watched.locator("[data-text=explore_indicator_words]")).to_contain_text("Norway")
    watched.wait_for_function(IDLE)
    temperature, indicator = watched.evaluate(FRAMES)
    assert temperature == indicator, "a year is not above the same year, beside values of six digits"
    reason = watched.locator(".head .reason")
    expect(reason).to_have_text(re.compile(r"^[A-Z].*\.$"))
    assert reason.evaluate(IS_WHOLE), "the reason of a doubt is cut"


def test_a_chart_behind_a_tab_is_laid_out_for_the_present_window_when_it_is_opened(watched: Page, server: str):
    see(watched, server, (1366, 768))
    watched.set_viewport_size({"width": 1920, "height": 1080})
    watched.get_by_role("tab", name="Seasonal").click()
    watched.wait_for_function("""() => {
      const { el, bbox } = Bokeh.index.get(Bokeh.documents[0].get_model_by_name("explore_season_temperature"));
      const is_as = (drawn, place) => Math.abs(drawn - place) <= 1;
      return bbox.width > 100 && is_as(bbox.width, el.clientWidth) && is_as(bbox.height, el.clientHeight);
    }""")


@pytest.mark.parametrize("size", [(1366, 768), (390, 844), (390, 664)])
def test_nothing_jumps_when_the_charts_are_drawn(watched: Page, edition: str, size: tuple[int, int]):
    watched.add_init_script(f"({SHIFTS})()")
    see(watched, edition, size)
    assert watched.evaluate("() => window.shifted") < 0.05
