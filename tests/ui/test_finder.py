"""The search fields for series, in a real browser: keys, touch, typing errors, codes, the catalogue, recent series."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, expect

from dashboard.snapshot.store import Snapshot
from tests.helpers.accessibility import axe_violations
from tests.helpers.many_series import copy_with
from tests.helpers.serving import serve
from tests.helpers.visitor import IDLE, pick

pytestmark = pytest.mark.ui

MADE_UP = 300


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server with 336 series and a catalogue."""
    data = copy_with(tmp_path_factory.mktemp("many"), series=MADE_UP)
    with serve(tmp_path_factory.mktemp("log"), DASHBOARD_DATA_DIR=str(data)) as url:
        yield url


def open_rank(page: Page, url: str, query: str = "") -> Locator:
    """Open Rank, of few rows, and return its search field."""
    page.goto(f"{url}?view=rank&region=NAC{query}")
    page.wait_for_function(IDLE)
    return page.locator("#find-rank")


def titles(page: Page, field: str = "rank") -> list[str]:
    return page.locator(f"#find-{field}-list .finder-title").all_inner_texts()


def count(page: Page, field: str = "rank") -> Locator:
    return page.locator(f"#find-{field}-box .finder-count")


def test_a_series_is_chosen_by_keys_alone(watched: Page, many: str, shipped: Snapshot):
    found = shipped.indicators.title.str.contains("expectancy").sum()
    assert found > 1
    box = open_rank(watched, many)
    box.focus()
    expect(box).to_have_attribute("aria-expanded", "false")
    watched.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))  # nothing is marked unasked
    watched.keyboard.type("expectancy")
    expect(count(watched)).to_have_text(re.compile(rf"^{found} results"))
    expect(watched.locator("#live")).to_have_text(re.compile(rf"^{found} results"))
    expect(box).to_have_attribute("aria-activedescendant", "find-rank-list-0")
    watched.keyboard.press("Control+A")
    watched.keyboard.type("population")
    expect(watched.locator("#find-rank-list [role=option]").nth(2)).to_be_visible()
    for key, place in (("ArrowDown", 1), ("End", -1), ("ArrowDown", 0), ("ArrowUp", -1), ("Home", 0)):
        watched.keyboard.press(key)
        at = place if place >= 0 else len(titles(watched)) - 1
        expect(box).to_have_attribute("aria-activedescendant", f"find-rank-list-{at}")
        expect(watched.locator(f"#find-rank-list-{at}")).to_have_attribute("aria-selected", "true")
    assert titles(watched)[0] == "Population"
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(re.compile(r"rank=SP\.POP\.TOTL"))
    expect(box).to_have_value("Population")
    expect(watched.locator("#find-rank-unit")).to_have_text("people")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(watched.locator("#view-rank .chart-title").first).to_contain_text("Population")


def test_escape_restores_what_is_selected(watched: Page, many: str):
    box = open_rank(watched, many)
    box.click()
    box.fill("zinc")
    watched.keyboard.press("Escape")
    expect(box).to_have_value("Temperature change since 1901–1930")
    expect(watched.locator("#find-rank-list")).to_be_hidden()
    assert "rank=" not in watched.url


FIRST = {
    "life expectnacy": "Life expectancy at birth",
    "helth expenditure": "Health expenditure",
    "SP.POP.TOTL": "Population",
    "sp.dyn.le00.in": "Life expectancy at birth",
    "electricity use, per capita!": "Electricity use per person",
    "co₂": "CO₂ emissions per person",
    "women in parliament": "Women in national parliaments",
    "renewables": "Renewable energy consumption",
    "linear trend": "Linear trend",
    "poorest quintile": "Income share held by lowest 20%",
    "income share of the poorest 10%": "Income share held by lowest 10%",
    "top 20%": "Income share held by highest 20%",
    "number 7 of the households": "Made-up quantity number 7 of the households surveyed",
}


