"""Panels behind buttons, sheets of a phone, and tabs: by key and by pointer; what is seen in forced colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.visitor import IDLE, open_dashboard

pytestmark = pytest.mark.ui

PHONE = {"width": 390, "height": 844}
EDGES = """(all) => all.filter((one) => one.getClientRects().length).map((one) => {
  const { borderTopWidth, borderTopStyle, borderTopColor, outlineWidth, outlineStyle, outlineColor,
    backgroundColor } = getComputedStyle(one);
  const has = (width, style, colour) => parseFloat(width) >= 1 && style !== "none" && colour !== backgroundColor;
  return [one.outerHTML.slice(0, 120), has(borderTopWidth, borderTopStyle, borderTopColor)
    || has(outlineWidth, outlineStyle, outlineColor)];
})"""
"""Whether each element has an edge in another colour than its ground."""


def test_escape_closes_a_panel_gives_the_focus_back_and_keeps_the_country(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=KEN")
    button = watched.locator("#explore-options > summary")
    button.press("Enter")
    panel = watched.locator("#explore-options > .popover-panel")
    expect(panel).to_be_visible()
    watched.locator("#map-region").focus()
    watched.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(button).to_be_focused()
    expect(watched).to_have_url(f"{edition}?country=KEN")


def test_a_panel_closes_on_a_press_elsewhere_on_another_panel_and_when_the_focus_leaves(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=KEN")
    options, share = (watched.locator(f"#view-explore details.{name}") for name in ("options", "share"))
    for leave in (
        lambda: watched.locator(".map-sentence").click(),
        lambda: share.locator("> summary").click(),
        lambda: watched.locator("#search").focus(),
    ):
        options.locator("> summary").click()
        expect(options).to_have_attribute("open", "")
        expect(share).not_to_have_attribute("open", "")
        leave()
        expect(options).not_to_have_attribute("open", "")


def test_arrow_keys_move_between_the_tabs_of_explore(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=KEN")
    tab = {name: watched.get_by_role("tab", name=name) for name in ("Annual", "Seasonal", "Sensitivity")}
    tab["Annual"].focus()
    for key, shown, address in (
        ("ArrowRight", "Seasonal", "country=KEN$"),
        ("ArrowRight", "Sensitivity", "windows=1"),
        ("ArrowRight", "Annual", "country=KEN$"),
        ("End", "Sensitivity", "windows=1"),
        ("Home", "Annual", "country=KEN$"),
        ("ArrowLeft", "Sensitivity", "windows=1"),
    ):
        watched.keyboard.press(key)
        expect(tab[shown]).to_be_focused()
        expect(tab[shown]).to_have_attribute("aria-selected", "true")
        expect(watched.locator(f"#{tab[shown].get_attribute('aria-controls')}")).to_be_visible()
        expect(watched).to_have_url(re.compile(address))
        assert [name for name, one in tab.items() if one.get_attribute("tabindex") != "-1"] == [shown]


def test_the_menu_of_a_phone_closes_on_escape_and_by_its_button_and_gives_the_focus_back(watched: Page, edition: str):
    watched.set_viewport_size(PHONE)
    open_dashboard(watched, f"{edition}?country=KEN")
    button, done = (watched.get_by_role("button", name=name) for name in ("Menu", "Done"))
    country, indicator = watched.locator("#find-country"), watched.locator("#find-indicator")
    for leave in (
        lambda: watched.keyboard.press("Escape"),
        lambda: done.click(),
    ):
        button.click()
        expect(done).to_be_focused()
        expect(indicator).to_be_visible()
        expect(button).to_be_hidden()  # the sheet fills the screen
        leave()
        expect(done).to_be_hidden()
        expect(indicator).to_be_hidden()
        expect(country).to_be_visible()
        expect(button).to_be_focused()
        expect(button).to_have_attribute("aria-expanded", "false")
    expect(watched).to_have_url(f"{edition}?country=KEN")


def test_a_sheet_of_filters_closes_on_escape_and_on_a_press_elsewhere(watched: Page, server: str):
    watched.set_viewport_size(PHONE)
    watched.goto(f"{server}?view=rank&region=SAS")
    watched.wait_for_function(IDLE)
    button, sheet = watched.get_by_role("button", name="Order and filters"), watched.locator("#rank-filters")
    for leave in (lambda: watched.keyboard.press("Escape"), lambda: watched.mouse.click(195, 20)):
        button.click()
        expect(sheet).to_be_visible()
        leave()
        expect(sheet).to_be_hidden()
        expect(button).to_be_focused()
    expect(watched).to_have_url(f"{server}?view=rank&region=SAS")


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        (
            "?country=KEN&measure=indicator&indicator=SP.DYN.LE00.IN",
            (
                "#view-explore .popover > summary:not(.more > summary)",
                "#view-explore [role=tab][aria-selected=true]",
                "nav a[aria-current=page]",
                ".map-tools button",
                "#map-play",
                "#map-speed",
                ".map-legend .keys i",
                ".explore-controls .finder-sheet",
                "header .square",
                ".card",
            ),
        ),
        ("?view=rank", ("#view-rank [role=tab][aria-selected=true]", "#find-rank", "#view-rank select", ".card")),
        ("?view=compare", (".compare-chips button", "#find-add", "#view-compare .popover > summary")),
    ],
    ids=["explore", "rank", "compare"],
)
def test_in_forced_colours_controls_have_an_edge(watched: Page, server: str, query: str, parts: tuple[str, ...]):
    watched.emulate_media(forced_colors="active")
    watched.goto(f"{server}{query}")
    watched.wait_for_function(IDLE)
    for part in parts:
        edges = watched.locator(part).evaluate_all(EDGES)
        assert edges, part
        assert [html for html, has_edge in edges if not has_edge] == [], part


def test_in_forced_colours_a_pressed_class_and_an_open_panel_are_marked(watched: Page, edition: str):
    watched.emulate_media(forced_colors="active")
    open_dashboard(watched, f"{edition}?country=KEN")
    pressed = watched.locator(".map-legend .keys button").first
    before = pressed.evaluate("(one) => getComputedStyle(one).outlineStyle")
    pressed.click()
    expect(pressed).to_have_attribute("aria-pressed", "true")
    watched.locator("#map-year").focus()
    watched.mouse.move(5, 5)
    assert before == "none"
    expect(pressed).to_have_css("outline-style", "solid")
    summary = watched.locator("#explore-options > summary")
    summary.click()
    expect(watched.locator("#explore-options > .popover-panel")).to_have_css("border-top-style", "solid")
