"""Views and theme, in a real browser: links, one address, Back, and the size of the page."""

from __future__ import annotations

import re

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from dashboard.charts.core.theme import DARK
from dashboard.views.registry import VIEWS
from tests.helpers.accessibility import axe_violations
from tests.helpers.visitor import IDLE, chart_pictures, click_place, heading, open_dashboard, wait_for_other_pictures

pytestmark = pytest.mark.ui

MOST_BYTES = 450_000
"""Of everything the page loads, compressed; 350 kB when this was written, most of it scripts and shapes that a browser
keeps. With all of the libraries' scripts it would be 400 kB more; with the shapes in the session, each visit's
websocket 350 kB."""

MOST_HTML_BYTES = 60_000
"""Of a page not asked for before, compressed quickly; 58,400 to 59,700 when this was written, half of it map."""

DRAWN_MS = 20_000
"""All of Explore is drawn at this point, which takes as long as opening the page on a busy machine."""


BOXES = """() => [...document.querySelectorAll("header *, main .view:not([hidden]) *, footer *")].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect(), { color, font } = getComputedStyle(each);
  return `${each.tagName} ${each.className.baseVal ?? each.className}: ${[x, y, width, height, color, font]}`;
})"""
OTHER_STYLES = "body > link[rel=stylesheet]"
"""The style sheets of the views that the first HTML does not show."""


def shown(page: Page) -> list[str]:
    """The visible views."""
    return [view.get_attribute("id") for view in page.locator("section.view").all() if view.is_visible()]


def link(page: Page, name: str):
    """A link in the navigation."""
    return page.get_by_role("navigation").get_by_role("link", name=name, exact=True)


@pytest.mark.parametrize("view", [view.name for view in VIEWS])
def test_a_view_needs_no_style_sheet_of_another(page: Page, server: str, view: str):
    page.route(re.compile(r"\.js"), lambda route: route.abort())
    page.goto(f"{server}?view={view}&country=KEN")
    with_others = page.evaluate(BOXES)
    assert len(with_others) > 50
    assert page.evaluate(f"() => document.querySelector('{OTHER_STYLES}').sheet.cssRules.length") > 50
    page.evaluate(f"() => {{ document.querySelector('{OTHER_STYLES}').sheet.disabled = true; }}")
    assert page.evaluate(BOXES) == with_others


