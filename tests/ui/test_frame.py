"""The frame around the views: header in one line, bar at the bottom of a phone, footer, the reader's settings."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.visitor import IDLE

pytestmark = pytest.mark.ui


def open_view(page: Page, url: str, view: str, query: str = "") -> None:
    page.goto(f"{url}?view={view}{query}")
    page.wait_for_function(IDLE)


def test_at_1366_px_header_and_footer_are_a_line_each(watched: Page, server: str):
    watched.set_viewport_size({"width": 1366, "height": 768})
    open_view(watched, server, "data")
    assert watched.locator("header").bounding_box()["height"] < 60
    assert watched.locator("footer").bounding_box()["height"] < 60
    expect(watched.locator("footer")).to_contain_text("Data as of 20")
    watched.locator("footer summary").click()
    expect(watched.locator("footer li").first).to_contain_text("CC BY 4.0")


def test_on_a_phone_the_views_are_a_bar_at_the_bottom(watched: Page, server: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_view(watched, server, "data")
    bar = watched.get_by_role("navigation", name="Views")
    watched.evaluate("() => window.scrollTo(0, 2000)")
    box = bar.bounding_box()
    assert box["y"] + box["height"] == 844
    assert box["height"] < 60
    assert [one["y"] for one in map(lambda link: link.bounding_box(), bar.get_by_role("link").all())] == [
        box["y"] + 1
    ] * 6
    bar.get_by_role("link", name="Rank", exact=True).click()
    expect(watched.locator("#view-rank")).to_be_visible()
    search = watched.get_by_role("combobox", name="Search country or indicator")
    assert search.bounding_box()["width"] == 44
    search.click()
    assert search.bounding_box()["width"] > 300


@pytest.mark.parametrize("view", ["data", "drivers"])
def test_at_320_px_nothing_scrolls_sideways(watched: Page, server: str, view: str):
    watched.set_viewport_size({"width": 320, "height": 640})
    open_view(watched, server, view, "&country=KEN")
    assert watched.evaluate("() => document.documentElement.scrollWidth") <= 320


def test_text_follows_the_font_size_of_the_reader(watched: Page, server: str):
    open_view(watched, server, "data")
    size = "() => parseFloat(getComputedStyle(document.querySelector('.limits li')).fontSize)"
    before = watched.evaluate(size)
    watched.add_style_tag(content="html { font-size: 150% !important; }")  # as a browser's setting of 24 px
    assert watched.evaluate(size) == pytest.approx(before * 1.6)  # 24 px to the page's 15


CHARTS_IN_SIGHT = """() => [...document.querySelectorAll('.bk-Figure')]
  .some((one) => getComputedStyle(one).visibility !== 'hidden')"""


def test_a_dark_page_never_shows_light_charts(browser: Browser, server: str):
    page = browser.new_page(color_scheme="dark")
    page.add_init_script(
        """window.seen = [];
        (function look() {
          const root = document.documentElement, charts = [...document.querySelectorAll('.bk-Figure')];
          const isSeen = charts.some((one) => getComputedStyle(one).visibility !== 'hidden');
          if (isSeen) window.seen.push(root.dataset.charts);
          requestAnimationFrame(look);
        })();"""
    )
    open_view(page, server, "drivers", "&country=NOR")
    page.wait_for_function(CHARTS_IN_SIGHT)
    assert set(page.evaluate("() => window.seen")) == {"dark"}
    page.get_by_label("Theme").select_option("light")
    page.wait_for_function("() => document.documentElement.dataset.charts === 'light'")
    page.wait_for_function(CHARTS_IN_SIGHT)
    page.close()


def test_in_forced_colours_the_icons_of_tools_are_seen(watched: Page, server: str):
    watched.emulate_media(forced_colors="active")
    open_view(watched, server, "explore", "&country=KEN")
    icons = watched.locator(".country .bk-tool-icon")
    expect(icons.first).to_be_attached()
    colours = icons.evaluate_all("(all) => all.map((one) => getComputedStyle(one).backgroundColor)")
    paper = watched.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert paper not in colours


def test_what_is_copied_from_a_table_are_numbers(watched: Page, server: str):
    open_view(watched, server, "data", "&table=rank&rank=NY.GDP.MKTP.KD&income=LIC")
    copied = watched.evaluate(
        """() => {
          const table = document.querySelector('#view-data .figures table');
          getSelection().selectAllChildren(table.tBodies[0]);
          const clipboardData = new DataTransfer();
          const event = new ClipboardEvent('copy', { clipboardData, bubbles: true, cancelable: true });
          table.dispatchEvent(event);
          return event.clipboardData.getData('text/plain');
        }"""
    )
    cells = [cell for line in copied.splitlines() for cell in line.split("\t")]
    assert any(cell.isdecimal() and len(cell) > 6 for cell in cells)
    assert not any("−" in cell or (cell[:1].isdecimal() and "," in cell) for cell in cells)
