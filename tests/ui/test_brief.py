"""Country briefs in a real browser: one A4, nothing overflows, axe finds nothing, and the page loads nothing else."""

from __future__ import annotations

import re
from itertools import product

import pytest
from playwright.sync_api import Page, expect

from dashboard.documents import html
from dashboard.documents.brief import brief
from tests.helpers.accessibility import axe_violations
from tests.helpers.projected import projected
from tests.helpers.visitor import click_place, open_dashboard

pytestmark = pytest.mark.ui

PLACES = ("KEN", "TUV", "LIC", "WLD", "COD", "ESH", "STP", "VCT")
"""A usual country, one in doubt, a grouping, the World, long names, an area without figures."""


def page_of(shipped, iso3: str) -> str:
    longest = projected(shipped, "COD", "STP", "VCT", "TUV")
    return html.page(brief(longest, iso3), html.Links("../", f"https://climate.example/country/{iso3}", iso3))


@pytest.mark.parametrize("iso3", PLACES)
def test_a_brief_prints_on_one_sheet(page: Page, shipped, iso3: str):
    page.set_content(page_of(shipped, iso3))
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", printed)) == 1


@pytest.mark.parametrize("iso3", ["KEN", "TUV", "LIC", "COD"])
def test_axe_finds_nothing_and_nothing_overflows(page: Page, shipped, iso3: str):
    page.set_content(page_of(shipped, iso3))
    for scheme, width in product(("light", "dark"), (1366, 390)):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert axe_violations(page) == [], (scheme, width)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), (scheme, width)


def test_the_server_sends_a_brief_that_its_policy_lets_be_drawn(watched: Page, server: str):
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    watched.goto(f"{server}country/NOR")
    expect(watched.get_by_role("heading", name="Norway", level=1)).to_be_visible()
    assert watched.evaluate("() => getComputedStyle(document.querySelector('.chart')).height") == "225px"
    assert asked == [f"{server}country/NOR"]
    watched.get_by_role("link", name="Open in the dashboard").click()
    expect(watched.locator(".country h2").first).to_have_text("Norway")


def test_the_page_leads_to_the_brief_of_the_place(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    watched.locator("#view-explore summary", has_text="Share").click()
    link = watched.get_by_role("link", name="One-page brief")
    expect(link).to_have_attribute("href", re.compile(r"country/NOR$"))
    click_place(watched, -53.0, -10.0)
    watched.locator("#view-explore summary", has_text="Share").click()
    expect(link).to_have_attribute("href", re.compile(r"country/BRA$"))
    link.click()
    expect(watched.get_by_role("heading", name="Brazil", level=1)).to_be_visible()
