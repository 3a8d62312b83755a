"""The static edition in a real browser: what the live one does otherwise, and what needs no web server."""

from __future__ import annotations

import gzip
import re
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.accessibility import axe_violations
from tests.helpers.static_site import edition_of_all_workers
from tests.helpers.visitor import click_place, heading, open_dashboard, pick
from tests.ui.conftest import NOT_ASKED_FOR

pytestmark = pytest.mark.ui


@pytest.fixture(autouse=True)
def _asked_for(request: pytest.FixtureRequest) -> None:
    if not request.config.getoption("--static-edition"):
        pytest.skip(NOT_ASKED_FOR)


@pytest.fixture
def edition_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the edition."""
    return edition_of_all_workers(tmp_path_factory)


def test_a_link_restores_place_indicator_map_and_year(watched: Page, static_site: str):
    query = "?country=NOR&indicator=SP.DYN.LE00.IN&measure=indicator&year=1990"
    open_dashboard(watched, static_site + query)
    expect(heading(watched)).to_have_text("Norway")
    expect(watched.locator("#map-title")).to_have_text("Life expectancy at birth (years), 1990")
    expect(watched.locator(".map .sentence")).to_contain_text("In 1990, values range from")
    expect(watched.locator("#find-country")).to_have_value("Norway")
    expect(watched.locator("#find-indicator")).to_have_value("Life expectancy at birth")
    expect(watched.locator("[data-text=explore_indicator_words]")).to_contain_text("in Norway")
    expect(watched).to_have_title(re.compile("^Norway · "))
    assert axe_violations(watched) == []


def test_a_grouping_outlines_its_members_and_an_unknown_place_is_named(watched: Page, static_site: str):
    open_dashboard(watched, f"{static_site}?country=SAS")
    expect(heading(watched)).to_have_text("South Asia")
    watched.wait_for_function("() => document.querySelectorAll('#map-svg .chosen > use').length === 6")
    watched.get_by_text(re.compile("^6 ")).first.click()
    watched.get_by_role("button", name="India", exact=True).click()
    expect(heading(watched)).to_have_text("India")


def test_an_unknown_place_is_named_and_the_page_goes_on(page: Page, static_site: str):
    open_dashboard(page, f"{static_site}?country=QQQ")
    expect(page.get_by_text("“QQQ” in this link is not a country or region")).to_be_visible()
    click_place(page, 78.0, 22.0)
    expect(heading(page)).to_have_text("India")
    expect(page.get_by_text("“QQQ”")).to_have_count(0)


def test_a_year_under_the_pointer_is_read_in_both_charts(watched: Page, static_site: str):
    open_dashboard(watched, f"{static_site}?country=NOR")
    plot = watched.locator("[data-reads=explore_temperature] .plot").bounding_box()
    x = plot["x"] + plot["width"] * (2000 - 1900) / (2026 - 1900)
    watched.mouse.move(x, plot["y"] + 20)
    expect(watched.locator(".chart-tip")).to_have_text(re.compile(r"^2000\s+[\d.]+ °C, [+−][\d.]+ °C from the 1961"))
    years = watched.locator(".ring").evaluate_all("(all) => all.map((one) => one.dataset.year)")
    assert years == ["2000", "2000"]
    watched.mouse.move(5, 5)
    expect(watched.locator(".chart-tip")).to_have_count(0)


def test_files_of_what_is_shown_can_be_fetched(watched: Page, static_site: str):
    open_dashboard(watched, f"{static_site}?country=KEN")
    pick(watched, "map", "Life expectancy at birth")
    expect(watched.locator("#map-title")).to_contain_text("Life expectancy")
    hrefs = watched.locator("[data-table]").evaluate_all("(all) => all.map((one) => one.href)")
    assert len(hrefs) > 3
    for address in hrefs:
        assert watched.request.get(address).ok, address
    assert any("KEN" in address for address in hrefs)
    assert any(address.endswith("map/SP.DYN.LE00.IN.csv") for address in hrefs)


def test_figures_that_cannot_be_fetched_are_reported_and_fetched_again(page: Page, static_site: str):
    open_dashboard(page, static_site)
    page.route("**/places/**", lambda route: route.abort())
    click_place(page, 78.0, 22.0)
    expect(page.get_by_text("The figures of this place could not be fetched.")).to_be_visible()
    page.unroute("**/places/**")
    click_place(page, 134.0, -25.0)
    expect(heading(page)).to_have_text("Australia")
    expect(page.get_by_text("could not be fetched")).to_have_count(0)


def test_the_page_is_light_before_the_first_click(page: Page, static_site: str, edition_folder: Path):
    fetched: list[str] = []
    page.on("requestfinished", lambda request: fetched.append(request.url.removeprefix(static_site)))
    open_dashboard(page, static_site)
    files = [edition_folder / (address.split("?")[0] or "index.html") for address in fetched]
    # As a web server sends them that compresses text; .bin files are compressed already.
    sizes_b = [
        file.stat().st_size if file.suffix == ".bin" else len(gzip.compress(file.read_bytes())) for file in files
    ]
    assert sum(sizes_b) < 150_000
    assert len(files) < 10


def test_the_edition_has_the_sizes_that_were_promised(edition_folder: Path):
    sizes_b = {path: path.stat().st_size for path in edition_folder.rglob("*") if path.is_file()}
    assert sum(sizes_b.values()) < 60_000_000
    briefs = [size for path, size in sizes_b.items() if path.parent.name == "country"]
    assert len(briefs) > 290
    assert statistics.median(briefs) < 40_000
    assert not {".pdf", ".png"} & {path.suffix for path in sizes_b}


def test_tabs_and_the_chart_to_2100_fetch_one_more_file_of_the_place(watched: Page, static_site: str):
    fetched: list[str] = []
    watched.on("requestfinished", lambda request: fetched.append(request.url))
    open_dashboard(watched, f"{static_site}?country=KEN")
    assert not [address for address in fetched if "more.bin" in address]
    watched.get_by_role("tab", name="Seasonal").click()
    expect(watched.get_by_role("img", name=re.compile("^Mean temperature .*Kenya"))).to_be_visible()
    watched.get_by_role("tab", name="Sensitivity").click()
    expect(watched.get_by_role("img", name=re.compile("^Sensitivity of the trend .* Kenya"))).to_be_visible()
    watched.get_by_role("button", name="To 2100").click()
    expect(watched.locator("[data-text=explore_temperature]")).to_contain_text("observed | modelled")
    assert len([address for address in fetched if "more.bin" in address]) == 1
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")
    expect(watched.locator("[data-text=explore_spread]")).to_contain_text("Dashed lines after 2024 are modelled")
    assert axe_violations(watched) == []


@pytest.mark.parametrize("page_name", ["country/KEN.html", "country/index.html", "tables/index.html"])
def test_briefs_and_lists_open_from_disk(browser: Browser, tmp_path_factory: pytest.TempPathFactory, page_name: str):
    folder = edition_of_all_workers(tmp_path_factory)
    page = browser.new_page(java_script_enabled=False)
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.goto((Path(folder) / page_name).as_uri())
    expect(page.locator("h1")).to_be_visible()
    assert failed == []
    page.close()


def test_explore_explains_that_it_needs_a_web_server(browser: Browser, tmp_path_factory: pytest.TempPathFactory):
    page = browser.new_page()
    page.goto((edition_of_all_workers(tmp_path_factory) / "index.html").as_uri())
    expect(page.get_by_text("Explore needs a web server, such as: python -m http.server.")).to_be_visible()
    expect(page.locator("#map-svg .places > *").first).to_be_attached()
    page.close()
