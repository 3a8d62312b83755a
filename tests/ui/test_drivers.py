"""Drivers in a real browser: the verdict, features, sliders by keyboard, reset, links, axe."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.helpers import growth_figures
from tests.helpers.accessibility import axe_violations
from tests.helpers.serving import ROOT, serve
from tests.helpers.visitor import IDLE

pytestmark = pytest.mark.ui

DRAWN_MS = 30_000
"""The first visit reads the model, which takes longer than the usual timeout on a busy machine."""


def open_drivers(page: Page, url: str, query: str = "") -> None:
    page.goto(f"{url}?view=drivers{query}")
    expect(page.locator(".verdict .sentence")).to_be_visible(timeout=DRAWN_MS)
    page.wait_for_function(IDLE)


def aged(page: Page) -> Locator:
    return page.get_by_role("slider", name=re.compile("People aged 65"))


def answer(page: Page) -> Locator:
    return page.locator(".if-answer .large b")


def test_the_verdict_comes_first_and_says_that_the_model_has_no_skill(watched: Page, server: str):
    watched.goto(server)
    watched.get_by_role("link", name="Drivers", exact=True).click()
    verdict = watched.locator(".verdict .sentence")
    expect(verdict).to_be_visible(timeout=DRAWN_MS)
    expect(verdict).to_contain_text("No: year and place alone say more")
    expect(watched.locator(".verdict li")).to_have_count(3)
    expect(watched.locator(".verdict li").first).to_contain_text("95 % interval")
    expect(watched.get_by_role("cell", name="best baseline")).to_have_count(3)


def test_a_selected_feature_shows_its_effect(watched: Page, server: str):
    open_drivers(watched, server)
    forest = watched.get_by_role("button", name="Forest area")
    forest.press("Enter")
    expect(watched).to_have_url(re.compile(r"driver=AG\.LND\.FRST\.ZS"))
    expect(forest).to_have_attribute("aria-pressed", "true")
    expect(forest).to_be_focused()
    expect(watched.get_by_role("figure", name=re.compile("Along “Forest area”"))).to_be_visible()


def test_a_slider_moved_by_keyboard_changes_the_answer_and_reset_undoes_it(watched: Page, server: str):
    open_drivers(watched, server, "&country=NOR&year=2015")
    before = answer(watched).inner_text()
    expect(watched.locator(".if-answer .sentence")).to_contain_text("Norway in 2015")
    aged(watched).focus()
    for _ in range(2):
        aged(watched).press("PageDown")
    expect(watched.locator(".if-answer .inside")).to_contain_text("Beyond this country’s own history: People aged 65")
    aged(watched).press("Home")
    expect(watched).to_have_url(re.compile(r"if=SP\.POP\.65UP\.TO\.ZS~0\.\d+"))
    expect(answer(watched)).not_to_have_text(before)
    expect(watched.locator(".if-answer .sentence")).to_contain_text("with 1 value moved")
    expect(watched.locator(".if-answer .outside")).to_contain_text("Unlike anything on record")
    expect(aged(watched)).to_be_focused()
    expect(aged(watched)).to_have_attribute("aria-valuetext", re.compile(r"^0\.86"))
    watched.get_by_role("button", name="Reset all").click()
    expect(answer(watched)).to_have_text(before)
    expect(watched).not_to_have_url(re.compile("if="))
    expect(aged(watched)).to_have_attribute("aria-valuetext", re.compile("^16"))


def test_a_slider_is_reset_by_its_own_button(watched: Page, server: str):
    query = "&country=NOR&year=2015&if=SP.POP.65UP.TO.ZS~3~SP.DYN.TFRT.IN~6"
    open_drivers(watched, server, query)
    expect(watched.locator(".if-answer .sentence")).to_contain_text("with 2 values moved")
    watched.get_by_role("button", name="Put Fertility rate back").click()
    expect(watched).to_have_url(re.compile(r"if=SP\.POP\.65UP\.TO\.ZS~3$"))
    expect(watched.locator(".if-answer .sentence")).to_contain_text("with 1 value moved")


def test_an_unseen_combination_is_marked(watched: Page, server: str):
    open_drivers(watched, server, "&country=NOR&year=2015")
    expect(watched.locator(".if-answer .outside")).to_have_count(0)
    for name in ("Fertility rate", "Forest area", "Trade"):
        watched.get_by_role("slider", name=re.compile(name)).press("End")
    outside = watched.locator(".if-answer .outside")
    expect(outside).to_contain_text("Outside what the model has seen. Unlike anything on record")
    expect(outside).to_contain_text("95 % have one of another country within")


def test_a_link_restores_country_year_and_sliders_and_back_works(watched: Page, server: str):
    open_drivers(watched, server, "&country=IND&year=1990&if=SP.POP.65UP.TO.ZS~20")
    expect(watched.locator(".if-answer .sentence")).to_contain_text("India in 1990")
    expect(aged(watched)).to_have_attribute("aria-valuetext", re.compile("^20.0 %"))
    expect(watched.locator(".moves .moved")).to_have_count(1)
    watched.get_by_label("Country", exact=True).last.select_option(label="Sweden")
    expect(watched.locator(".if-answer .sentence")).to_contain_text("Sweden in 1990")
    expect(aged(watched)).to_have_attribute("aria-valuetext", re.compile("^20.0 %"))
    expect(watched).to_have_url(re.compile("country=SWE"))
    watched.go_back()
    expect(watched.locator(".if-answer .sentence")).to_contain_text("India in 1990")


def test_a_similar_country_is_selected_by_its_name(watched: Page, server: str):
    open_drivers(watched, server, "&country=SWE")
    tables = watched.locator(".similar table")
    expect(tables.first).to_contain_text("Most like Sweden")
    first = tables.first.locator("tbody button").first
    name = first.inner_text()
    first.click()
    expect(tables.first).to_contain_text(f"Most like {name}")
    expect(watched.locator(".if-answer .sentence")).to_contain_text(f"{name} in")


def test_every_table_of_the_view_can_be_downloaded(watched: Page, server: str):
    open_drivers(watched, server, "&country=NOR&if=SP.POP.65UP.TO.ZS~3")
    watched.locator("#view-drivers + .take > summary").click()
    links = watched.locator("#view-drivers + .take a[data-file$='.csv']")
    expect(links).to_have_count(7)
    for link in links.all():
        answered = watched.request.get(f"{server}{link.get_attribute('href')}")
        assert answered.ok, link.get_attribute("href")
        assert "# title: " in answered.text()


@pytest.fixture(scope="module")
def grown_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server whose figures have growth over temperature; the shipped ones are older."""
    place = shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("grown") / "data")
    growth_figures.publish(place)
    with serve(tmp_path_factory.mktemp("grown-server"), DASHBOARD_DATA_DIR=str(place)) as url:
        yield url


