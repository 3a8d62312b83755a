"""Drivers in a real browser: the verdict, features, sliders by keyboard, reset, links, axe."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.analysis.what_if import feature_values, predict
from dashboard.snapshot.model import Model, model_of
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import amount
from dashboard.views.drivers.what_if_markup import STEPS, logs_of, place
from tests.helpers import growth_figures
from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.serving import ROOT, serve
from tests.helpers.visitor import IDLE

pytestmark = pytest.mark.ui

DRAWN_MS = 30_000
"""The first visit reads the model, which takes longer than the usual timeout on a busy machine."""


def open_drivers(page: Page, url: str, query: str = "") -> None:
    page.goto(f"{url}?view=drivers{query}")
    expect(page.locator(".verdict .sentence")).to_be_visible(timeout=DRAWN_MS)
    page.wait_for_function(IDLE)


@pytest.fixture(scope="module")
def model(shipped: Snapshot) -> Model:
    model = model_of(shipped)
    assert model is not None
    return model


def moved(model: Model, count: int, to: str = "median") -> str:
    """The part of an address that moves the model's first features to a value of their training data."""
    return "&if=" + "~".join(f"{code}~{model.features[to][code]:.4g}" for code in model.movable[:count])


def slider(page: Page, title: str) -> Locator:
    return page.get_by_role("slider", name=re.compile(f"^{re.escape(title)}"))


def way_out(snapshot: Snapshot, model: Model, iso3: str, year: int) -> tuple[str, float, str, float]:
    """A feature that one page of its slider moves beyond the country's history, and the end beyond all on record.

    Returns:
        Code, the country's own value, the end ("low" or "high"), and the value there.
    """
    logs = logs_of(snapshot, model)
    for own in feature_values(snapshot, model, iso3, year):
        code, log = own.feature, logs[own.feature]
        low, high = (float(model.features[end][code]) for end in ("low", "high"))
        at = place(own.value, low, high, log) / STEPS
        for end, value, share in (("low", low, at - 0.1), ("high", high, at + 0.1)):
            page = low * (high / low) ** share if log else low + (high - low) * share
            first, last = (predict(snapshot, iso3, year, ((code, one),)) for one in (page, value))
            if first.outside_history and not first.is_outside and last.is_outside and abs(last.difference) > 0.02:
                return code, own.value, end, value
    raise LookupError(f"no slider leads {iso3} in {year} out of the record")


def answer(page: Page) -> Locator:
    return page.locator(".if-answer .large b")


def test_the_verdict_comes_first_and_reports_that_the_model_has_no_skill(watched: Page, server: str, model: Model):
    watched.goto(server)
    watched.get_by_role("link", name="Model", exact=True).click()
    verdict = watched.locator(".verdict .sentence")
    expect(verdict).to_be_visible(timeout=DRAWN_MS)
    gain = re.split("[.:]", model.about["sentence"])[0].removeprefix("Given year and place, indicators add ")
    assert gain.endswith("nothing")
    expect(verdict).to_have_text(f"Given year and place, these indicators add {gain}.")
    expect(watched.locator(".verdict li")).to_have_count(3)
    expect(watched.locator(".verdict li").first).to_contain_text("95 % CI")
    expect(watched.get_by_role("cell", name="best baseline")).to_have_count(4)


def test_a_selected_feature_shows_its_effect(watched: Page, server: str):
    open_drivers(watched, server)
    forest = watched.get_by_role("button", name="Forest area")
    forest.press("Enter")
    expect(watched).to_have_url(re.compile(r"driver=AG\.LND\.FRST\.ZS"))
    expect(forest).to_have_attribute("aria-pressed", "true")
    expect(forest).to_be_focused()
    expect(watched.get_by_role("figure", name=re.compile("Effect of “Forest area”"))).to_be_visible()


def test_a_slider_moved_by_keyboard_changes_the_answer_and_reset_undoes_it(
    watched: Page, server: str, shipped: Snapshot, model: Model
):
    code, own, end, value = way_out(shipped, model, "NOR", 2015)
    title = model.title(code)
    moving, decimals = slider(watched, title), model.decimals(code)
    open_drivers(watched, server, "&country=NOR&year=2015")
    before = answer(watched).inner_text()
    expect(watched.locator(".if-answer .sentence")).to_contain_text("Norway in 2015")
    moving.focus()
    moving.press("PageDown" if end == "low" else "PageUp")
    expect(watched.locator(".if-answer .inside")).to_contain_text(f"Outside this country’s own history: {title}")
    moving.press("Home" if end == "low" else "End")
    expect(watched).to_have_url(re.compile(re.escape(f"if={code}~{value:.4g}")))
    expect(answer(watched)).not_to_have_text(before)
    expect(watched.locator(".if-answer .sentence")).to_contain_text("with 1 value changed")
    expect(watched.locator(".if-answer .outside")).to_contain_text("The nearest country-year")
    expect(moving).to_be_focused()
    expect(moving).to_have_attribute("aria-valuetext", re.compile(f"^{re.escape(amount(value, decimals))} "))
    watched.get_by_role("button", name="Reset all").click()
    expect(answer(watched)).to_have_text(before)
    expect(watched).not_to_have_url(re.compile("if="))
    expect(moving).to_have_attribute("aria-valuetext", re.compile(f"^{re.escape(amount(own, decimals))} "))


def test_a_slider_is_reset_by_its_own_button(watched: Page, server: str, model: Model):
    open_drivers(watched, server, "&country=NOR&year=2015" + moved(model, 2))
    expect(watched.locator(".if-answer .sentence")).to_contain_text("with 2 values changed")
    watched.get_by_role("button", name=f"Reset {model.title(model.movable[1])}").click()
    expect(watched).to_have_url(re.compile(re.escape(moved(model, 1)) + "$"))
    expect(watched.locator(".if-answer .sentence")).to_contain_text("with 1 value changed")


