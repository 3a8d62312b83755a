"""Without a websocket, and without scripts, the page shows what its address names; its links work as plain links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl, urlencode

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.helpers.visitor import heading

pytestmark = pytest.mark.ui


def shows_the_figures(page: Page) -> None:
    """Check heading, map, sentence, key figures and the pictures of both charts."""
    expect(heading(page)).to_have_text("Sweden")
    expect(page.locator("#map-figure svg").first).to_be_visible()
    expect(page.locator("[data-text=explore_heading]")).to_contain_text("°C")
    expect(page.locator("[data-text=explore_tiles]")).to_contain_text("°C")
    for chart in ("explore_temperature", "explore_indicator"):
        expect(page.locator(f"[data-still={chart}] svg")).to_be_visible()


def test_without_a_websocket_the_page_shows_its_figures_and_links_load_pages(page: Page, server: str):
    page.route_web_socket("**/ws*", lambda socket: socket.close())
    page.goto(f"{server}?country=SWE")
    shows_the_figures(page)
    expect(page.locator("#away")).to_be_visible()
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.locator("#view-data caption").first).to_be_visible()
    expect(page).to_have_url(f"{server}?view=data&country=SWE")


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser whose scripts are off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_scripts_the_page_shows_its_figures_and_names_what_is_missing(plain: Page, server: str):
    plain.goto(f"{server}?country=SWE")
    shows_the_figures(plain)
    # Chromium parses the page as if scripts were on where the test turns them off, so it is text here.
    assert "Scripts are off." in plain.locator("noscript").text_content()
    plain.get_by_role("link", name="Compare", exact=True).click()
    expect(plain).to_have_url(f"{server}?view=compare&country=SWE")
    expect(plain.locator("#view-compare")).to_contain_text("Sweden")


@pytest.mark.parametrize("view", ["explore", "data", "rank"])
def test_the_first_html_links_to_pages_and_files_of_what_is_selected(server: str, view: str):
    chosen = {"country": "SWE", "indicator": "SP.POP.TOTL", "baseline": "1991-2020"}
    served = requests.get(f"{server}?{urlencode({'view': view} | chosen)}&theme=dark", timeout=60).text
    found = [unescape(href) for href in re.findall(r'<a [^>]*href="([^"]*)"', served)]
    pages = [href for href in found if href.startswith("?") and re.search("view=|indicator=", href)]
    files = [href for href in found if re.match(r"download/[a-z-]+\.", href) and href != "download/series.csv"]
    assert len(pages) > 12
    assert len(files) > 40
    for href in (*pages, *files):
        assert dict(parse_qsl(href.partition("?")[2])).items() >= chosen.items(), href
    assert "country/SWE" in found
    for href in ("temperature.csv", "map.json", "warming-levels.parquet"):
        whole = next(one for one in files if one.startswith(f"download/{href}?"))
        assert requests.get(server + whole, timeout=60).status_code == 200


def test_without_scripts_links_keep_what_is_selected(plain: Page, server: str):
    plain.goto(f"{server}?country=SWE&indicator=SP.POP.TOTL")
    views = plain.get_by_role("navigation", name="Views").get_by_role("link")
    assert len(views.all()) == 6
    for link in views.all():
        assert (link.get_attribute("href") or "").endswith("country=SWE&indicator=SP.POP.TOTL")
    plain.get_by_role("link", name="Table of Temperature").click()
    expect(plain).to_have_url(f"{server}?view=data&country=SWE&indicator=SP.POP.TOTL&table=temperature")
    plain.get_by_role("link", name="Explore", exact=True).click()
    expect(heading(plain)).to_have_text("Sweden")
