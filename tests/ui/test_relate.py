"""Relate in a real browser: axes, years that move without the server, clicks on dots, labels without overlap."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.helpers.accessibility import AS_IT_IS, axe_violations, looks
from tests.helpers.visitor import IDLE, pick

pytestmark = pytest.mark.ui

DRAWN = """() => {
  const page = window.Bokeh?.documents?.[0];
  const labels = page?.get_model_by_name("relate_labels");
  return window.app?.address?.isHeard() && window.app?.parts?.areDrawn() && labels?.get_column("text").length > 0;
}"""
DOT = """(iso3) => {
  const page = Bokeh.documents[0], dots = page.get_model_by_name("relate_dots");
  const view = Bokeh.index.find_one_by_id(page.get_model_by_name("relate_chart").id);
  const row = dots.get_column("iso3").indexOf(iso3), box = view.canvas_view.el.getBoundingClientRect();
  return [box.left + view.frame.x_scale.compute(dots.get_column("x")[row]),
          box.top + view.frame.y_scale.compute(dots.get_column("y")[row])];
}"""
COLUMN = """([model, name]) => Array.from(Bokeh.documents[0].get_model_by_name(model).get_column(name))"""


def open_relate(page: Page, url: str, query: str = "") -> None:
    page.goto(f"{url}?view=relate&y=SP.DYN.LE00.IN{query}")
    page.wait_for_function(DRAWN)


def column(page: Page, name: str, model: str = "relate_dots") -> list:
    return page.evaluate(COLUMN, [model, name])


def sentence(page: Page):
    return page.locator(".relate-words .sentence")


def title(page: Page):
    return page.locator(".relate-chart h2")


def frames_sent(page: Page) -> list[int]:
    """Collect the lengths of messages the page sends from now on, without handshakes and pongs."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sent: list[int] = []

    def count(event: dict) -> None:
        if event["response"]["opcode"] in (1, 2):
            sent.append(len(event["response"]["payloadData"]))

    session.on("Network.webSocketFrameSent", count)
    return sent


def test_chart_and_sentence_follow_the_selected_axes(watched: Page, server: str):
    open_relate(watched, server)
    expect(sentence(watched)).to_contain_text("In 2024: strong positive correlation")
    before = watched.locator(".relate-figure").screenshot()
    pick(watched, "x", "Fertility rate")
    expect(watched).to_have_url(re.compile(r"x=SP\.DYN\.TFRT\.IN"))
    expect(title(watched)).to_have_text("Life expectancy at birth (y) against Fertility rate (x)")
    expect(sentence(watched)).to_contain_text(re.compile(r"Spearman −0\.\d\d, 95 % CI −0\.\d\d to −0\.\d\d"))
    watched.wait_for_function(DRAWN)
    assert watched.locator(".relate-figure").screenshot() != before
    watched.get_by_role("button", name="Swap axes").click()
    expect(title(watched)).to_have_text("Fertility rate (y) against Life expectancy at birth (x)")


def test_correlations_of_levels_and_changes_have_intervals_and_a_caution(watched: Page, server: str):
    open_relate(watched, server)
    table = watched.get_by_role("table", name="Correlation coefficients (95 % CI)")
    for row in ("Cross-section, 2024", "10-year change to 2024", "Annual changes within countries"):
        cells = table.get_by_role("row", name=row).get_by_role("cell")
        expect(cells.nth(0)).to_have_text(re.compile(r"^−?\d\.\d\d \(−?\d\.\d\d to −?\d\.\d\d\)$"))
        expect(cells.nth(2)).to_have_text(re.compile(r"^\d+"))
    caution = watched.locator(".relate-words .caution")
    expect(caution).to_contain_text("Correlation is not causation.")
    expect(caution).to_contain_text(re.compile(r"(\d+|None) of \d+ other series"))


def test_moving_years_sends_nothing_until_the_slider_is_released(watched: Page, server: str):
    open_relate(watched, server, "&country=BRA")
    slider = watched.get_by_label("Year", exact=True).locator("visible=true")
    before, picture = column(watched, "x"), watched.locator(".relate-figure").screenshot()
    sent = frames_sent(watched)
    # As a drag does: an `input` for each step, and a `change` when the slider is released.
    watched.evaluate("""() => {
      const slider = document.getElementById("relate-year");
      for (let row = Number(slider.max); row >= 5; row--) {
        slider.value = row;
        slider.dispatchEvent(new Event("input"));
      }
    }""")
    expect(watched.locator("#relate-output")).to_have_text("1995")
    assert column(watched, "x") != before
    assert watched.locator(".relate-figure").screenshot() != picture
    assert len(column(watched, "xs", "relate_trails")[0]) == 6
    assert slider.get_attribute("aria-valuetext") == "1995"
    assert sent == []
    expect(watched).to_have_url(re.compile("^(?!.*year=)"))
    slider.dispatch_event("change")
    expect(watched).to_have_url(re.compile("year=1995"))
    expect(sentence(watched)).to_contain_text("In 1995")
    assert sum(sent) < 1_000


