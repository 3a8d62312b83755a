"""A view in a frame on another site: on a server that allows it, and on one that does not."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Frame, Page, expect

from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.other_site import HEIGHT, WIDTH
from tests.helpers.visitor import CANVAS, EQUAL_EARTH, IDLE, chart_pictures, open_dashboard, wait_for_other_pictures

pytestmark = pytest.mark.ui


def framed(page: Page, other_site: str, address: str) -> Frame:
    """Open the other site's page, and return the frame with the view drawn."""
    page.goto(f"{other_site}/?{address}")
    frame = page.frames[1]
    frame.wait_for_function(IDLE)
    return frame


def click_within(page: Page, frame: Frame, longitude: float, latitude: float) -> None:
    """Click the framed map at a place on the globe."""
    frame.wait_for_function("() => window.app?.map?.values")
    at = CANVAS.units(np.array([EQUAL_EARTH.transform(longitude, latitude)]))[0].tolist()
    x, y = frame.evaluate("(at) => app.mapView.to_screen(at)", at)
    box = page.locator("iframe").bounding_box()
    page.mouse.click(box["x"] + x, box["y"] + y)


def choices(address: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(address).query))


def test_a_click_on_an_embedded_map_changes_the_chart(watched: Page, other_site: str, open_server: str):
    watched.set_viewport_size({"width": 1000, "height": 800})
    frame = framed(watched, other_site, f"{open_server}?embed=1&country=NOR")
    expect(frame.locator(".country h2").first).to_have_text("Norway")
    expect(frame.locator("nav")).to_be_hidden()
    expect(frame.locator("details.share, details.download")).to_have_count(0)
    before, steps = chart_pictures(frame), watched.evaluate("() => history.length")
    click_within(watched, frame, -53.0, -10.0)
    expect(frame.locator(".country h2").first).to_have_text("Brazil")
    wait_for_other_pictures(frame, before[:1])
    assert choices(frame.url) == {"country": "BRA", "embed": "1"}
    assert watched.evaluate("() => history.length") == steps  # the history belongs to the other site
    whole = frame.get_by_role("link", name="Open in full").get_attribute("href")
    assert choices(whole)["country"] == "BRA"
    assert "embed" not in choices(whole)


def test_an_embedded_view_fits_the_height_of_its_frame(watched: Page, other_site: str, open_server: str):
    watched.set_viewport_size({"width": 1000, "height": 800})
    frame = framed(watched, other_site, f"{open_server}?embed=1&country=NOR")
    assert frame.evaluate("() => [innerWidth, innerHeight]") == [WIDTH, HEIGHT]
    assert frame.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
        WIDTH,
        HEIGHT,
    ]
    seen = """(names) => names.map((name) => {
      const box = document.querySelector(name).getBoundingClientRect();
      return box.top >= 0 && box.bottom <= innerHeight && box.height > 10;
    })"""
    assert frame.evaluate(seen, ["#map-figure", "#map-legend", ".country .chart", "footer"]) == [True] * 4
    footer = frame.locator("footer")
    assert footer.bounding_box()["height"] < 30  # one line
    expect(footer).to_contain_text("World Bank, World Development Indicators (CC BY 4.0)")


def test_a_link_to_another_view_opens_the_full_page(watched: Page, other_site: str, open_server: str):
    frame = framed(watched, other_site, f"{open_server}?embed=1&view=rank")
    with watched.context.expect_page() as opening:
        frame.locator("#view-rank a[data-country=MNG]").first.click()
    opened = opening.value
    opened.wait_for_function(IDLE)
    expect(opened.locator("nav")).to_be_visible()
    assert choices(opened.url) == {"country": "MNG"}
    assert choices(frame.url) == {"embed": "1", "view": "rank"}


def test_a_server_that_allows_no_site_is_not_framed_and_has_a_note(page: Page, server: str, other_site: str):
    messages: list[str] = []
    page.on("console", lambda line: messages.append(line.text))
    with page.expect_event("console", lambda line: "frame-ancestors" in line.text):
        page.goto(f"{other_site}/?{server}?embed=1")
    assert page.frames[1].locator("main").count() == 0
    assert "frame-ancestors 'self'" in " ".join(messages)
    open_dashboard(page, server)
    page.locator("details.share[data-view=explore] > summary").click()
    page.locator("details.frame[data-view=explore] > summary").click()
    expect(page.locator("details.frame[data-view=explore] .notice")).to_contain_text(
        "Embedding is disabled on this server"
    )


class Frames(HTMLParser):
    """The attributes of each iframe in an HTML text, as a browser parses them."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[dict[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "iframe":
            self.found.append(dict(attrs))


def test_the_embed_code_has_a_title_and_shows_the_selection(watched: Page, open_server: str):
    open_dashboard(watched, f"{open_server}?country=NOR&measure=trend")
    watched.locator("details.share[data-view=explore] > summary").click()
    box = watched.locator("details.frame[data-view=explore]")
    box.locator("summary").click()
    expect(box.locator("pre")).to_contain_text("country=NOR")
    expect(box).to_contain_text("These sites may embed this page: http://localhost:")
    (frame,) = Frames(box.locator("pre").text_content()).found
    assert (frame["title"], frame["height"]) == ("Norway · World climate and development", "600")
    assert {"country": "NOR", "measure": "trend", "embed": "1", "view": "explore"}.items() <= choices(
        frame["src"]
    ).items()
    watched.goto(frame["src"])
    watched.wait_for_function(IDLE)
    expect(watched.locator(".country h2").first).to_have_text("Norway")
    expect(watched.locator("header")).to_be_hidden()


def test_a_link_copied_in_a_frame_opens_the_full_page(watched: Page, server: str):
    watched.context.grant_permissions(["clipboard-read", "clipboard-write"])
    watched.goto(f"{server}?embed=1&view=data&table=rank")
    watched.wait_for_function(IDLE)
    watched.locator("#view-data").get_by_role("button", name="Copy link to this view").click()
    expect(watched.locator("#live")).to_have_text("Link copied")
    link = watched.evaluate("() => navigator.clipboard.readText()")
    assert choices(link)["table"] == "rank"
    assert "embed" not in choices(link)
    assert "embed" not in watched.locator("#citation").inner_text()


@pytest.mark.parametrize("view", ["explore", "compare", "rank"])
def test_axe_finds_no_violation_in_a_frame(watched: Page, server: str, view: str):
    watched.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    watched.goto(f"{server}?embed=1&view={view}&country=NOR&countries=NOR~BRA")
    watched.wait_for_function(IDLE)
    expect(watched.locator(f"#view-{view}")).to_have_attribute("data-filled", "")
    for width, scheme in ((WIDTH, "light"), (390, "dark")):
        for look in looks(watched, (width,), (scheme,), HEIGHT):
            assert axe_violations(watched) == [], look
            assert watched.evaluate("() => document.documentElement.scrollWidth") <= width
