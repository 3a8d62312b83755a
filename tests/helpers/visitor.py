"""A visitor with a mouse: open the page, wait until it is drawn, click a place on the map, look at the charts."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import Page, expect
from pyproj import Transformer

from dashboard.charts.map.shapes import view_limits
from dashboard.charts.svg.shapes import Canvas

CANVAS = Canvas.of(*view_limits("equal-earth"))
"""Units of the map's picture."""

EQUAL_EARTH = Transformer.from_crs("EPSG:4326", "+proj=eqearth +datum=WGS84", always_xy=True)

IDLE = "() => window.app?.address?.isHeard() && window.app?.parts?.areDrawn()"


def open_dashboard(page: Page, url: str) -> None:
    """Open an address and wait until everything is drawn."""
    page.goto(url)
    page.wait_for_function(IDLE)
    expect(page.locator(".country h2").first).to_be_visible()


def pick(page: Page, field: str, title: str) -> None:
    """Choose a series or measure in a search field by its title; `field` is as in state/finders.py."""
    page.locator(f"#find-{field}").click()
    page.locator(f"#find-{field}").fill(title)
    page.locator(f"#find-{field}-list .finder-title").get_by_text(title, exact=True).first.click()


def open_options(page: Page) -> None:
    """Open the panel of Explore's options, if it is closed."""
    closed = page.locator("#explore-options:not([open]) > summary")
    if closed.count():
        closed.click()


def click_place(page: Page, longitude: float, latitude: float) -> None:
    """Click the map at a place on the globe."""
    page.mouse.click(*pixel_of(page, longitude, latitude))


def pixel_of(page: Page, longitude: float, latitude: float) -> tuple[float, float]:
    """Return where a place on the globe is in the window, with the map painted and in view."""
    page.wait_for_function("() => window.app?.map?.values && document.getElementById('map-svg').clientWidth > 1")
    page.locator(".map-figure").scroll_into_view_if_needed()
    at = CANVAS.units(np.array([EQUAL_EARTH.transform(longitude, latitude)]))[0].tolist()
    x, y = page.evaluate("(at) => app.mapView.to_screen(at)", at)
    return x, y


def heading(page: Page):
    """Return the heading with the name of the country shown."""
    return page.locator(".country h2").first


PICTURES = """() => {
  const and_within = (e) => [e, ...(e.shadowRoot ? inside(e.shadowRoot) : [])];
  const inside = (node) => [...node.querySelectorAll("*")].flatMap(and_within);
  return [...document.querySelectorAll(".country .chart")].map((chart) =>
    inside(chart).filter((e) => e.matches("canvas, .drawn svg")).map((e) => e.toDataURL?.() ?? e.innerHTML).join());
}"""


def chart_pictures(page: Page) -> list[str]:
    """Return the pixels of the country's charts, or the paths of pictures, wherever the page is scrolled to."""
    return page.evaluate(PICTURES)


def wait_for_other_pictures(page: Page, before: list[str]) -> list[str]:
    """Return the pixels of the country's charts once each chart in `before` has changed; fail if one does not."""
    page.wait_for_function(
        f"(before) => {{ const now = ({PICTURES})(); return before.every((old, at) => now[at] !== old); }}", arg=before
    )
    return chart_pictures(page)