def test_play_runs_to_the_end_and_sends_the_year_once(watched: Page, server: str):
    open_relate(watched, server, "&year=2018")
    expect(watched.locator("#relate-output")).to_have_text("2018")
    sent = frames_sent(watched)
    seen: list[str] = []
    watched.expose_function(
        "seen", lambda year: seen.append(year)
    )  # playwright sets attributes on the function it gets
    watched.evaluate("""() => new MutationObserver(() => seen(document.getElementById("relate-output").textContent))
      .observe(document.getElementById("relate-output"), { childList: true })""")
    watched.get_by_role("button", name="Play the years").locator("visible=true").click()
    expect(watched.locator("#relate-play")).to_have_accessible_name("Pause the years")
    expect(watched.locator("#relate-output")).to_have_text("2024")
    expect(watched.locator("#relate-play")).to_have_accessible_name("Play the years")
    expect(sentence(watched)).to_contain_text("In 2024")
    assert {"2020", "2021", "2022", "2023", "2024"} <= set(seen)
    assert sum(sent) < 1_000


def test_sentences_of_another_year_are_dimmed_until_the_slider_is_released(watched: Page, server: str):
    open_relate(watched, server)
    notice, words = watched.locator("#relate-of-year"), watched.locator(".of-that-year")
    expect(notice).to_be_hidden()
    watched.evaluate("""() => {
      const slider = document.getElementById("relate-year");
      slider.value = 5;
      slider.dispatchEvent(new Event("input"));
    }""")
    expect(notice).to_have_text("Text and table show 2024 until the slider is released.")
    expect(words).to_have_css("opacity", "0.6")
    watched.locator("#relate-year").dispatch_event("change")
    expect(sentence(watched)).to_contain_text("In 1995")
    expect(notice).to_be_hidden()
    expect(words).to_have_css("opacity", "1")


def test_years_are_set_by_link_and_by_keyboard(watched: Page, server: str):
    open_relate(watched, server, "&year=2000")
    expect(watched.locator("#relate-output")).to_have_text("2000")
    watched.locator("#relate-year").focus()
    watched.keyboard.press("ArrowLeft")
    expect(watched.locator("#relate-output")).to_have_text("1999")
    expect(watched).to_have_url(re.compile("year=1999"))
    expect(sentence(watched)).to_contain_text("In 1999")


def test_a_clicked_dot_selects_its_country_in_all_views(watched: Page, server: str):
    open_relate(watched, server)
    watched.locator(".relate-figure").scroll_into_view_if_needed()
    watched.mouse.click(*watched.evaluate(DOT, "NGA"))
    expect(watched).to_have_url(re.compile("country=NGA"))
    watched.wait_for_function(f"() => ({COLUMN})(['relate_labels', 'text'])[0] === 'Nigeria'")
    watched.get_by_role("navigation").get_by_role("link", name="Explore").click()
    expect(watched.locator(".country h2").first).to_have_text("Nigeria", timeout=20_000)


def test_the_tooltip_has_name_values_units_and_true_years(watched: Page, server: str):
    open_relate(watched, server)
    watched.locator(".relate-figure").scroll_into_view_if_needed()
    watched.mouse.move(*watched.evaluate(DOT, "NGA"))
    tip = watched.locator(".relate-tip").first
    expect(tip).to_contain_text("Nigeria")
    expect(tip).to_contain_text(re.compile(r"GDP per person.*: [\d,]+ constant 2021 international \$ \(2024\)"))
    expect(tip).to_contain_text(re.compile(r"Life expectancy at birth: [\d.]+ years \(2024\)"))


def test_a_region_button_highlights_its_dots(watched: Page, server: str):
    open_relate(watched, server)
    button = watched.get_by_role("button", name="Sub-Saharan Africa")
    button.focus()
    watched.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "true")
    watched.wait_for_function(f"() => Math.min(...({COLUMN})(['relate_dots', 'alpha'])) < 0.1")
    regions, alphas = column(watched, "region"), column(watched, "alpha")
    assert {region for region, alpha in zip(regions, alphas, strict=True) if alpha > 0.5} == {"SSF"}