def test_back_and_forward_follow_changes_of_view(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=BRA")
    link(watched, "Compare").click()
    expect(watched).to_have_url(f"{server}?view=compare&country=BRA")
    expect(watched).to_have_title("Brazil · Compare · World climate and development")
    expect(link(watched, "Compare")).to_have_attribute("aria-current", "page")
    expect(link(watched, "Explore")).not_to_have_attribute("aria-current", "page")
    expect(watched.locator("#live")).to_have_text("Compare view")
    assert shown(watched) == ["view-compare"]
    watched.go_back()
    expect(heading(watched)).to_have_text("Brazil")
    expect(watched).to_have_title("Brazil · World climate and development")
    assert shown(watched) == ["view-explore"]
    watched.go_forward()
    expect(watched.locator("#view-compare")).to_be_visible()
    link(watched, "Explore").click()
    expect(watched).to_have_url(f"{server}?country=BRA")
    click_place(watched, 9.0, 61.5)
    expect(heading(watched)).to_have_text("Norway")


MISPLACED = """(view) => {
  const section = document.getElementById(`view-${view}`);
  const parts = Bokeh.documents[0].roots().filter((model) => model.name?.startsWith(`${view}_`));
  const strayed = parts.filter((model) => !section.contains(Bokeh.index.get(model).el)).map((model) => model.name);
  const empty = [...section.querySelectorAll("[data-place]:not(:has(*))")].map((place) => place.dataset.place);
  return [...strayed, ...empty];
}"""


DRAWN_WITH = """(documents) => {
  const bokeh = window.Bokeh;
  window.Bokeh = documents && { documents };
  try { return app.parts.areDrawn(); } finally { window.Bokeh = bokeh; }
}"""
"""Whether the view counts as drawn before Bokeh is loaded, or before it has its document."""


def test_parts_of_a_view_opened_later_are_in_their_places(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=NOR")
    assert [watched.evaluate(DRAWN_WITH, documents) for documents in (None, [])] == [False, False]
    for view in VIEWS[1:]:
        link(watched, view.title).click()
        watched.wait_for_selector(f"#view-{view.name}[data-filled]")
        watched.wait_for_function(IDLE)
        assert watched.evaluate(MISPLACED, view.name) == []


def test_a_view_opens_by_keyboard_and_its_link_keeps_the_selection(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=BRA")
    link(watched, "Rank").focus()
    assert link(watched, "Rank").get_attribute("href") == "?view=rank&country=BRA"
    watched.keyboard.press("Enter")
    expect(watched.locator("#view-rank")).to_be_visible()


def test_a_deep_link_shows_its_view_and_explore_is_drawn_on_demand(watched: Page, server: str):
    watched.goto(f"{server}?view=data&country=NOR")
    watched.wait_for_function(IDLE)
    assert shown(watched) == ["view-data"]
    assert not watched.evaluate("() => [...Bokeh.documents[0]._all_models.values()].some((m) => m.type === 'Patches')")
    link(watched, "Explore").click()
    expect(heading(watched)).to_have_text("Norway", timeout=DRAWN_MS)
    watched.wait_for_function(IDLE)
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")


def test_a_view_opened_by_a_click_is_interactive(watched: Page, server: str):
    open_dashboard(watched, f"{server}?country=BRA")
    link(watched, "Correlate").click()
    slider = watched.locator("#relate-year")
    expect(slider).to_be_visible()
    slider.focus()
    watched.keyboard.press("Home")
    expect(watched).to_have_url(re.compile(r"view=relate.*year=\d{4}|year=\d{4}.*view=relate"))


def test_an_unknown_view_shows_a_notice_and_explore(watched: Page, server: str):
    open_dashboard(watched, f"{server}?view=nowhere")
    expect(watched.locator(".notices")).to_contain_text("“nowhere” in this link is not a known view; it was ignored.")
    assert shown(watched) == ["view-explore"]


def test_slider_years_add_no_entries_to_the_history(watched: Page, server: str):
    open_dashboard(watched, server)
    steps = watched.evaluate("() => history.length")
    for year in (1990, 1991, 1992):
        watched.evaluate("(year) => window.app.address.go({ year })", year)
    expect(watched).to_have_url(f"{server}?year=1992")
    assert watched.evaluate("() => history.length") == steps
    click_place(watched, -53.0, -10.0)
    expect(watched).to_have_url(re.compile("country=BRA"))
    assert watched.evaluate("() => history.length") == steps + 1
    watched.go_back()
    expect(watched).to_have_url(f"{server}?year=1992")
    expect(heading(watched)).to_have_text("World")


AXES_ARE = """(colour) => {
  const plain = (held) => held?.value ?? held;
  const axes = [...Bokeh.documents[0]._all_models.values()].filter((model) => model.type === "LinearAxis");
  return axes.length > 0 && axes.every((axis) => plain(axis.axis_label_text_color) === colour || !axis.visible);
}"""


def ground(page: Page) -> str:
    return page.evaluate("() => getComputedStyle(document.body).backgroundColor")


def test_the_selected_theme_applies_to_page_and_charts(watched: Page, server: str):
    watched.emulate_media(color_scheme="light")
    open_dashboard(watched, server)
    light, before = ground(watched), chart_pictures(watched)
    watched.get_by_label("Theme").select_option("dark")
    expect(watched).to_have_url(f"{server}?theme=dark")
    assert ground(watched) != light
    watched.wait_for_function(AXES_ARE, arg=DARK.quiet)
    wait_for_other_pictures(watched, before)


def test_a_dark_system_gets_a_dark_page_and_dark_charts(browser: Browser, server: str):
    page = browser.new_page(color_scheme="dark")
    open_dashboard(page, server)
    assert ground(page) == "rgb(14, 21, 28)"
    page.wait_for_function(AXES_ARE, arg=DARK.quiet)
    messages: list[str] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda sent: messages.append(str(sent))))
    open_dashboard(
        page, server
    )  # from the second request on, the browser sends its colour scheme, and the page comes dark
    page.wait_for_function(AXES_ARE, arg=DARK.quiet)
    assert messages
    assert not any('"attr":"active"' in message for message in messages)
    page.close()


@pytest.mark.parametrize("query", ["?theme=dark", "?view=compare", "?view=data&theme=dark"])
def test_axe_finds_no_violation_in_other_views_and_in_the_dark(watched: Page, server: str, query: str):
    watched.goto(server + query)
    watched.wait_for_function(IDLE)
    assert axe_violations(watched) == []


def test_the_page_is_small_and_its_scripts_are_deferred(watched: Page, server: str):
    network = watched.context.new_cdp_session(watched)
    network.send("Network.enable")
    sent: list[int] = []
    network.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    open_dashboard(watched, server)
    assert 100_000 < sum(sent) < MOST_BYTES
    loaded = watched.locator("script[src]").evaluate_all("(all) => all.map((s) => [s.src, s.defer])")
    assert all(is_deferred for _, is_deferred in loaded)
    assert len(loaded) == 3, "what needs no library, the libraries', trimmed, and the rest of our own"
    handlers = watched.evaluate(
        "() => [...document.querySelectorAll('*')].filter((e) => e.getAttributeNames()"
        ".some((name) => name.startsWith('on'))).length"
    )
    assert handlers == 0


def test_the_html_of_an_address_not_asked_for_before_is_small(server: str):
    address = f"{server}?country=BTN&indicator=SP.POP.TOTL&measure=trend&trend=1971-2020"
    with requests.get(address, headers={"Accept-Encoding": "br"}, stream=True, timeout=60) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert 30_000 < len(answer.raw.read(decode_content=False)) < MOST_HTML_BYTES


OUTLINED = """() => [...document.querySelectorAll(
  "nav [aria-current], #view-explore :is(button:is([aria-selected='true'], [aria-pressed='true']), [open] > summary)")]
  .filter((one) => one.getClientRects().length)
  .map((one) => [one.textContent.trim().replace("\\u00a0", " "), getComputedStyle(one).outlineStyle])"""


def test_forced_colours_show_each_state_by_an_outline(watched: Page, server: str):
    watched.emulate_media(forced_colors="active")
    watched.set_viewport_size({"width": 1366, "height": 768})
    open_dashboard(watched, f"{server}?country=KEN&future=1")
    watched.locator(".map-legend .keys button").first.click()
    watched.locator("#explore-options > summary").click()
    states = dict(watched.evaluate(OUTLINED))
    assert set(states.values()) == {"solid"}, states
    assert {"Explore", "Annual", "To 2100", "Options"} <= set(states)
    assert any(text.startswith("insufficient station data") for text in states)
    menu = watched.locator("#explore-options select.field").first
    assert menu.evaluate("(one) => getComputedStyle(one).backgroundImage") == "none"  # the system draws its arrow
    watched.set_viewport_size({"width": 390, "height": 844})
    placeholder = "(one) => getComputedStyle(one, '::placeholder').opacity"
    assert watched.locator(".finder.search input").evaluate(placeholder) == "0"  # which would cover the magnifier