def test_words_codes_and_typing_errors_find_the_series(watched: Page, many: str):
    box = open_rank(watched, many)
    box.click()
    found = {}
    for typed in FIRST:
        box.fill(typed)
        expect(count(watched)).to_contain_text("result")
        found[typed] = titles(watched)[0]
    assert found == FIRST


def test_a_topic_lists_all_its_series_and_a_search_without_results_is_announced(watched: Page, many: str, shipped):
    box = open_rank(watched, many)
    box.click()
    expect(count(watched)).to_contain_text("suggestions")
    assert "Made-up quantity number 0 of the households surveyed" not in titles(watched)  # featured ones only
    watched.locator("#find-rank-list [role=option]", has_text="Health").last.click()
    assert titles(watched) == list(shipped.indicators.title[shipped.indicators.topic == "Health"])
    box.fill("xqzzk<b>")
    expect(count(watched)).to_have_text(re.compile("^No results"))
    expect(box).to_have_attribute("aria-expanded", "false")
    watched.keyboard.press("Enter")
    assert "rank=" not in watched.url


def test_two_series_of_one_title_are_distinguished_by_their_units(watched: Page, many: str):
    box = open_rank(watched, many)
    box.click()
    box.fill("Made-up quantity number 12 of the households surveyed")
    options = watched.locator("#find-rank-list [role=option]", has_text="number 12 of")
    expect(options).to_have_count(2)
    words = options.all_inner_texts()
    assert sorted(word.split("\n")[1].partition(" · ")[0] for word in words) == ["% of households", "people"]
    options.filter(has_text="people").click()
    expect(watched.locator("#find-rank-unit")).to_have_text("people")
    expect(watched).to_have_url(re.compile(r"rank=XX\.MADE\.0024"))


def test_a_series_of_the_catalogue_has_the_command_that_adds_it(page: Page, many: str):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box = open_rank(page, many)
    box.click()
    box.fill("fisheries")
    option = page.locator("#find-rank-list [role=option]", has_text="climate-etl add ER.FSH.PROD.MT")
    expect(option).to_contain_text("Total fisheries production (metric tons)")
    expect(option).to_contain_text("World Development Indicators")
    expect(page.locator("#find-rank-list .finder-topic").last).to_have_text("Not in this dataset")
    expect(count(page)).to_contain_text("2 more in the World Bank’s catalogue")
    option.click()
    expect(page.locator("#live")).to_have_text("Copied: climate-etl add ER.FSH.PROD.MT")
    assert page.evaluate("() => navigator.clipboard.readText()") == "climate-etl add ER.FSH.PROD.MT"
    expect(box).to_have_attribute("aria-expanded", "true")
    assert "rank=" not in page.url


CLOSER = {"code": "XX.ZOREST", "name": "Zorest bonds issued", "database": "Made-up database", "topic": ""}


@pytest.mark.parametrize(
    ("typed", "listed", "first", "chosen"),
    [
        ("zorest", [CLOSER], CLOSER["name"], None),  # the catalogue has the very word
        ("forest zzyzx", [], "Forest area", None),  # one of the words only
        ("forrest area", [], "Forest area", "AG.LND.FRST.ZS"),  # each word, with typing errors
    ],
)
def test_enter_chooses_what_has_all_words_and_waits_for_the_catalogue(
    page: Page, many: str, typed: str, listed: list, first: str, chosen: str | None
):
    page.route(re.compile(r"/search\?q="), lambda route: route.fulfill(json={"total": len(listed), "results": listed}))
    box = open_rank(page, many)
    box.click()
    expect(count(page)).to_contain_text("suggestions")
    with page.expect_response(re.compile(r"/search\?q=")):
        box.fill(typed)
        expect(count(page)).to_contain_text("result")
        assert "Forest area" in titles(page)
        expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
        page.keyboard.press("Enter")
    if chosen:
        expect(page).to_have_url(re.compile(f"rank={re.escape(chosen)}"))
        return
    expect(page.locator("#find-rank-list .finder-title").first).to_have_text(first)
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(box).to_have_attribute("aria-expanded", "true")
    assert "rank=" not in page.url


