"""The page on paper: light, without controls, with sources and the link that shows the same again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from visitor import open_dashboard

pytestmark = pytest.mark.ui

PRINTED = "() => window.dispatchEvent(new Event('beforeprint'))"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_is_light_and_has_sources_and_link_but_no_controls(watched: Page, server: str, scheme: str):
    watched.emulate_media(color_scheme=scheme)
    open_dashboard(watched, f"{server}?country=NOR")
    watched.evaluate(PRINTED)
    watched.emulate_media(media="print", color_scheme=scheme)
    assert watched.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for control in ("nav", ".tools", ".take >> nth=0", ".menu >> nth=0"):
        expect(watched.locator(control)).to_be_hidden()
    expect(watched.locator("#paper-link")).to_have_text(re.compile(re.escape(server) + r"\?view=explore&country=NOR&"))
    expect(watched.locator("footer")).to_contain_text("CC BY 4.0")
    expect(watched.locator(".map")).to_be_visible()
    expect(watched.locator("#map-legend button").first).to_be_visible()  # a map without a key says nothing
    expect(watched.locator(".country")).to_be_visible()


def test_it_fits_on_few_sheets(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    sheets = len(re.findall(rb"/Type\s*/Page\b", watched.pdf(prefer_css_page_size=True)))
    assert 1 <= sheets <= 4  # map and key figures; charts over the years; months; sources


def test_the_print_button_makes_a_dark_page_light_first_and_dark_again_after(watched: Page, server: str):
    watched.add_init_script(
        "window.print = () => { window.printed = document.documentElement.dataset.theme;"
        " window.dispatchEvent(new Event('afterprint')); };"
    )
    open_dashboard(watched, f"{server}?theme=dark")
    watched.locator("details.take[data-view=explore] > summary").click()
    watched.locator("details.take[data-view=explore]").get_by_role("button", name="Print").click()
    watched.wait_for_function("() => window.printed === 'light'")
    expect(watched).to_have_url(f"{server}?theme=dark")
