"""The search box and the random button, in a real browser: keyboard, mouse, other names, typos."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboard.snapshot import provenance
from dashboard.snapshot.store import Snapshot
from tests.helpers.visitor import heading, open_dashboard

pytestmark = pytest.mark.ui


def box(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search country or indicator")


def found(page: Page) -> list[str]:
    """Names of the results, best first."""
    return page.locator("#found .finder-title").all_inner_texts()


FIRST = {
    "norw": "Norway",
    "NOR": "Norway",
    "no": "Norway",
    "ivory coast": "Cote d'Ivoire",
    "Côte": "Cote d'Ivoire",
    "holland": "Netherlands",
    "burma": "Myanmar",
    "turkey": "Turkiye",
    "Türkiye": "Turkiye",
    "swaziland": "Eswatini",
    "usa": "United States",
    "uk": "United Kingdom",
    "DRC": "Democratic Republic of the Congo",
    "reunion": "Réunion",
    "nairobi": "Kenya",
    "St. Lucia": "St. Lucia",
    "saint lucia": "St. Lucia",
    "germny": "Germany",
    "phillipines": "Philippines",
    "world": "World",
    "co2": "CO₂ emissions per person",
    "NY.GDP.MKTP.KD": "GDP",
    "life exp": "Life expectancy at birth",
}


def test_other_names_codes_and_typos_find_the_right_entry_first(watched: Page, edition: str):
    open_dashboard(watched, edition)
    first = {}
    for typed in FIRST:
        box(watched).fill(typed)
        expect(watched.locator("#found .finder-title").first).to_be_visible()
        first[typed] = found(watched)[0]
    assert first == FIRST


def test_the_search_box_is_a_combobox_by_keyboard(watched: Page, edition: str):
    # The catalogue adds its results a moment later, where the server has one.
    watched.route("**/search?q=*", lambda route: route.fulfill(json={"results": [], "total": 0}))
    open_dashboard(watched, edition)
    watched.keyboard.press("/")
    expect(box(watched)).to_be_focused()
    watched.keyboard.type("guinea")
    expect(watched.locator("#found .finder-title")).to_have_count(4)
    names = found(watched)
    assert {"Guinea", "Guinea-Bissau", "Equatorial Guinea", "Papua New Guinea"} <= set(names)
    watched.keyboard.press("ArrowDown")
    expect(box(watched)).to_have_attribute("aria-activedescendant", "found-1")
    expect(watched.locator("#found-1")).to_have_attribute("aria-selected", "true")
    watched.keyboard.press("ArrowUp")
    watched.keyboard.press("ArrowUp")
    expect(box(watched)).to_have_attribute("aria-activedescendant", f"found-{len(names) - 1}")
    watched.keyboard.press("Home")
    watched.keyboard.press("Enter")
    expect(heading(watched)).to_have_text(names[0])
    expect(watched.locator("#live")).to_have_text(f"{names[0]} selected")
    expect(box(watched)).to_have_value("")
    watched.keyboard.press("/")  # the focus has left the field
    expect(box(watched)).to_be_focused()
    expect(box(watched)).to_have_value("")


@pytest.mark.parametrize(("locale", "own"), [("nb-NO", ["Norway"]), ("en", [])])
def test_the_country_of_the_visitor_is_offered_before_typing(
    browser: Browser, edition: str, locale: str, own: list[str]
):
    page = browser.new_page(locale=locale)
    open_dashboard(page, edition)
    page.keyboard.press("/")
    page.wait_for_function("() => app.index.loaded")
    expect(box(page)).to_have_attribute("aria-expanded", "true" if own else "false")
    assert found(page) == own
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text("World")  # nothing is selected unasked
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(heading(page)).to_have_text(own[0] if own else "World")
    page.close()


def test_escape_closes_the_results_and_keeps_the_country(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR")
    box(watched).fill("bra")
    watched.keyboard.press("Escape")
    expect(watched.locator("#found")).to_be_hidden()
    expect(box(watched)).to_have_value("bra")
    watched.keyboard.press("Escape")
    expect(box(watched)).to_have_value("")
    expect(watched).to_have_url(f"{edition}?country=NOR")


def test_a_click_on_a_result_selects_it(watched: Page, edition: str):
    open_dashboard(watched, edition)
    box(watched).fill("kenya")
    watched.locator("#found .finder-title").get_by_text("Kenya", exact=True).click()
    expect(heading(watched)).to_have_text("Kenya")
    expect(watched.locator("#found")).to_be_hidden()


def test_an_indicator_is_selected_for_the_country_shown(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=NOR")
    box(watched).fill("inhabitants")
    expect(box(watched)).to_have_attribute("aria-activedescendant", "found-0")
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(f"{edition}?country=NOR&indicator=SP.POP.TOTL")
    expect(watched.locator(".country")).to_contain_text("Population in Norway")


def test_a_country_found_in_another_view_opens_explore(watched: Page, server: str):
    watched.goto(f"{server}?view=rank")
    box(watched).fill("chile")
    expect(box(watched)).to_have_attribute("aria-activedescendant", "found-0")
    watched.keyboard.press("Enter")
    expect(heading(watched)).to_have_text("Chile", timeout=20_000)
    expect(watched).to_have_url(f"{server}?country=CHL")


def test_an_absent_series_is_found_with_its_reason_and_leads_to_the_list_of_series(
    watched: Page, server: str, shipped: Snapshot
):
    absent = next(one for one in provenance.every_series(shipped) if one.state == provenance.ABSENT)
    open_dashboard(watched, server)
    box(watched).fill(absent.title)
    first = watched.locator("#found [role=option]").first
    expect(first).to_contain_text(absent.title)
    expect(first).to_contain_text("the local copy lacks it")
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(re.compile("view=data"))
    expect(watched.locator("#live")).to_contain_text("Data view")


def test_a_search_without_results_is_announced_and_selects_nothing(watched: Page, edition: str):
    open_dashboard(watched, edition)
    box(watched).fill("xqzzk<b>")
    expect(watched.locator("#search-box .finder-count")).to_have_text(re.compile("^No results"))
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(edition)


def test_the_random_button_selects_another_country_each_time(watched: Page, edition: str):
    open_dashboard(watched, edition)
    die = watched.get_by_role("button", name="Random country")
    seen = ["World"]
    for _ in range(4):
        die.click()
        expect(heading(watched)).not_to_have_text(seen[-1])
        seen.append(heading(watched).inner_text())
        expect(watched.locator("#live")).to_have_text(f"Random country: {seen[-1]}")
    assert all(one != other for one, other in pairwise(seen))
    watched.emulate_media(reduced_motion="reduce")
    assert die.locator("svg").evaluate("(icon) => getComputedStyle(icon).animationName") == "none"
