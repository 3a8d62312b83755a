"""Rank in a real browser: select, filter, sort the table, open a country, click bars and stripes, axe."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import AS_IT_IS, axe_violations, looks
from tests.helpers.visitor import IDLE, heading, pick

pytestmark = pytest.mark.ui

DRAWN_MS = 20_000
"""The map is drawn when Explore is first opened, which takes longer than the usual timeout on a busy machine."""

PLACE = """([figure, x, y]) => {
  const view = Bokeh.index.find_one_by_id(Bokeh.documents[0].get_model_by_name(figure).id);
  const box = view.canvas_view.el.getBoundingClientRect();
  return [box.left + view.frame.x_scale.compute(x), box.top + view.frame.y_scale.compute(y)];
}"""


def open_rank(page: Page, url: str, query: str = "") -> None:
    page.goto(f"{url}?view=rank{query}")
    expect(sentence(page)).to_be_visible(timeout=DRAWN_MS)
    page.wait_for_function(IDLE)


def sentence(page: Page):
    return page.locator(".rank-said .sentence")


def names(page: Page) -> list[str]:
    return page.locator(".row-names .names").first.locator("li").all_inner_texts()


def rows(page: Page) -> list[list[str]]:
    """The cells of the table as text."""
    return page.locator(".rank-body table tbody").evaluate(
        "(body) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.innerText.trim()))"
    )


def title(page: Page):
    return page.locator(".rank-head h2")


def open_tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()
    if name == "Table":
        expect(page.locator("#rank-panel-table :is(tbody tr, .empty-list:not([aria-busy]))").first).to_be_visible()


PAINTED = """(figure) => Bokeh.index.find_one_by_id(
  Bokeh.documents[0].get_model_by_name(figure).id).frame.bbox.width > 1"""

WRAPPED = """() => {
  const within = (node) => [...node.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  return within(document.getElementById("rank-panel-table"))
    .filter((one) => one.tagName === "TD" && one.getBoundingClientRect().height > 46).map((one) => one.textContent);
}"""


def test_bars_table_and_sentence_follow_the_selected_measure(watched: Page, server: str):
    open_rank(watched, server)
    expect(sentence(watched)).to_contain_text("Mongolia is highest (+1.87)")
    assert names(watched)[0] == "1. Mongolia"
    assert len(names(watched)) == 217
    year = watched.locator(".rank-controls").get_by_label("Year", exact=True)
    expect(year).to_be_hidden()
    pick(watched, "rank", "Life expectancy at birth")
    expect(watched).to_have_url(re.compile(r"rank=SP\.DYN\.LE00\.IN"))
    expect(title(watched)).to_have_text("Life expectancy at birth, 2024 (years)")
    watched.get_by_label("Order", exact=True).select_option(label="Lowest first")
    expect(sentence(watched)).to_contain_text("is lowest")
    open_tab(watched, "Table")
    assert len(rows(watched)) == 217
    year.focus()
    watched.keyboard.press("ArrowLeft")
    expect(watched).to_have_url(re.compile("year=2023"))
    expect(title(watched)).to_have_text("Life expectancy at birth, 2023 (years)")
    expect(year).to_be_focused()


def test_rankings_of_fewer_and_more_rows_raise_no_script_error(watched: Page, server: str):
    open_rank(watched, server)
    watched.wait_for_function(IDLE)
    watched.wait_for_function(PAINTED, arg="rank_bars")
    for rank, words in (("SI.POV.GINI", "Inequality"), ("trend", "Linear trend"), ("SI.POV.GINI", "Inequality")):
        watched.evaluate("(rank) => app.address.go({ rank })", rank)
        expect(title(watched)).to_contain_text(words)
        watched.wait_for_function(IDLE)
    assert len(names(watched)) < 217  # fewer than before


def test_tabs_show_one_of_bars_table_and_stripes_by_click_and_by_key(watched: Page, server: str):
    open_rank(watched, server, "&region=SAS")
    bars, table, stripes = (watched.locator(f"#rank-panel-{name}") for name in ("bars", "table", "stripes"))
    expect(bars).to_be_visible()
    expect(table).to_be_hidden()
    open_tab(watched, "Table")
    expect(table).to_be_visible()
    expect(bars).to_be_hidden()
    assert watched.evaluate(WRAPPED) == []
    watched.keyboard.press("ArrowRight")
    expect(watched.get_by_role("tab", name="Stripes")).to_be_focused()
    expect(stripes.locator(".row-figure canvas").first).to_be_visible()
    expect(title(watched)).to_be_hidden()
    watched.keyboard.press("ArrowRight")
    expect(bars).to_be_visible()


def test_the_open_tab_is_in_the_address(watched: Page, server: str):
    open_rank(watched, server, "&region=SAS")
    open_tab(watched, "Table")
    expect(watched).to_have_url(f"{server}?view=rank&tab=table&region=SAS")
    watched.reload()
    expect(watched.locator("#rank-panel-table")).to_be_visible()
    expect(watched.get_by_role("tab", name="Table")).to_have_attribute("aria-selected", "true")
    watched.wait_for_function(IDLE)
    open_tab(watched, "Bar chart")
    expect(watched).to_have_url(f"{server}?view=rank&region=SAS")
    watched.go_back()
    expect(watched.locator("#rank-panel-table")).to_be_visible()


INK = """(canvas) => new Set(new Uint32Array(
  canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size"""


@pytest.mark.parametrize("tab", ["bars", "stripes"])
def test_the_axis_stays_in_sight_while_the_rows_are_scrolled(watched: Page, server: str, tab: str):
    open_rank(watched, server)
    open_tab(watched, "Bar chart" if tab == "bars" else "Stripes")
    watched.wait_for_function(PAINTED, arg=f"rank_{tab}")
    rows = watched.locator(f"#rank-panel-{tab} .rows")
    axis = rows.locator(".rows-axis")
    expect(axis).to_be_hidden()
    rows.evaluate("(rows) => { rows.scrollTop = 1500; }")
    expect(axis).to_be_visible()
    assert axis.bounding_box()["y"] == pytest.approx(rows.bounding_box()["y"], abs=2)
    assert axis.locator("canvas").evaluate(INK) > 3  # not blank
    rows.evaluate("(rows) => { rows.scrollTop = 0; }")
    expect(axis).to_be_hidden()


def test_play_moves_the_years_until_the_last(watched: Page, server: str):
    open_rank(watched, server, "&rank=SP.DYN.LE00.IN&region=SAS&year=2022")
    play = watched.locator(".rank-controls").get_by_role("button", name="Play the years")
    play.click()
    expect(watched.locator(".rank-controls").get_by_role("button", name="Pause the years")).to_be_visible()
    expect(title(watched)).to_have_text("Life expectancy at birth, 2023 (years)")
    expect(title(watched)).to_have_text("Life expectancy at birth, 2024 (years)")
    expect(play).to_be_visible()
    expect(watched).not_to_have_url(re.compile("year="))


def test_a_region_filters_bars_table_and_stripes(watched: Page, server: str):
    open_rank(watched, server)
    watched.locator(".rank-controls").get_by_label("Region").select_option(label="South Asia")
    expect(sentence(watched)).to_contain_text("Of 6 countries")
    assert len(names(watched)) == 6
    open_tab(watched, "Table")
    assert len(rows(watched)) == 6
    open_tab(watched, "Stripes")
    expect(watched.locator("#rank-panel-stripes .sentence")).to_contain_text("6 countries of South Asia")


def test_headers_sort_the_table_by_number_and_by_name(watched: Page, server: str):
    open_rank(watched, server)
    open_tab(watched, "Table")
    head = watched.get_by_role("columnheader", name="Country")
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    assert [row[1] for row in rows(watched)][:2] == ["Afghanistan", "Albania"]
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    assert rows(watched)[0][1].startswith("Zimbabwe")
    place = watched.get_by_role("columnheader", name="Rank", exact=True)
    place.get_by_role("button").click()
    assert [int(row[0]) for row in rows(watched)] == sorted(int(row[0]) for row in rows(watched))
    expect(head).to_have_attribute("aria-sort", "none")
    ranges = watched.get_by_role("columnheader", name="Rank range (95 %)")
    ranges.get_by_role("button").click()
    assert rows(watched)[0][4].startswith("1")


@pytest.mark.parametrize(("place", "tab"), [(".row-names", "Bar chart"), (".rows.table", "Table")])
def test_a_name_links_to_its_country(watched: Page, server: str, place: str, tab: str):
    open_rank(watched, server, "&region=SSF")
    open_tab(watched, tab)
    watched.locator(place).first.get_by_role("link", name=re.compile("Ethiopia")).click()
    expect(watched).to_have_url(re.compile(r"\?country=ETH(&tab=table)?&region=SSF$"))
    expect(heading(watched)).to_have_text("Ethiopia", timeout=DRAWN_MS)
    expect(watched.locator("#view-explore")).to_be_visible()
    watched.go_back()
    expect(watched.locator("#view-rank")).to_be_visible()


def test_the_selected_country_is_in_view_and_a_bar_selects_another(watched: Page, server: str):
    open_rank(watched, server, "&country=NOR")
    own = watched.locator(".row-names a[data-country=NOR]").first
    expect(own).to_contain_text("75. Norway")
    expect(own).to_be_in_viewport()
    expect(own).to_have_css("font-weight", "700")
    box = watched.locator(".rows").first
    box.evaluate("(box) => { box.scrollTop = 0; }")
    watched.mouse.click(*watched.evaluate(PLACE, ["rank_bars", 0.3, 1]))
    expect(watched.locator(".row-names a[data-country=DOM]").first).to_have_css("font-weight", "700")
    expect(watched).to_have_url(re.compile("country=DOM"))
    expect(sentence(watched)).to_contain_text("The Dominican Republic ranks 2 ")
    # A click draws no focus frame around 5,000 px of bars.
    assert watched.evaluate("() => document.activeElement.closest('.row-figure')") is None


def test_names_are_aligned_with_their_bars(watched: Page, server: str):
    open_rank(watched, server)
    for list_at, figure, row in ((0, "rank_bars", 0), (0, "rank_bars", 100), (1, "rank_stripes", 150)):
        open_tab(watched, "Stripes" if list_at else "Bar chart")
        watched.wait_for_function(PAINTED, arg=figure)
        name = watched.locator(".row-names .names").nth(list_at).locator("li").nth(row)
        name.scroll_into_view_if_needed()
        box, (_, y) = name.bounding_box(), watched.evaluate(PLACE, [figure, 0, row])
        assert box
        assert abs(box["y"] + box["height"] / 2 - y) < 3


def test_stripes_have_a_tooltip_and_select_a_country(watched: Page, server: str):
    open_rank(watched, server, "&region=SAS")
    open_tab(watched, "Stripes")
    watched.wait_for_function(PAINTED, arg="rank_stripes")
    watched.locator("#rank-panel-stripes .rows").scroll_into_view_if_needed()
    nepal = watched.locator(".names.stripes li").all_inner_texts().index("Nepal")
    at = watched.evaluate(PLACE, ["rank_stripes", 2016, nepal])
    watched.mouse.move(*at)
    tip = watched.locator(".stripes-tip").first
    expect(tip).to_contain_text("Nepal 2016")
    expect(tip).to_contain_text(re.compile(r"[+−]\d\.\d\d °C"))
    watched.mouse.click(*at)
    expect(watched).to_have_url(re.compile("country=NPL"))
    expect(watched.locator(".names.stripes a[data-country=NPL]")).to_have_css("font-weight", "700")


@pytest.mark.parametrize(
    "query", ["", "&theme=dark&country=NOR&region=ECS", "&rank=SI.POV.GINI&region=SSF", "&region=NAC&income=LIC"]
)
def test_axe_finds_no_violation_and_nothing_overflows(watched: Page, server: str, query: str):
    open_rank(watched, server, query)
    for look in looks(watched, (1400, 390, 320), AS_IT_IS):
        for tab in ("Stripes", "Table", "Bar chart"):
            open_tab(watched, tab)
            assert axe_violations(watched) == [], f"{look}, {tab}"
            assert watched.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), look