def test_growth_follows_the_country_and_its_table_downloads(watched: Page, grown_server: str):
    open_drivers(watched, grown_server, "&country=KEN")
    section = watched.locator("section.growth")
    expect(section).to_contain_text("Kenya: annual mean temperature 25")
    expect(section).to_contain_text("not a forecast")
    chart = section.get_by_role("figure", name=re.compile("Growth of GDP per person by temperature: 1.* Kenya"))
    expect(chart).to_be_visible()
    expect(section.locator("tbody tr")).to_have_count(4)
    watched.get_by_label("Country", exact=True).last.select_option(label="Sweden")
    expect(section).to_contain_text("Sweden: annual mean temperature")
    answered = watched.request.get(f"{grown_server}download/growth.csv?country=SWE")
    assert "Effect in Sweden" in answered.text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390], ids=["wide", "phone"])
def test_axe_finds_no_violation_with_the_growth_curves(watched: Page, grown_server: str, scheme: str, width: int):
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": width, "height": 900})
    open_drivers(watched, grown_server, "&country=KEN")
    expect(watched.locator("section.growth table")).to_be_visible()
    assert axe_violations(watched) == []
    assert watched.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_figures_without_growth_say_how_to_compute_it(watched: Page, server: str):
    open_drivers(watched, server, "&country=KEN")
    section = watched.locator("section.growth")
    expect(section.locator(".empty")).to_contain_text("run: python -m etl model")
    expect(section.get_by_role("figure")).to_have_count(0)
    expect(section.locator("table")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390], ids=["wide", "phone"])
def test_axe_finds_no_violation_and_nothing_overflows(watched: Page, server: str, scheme: str, width: int):
    watched.emulate_media(color_scheme=scheme)
    watched.set_viewport_size({"width": width, "height": 900})
    open_drivers(watched, server, "&country=IND&if=SP.POP.65UP.TO.ZS~30~SP.DYN.TFRT.IN~7~EG.ELC.ACCS.ZS~5")
    expect(watched.locator(".if-answer .large")).to_be_visible()
    assert axe_violations(watched) == []
    assert watched.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
