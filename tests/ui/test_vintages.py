"""Earlier figures in a real browser: the page of what changed, the figures of an earlier day, and the way back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from dashboard.snapshot.store import Snapshot
from tests.helpers.accessibility import axe_violations
from tests.helpers.serving import serve
from tests.helpers.vintages import EARLIER, WARMER_C, copy_with_earlier
from tests.helpers.visitor import click_place, heading, open_dashboard

pytestmark = pytest.mark.ui


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a server whose figures have an earlier snapshot beside them."""
    data = copy_with_earlier(tmp_path_factory.mktemp("two"))
    with serve(tmp_path_factory.mktemp("log"), DASHBOARD_DATA_DIR=str(data)) as url:
        yield url


def latest_c(page: Page, url: str, query: str) -> float:
    """Return the temperature of Norway in 2024 by the file that the address gives."""
    rows = csv.DictReader(page.request.get(f"{url}download/temperature.csv?country=NOR{query}").text().splitlines())
    return next(float(row["temperature_c"]) for row in rows if row["year"] == "2024")


def test_what_changed_leads_to_earlier_figures_and_back(watched: Page, two: str):
    watched.goto(f"{two}revisions")
    expect(watched.get_by_role("heading", level=1)).to_have_text("What changed with the last refresh")
    expect(watched.get_by_role("table").first.get_by_role("columnheader").nth(3)).to_have_text("Before")
    assert axe_violations(watched) == []
    watched.get_by_role("link", name="Figures as of 1 October 2026").click()
    expect(watched.get_by_role("note")).to_contain_text("Figures as of 1 October 2026, not the latest.")
    expect(watched).to_have_url(re.compile(rf"vintage={EARLIER}"))
    watched.get_by_role("link", name="Latest figures").click()
    expect(heading(watched)).to_have_text("World")
    expect(watched.get_by_role("note")).to_have_count(0)


def test_a_page_of_an_earlier_day_has_the_figures_of_that_day_in_all_its_parts(
    watched: Page, two: str, shipped: Snapshot
):
    rows = shipped.temperature
    known = rows[(rows.iso3 == "NOR") & (rows.year == 2024)].temperature_c.item()
    open_dashboard(watched, f"{two}?vintage={EARLIER}&country=NOR")
    warmest = rows[rows.iso3 == "NOR"].temperature_c.max() + WARMER_C
    expect(watched.locator("[data-text=explore_tiles]")).to_contain_text(f"{warmest:.2f} °C")
    assert latest_c(watched, two, f"&vintage={EARLIER}") == pytest.approx(known + WARMER_C)
    assert latest_c(watched, two, "") == pytest.approx(known)
    click_place(watched, 37.9, 0.5)
    expect(heading(watched)).to_have_text("Kenya")
    expect(watched).to_have_url(re.compile(rf"vintage={EARLIER}"))
    expect(watched.locator(".country .of-climate")).to_be_hidden()  # its record is in the latest figures alone


def test_the_feed_is_named_by_the_page_and_read_as_one(watched: Page, two: str):
    watched.goto(f"{two}revisions")
    feed = watched.locator("link[type='application/atom+xml']").get_attribute("href")
    answer = watched.request.get(f"{two}{feed}")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert "<entry>" in answer.text()
