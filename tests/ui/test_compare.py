"""Compare in a real browser: add, remove, highlight, index, log scale, small multiples, phone, axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.views.compare.chooser import FULL
from tests.helpers.accessibility import AS_IT_IS, axe_violations, looks
from tests.helpers.visitor import IDLE, pick

pytestmark = pytest.mark.ui

TWELVE = "NOR~SWE~FIN~DNK~ISL~DEU~FRA~ITA~ESP~BRA~WLD~SSF"

SEVEN, TEN = ("~".join(TWELVE.split("~")[:many]) for many in (7, 10))

ALPHAS = """() => [1, 2].map((slot) => {
  const model = [...Bokeh.documents[0]._all_models.values()].find((m) => m.name === `line${slot}`);
  return model.glyph.line_alpha?.value ?? model.glyph.line_alpha;
})"""


def open_compare(page: Page, server: str, query: str = "") -> None:
    """Open the view and wait until it is drawn."""
    page.goto(f"{server}?view=compare{query}")
    page.wait_for_function(IDLE)
    expect(page.get_by_role("combobox", name="Add country, region or grouping")).to_be_visible()


PICTURE = """() => {
  const panes = [...document.querySelectorAll(".compare-chart *")];
  const inside = (nodes) =>
    nodes.flatMap((node) => [node, ...inside([...(node.shadowRoot?.querySelectorAll("*") ?? [])])]);
  return inside(panes).filter((node) => node.tagName === "CANVAS").map((canvas) => canvas.toDataURL()).join();
}"""


def picture(page: Page) -> str:
    """Return the pixels of the line chart."""
    page.wait_for_function(IDLE)
    return page.evaluate(PICTURE)


def wait_for_another(page: Page, before: str) -> None:
    """Wait until the line chart looks different; fail if it does not."""
    page.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)


def view(page: Page):
    """The section of the view."""
    return page.locator("#view-compare")


def test_a_place_that_is_compared_already_is_not_added(watched: Page, server: str):
    open_compare(watched, server, "&countries=NOR~BRA")
    pick(watched, "add", "Norway")
    expect(watched.locator("#live")).to_have_text("Norway is compared already")
    expect(watched.locator("#find-add")).to_have_value("")
    expect(watched).to_have_url(f"{server}?view=compare&countries=NOR~BRA")


def test_countries_are_added_from_the_menu_and_by_a_peer_button(watched: Page, server: str):
    open_compare(watched, server)
    expect(view(watched)).to_contain_text("Example selection.")
    expect(view(watched)).to_contain_text("(latest common year) the United States is highest (+")
    before = picture(watched)
    pick(watched, "add", "Norway")
    expect(watched).to_have_url(f"{server}?view=compare&countries=WLD~IND~CHN~USA~IDN~NOR")
    expect(view(watched)).to_contain_text("same region and income group as Norway")
    wait_for_another(watched, before)
    before = picture(watched)
    watched.get_by_role("button", name="+ ").first.click()
    expect(watched.get_by_role("button", name="Remove")).to_have_count(7)
    wait_for_another(watched, before)


def test_removing_keeps_the_focus_in_the_list_and_back_undoes_it(watched: Page, server: str):
    open_compare(watched, server, "&countries=NOR~BRA~SWE")
    remove = watched.get_by_role("button", name="Remove Brazil")
    remove.focus()
    watched.keyboard.press("Enter")
    expect(watched).to_have_url(f"{server}?view=compare&countries=NOR~SWE")
    expect(watched.get_by_role("button", name="Remove Sweden")).to_be_focused()
    watched.go_back()
    expect(watched.get_by_role("button", name="Remove Brazil")).to_be_visible()


def test_a_pressed_name_highlights_its_line(watched: Page, server: str):
    open_compare(watched, server, "&countries=NOR~BRA")
    assert watched.evaluate(ALPHAS) == [1, 1]
    name = watched.get_by_role("button", name="Brazil", exact=True)
    name.click()
    expect(name).to_have_attribute("aria-pressed", "true")
    assert watched.evaluate(ALPHAS) == [0.15, 1]
    name.click()
    watched.mouse.move(0, 0)
    name.blur()
    assert watched.evaluate(ALPHAS) == [1, 1]


def test_an_index_names_places_without_base_value_and_offers_a_common_year(watched: Page, server: str):
    open_compare(watched, server, "&countries=NOR~RUS&compare=NY.GDP.PCAP.KD&scale=index&since=1965")
    expect(view(watched)).to_contain_text("No value in the base year 1965: the Russian Federation")
    before = picture(watched)
    watched.get_by_role("button", name="Use 1989").click()
    expect(view(watched)).to_contain_text("index, 1989 = 100")
    expect(view(watched)).not_to_contain_text("No value in the base year")
    wait_for_another(watched, before)


def test_a_log_scale_changes_the_chart_and_is_explained(watched: Page, server: str):
    open_compare(watched, server, "&countries=NOR~IND&compare=NY.GDP.PCAP.KD")
    before = picture(watched)
    watched.get_by_role("button", name="Log scale").click()
    expect(view(watched)).to_contain_text("equal distances are equal ratios")
    wait_for_another(watched, before)


@pytest.mark.parametrize(("codes", "many"), [(SEVEN, 7), (TEN, 10), (TWELVE, 12)])
def test_more_than_six_places_are_small_multiples(watched: Page, server: str, codes: str, many: int):
    open_compare(watched, server, f"&countries={codes}")
    expect(watched.locator(".compare-many canvas").first).to_be_visible()
    charts = [one for one in watched.locator(".compare-many [role=figure]").all() if one.is_visible()]
    assert len(charts) == many
    # The last row uses the columns of the others, so that years are aligned from row to row.
    places = [one.bounding_box() for one in charts]
    first_line = [place["x"] for place in places if place["y"] == places[0]["y"]]
    assert {place["x"] for place in places} == set(first_line)
    assert len({round(place["width"]) for place in places}) == 1
    expect(watched.get_by_role("button", name="Independent y axes")).to_be_visible()
    expect(watched.get_by_text(FULL)).to_have_count(1 if many == 12 else 0)


def test_on_a_phone_the_chart_has_the_whole_width_and_no_names_beside_it(watched: Page, server: str):
    width = """() => Bokeh.index.find_one_by_id(
      Bokeh.documents[0].get_model_by_name("compare_one").id).frame.bbox.width"""
    watched.set_viewport_size({"width": 390, "height": 844})
    open_compare(watched, server, "&countries=NOR~COD")
    watched.wait_for_function(f"() => ({width})() > 230")
    watched.set_viewport_size({"width": 1000, "height": 844})
    watched.wait_for_function(f"() => ({width})() > 600")
    assert watched.evaluate("() => Bokeh.documents[0].get_model_by_name('label1').visible") is True


def test_the_axis_begins_in_the_year_selected(watched: Page, server: str):
    open_compare(watched, server, "&countries=KEN~SSF&compare=EG.ELC.ACCS.ZS&scale=change&since=2000")
    start = """() => [...Bokeh.documents[0]._all_models.values()]
      .find((model) => model.renderers?.some(({ name }) => name === "line1")).x_range.start"""
    assert watched.evaluate(start) == 1999
    watched.get_by_label("From", exact=True).select_option("2005")
    expect(watched).to_have_url(re.compile(r"years=2005-20\d\d"))
    watched.wait_for_function(f"() => ({start})() === 2004")


@pytest.mark.parametrize(
    "query",
    [
        "",
        "&countries=NOR~BRA~XSG",
        f"&countries={TWELVE}",
        "&countries=NOR~BRA&theme=dark",
        "&countries=KEN~SSF~LIC&compare=EG.ELC.ACCS.ZS&scale=change&since=2000",
    ],
)
def test_axe_finds_no_violation_and_nothing_overflows(watched: Page, server: str, query: str):
    open_compare(watched, server, query)
    for look in looks(watched, (1400, 390, 320), AS_IT_IS):
        assert watched.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), look
        assert axe_violations(watched) == [], look
