"""Keyboard shortcuts: search, help, stepping through countries, back to World; none while typing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.visitor import IDLE, heading, open_dashboard

pytestmark = pytest.mark.ui


HERE = """() => document.getElementById(
  document.getElementById("map-svg").getAttribute("aria-activedescendant"))?.ariaLabel ?? null"""


NAMED_AGAIN = """() => new Promise((done) => {
  const other = document.getElementById("map-UGA");
  new MutationObserver(() => { if (other.ariaLabel) done(); }).observe(other, { attributes: true });
  other.ariaLabel = "";
  app.map.events.dispatchEvent(new Event("figures"));
})"""
"""All places get their names again, as when values come late."""


def test_arrow_keys_go_to_neighbours_on_the_map_and_enter_selects(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=KEN")
    watched.wait_for_function("() => app.map.values?.values")
    watched.keyboard.press("ArrowRight")
    assert watched.evaluate(HERE) is None  # the map does not have the focus yet
    watched.locator("#map-svg").focus()
    watched.keyboard.press("ArrowLeft")
    assert watched.evaluate(HERE).startswith("Uganda, ")
    expect(watched.locator("#map-tip")).to_contain_text("Uganda")
    watched.keyboard.press("ArrowRight")
    announced = r"^Kenya, [+−].* °C, 95 % CI .*, Rank \d+–\d+ of 217 \(1 = most warming\)"
    assert re.match(announced, watched.evaluate(HERE))
    watched.evaluate(NAMED_AGAIN)
    assert re.match(announced, watched.evaluate(HERE))
    watched.keyboard.press("ArrowDown")
    assert watched.evaluate(HERE).startswith("Tanzania, ")
    expect(watched).to_have_url(f"{edition}?country=KEN")  # nothing is selected yet
    watched.keyboard.press("Enter")
    expect(heading(watched)).to_have_text("Tanzania")
    watched.keyboard.press("Home")
    watched.keyboard.press("Enter")
    expect(heading(watched)).to_have_text("Afghanistan")
    watched.keyboard.press("PageUp")
    watched.keyboard.press("Enter")
    expect(heading(watched)).to_have_text("Zimbabwe")
    watched.keyboard.press("Escape")
    expect(heading(watched)).to_have_text("World")


def test_escape_deselects_the_country_in_explore_only(watched: Page, server: str):
    watched.goto(f"{server}?view=relate&country=NOR")
    watched.wait_for_function(IDLE)
    watched.get_by_role("button", name="Swap axes").focus()
    watched.keyboard.press("Escape")
    watched.get_by_role("link", name="Rank", exact=True).click()
    expect(watched).to_have_url(f"{server}?view=rank&country=NOR")


def test_shortcuts_are_off_while_typing(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR")
    watched.keyboard.press("/")
    watched.keyboard.type("a/b?")
    expect(watched.locator("#search")).to_have_value("a/b?")
    expect(watched.locator("#help")).to_be_hidden()
    menu = watched.locator("#find-indicator")
    menu.focus()
    watched.keyboard.press("?")
    watched.keyboard.press("/")
    expect(watched.locator("#help")).to_be_hidden()
    expect(menu).to_be_focused()
    expect(watched).to_have_url(f"{edition}?country=NOR")


def test_help_lists_every_key_and_escape_closes_it_keeping_the_country(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR")
    watched.keyboard.press("?")
    sheet = watched.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    keys = sheet.locator("kbd").all_inner_texts()
    assert keys == ["/", "←", "→", "↑", "↓", "Page Up", "Page Down", "Home", "End", "Enter", "Esc", "Tab", "?"]
    watched.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(watched).to_have_url(f"{edition}?country=NOR")
    watched.get_by_role("button", name="Help and keyboard shortcuts").click()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()


def test_axe_finds_no_violation_with_search_open_and_with_help_open(watched: Page, server: str):
    watched.goto(f"{server}?view=rank&region=NAC")  # three rows: axe looks at the whole page
    watched.wait_for_function(IDLE)
    for look in looks(watched, (1400, 390)):
        watched.locator("#search").fill("guinea")
        assert axe_violations(watched) == [], look
        watched.keyboard.press("Escape")
        watched.keyboard.press("Tab")  # on a phone the field covers the header until it is left
        watched.locator("#help-button").click()
        expect(watched.locator("#help")).to_be_visible()
        assert axe_violations(watched) == [], look
        watched.keyboard.press("Escape")
        expect(watched.locator("#help")).to_be_hidden()


def test_on_a_phone_controls_are_44_px_high(watched: Page, server: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(watched, server)
    small = """(all) => all.filter((one) => one.getClientRects().length && one.getBoundingClientRect().height < 44)
      .map((one) => one.outerHTML)"""
    touched = watched.locator(
        "header a, header button, header input, header select, .take summary, .fold summary, select.bk-input"
    )
    assert touched.count() > 8
    assert touched.evaluate_all(small) == []
