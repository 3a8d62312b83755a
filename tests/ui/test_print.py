"""The printed page: light, without controls, with sources and a link that restores the view."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.visitor import IDLE, open_dashboard

pytestmark = pytest.mark.ui

PRINTED = "() => window.dispatchEvent(new Event('beforeprint'))"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_print_is_light_with_sources_and_link_but_no_controls(watched: Page, server: str, scheme: str):
    watched.emulate_media(color_scheme=scheme)
    open_dashboard(watched, f"{server}?country=NOR")
    watched.evaluate(PRINTED)
    watched.emulate_media(media="print", color_scheme=scheme)
    assert watched.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for control in ("nav", ".tools", ".take >> nth=0", "#explore-controls"):
        expect(watched.locator(control)).to_be_hidden()
    expect(watched.locator("#paper-link")).to_have_text(re.compile(re.escape(server) + r"\?view=explore&country=NOR&"))
    expect(watched.locator("footer")).to_contain_text("CC BY 4.0")
    expect(watched.locator(".map-figure")).to_be_visible()
    expect(watched.locator("#map-legend button").first).to_be_visible()  # a map without a legend is useless
    expect(watched.locator(".country .temperature")).to_be_visible()


CONTROLS = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  const sides = ["borderTopWidth", "borderBottomWidth"];
  const isWords = (one) => sides.every((side) => getComputedStyle(one)[side] === "0px")
    || one.closest(".map-legend");  // a key, a head of a table, a name beside its bar: read, though pressed on a screen
  return within(document.body).filter((one) => ["SELECT", "BUTTON"].includes(one.tagName))
    .filter((one) => one.checkVisibility() && !(one.tagName === "BUTTON" && isWords(one)))
    .map((one) => one.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize(
    "query",
    ["view=rank&country=NOR", "view=relate", "view=compare&countries=NOR~BRA", "view=drivers&country=NOR", "view=data"],
)
def test_no_menu_and_no_button_is_printed(watched: Page, server: str, query: str):
    watched.goto(f"{server}?{query}")
    watched.wait_for_function(IDLE)
    assert watched.evaluate(CONTROLS) != []  # the screen has some
    watched.evaluate(PRINTED)
    watched.emulate_media(media="print")
    assert watched.evaluate(CONTROLS) == []


def test_all_rows_of_a_ranking_are_printed(watched: Page, server: str):
    watched.goto(f"{server}?view=rank")
    watched.wait_for_function(IDLE)
    for tab in ("Stripes", "Table", "Bar chart"):
        watched.emulate_media(media="screen")
        watched.get_by_role("tab", name=tab).click()
        watched.evaluate(PRINTED)
        watched.emulate_media(media="print")
        # As high as its contents: nothing is left to scroll to.
        box = watched.locator(".rank-body [role=tabpanel]:not([hidden]) .rows")
        lines = box.locator("tbody tr, .names li")
        expect(lines).to_have_count(217)  # the table is sent when its tab is open
        place, last = box.bounding_box(), lines.last.bounding_box()
        assert place
        assert last
        assert last["y"] + last["height"] <= place["y"] + place["height"] + 1
    # Longer than a sheet, and names break where the figure breaks.
    sheets = len(re.findall(rb"/Type\s*/Page\b", watched.pdf(prefer_css_page_size=True)))
    assert 4 <= sheets <= 10
    assert watched.locator(".names").first.evaluate("(one) => getComputedStyle(one).contain") == "size"


def test_explore_prints_on_few_sheets(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR")
    sheets = len(re.findall(rb"/Type\s*/Page\b", watched.pdf(prefer_css_page_size=True)))
    assert 1 <= sheets <= 4  # map and key figures; charts over the years; months; sources


def test_the_print_button_prints_a_dark_page_in_light_colours(watched: Page, edition: str):
    watched.add_init_script(
        "window.print = () => { window.printed = document.documentElement.dataset.theme;"
        " window.dispatchEvent(new Event('afterprint')); };"
    )
    open_dashboard(watched, f"{edition}?theme=dark")
    watched.locator("details.share[data-view=explore] > summary").click()
    watched.locator("details.share[data-view=explore]").get_by_role("button", name="Print").click()
    watched.wait_for_function("() => window.printed === 'light'")
    expect(watched).to_have_url(f"{edition}?theme=dark")
