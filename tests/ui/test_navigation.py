"""Menus, links, the Back button, invalid links, phone, axe: in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.visitor import chart_pictures, click_place, heading, open_dashboard, pick

pytestmark = pytest.mark.ui

SETTLED = "() => window.app.address.isSettled()"
"""Whether the next choice is a step of its own in the history."""


def test_the_country_menu_works_by_keyboard_alone(watched: Page, edition: str):
    open_dashboard(watched, edition)
    field = watched.get_by_role("combobox", name="Country", exact=True)
    field.focus()
    watched.keyboard.type("Norw")
    expect(watched.locator("#find-country-list [aria-selected=true]")).to_contain_text("Norway")
    watched.keyboard.press("Enter")
    expect(field).to_have_value("Norway")
    expect(heading(watched)).to_have_text("Norway")


def test_another_indicator_changes_its_chart_only(watched: Page, edition: str):
    open_dashboard(watched, edition)
    temperature, indicator, *_ = chart_pictures(watched)
    pick(watched, "indicator", "Population")
    expect(watched.locator(".country")).to_contain_text("Population in the world")
    expect(watched).to_have_url(f"{edition}?indicator=SP.POP.TOTL")
    after = chart_pictures(watched)
    assert after[0] == temperature
    assert after[1] != indicator


def test_a_link_restores_the_view(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=MDV&indicator=SP.POP.TOTL")
    expect(heading(watched)).to_have_text("Maldives")
    expect(watched.get_by_role("combobox", name="Country", exact=True)).to_have_value("Maldives")
    expect(watched.locator(".country")).to_contain_text("Population in the Maldives")


def test_the_back_button_restores_the_previous_country(watched: Page, edition: str):
    open_dashboard(watched, edition)
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")
    expect(watched).to_have_url(f"{edition}?country=BRA")
    watched.wait_for_function(SETTLED)
    click_place(watched, 9.0, 61.5)
    expect(heading(watched)).to_have_text("Norway")
    expect(watched).to_have_url(f"{edition}?country=NOR")
    watched.go_back()
    expect(heading(watched)).to_have_text("Brazil")
    watched.go_back()
    expect(heading(watched)).to_have_text("World")
    watched.go_forward()
    expect(heading(watched)).to_have_text("Brazil")


@pytest.mark.parametrize("link", ["?country=XXX&indicator=SP.POP.TOTL", "?country=nor&utm_source=mail"])
def test_back_to_a_link_in_another_form_keeps_the_way_forward(watched: Page, edition: str, link: str):
    open_dashboard(watched, edition + link)
    first = heading(watched).inner_text()
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")
    expect(watched).to_have_url(re.compile("country=BRA"))
    watched.go_back()
    expect(heading(watched)).to_have_text(first)
    expect(watched).to_have_url(edition + link.removesuffix("&utm_source=mail"))
    watched.go_forward()
    expect(heading(watched)).to_have_text("Brazil")


def test_quick_choices_of_one_kind_are_one_step_back(watched: Page, edition: str):
    open_dashboard(watched, edition)
    steps = watched.evaluate("() => history.length")
    watched.evaluate("() => ['BRA', 'NOR', 'KEN'].forEach((country) => app.address.go({ country }))")
    expect(heading(watched)).to_have_text("Kenya")
    assert watched.evaluate("() => history.length") == steps + 1
    watched.evaluate("() => app.address.go({ indicator: 'SP.POP.TOTL' })")  # of another kind
    assert watched.evaluate("() => history.length") == steps + 2
    watched.go_back()
    expect(watched).to_have_url(f"{edition}?country=KEN")
    watched.go_back()
    expect(heading(watched)).to_have_text("World")


def test_tracking_parameters_leave_the_address_bar(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?utm_source=x&fbclid=IwAR0&country=%4BEN&countries=NOR~BRA&gclid=1")
    expect(heading(watched)).to_have_text("Kenya")
    expect(watched).to_have_url(f"{edition}?country=KEN&countries=NOR~BRA")
    assert "fbclid" not in watched.evaluate("() => app.address.link()")


@pytest.mark.parametrize("value", ["ATLANTIS", "<img src=x onerror=alert(1)>", "%00", "A" * 2000])
def test_an_invalid_link_shows_a_notice_and_the_world(watched: Page, edition: str, value: str):
    open_dashboard(watched, f"{edition}?country={value}")
    expect(watched.locator(".notices")).to_contain_text(f"“{value[:40]}")
    expect(watched.locator(".notices")).to_contain_text("in this link is not a country or region in this dataset")
    expect(heading(watched)).to_have_text("World")
    assert watched.locator("img[src=x]").count() == 0


def test_on_a_phone_the_country_comes_first_and_nothing_overflows(watched: Page, edition: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(watched, edition)
    wide = watched.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    tops = [watched.locator(part).bounding_box()["y"] for part in (".head", ".map-card")]
    assert tops[0] < tops[1]
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")


def test_axe_finds_no_violation_in_explore(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR")
    for look in looks(watched, (1400, 390), ("light",)):
        assert axe_violations(watched) == [], look