def test_the_log_scale_can_be_switched_off(watched: Page, server: str):
    open_relate(watched, server)
    before = column(watched, "x")
    button = watched.get_by_role("button", name="Log scale, x axis")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(watched).to_have_url(re.compile("xlog=0"))
    watched.wait_for_function(f"(old) => Math.max(...({COLUMN})(['relate_dots', 'x']).filter(isFinite)) > old", arg=100)
    assert column(watched, "x") != before


def test_a_region_filter_is_in_the_address(watched: Page, server: str):
    open_relate(watched, server)
    watched.locator(".relate-controls").get_by_label("Region").select_option(label="Sub-Saharan Africa")
    expect(watched).to_have_url(re.compile("region=SSF"))
    expect(sentence(watched)).to_contain_text("across 4")
    expect(watched.locator(".relate-chart button[data-region]")).to_have_count(1)


def test_one_selected_country_is_highlighted_and_filters_nothing(watched: Page, server: str):
    open_relate(watched, server, "&country=KEN")
    assert column(watched, "text", "relate_labels")[0] == "Kenya"
    assert sum(value == value for value in column(watched, "x")) > 150


def test_filters_are_in_a_sheet_on_a_phone_that_closes_by_button_key_and_tap(watched: Page, server: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    open_relate(watched, server)
    region, opener = watched.locator("#relate-filters").get_by_label("Region"), watched.locator(".sheet-open:visible")
    expect(region).to_be_hidden()
    opener.click()
    expect(region).to_be_in_viewport()
    expect(opener).to_have_attribute("aria-expanded", "true")
    region.select_option(label="Sub-Saharan Africa")
    expect(watched).to_have_url(re.compile("region=SSF"))
    watched.get_by_role("button", name="Done").click()
    expect(region).to_be_hidden()
    expect(opener).to_be_focused()
    opener.click()
    watched.keyboard.press("Escape")
    expect(region).to_be_hidden()
    opener.click()
    watched.mouse.click(200, 40)
    expect(region).to_be_hidden()


OVERLAPS = """(cases) => cases.map(([dots, frame, most]) => {
  const placed = window.app.labels.place(dots, frame, most);
  const apart = (a, b) => a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
  const overlaps = placed.some((a, i) => placed.some((b, j) => i < j && !apart(a, b)));
  const between = (box, { x, y, radius }) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) - radius;
  const onDots = placed.some((box) => dots.some((dot, at) => at !== box.index && between(box, dot) <= 0));
  // Nearest to its own dot; one that is led by a line must be a chosen one.
  const misread = placed.some((box) => box.isLed ? !dots[box.index].must
    : dots.some((dot, at) => at !== box.index && between(box, dot) <= Math.max(between(box, dots[box.index]), 0)));
  const bare = placed.some((box) => dots[box.index].isBare);
  const outside = placed.some((a) => a.left < frame.left || a.right > frame.right || a.top < frame.top
    || a.bottom > frame.bottom);
  const inOrder = placed.every((a, i) => i === 0 || placed[i - 1].index < a.index);
  return { overlaps, onDots, misread, bare, outside, inOrder, count: placed.length, first: placed[0]?.index ?? null };
})"""


def test_labels_never_overlap_or_look_like_the_label_of_another_dot(page: Page, root: Path):
    page.goto("about:blank")
    for script in ("page/app.js", "charts/label_layout.js"):
        page.add_script_tag(path=root / "dashboard/assets/js" / script)
    chance = random.Random(3)
    frame = {"left": 10, "top": 10, "right": 610, "bottom": 410}
    cases = []
    for _ in range(300):
        spread = chance.choice([5, 60, 300])  # from one heap to all over the frame
        dots = [
            {
                "x": chance.gauss(300, spread),
                "y": chance.gauss(200, spread),
                "radius": chance.uniform(2, 30),
                "width": chance.uniform(20, 150),
                "height": 15,
                "must": chance.random() < 0.1,
                "isBare": chance.random() < 0.1,
            }
            for _ in range(chance.randrange(1, 120))
        ]
        cases.append([dots, frame, chance.choice([3, 25, 1000])])
    found = page.evaluate(OVERLAPS, cases)
    faults = ("overlaps", "onDots", "misread", "bare", "outside")
    assert [(each, name) for each in found for name in faults if each[name]] == []
    assert all(each["inOrder"] for each in found)
    assert all(each["count"] <= case[2] for each, case in zip(found, cases, strict=True))
    assert sum(each["count"] for each in found) > 1_000


LAID_OUT = """() => {
  const page = Bokeh.documents[0];
  const [dots, labels] = ["dots", "labels"].map((n) => page.get_model_by_name(`relate_${n}`));
  const { x_scale, y_scale } = Bokeh.index.find_one_by_id(page.get_model_by_name("relate_chart").id).frame;
  const get = (source) => (name) => Array.from(source.get_column(name));
  const [x, y, px, name] = ["x", "y", "px", "name"].map(get(dots));
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const [lx, ly, dx, dy, text] = ["x", "y", "dx", "dy", "text"].map(get(labels));
  const circles = name
    .map((n, i) => ({ name: n, x: x_scale.compute(x[i]), y: y_scale.compute(y[i]), radius: px[i] / 2 }))
    .filter((each) => Number.isFinite(each.x) && Number.isFinite(each.y));
  const boxes = text.map((n, i) => {
    const left = x_scale.compute(lx[i]) + dx[i], middle = y_scale.compute(ly[i]) + dy[i];
    return { name: n, left, right: left + pen.measureText(n).width, top: middle - 7, bottom: middle + 7 };
  });
  const apart = (a, b) => a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
  const between = (box, { x, y, radius }) =>
    Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) - radius;
  // Lines of two points in grey lead to names that found no place beside their dots.
  const [xs, fill] = ["xs", "fill"].map(get(page.get_model_by_name("relate_trails")));
  const led = new Set(xs.filter((_, i) => fill[i] === "gray").map(([at]) => name[x.indexOf(at)]));
  return {
    led: [...led],
    names: text,
    onNames: boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => !apart(a, b)).map((b) => [a.name, b.name])),
    onDots: boxes.flatMap((box) => circles.filter((dot) => dot.name !== box.name && between(box, dot) <= 0)
      .map((dot) => [box.name, dot.name])),
    misread: boxes.filter((box) => !led.has(box.name)).flatMap((box) => {
      const own = Math.max(between(box, circles.find((dot) => dot.name === box.name)), 0);
      return circles.filter((dot) => dot.name !== box.name && between(box, dot) <= own)
        .map((dot) => [box.name, dot.name]);
    }),
  };
}"""


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize(
    "query",
    [
        "x=EN.GHG.CO2.PC.CE.AR5&y=SP.DYN.LE00.IN",
        "x=EN.GHG.CO2.PC.CE.AR5&y=SP.DYN.LE00.IN&size=",
        "x=emergence_year&y=period_change",
        "y=SP.DYN.LE00.IN&year=1990",
    ],
)
def test_labels_on_the_page_belong_clearly_to_their_dots(watched: Page, server: str, query: str, width: int):
    watched.set_viewport_size({"width": width, "height": 900})
    watched.goto(f"{server}?view=relate&{query}")
    watched.wait_for_function(DRAWN)
    found = watched.evaluate(LAID_OUT)
    assert (found["onNames"], found["onDots"], found["misread"]) == ([], [], [])
    assert len(found["names"]) > 5
    if "size=" not in query and "emergence" not in query:
        assert {"India", "China"} <= set(found["names"])
    assert set(found["led"]) <= {"India", "China", "United States"}


def test_dots_of_one_size_are_labelled_by_population_and_by_extremes(watched: Page, server: str):
    watched.goto(f"{server}?view=relate&x=EN.GHG.CO2.PC.CE.AR5&y=SP.DYN.LE00.IN&size=")
    watched.wait_for_function(DRAWN)
    names = column(watched, "text", "relate_labels")
    assert len({name[0] for name in names}) > 6  # not just the beginning of the alphabet
    names_of = dict(zip(column(watched, "x"), column(watched, "name"), strict=True))
    assert names_of[max(value for value in names_of if value == value)] in names


def test_the_selected_country_is_labelled_first(watched: Page, server: str):
    open_relate(watched, server, "&country=BRA")
    names = column(watched, "text", "relate_labels")
    assert names[0] == "Brazil"
    assert len(names) == len(set(names)) > 10


@pytest.mark.parametrize("query", ["", "&theme=dark&country=BRA", "&x=trend&y=period_change"])
def test_axe_finds_no_violation_and_nothing_overflows(watched: Page, server: str, query: str):
    watched.goto(f"{server}?view=relate{query}")
    watched.wait_for_function(IDLE)
    expect(sentence(watched)).to_be_visible(timeout=20_000)
    for look in looks(watched, (1400, 390, 320), AS_IT_IS):
        assert axe_violations(watched) == [], look
        assert watched.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), look
    assert json.loads(watched.evaluate("() => Bokeh.documents[0].get_model_by_name('relate_pair').tags[0]"))["n"] == 217
