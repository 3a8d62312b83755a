"""Keyboard shortcuts: search, help, stepping through countries, back to World; none while typing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import axe_violations
from tests.helpers.visitor import IDLE, heading, open_dashboard

pytestmark = pytest.mark.ui


def test_arrow_keys_step_through_countries_by_name_while_the_map_has_focus(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    watched.keyboard.press("ArrowRight")
    expect(watched).to_have_url(f"{server}?country=NOR")  # the map does not have the focus yet
    watched.locator(".map-figure").focus()
    watched.keyboard.press("ArrowRight")
    expect(heading(watched)).to_have_text("Oman")
    announced = r"^Oman, [+−].* °C, 95 % CI .*, rank \d+–\d+ of 217, Low confidence: .+$"
    expect(watched.locator("#live")).to_have_text(re.compile(announced))
    watched.keyboard.press("ArrowLeft")
    expect(heading(watched)).to_have_text("Norway")
    watched.keyboard.press("Home")
    expect(heading(watched)).to_have_text("Afghanistan")
    watched.keyboard.press("ArrowUp")
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


def test_a_held_arrow_key_selects_only_the_country_it_stops_at(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    watched.locator(".map-figure").focus()
    steps = watched.evaluate("() => history.length")
    for _ in range(3):
        watched.keyboard.press("ArrowDown")
    expect(heading(watched)).to_have_text("Palau")
    assert watched.evaluate("() => history.length") == steps + 1


def test_shortcuts_are_off_while_typing(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
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
    expect(watched).to_have_url(f"{server}?country=NOR")


def test_help_lists_every_key_and_escape_closes_it_keeping_the_country(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    watched.keyboard.press("?")
    sheet = watched.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_be_visible()
    keys = sheet.locator("kbd").all_inner_texts()
    assert keys == ["/", "←", "→", "↑", "↓", "Home", "End", "Esc", "Tab", "?"]
    watched.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(watched).to_have_url(f"{server}?country=NOR")
    watched.get_by_role("button", name="Help and keyboard shortcuts").click()
    sheet.get_by_role("button", name="Close").click()
    expect(sheet).to_be_hidden()


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_with_search_open_and_with_help_open(
    watched: Page, server: str, width: int, scheme: str
):
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": width, "height": 900})
    watched.goto(f"{server}?view=rank&region=NAC")  # three rows: axe looks at the whole page
    watched.wait_for_function(IDLE)
    watched.locator("#search").fill("guinea")
    assert axe_violations(watched) == []
    watched.keyboard.press("Escape")
    watched.locator("#help-button").click()
    assert axe_violations(watched) == []


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
