"""Clicks on the map and its tooltip, in a real browser, with the shipped figures."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.visitor import (
    IDLE,
    chart_pictures,
    click_place,
    heading,
    open_dashboard,
    pixel_of,
    wait_for_other_pictures,
)

pytestmark = pytest.mark.ui

PLACES = [("Norway", "NOR", 9.0, 61.5), ("Brazil", "BRA", -53.0, -10.0), ("Maldives", "MDV", 73.5, 3.7)]


@pytest.mark.parametrize(("name", "iso3", "longitude", "latitude"), PLACES)
def test_a_click_on_a_country_changes_the_charts(watched: Page, edition, name, iso3, longitude, latitude):
    open_dashboard(watched, edition)
    expect(heading(watched)).to_have_text("World")
    before = chart_pictures(watched)
    click_place(watched, longitude, latitude)
    expect(heading(watched)).to_have_text(name)
    expect(watched).to_have_url(f"{edition}?country={iso3}")
    wait_for_other_pictures(watched, before[:3])  # temperature, stripes, indicator


def test_a_click_on_a_remote_part_selects_its_country(watched: Page, edition: str):
    open_dashboard(watched, edition)
    click_place(watched, 17.0, 79.0)  # Spitsbergen, 900 km from the mainland
    expect(heading(watched)).to_have_text("Norway")


def test_a_click_on_the_sea_keeps_the_country(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=BRA")
    expect(heading(watched)).to_have_text("Brazil")
    click_place(watched, -53.0, -10.0)
    expect(watched.locator("#map-tip")).to_contain_text("Brazil")
    click_place(watched, -30.0, 0.0)
    expect(watched.locator("#map-tip")).to_be_hidden()
    expect(watched).to_have_url(f"{edition}?country=BRA")
    expect(heading(watched)).to_have_text("Brazil")


def test_a_click_on_an_enclave_selects_it(watched: Page, edition: str):
    open_dashboard(watched, edition)
    click_place(watched, 28.3, -29.6)
    expect(heading(watched)).to_have_text("Lesotho")


def test_the_tooltip_has_name_value_and_interval(watched: Page, edition: str):
    open_dashboard(watched, edition)
    watched.mouse.move(*pixel_of(watched, -53.0, -10.0))
    tip = watched.locator(".map-tip")
    expect(tip).to_contain_text("Brazil")
    expect(tip).to_contain_text("°C")
    expect(tip).to_contain_text("95 % CI")


def test_countries_without_emergence_are_a_class_of_their_own(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?measure=emergence_year")
    watched.mouse.move(*pixel_of(watched, -75.0, -10.0))
    expect(watched.locator(".map-tip")).to_have_text("Peruhas not emerged by 2024")
    boxes = watched.locator("#map-legend button")
    expect(boxes.filter(has_text="not yet")).to_have_text("not yet 12")
    expect(boxes.filter(has_text="no data")).to_have_text("no data 0")


def test_quick_clicks_and_a_slow_click_are_all_recognised(watched: Page, edition: str):
    open_dashboard(watched, edition)
    click_place(watched, -53.0, -10.0)
    click_place(watched, 9.0, 61.5)  # at once: two clicks, not a double click
    expect(heading(watched)).to_have_text("Norway")
    x, y = pixel_of(watched, 134.0, -25.0)
    watched.mouse.click(x, y, delay=600)  # pressed for more than half a second
    expect(heading(watched)).to_have_text("Australia")


def test_choices_made_right_after_a_click_keep_the_country(watched: Page, server: str):
    open_dashboard(watched, server)
    click_place(watched, -53.0, -10.0)
    expect(watched).to_have_url(f"{server}?country=BRA")  # with the next frame, without asking the server
    watched.evaluate("() => { app.address.go({ year: 1990 }); app.address.go({ view: 'data' }); }")
    expect(watched.locator("#view-data .loading")).to_be_hidden()
    expect(watched.locator("#view-data")).to_contain_text("Brazil")
    watched.wait_for_function(IDLE)
    expect(watched).to_have_url(f"{server}?view=data&country=BRA&year=1990")


def test_clicking_a_country_again_keeps_it(watched: Page, edition: str):
    open_dashboard(watched, f"{edition}?country=BRA")
    click_place(watched, -53.0, -10.0)
    click_place(watched, -53.0, -10.0)
    click_place(watched, 134.0, -25.0)
    expect(heading(watched)).to_have_text("Australia")
    click_place(watched, 134.0, -25.0)
    watched.wait_for_function(IDLE)
    expect(heading(watched)).to_have_text("Australia")


@pytest.mark.parametrize(("name", "longitude", "latitude"), [("Lesotho", 28.3, -29.6), ("San Marino", 12.46, 43.94)])
def test_the_tooltip_over_an_enclave_names_the_enclave(watched: Page, edition: str, name, longitude, latitude):
    open_dashboard(watched, edition)
    watched.mouse.move(*pixel_of(watched, longitude, latitude))
    expect(watched.locator(".map-tip").last).to_contain_text(name)
    assert {tip.split("\n")[0].strip() for tip in watched.locator(".map-tip").all_inner_texts()} == {name}


@pytest.mark.parametrize("away", ["wheel", "tap"])
def test_the_tooltip_goes_when_the_page_scrolls_or_is_tapped_elsewhere(watched: Page, edition: str, away: str):
    open_dashboard(watched, edition)
    watched.mouse.move(*pixel_of(watched, -53.0, -10.0))
    expect(watched.locator("#map-tip")).to_contain_text("Brazil")
    if away == "wheel":
        watched.mouse.wheel(0, 120)
    else:
        watched.locator("h1").dispatch_event("pointerdown")
    expect(watched.locator("#map-tip")).to_be_hidden()


SEEN = "() => document.getElementById('map-svg').getAttribute('viewBox')"


def test_zoom_buttons_and_reset_change_what_is_seen(watched: Page, edition: str):
    open_dashboard(watched, edition)
    whole = watched.evaluate(SEEN)
    tools = watched.get_by_role("toolbar", name="Map view")
    expect(tools.get_by_role("button", name="Reset view")).to_be_disabled()
    tools.get_by_role("button", name="Zoom in").click()
    x, y, width, height = map(float, watched.evaluate(SEEN).split())
    assert (width, height) == pytest.approx((9000 / 1.6, 4091 / 1.6), abs=0.1)
    assert (x + width / 2, y + height / 2) == pytest.approx((4500, 4091 / 2), abs=0.1)  # about the middle
    tools.get_by_role("button", name="Reset view").click()
    assert watched.evaluate(SEEN) == whole


def test_two_fingers_zoom_and_one_scrolls_the_page_or_moves_the_zoomed_map(browser: Browser, edition: str):
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_dashboard(page, f"{edition}?country=NOR")
    touch = page.context.new_cdp_session(page)

    def middle() -> tuple[float, float]:
        box = page.locator("#map-svg").bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def send(kind: str, *points: tuple[float, float]) -> None:
        at = [{"x": left, "y": top, "id": number} for number, (left, top) in enumerate(points)]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": at})

    def drag(right: float, down: float) -> None:
        x, y = middle()
        send("touchStart", (x, y))
        for step in range(1, 8):
            send("touchMove", (x + right * step / 7, y + down * step / 7))
        send("touchEnd")

    def spread(right: float, down: float) -> None:
        """Move two fingers from 40 px apart to 160 px apart, in a direction."""
        x, y = middle()
        for kind, apart in (("touchStart", 20), *(("touchMove", apart) for apart in range(30, 81, 10))):
            send(kind, *((x + side * right * apart, y + side * down * apart) for side in (-1, 1)))
        send("touchEnd")

    whole = page.evaluate(SEEN)
    spread(1, 0)
    page.wait_for_function("() => app.mapView.zoom() > 2")
    assert page.evaluate("() => [visualViewport.scale, window.scrollY]") == [1, 0]  # the map, not the page
    before = page.evaluate(SEEN)
    drag(-70, -40)
    page.wait_for_function(f"(before) => ({SEEN})() !== before", arg=before)
    left, top = zip(*(map(float, seen.split()[:2]) for seen in (before, page.evaluate(SEEN))), strict=True)
    assert left[1] > left[0]
    assert top[1] > top[0]
    assert page.evaluate("() => window.scrollY") == 0
    reset = page.get_by_role("button", name="Reset view")
    reset.click()
    spread(0, 1)
    page.wait_for_function("() => app.mapView.zoom() > 2")
    reset.click()
    drag(0, -140)
    page.wait_for_function("() => window.scrollY > 60")
    assert page.evaluate(SEEN) == whole
    expect(page).to_have_url(f"{edition}?country=NOR")
    page.close()


def test_the_wheel_zooms_with_the_tool_only(watched: Page, edition: str):
    open_dashboard(watched, edition)
    whole = watched.evaluate(SEEN)
    watched.mouse.move(*pixel_of(watched, 20.0, 0.0))
    watched.mouse.wheel(0, -300)
    assert watched.evaluate(SEEN) == whole
    watched.get_by_role("button", name="Zoom with the wheel").click()
    x, y = pixel_of(watched, 20.0, 0.0)
    watched.mouse.move(x, y)
    watched.mouse.wheel(0, -300)
    watched.wait_for_function(f"(whole) => ({SEEN})() !== whole", arg=whole)
    assert pixel_of(watched, 20.0, 0.0) == pytest.approx((x, y), abs=2)  # what is under the pointer stays there


def test_strokes_and_dots_keep_their_size_when_zoomed(watched: Page, edition: str):
    dot = "() => document.querySelector('#map-MDV circle').getBoundingClientRect().width"
    open_dashboard(watched, edition)
    before = watched.evaluate(dot)
    watched.get_by_role("button", name="Zoom in", exact=True).click()
    assert watched.evaluate(dot) == pytest.approx(before, rel=0.02)
    assert before == pytest.approx(7, abs=1.1)


def test_on_a_phone_the_head_of_the_country_is_above_the_map(watched: Page, edition: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_dashboard(watched, f"{edition}?country=NRU")
    figure = watched.locator("#map-figure").bounding_box()
    head = heading(watched).bounding_box()
    assert figure["y"] + figure["height"] < 640
    assert head["y"] + head["height"] < figure["y"]