def test_an_unseen_combination_is_marked(watched: Page, server: str, model: Model):
    open_drivers(watched, server, "&country=NOR&year=2015")
    expect(watched.locator(".if-answer .outside")).to_have_count(0)
    for code in model.movable[:3]:
        slider(watched, model.title(code)).press("End")
    outside = watched.locator(".if-answer .outside")
    expect(outside).to_contain_text("Extrapolation. The nearest country-year")
    expect(outside).to_contain_text("95 % of the training data are within")


def test_a_link_restores_country_year_and_sliders_and_back_works(watched: Page, server: str, model: Model):
    open_drivers(watched, server, "&country=IND&year=1990" + moved(model, 1))
    code = model.movable[0]
    moving = slider(watched, model.title(code))
    median = amount(model.features["median"][code], model.decimals(code))
    shown = re.compile("^" + re.escape(f"{median} {model.unit(code)}"))
    expect(watched.locator(".if-answer .sentence")).to_contain_text("India in 1990")
    expect(moving).to_have_attribute("aria-valuetext", shown)
    expect(watched.locator(".moves .moved")).to_have_count(1)
    watched.get_by_label("Country", exact=True).last.select_option(label="Sweden")
    expect(watched.locator(".if-answer .sentence")).to_contain_text("Sweden in 1990")
    expect(moving).to_have_attribute("aria-valuetext", shown)
    expect(watched).to_have_url(re.compile("country=SWE"))
    watched.go_back()
    expect(watched.locator(".if-answer .sentence")).to_contain_text("India in 1990")


def test_a_similar_country_is_selected_by_its_name(watched: Page, server: str):
    open_drivers(watched, server, "&country=SWE")
    tables = watched.locator(".similar table")
    expect(tables.first).to_contain_text("Most similar to Sweden")
    first = tables.first.locator("tbody button").first
    name = first.inner_text()
    first.click()
    expect(tables.first).to_contain_text(f"Most similar to {name}")
    expect(watched.locator(".if-answer .sentence")).to_contain_text(f"{name} in")


def test_every_table_of_the_view_can_be_downloaded(watched: Page, server: str, model: Model):
    open_drivers(watched, server, "&country=NOR" + moved(model, 1))
    watched.locator("#view-drivers + .take .download > summary").click()
    links = watched.locator("#view-drivers + .take a[data-file$='.csv']")
    expect(links).to_have_count(7)
    for link in links.all():
        answered = watched.request.get(f"{server}{link.get_attribute('href')}")
        assert answered.ok, link.get_attribute("href")
        assert "# title: " in watched.request.get(f"{answered.url}&notes=1").text()


@pytest.fixture(scope="module")
def older_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server whose figures are from before growth over temperature was added."""
    folder = shutil.copytree(ROOT / "data", tmp_path_factory.mktemp("older") / "data")
    growth_figures.remove(folder)
    with serve(tmp_path_factory.mktemp("older-server"), DASHBOARD_DATA_DIR=str(folder)) as url:
        yield url


def test_growth_follows_the_country_and_its_table_downloads(watched: Page, server: str):
    open_drivers(watched, server, "&country=KEN")
    section = watched.locator("section.growth")
    expect(section).to_contain_text("Kenya: annual mean temperature 25")
    expect(section).to_contain_text("not a forecast")
    chart = section.get_by_role("figure", name=re.compile("by temperature: Growth in .* Kenya"))
    expect(chart).to_be_visible()
    expect(section.locator("tbody tr")).to_have_count(4)
    watched.locator("#view-drivers").get_by_label("Country", exact=True).select_option(label="Sweden")
    expect(section).to_contain_text("Sweden: annual mean temperature")
    answered = watched.request.get(f"{server}download/growth.csv?country=SWE&notes=1")
    assert "# title: Growth by temperature, with the effect in Sweden\n" in answered.text()
    assert "SWE,Sweden," in answered.text()
    assert ",effect_points_per_c," in answered.text()


def test_axe_finds_no_violation_with_the_growth_curves(watched: Page, server: str):
    open_drivers(watched, server, "&country=KEN")
    expect(watched.locator("section.growth table")).to_be_visible()
    for look in looks(watched, (1440, 390)):
        assert axe_violations(watched) == [], look
        assert watched.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
    # On a phone tables and sliders are folded: 5,800 px, and 13,100 px with all of them open.
    watched.set_viewport_size({"width": 390, "height": 844})
    skills = watched.locator("section.skills")
    expect(skills.get_by_role("table")).to_be_hidden()
    assert watched.evaluate("document.documentElement.scrollHeight") < 6_000
    skills.get_by_text("Table of skills", exact=True).click()
    expect(skills.get_by_role("table")).to_be_visible()
    watched.set_viewport_size({"width": 1440, "height": 900})
    expect(watched.locator(".phone-fold:not([open])")).to_have_count(0)


def test_figures_without_growth_name_the_command_that_computes_it(watched: Page, older_server: str):
    open_drivers(watched, older_server, "&country=KEN")
    section = watched.locator("section.growth")
    expect(section.locator(".empty")).to_contain_text("run: python -m etl model")
    expect(section.get_by_role("figure")).to_have_count(0)
    expect(section.locator("table")).to_have_count(0)


def test_axe_finds_no_violation_and_nothing_overflows(watched: Page, server: str, model: Model):
    open_drivers(watched, server, "&country=IND" + moved(model, 3, "high"))
    expect(watched.locator(".if-answer .large")).to_be_visible()
    for look in looks(watched, (1440, 390)):
        assert axe_violations(watched) == [], look
        assert watched.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), look
