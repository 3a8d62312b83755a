"""What the map paints before the server hears of it: the mark of a click, and a map that was pointed at."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.helpers.visitor import heading, open_dashboard, pixel_of
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.ui

LIKELY_MAPS = 10
"""The server makes more than these ahead."""


def open_map(page: Page, url: str) -> None:
    """Open an address and wait until all is painted."""
    open_dashboard(page, url)
    page.wait_for_function("() => app.map.values && app.address.isHeard()")


def test_a_click_outlines_at_once_and_the_address_follows_the_next_frame(watched: Page, server: str):
    open_map(watched, server)
    watched.evaluate("""() => {
      window.order = [];
      const names = ["asked", "address"];
      for (const name of names) window.addEventListener(name, () => window.order.push(`${name} ${location.search}`));
      document.addEventListener("click", () => {
        window.order.push(document.querySelector("#map-svg .chosen use").getAttribute("href"), location.search);
        requestAnimationFrame(() => window.order.push("frame"));
      });
    }""")
    watched.mouse.click(*pixel_of(watched, -53.0, -10.0))
    watched.wait_for_function("() => window.order.length === 5")
    said = ["asked ?country=BRA", "address ?country=BRA"]
    assert watched.evaluate("() => window.order") == ["#map-shape-BRA", "", "frame", *said]
    expect(heading(watched)).to_have_text("Brazil")


def test_a_change_before_the_frame_is_sent_with_the_click(watched: Page, server: str):
    open_map(watched, server)
    asked = watched.evaluate("""() => new Promise((done) => {
      const heard = [];
      window.addEventListener("asked", () => heard.push(Bokeh.documents[0].get_model_by_name("query").value));
      app.address.goPainted({ country: "BRA" });
      app.address.go({ measure: "trend" });
      app.afterPaint(() => done(heard));
    })""")
    assert asked == ["?country=BRA&measure=trend"]
    expect(heading(watched)).to_have_text("Brazil")


def test_a_choice_that_was_pointed_at_is_drawn_without_a_request(watched: Page, server: str):
    open_map(watched, server)
    title, field = watched.locator("#map-title"), watched.locator("#find-map")
    field.click()
    field.fill("AG.LND.FRST.ZS")  # not among those whose file is made ahead
    option = watched.locator("#find-map-list [role=option]").first
    expect(option).to_contain_text("Forest area")
    assert "AG.LND.FRST.ZS" not in watched.evaluate(
        "() => JSON.parse(document.getElementById('explore-controls').dataset.known)"
    )
    with watched.expect_response(lambda answer: ".bin" in answer.url):
        option.hover()
    watched.wait_for_function("""() => app.mapState.ahead(new URLSearchParams(
        "measure=indicator&indicator=AG.LND.FRST.ZS"))""")
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url) if "map-state" in request.url else None)
    option.click()
    expect(title).to_contain_text("Forest area")
    expect(watched.locator("#map-sentence")).to_contain_text("(Suriname)")
    expect(watched).to_have_url(re.compile("indicator=AG.LND.FRST.ZS"))
    watched.wait_for_function("() => app.map.values.values")  # the tooltips' values come after the picture
    assert asked == []


def test_what_typing_or_an_arrow_key_marks_is_fetched_ahead(watched: Page, server: str):
    open_map(watched, server)
    field = watched.locator("#find-map")
    field.click()
    field.fill("AG.LND.FRST.ZS")
    watched.wait_for_function("""() => app.mapState.ahead(new URLSearchParams(
        "measure=indicator&indicator=AG.LND.FRST.ZS"))""")
    field.fill("life expectancy")
    expect(watched.locator("#find-map-list [role=option]").nth(1)).to_be_visible()
    with watched.expect_request(lambda request: "map-state" in request.url):
        field.press("ArrowDown")


def test_few_maps_are_fetched_ahead_however_many_a_reader_passes(watched: Page, server: str):
    open_map(watched, server)
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url) if "map-state" in request.url else None)
    passed = watched.evaluate("""async () => {
      const { entries } = await app.index.load(), box = document.getElementById("find-map-box");
      const series = entries.filter(({ kind }) => kind === "series").slice(0, 20);
      const point = (detail) => box.dispatchEvent(new CustomEvent("finder-point", { detail }));
      for (const entry of [...entries.filter(({ kind }) => kind === "absent"), ...series, ...series]) point(entry);
      return series.length;
    }""")
    watched.wait_for_load_state("networkidle")
    assert (passed, len(asked), len(set(asked))) == (20, 6, 6)


def test_nothing_is_fetched_ahead_of_own_series_or_where_data_is_saved(watched: Page, server: str):
    watched.add_init_script(
        "Object.defineProperty(navigator, 'connection', { value: { get saveData() { return window.saves; } } })"
    )
    open_map(watched, server)
    fetches = """([query, saves]) => {
      window.saves = saves;
      return app.mapState.fetchAhead(new URLSearchParams(query));
    }"""
    own = "measure=indicator&indicator=OWN.SESSION.1"
    assert not watched.evaluate(fetches, [own, False])
    assert not watched.evaluate(fetches, ["measure=trend", True])
    assert watched.evaluate(fetches, ["measure=trend", False])


def test_likely_maps_are_fetched_when_the_search_field_is_first_used_not_with_the_page(watched: Page, server: str):
    def are_made() -> bool:  # a server that has just started makes them after its first answers
        known = re.search(r'data-known="([^"]*)"', requests.get(server, timeout=60).text)
        return known is not None and known[1].count(".bin") > LIKELY_MAPS

    wait_until(are_made)
    asked: list[str] = []
    watched.on("request", lambda request: asked.append(request.url))
    open_map(watched, server)
    watched.wait_for_load_state("networkidle")
    likely = watched.evaluate(
        "() => Object.values(JSON.parse(document.getElementById('explore-controls').dataset.known))"
    )
    fetched = {name for name in likely if any(name in url for url in asked)}
    assert len(likely) > LIKELY_MAPS
    assert len(fetched) <= 1  # the map that is shown is one of them
    rest = next(name for name in reversed(likely) if name not in fetched)
    with watched.expect_request(lambda request: rest in request.url):
        watched.locator("#find-map").focus()
