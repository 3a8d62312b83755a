"""Groupings of the World Bank in a real browser: found, compared, downloaded, with their members."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import AS_IT_IS, axe_violations, looks
from tests.helpers.visitor import IDLE, heading, open_dashboard, pick

pytestmark = pytest.mark.ui

POWER = "EG.ELC.ACCS.ZS"
SINCE_2000 = f"compare={POWER}&scale=change&since=2000"


def test_a_grouping_has_no_empty_key_figures(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=LIC")
    expect(watched.locator("#explore-tiles")).to_be_hidden()
    expect(watched.locator(".map-sentence")).to_be_visible()
    watched.set_viewport_size({"width": 1920, "height": 1080})
    indicator, head = (watched.locator(part).bounding_box() for part in (".indicator.card", ".head.card"))
    assert indicator["width"] == head["width"]
    figure, card = (watched.locator(part).bounding_box() for part in ("#map-figure", ".map-card"))
    sphere = watched.locator(".map-svg .sphere").bounding_box()
    assert sphere["height"] > 0.9 * figure["height"]  # no empty bands above and below the map
    assert sphere["width"] > 0.9 * card["width"]
    assert watched.evaluate("() => document.documentElement.scrollHeight") == 1080


def test_a_country_its_region_and_an_income_group_are_compared_since_2000_and_downloaded(
    watched: Page, server: str, shipped
):
    watched.goto(f"{server}?view=compare&countries=KEN~SSF&{SINCE_2000}")
    watched.wait_for_function(IDLE)
    pick(watched, "add", "Low income")
    expect(watched).to_have_url(re.compile("countries=KEN~SSF~LIC"))
    for name in ("Kenya", "Sub-Saharan Africa", "Low income"):
        expect(watched.get_by_role("button", name=name, exact=True)).to_be_visible()
    expect(watched.locator("#view-compare")).to_contain_text("change since 2000")
    expect(watched.locator("#view-compare")).to_contain_text("(latest common year)")
    expect(watched.get_by_role("figure", name=re.compile("Kenya, Sub-Saharan Africa and Low income"))).to_be_visible()

    watched.goto(f"{server}?view=data&table=compare&countries=KEN~SSF~LIC&{SINCE_2000}")
    with watched.expect_download() as waiting:
        watched.locator(".figures").get_by_role("link", name="CSV", exact=True).click()
    rows = pd.read_csv(io.BytesIO(Path(waiting.value.path()).read_bytes()), comment="#", encoding="utf-8-sig")
    assert list(dict.fromkeys(rows.iso3)) == ["KEN", "SSF", "LIC"]
    assert set(rows.name) == {"Kenya", "Sub-Saharan Africa", "Low income"}
    since = rows[rows.year >= 2000].pivot(index="year", columns="iso3", values="change")
    assert since.loc[2000].tolist() == [0, 0, 0]
    values = shipped.values(POWER).set_index(["iso3", "year"]).value
    latest = int(since.index.max())
    for code in ("KEN", "SSF", "LIC"):
        assert since[code][latest] == pytest.approx(values[code, latest] - values[code, 2000], abs=0.001)


def test_a_grouping_is_found_by_its_name_and_its_members_lead_to_their_pages(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?indicator={POWER}")
    watched.keyboard.press("/")
    watched.keyboard.type("low income")
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(re.compile("country=LIC"))
    expect(heading(watched)).to_have_text("Low income")
    country = watched.locator(".country")
    expect(country).to_contain_text("World Bank figures only; no temperature series for this grouping.")
    expect(country).to_contain_text("Access to electricity in low-income countries: ")
    expect(watched.get_by_role("heading", name="Temperature (°C)")).to_be_hidden()
    country.get_by_text(re.compile(r"^\d+ members \(World Bank list of")).click()
    watched.get_by_role("button", name="Uganda", exact=True).click()
    expect(heading(watched)).to_have_text("Uganda")
    expect(watched.get_by_role("heading", name="Temperature (°C)")).to_be_visible()


def test_rank_names_the_lines_of_groupings(watched: Page, server: str):
    watched.goto(f"{server}?view=rank&rank={POWER}&country=LIC")
    watched.wait_for_function(IDLE)
    rank = watched.locator("#view-rank")
    expect(rank).to_contain_text(re.compile(r"Reference lines: low-income countries [\d.]+ and the world [\d.]+"))
    expect(rank.locator(".key", has_text="Low income")).to_be_visible()
    assert rank.get_by_role("link", name="Low income").count() == 0


@pytest.mark.parametrize("query", ["?country=LIC", "?country=ARB&theme=dark", f"?view=rank&rank={POWER}&country=LIC"])
def test_axe_finds_no_violation_and_nothing_overflows(watched: Page, server: str, query: str):
    watched.goto(f"{server}{query}")
    watched.wait_for_function(IDLE)
    for look in looks(watched, (1366, 390), AS_IT_IS, 844):
        assert watched.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), look
        assert axe_violations(watched) == [], look


OUTLINED = """() => {
  return document.querySelectorAll("#map-svg .chosen > use").length;
}"""


def test_the_map_outlines_the_members(watched: Page, edition: str, shipped):
    countries = shipped.countries
    members = countries[(countries.income_group == "Low income") & countries.geometry.notna()]
    open_dashboard(watched, f"{edition}?country=LIC")
    watched.wait_for_function(f"(many) => ({OUTLINED})() === many", arg=len(members))
    for query, many in (("KEN", 1), ("WLD", 0)):
        watched.evaluate("(country) => app.address.go({ country })", query)
        watched.wait_for_function(f"(many) => ({OUTLINED})() === many", arg=many)