def test_recent_series_are_offered_in_this_session_only(browser: Browser, many: str):
    context = browser.new_context()
    page = context.new_page()
    box = open_rank(page, many)
    pick(page, "rank", "Forest area")
    pick(page, "rank", "Trade")
    box.click()
    expect(page.locator("#find-rank-list .finder-topic").first).to_have_text("Recent")
    assert titles(page)[:2] == ["Trade", "Forest area"]
    other = context.new_page()
    open_rank(other, many).click()
    expect(other.locator("#find-rank-list .finder-topic").first).to_have_text("Temperature")
    assert context.cookies() == []
    assert page.evaluate("() => localStorage.length") == 0
    context.close()


def test_nothing_of_the_search_is_fetched_before_a_field_is_focused(watched: Page, many: str):
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    watched.on("request", note)
    box = open_rank(watched, many)
    assert not [url for url in asked if "/indexes/" in url or "minisearch" in url.lower()]
    before = len(asked)
    box.focus()
    watched.wait_for_function("() => app.index.loaded")
    fetched = asked[before:]
    assert sum("/indexes/" in url for url in fetched) == 1
    assert len(fetched) == 2  # the index and the library
    assert not [url for url in fetched if "search?q" in url]


def test_a_list_that_cannot_be_fetched_is_reported_and_fetched_again(page: Page, many: str):
    box = open_rank(page, many)
    page.route("**/indexes/**", lambda route: route.abort())
    box.click()
    expect(count(page)).to_have_text("The list could not be loaded. Try again in a moment.")
    page.unroute("**/indexes/**")
    box.fill("forest area")
    expect(page.locator("#find-rank-list .finder-title").first).to_have_text("Forest area")


def test_fields_follow_the_address_old_codes_included(watched: Page, many: str):
    watched.goto(f"{many}?view=relate&x=EN.ATM.CO2E.PC&y=SP.DYN.LE00.IN")
    watched.wait_for_function(IDLE)
    x, y = watched.locator("#find-x"), watched.locator("#find-y")
    expect(x).to_have_value("CO₂ emissions per person")
    watched.get_by_role("button", name="Swap axes").click()
    expect(x).to_have_value("Life expectancy at birth")
    expect(y).to_have_value("CO₂ emissions per person")
    pick(watched, "size", "None")
    expect(watched).to_have_url(re.compile(r"size=(&|$)"))
    watched.go_back()
    expect(watched).not_to_have_url(re.compile("size="))
    expect(watched.locator("#find-size")).to_have_value("Population")  # the default again
    pick(watched, "size", "None")
    pick(watched, "size", "Population")
    expect(watched).not_to_have_url(re.compile("size="))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_list_fills_the_screen(browser: Browser, many: str, scheme):
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True, color_scheme=scheme)
    box = open_rank(page, many)
    box.tap()
    options = page.locator("#find-rank-list [role=option]")
    expect(options.first).to_be_visible()
    sheet = page.locator("#find-rank-box .finder-sheet").bounding_box()
    assert sheet == {"x": 0, "y": 0, "width": 390, "height": 844}
    heights = options.evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    assert axe_violations(page) == []
    page.get_by_role("button", name="Close the list").tap()
    expect(options.first).to_be_hidden()
    box.tap()
    box.fill("forest")
    page.locator("#find-rank-list .finder-title").get_by_text("Forest area", exact=True).tap()
    expect(page).to_have_url(re.compile(r"rank=AG\.LND\.FRST\.ZS"))
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_violation_in_an_open_list(browser: Browser, many: str, scheme):
    page = browser.new_page(viewport={"width": 1366, "height": 768}, color_scheme=scheme)
    box = open_rank(page, many)
    box.click()
    box.fill("fish")
    expect(count(page)).to_contain_text("catalogue")
    assert axe_violations(page) == []
    box.fill("")
    expect(count(page)).to_contain_text("suggestions")
    assert axe_violations(page) == []
    page.close()
