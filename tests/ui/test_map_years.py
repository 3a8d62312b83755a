"""The map's menus, years, legend and projections: drawn in the browser; the server hears of the final choice."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.helpers.accessibility import axe_violations, looks
from tests.helpers.visitor import IDLE, click_place, heading, open_dashboard, open_options, pick, pixel_of

pytestmark = pytest.mark.ui

LIFE = "indicator=SP.DYN.LE00.IN&measure=indicator"
GINI = "indicator=SI.POV.GINI&measure=indicator"

PAINTED = "() => window.app.map.values?.values"

PICTURE = """() => [...document.querySelectorAll("#map-svg .places > *")].map(
  (each) => `${each.getAttribute("class")}${each.hasAttribute("data-dim")}${each.firstElementChild.getAttribute("d")}`
).join()"""

SCRUB = """async (years) => {
  const slider = document.getElementById("map-year");
  const seen = [];
  for (const year of years) {
    slider.value = year;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    seen.push(window.app.map.year);
  }
  return seen;
}"""


def open_map(page: Page, url: str) -> None:
    """Open an address and wait until the map is painted."""
    open_dashboard(page, url)
    page.wait_for_function(PAINTED)
    page.wait_for_function(IDLE)


def year(page: Page) -> int | None:
    return page.evaluate("() => window.app.map.year")


def tip(page: Page):
    return page.locator("#map-tip")


def coverage(page: Page):
    return page.locator("#map-coverage")


def count_frames(page: Page) -> list[str]:
    """Collect every message of the websocket; call it before the page is opened."""
    frames: list[str] = []

    def hear(socket) -> None:
        socket.on("framesent", lambda sent: frames.append(f"sent {sent!r:.80}"))
        socket.on("framereceived", lambda got: frames.append(f"received {got!r:.80}"))

    page.on("websocket", hear)
    return frames


def test_a_selected_indicator_is_on_the_map_and_in_the_address(watched: Page, edition: str):
    open_map(watched, edition)
    before = watched.evaluate(PICTURE)
    expect(watched.locator("#map-time")).to_be_hidden()
    pick(watched, "map", "Life expectancy at birth")
    expect(watched.locator("#map-title")).to_have_text(re.compile(r"Life expectancy at birth \(years\), \d{4}$"))
    expect(watched).to_have_url(f"{edition}?{LIFE}")
    expect(watched.locator("#map-year")).to_be_visible()
    expect(watched.locator(".map .sentence")).to_contain_text("values range from")
    assert watched.evaluate(PICTURE) != before
    pick(watched, "map", "Temperature change since 1901–1930")
    expect(watched).to_have_url(f"{edition}?indicator=SP.DYN.LE00.IN")  # the charts keep their indicator
    expect(watched.locator("#map-time")).to_be_hidden()


def test_an_indicator_is_shown_as_its_change_since_a_year(watched: Page, server: str):
    open_map(watched, f"{server}?{LIFE}")
    before = watched.evaluate(PICTURE)
    open_options(watched)
    watched.get_by_label("Display").select_option("Change since 2000")
    expect(watched.locator("#map-title")).to_have_text(
        re.compile(r"^Life expectancy at birth, change since 2000 \(years\), \d{4}$")
    )
    expect(watched).to_have_url(f"{server}?{LIFE}&start=2000")
    expect(watched.locator("#map-legend")).to_contain_text("−")
    assert watched.evaluate(PICTURE) != before
    expect(watched.locator("#map-year")).to_have_attribute("min", "2000")
    expect(watched.locator(".map .sentence")).to_contain_text("Counted from 2000")
    # Another indicator keeps the base year; its changes are in another file than its values.
    pick(watched, "map", "Population")
    expect(watched.locator("#map-title")).to_contain_text("Population, change since 2000 (%)")
    open_options(watched)
    watched.get_by_label("Display").select_option("Value")
    expect(watched.locator("#map-title")).to_have_text(re.compile(r"^Population \(people\), \d{4}$"))


def test_slider_steps_stay_in_the_browser_until_the_slider_is_released(watched: Page, server: str):
    frames = count_frames(watched)
    open_map(watched, f"{server}?{LIFE}")
    before = watched.evaluate(PICTURE)
    watched.wait_for_function(IDLE)
    heard = len(frames)
    assert heard > 0
    assert watched.evaluate(SCRUB, list(range(1960, 1990))) == list(range(1960, 1990))
    # The server may still be answering the last message of the page's own charts.
    assert [frame for frame in frames[heard:] if frame.startswith("sent")] == []
    assert watched.evaluate(PICTURE) != before
    expect(coverage(watched)).to_contain_text("countries in 1989")
    expect(watched.locator("#map-title")).to_have_text("Life expectancy at birth (years), 1989")
    expect(watched.locator("section.map")).to_have_attribute(
        "data-lags", ""
    )  # the sentence is still about another year
    watched.evaluate("() => document.getElementById('map-year').dispatchEvent(new Event('change', { bubbles: true }))")
    expect(watched).to_have_url(f"{server}?{LIFE}&year=1989")
    expect(watched.locator(".map .sentence")).to_contain_text("In 1989, values range from")
    expect(watched.locator("section.map")).not_to_have_attribute("data-lags", "")
    assert year(watched) == 1989


def test_keys_step_through_the_years_and_assistive_technology_hears_them(watched: Page, edition: str, shipped):
    life = shipped.values("SP.DYN.LE00.IN").year
    open_map(watched, f"{edition}?{LIFE}&year=1990")
    slider = watched.locator("#map-year")
    slider.focus()
    steps = {"ArrowRight": 1991, "ArrowLeft": 1990, "PageDown": 1984, "Home": life.min(), "End": life.max()}
    for key, expected in steps.items():
        watched.keyboard.press(key)
        watched.wait_for_function("(year) => window.app.map.year === year", arg=int(expected))
        expect(slider).to_have_attribute("aria-valuetext", re.compile(f"in {expected}"))
    expect(watched).to_have_url(f"{edition}?{LIFE}")  # the latest year is the default, whatever it is


def test_play_shows_every_year_stops_at_the_end_and_restarts(watched: Page, edition: str, shipped):
    open_map(watched, f"{edition}?{LIFE}&year=2015")
    watched.evaluate(
        "() => { window.seen = []; app.map.events.addEventListener('year', () => window.seen.push(app.map.year)); }"
    )
    watched.get_by_role("button", name="Play the years").click()
    expect(watched.get_by_role("button", name="Pause the years")).to_be_visible()
    expect(watched.get_by_role("button", name="Play the years")).to_be_visible(timeout=20_000)
    assert watched.evaluate("() => window.seen.filter((year, at, all) => year !== all[at - 1])") == list(
        range(2016, shipped.values("SP.DYN.LE00.IN").year.max() + 1)
    )
    watched.get_by_role("button", name="Play the years").click()
    watched.wait_for_function("() => app.map.year >= 1962 && app.map.year < 2000")
    watched.get_by_role("button", name="Pause the years").click()
    stopped = year(watched)
    expect(watched).to_have_url(f"{edition}?{LIFE}&year={stopped}")
    assert year(watched) == stopped


STEPS_PLAYED_MS = """(speed) => new Promise((done) => {
  document.getElementById("map-speed").value = speed;
  const began = performance.now(), last = app.map.year + 4;
  const heard = () => {
    if (app.map.year < last) return;
    app.map.events.removeEventListener("year", heard);
    document.getElementById("map-play").click();
    done(performance.now() - began);
  };
  app.map.events.addEventListener("year", heard);
  document.getElementById("map-play").click();
})"""


def test_the_playback_speed_can_be_set(watched: Page, edition: str):
    open_map(watched, f"{edition}?measure=anomaly&year=1950")
    expect(watched.get_by_label("Playback speed")).to_have_value("1")
    slow = watched.evaluate(STEPS_PLAYED_MS, "0.5")
    assert slow > 4 * 2 * 6_000 / 130  # a lower bound only: a slow machine may be slow at every speed
    watched.get_by_label("Playback speed").select_option("4×")
    assert watched.evaluate(STEPS_PLAYED_MS, "4") < slow


def test_moving_the_slider_stops_playback(watched: Page, edition: str):
    open_map(watched, f"{edition}?{LIFE}&year=1960")
    watched.get_by_role("button", name="Play the years").click()
    watched.wait_for_function("() => app.map.year > 1960")
    watched.locator("#map-year").click(position={"x": 30, "y": 12})
    expect(watched.get_by_role("button", name="Play the years")).to_be_visible()


def test_reduced_motion_slows_playback(browser: Browser, edition: str):
    page = browser.new_page(reduced_motion="reduce")
    open_map(page, f"{edition}?{LIFE}&year=1960")
    began = page.evaluate("() => { document.getElementById('map-play').click(); return performance.now(); }")
    page.wait_for_function("() => app.map.year === 1962")
    assert page.evaluate("() => performance.now()") - began > 1_500
    page.close()


def test_a_deep_link_restores_measure_baseline_and_year(watched: Page, server: str):
    open_map(watched, f"{server}?measure=anomaly&baseline=1991-2020&year=1976")
    expect(watched.locator("#map-title")).to_have_text("Annual temperature anomaly, relative to 1991–2020 (°C), 1976")
    assert year(watched) == 1976
    expect(watched.locator("#map-baseline")).to_have_value("1991-2020")
    open_options(watched)
    watched.locator("#map-baseline").select_option("1901-1930")
    expect(watched.locator("#map-title")).to_contain_text("1901–1930")
    assert year(watched) == 1976


def test_back_restores_the_previous_choice_and_its_year(watched: Page, edition: str):
    open_map(watched, f"{edition}?{LIFE}&year=1970")
    pick(watched, "map", "Inequality (Gini index)")
    expect(watched.locator("#map-title")).to_contain_text("Gini")
    expect(watched).to_have_url(re.compile("SI.POV.GINI"))
    watched.go_back()
    expect(watched.locator("#map-title")).to_contain_text("Life expectancy")
    expect(watched.locator("#find-map")).to_have_value("Life expectancy at birth")
    assert year(watched) == 1970


BACK_AT_ONCE = """() => {
  const go = app.address.goPainted;
  app.afterPaint = (act) => window.addEventListener("popstate", () => setTimeout(act), { once: true });
  app.address.goPainted = (changes) => {
    go(changes);
    history.back();
  };
}"""
"""The reader goes back when a choice is drawn already and the address does not name it yet."""


def test_back_before_the_address_follows_a_choice_keeps_the_choice(watched: Page, server: str):
    open_map(watched, f"{server}?{LIFE}&year=1970")
    watched.evaluate("() => app.address.go({ country: 'KEN' })")
    expect(watched).to_have_url(re.compile("country=KEN"))
    gini = "new URLSearchParams(app.address.changed({ indicator: 'SI.POV.GINI' }))"
    watched.evaluate(f"() => app.mapState.fetchAhead({gini})")
    watched.wait_for_function(f"() => app.mapState.ahead({gini})")
    watched.evaluate(BACK_AT_ONCE)
    pick(watched, "map", "Inequality (Gini index)")
    expect(watched).to_have_url(re.compile("indicator=SI.POV.GINI"))
    assert "country" not in watched.url
    expect(watched.locator("#map-title")).to_contain_text("Gini")
    expect(watched.locator("#map-sentence")).to_contain_text("United Kingdom")


def test_the_trend_period_can_be_set_but_not_below_15_years(watched: Page, server: str):
    open_map(watched, f"{server}?measure=trend")
    open_options(watched)
    watched.get_by_label("First year of the trend").fill("1991")
    watched.get_by_label("First year of the trend").press("Enter")
    expect(watched.locator("#map-title")).to_have_text("Linear trend, 1991–2024 (°C per decade)")
    expect(watched).to_have_url(f"{server}?measure=trend&trend=1991-2024")
    watched.get_by_label("Last year of the trend").fill("2004")
    watched.get_by_label("Last year of the trend").press("Tab")
    assert watched.get_by_label("Last year of the trend").evaluate("(input) => input.validationMessage") == (
        "A trend needs 15 years or more."
    )
    expect(watched).to_have_url(f"{server}?measure=trend&trend=1991-2024")


def test_a_legend_class_highlights_its_countries_by_pointer_and_by_key(watched: Page, edition: str):
    frames = count_frames(watched)
    open_map(watched, f"{edition}?{LIFE}")
    before, heard = watched.evaluate(PICTURE), len(frames)
    bins = watched.locator("#map-legend button")
    names = [
        name or ""
        for name in watched.locator("#map-legend button").evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    ]
    assert sum(int(re.search(r"(\d+) countr", name)[1]) for name in names) == 217  # type: ignore[index]
    bins.nth(2).hover()
    watched.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
    watched.mouse.move(5, 5)
    watched.wait_for_function(f"(before) => ({PICTURE})() === before", arg=before)
    bins.nth(1).focus()
    watched.keyboard.press("Enter")
    expect(bins.nth(1)).to_have_attribute("aria-pressed", "true")
    watched.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
    watched.keyboard.press("Escape")
    expect(bins.nth(1)).to_have_attribute("aria-pressed", "false")
    assert frames[heard:] == []  # nor was the country deselected


WITHOUT_FIGURES = """() => {
  const real = window.fetch;
  window.isAway = true;
  window.fetch = (address, ...more) => window.isAway && String(address).endsWith(window.app.map.values.figures)
    ? Promise.reject(new Error("away")) : real(address, ...more);
}"""


def test_the_map_is_painted_before_its_figures_and_a_tooltip_retries_them(watched: Page, edition: str):
    open_map(watched, edition)
    watched.evaluate(WITHOUT_FIGURES)
    pick(watched, "map", "Life expectancy at birth")
    expect(watched.locator("#map-title")).to_contain_text("Life expectancy")
    x, y = pixel_of(watched, -53.0, -10.0)
    watched.mouse.move(x, y)
    expect(tip(watched)).to_contain_text("Brazil")
    watched.mouse.move(x + 2, y)
    expect(tip(watched)).to_contain_text("The values could not be fetched.")
    watched.evaluate("() => { window.isAway = false; }")
    watched.mouse.move(x, y + 2)
    expect(tip(watched)).to_contain_text("years in")
    expect(tip(watched)).to_contain_text("Rank")


def test_the_tooltip_has_value_rank_and_true_year(watched: Page, edition: str):
    open_map(watched, f"{edition}?{GINI}&year=2015")
    found = watched.evaluate("""() => {
      const { values, shapes, row } = app.map, n = shapes.iso3.length;
      const of = (iso3) => values.offsets[row * n + shapes.iso3.indexOf(iso3)];
      return { BRA: of("BRA"), AUS: of("AUS") };
    }""")
    for name, iso3, longitude, latitude in (("Brazil", "BRA", -53, -10), ("Australia", "AUS", 134, -25)):
        watched.mouse.move(*pixel_of(watched, longitude, latitude))
        expect(tip(watched)).to_contain_text(name)
        expect(tip(watched)).to_contain_text(re.compile(r"Rank \d+ of \d+ \(1 = highest\)"))
        true_year = 2015 + found[iso3]
        expected = "in 2015" if true_year == 2015 else f"in {true_year}, the nearest year to 2015 with a value"
        expect(tip(watched)).to_contain_text(expected)
    assert any(found.values()), "one of them must have a gap in 2015 for this test to say anything"


@pytest.mark.parametrize(
    ("name", "longitude", "latitude"), [("Maldives", 73.51, 4.17), ("Malta", 14.51, 35.9), ("Tuvalu", 179.09, -8.63)]
)
def test_a_tiny_state_can_be_hit_some_pixels_off_its_centre(watched: Page, edition: str, name, longitude, latitude):
    watched.set_viewport_size({"width": 1500, "height": 900})  # on a narrow map these pixels are Tunisia
    open_map(watched, edition)
    x, y = pixel_of(watched, longitude, latitude)
    watched.mouse.move(x - 6, y + 6)
    expect(tip(watched).locator("strong")).to_have_text(name)
    watched.mouse.click(x - 6, y + 6)
    expect(heading(watched)).to_have_text(name)


SPAN = "() => Number(document.getElementById('map-svg').getAttribute('viewBox').split(' ')[2])"


def test_zooming_to_a_region_filters_the_ranking_too(watched: Page, server: str):
    open_map(watched, server)
    whole = watched.evaluate(SPAN)
    open_options(watched)
    watched.get_by_label("Zoom to").select_option(label="South Asia")
    expect(watched).to_have_url(f"{server}?region=SAS")
    watched.wait_for_function(f"(whole) => ({SPAN})() < whole / 2", arg=whole)
    click_place(watched, 78.0, 22.0)
    expect(heading(watched)).to_have_text("India")
    expect(watched).to_have_url(f"{server}?country=IND&region=SAS")
    watched.get_by_role("navigation").get_by_role("link", name="Rank", exact=True).click()
    expect(watched.locator("#view-rank")).to_contain_text("of 6")
    watched.get_by_role("navigation").get_by_role("link", name="Explore", exact=True).click()
    open_options(watched)
    watched.get_by_label("Zoom to").select_option(label="World")
    watched.wait_for_function(f"(whole) => ({SPAN})() === whole", arg=whole)


def test_a_link_restores_the_region_in_either_projection(watched: Page, edition: str):
    open_map(watched, f"{edition}?region=SSF&projection=robinson")
    expect(watched.get_by_label("Zoom to")).to_have_value("SSF")
    watched.wait_for_function(f"() => ({SPAN})() < 6500")
    click_place(watched, 23.0, -3.0)
    expect(heading(watched)).to_have_text("Democratic Republic of the Congo")


def test_another_projection_moves_the_countries_and_is_in_the_link(watched: Page, edition: str):
    open_map(watched, edition)
    before = watched.evaluate(PICTURE)
    open_options(watched)
    watched.get_by_label("Projection", exact=True).select_option("robinson")
    expect(watched).to_have_url(f"{edition}?projection=robinson")
    watched.wait_for_function(f"(before) => ({PICTURE})() !== before", arg=before)
    open_map(watched, f"{edition}?projection=robinson&country=BRA")
    expect(heading(watched)).to_have_text("Brazil")
    first = f"() => ({PICTURE})()"
    assert watched.evaluate(first) != before  # in the first HTML too


def test_on_a_phone_large_countries_of_europe_can_be_hit(browser: Browser, edition: str):
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_map(page, edition)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 390
    for name, longitude, latitude in (("France", 3.5, 45.8), ("Poland", 19.0, 52.0), ("Spain", -4.0, 40.0)):
        click_place(page, longitude, latitude)
        expect(heading(page)).to_have_text(name)
    page.close()


def test_files_of_likely_next_choices_are_fetched_in_advance(page: Page, server: str):
    open_map(page, f"{server}?{LIFE}")  # makes the file
    open_map(page, f"{server}?country=TUV&behind=region")  # a page that was not cached before
    known = json.loads(page.locator("#explore-controls").get_attribute("data-known") or "{}")
    address = known["SP.DYN.LE00.IN"]
    assert address
    page.locator("#find-map").focus()
    asked = f"() => performance.getEntriesByType('resource').some((one) => one.name.endsWith('{address}'))"
    page.wait_for_function(asked)
    page.route("**/dashboard_made/**", lambda route: route.abort())
    page.evaluate(
        "(address) => app.mapFiles.load(address).then((held) => { window.isHeld = held.title.startsWith('Life'); })",
        address,
    )
    page.wait_for_function("() => window.isHeld")  # without another request


def test_a_failed_fetch_of_figures_is_reported(page: Page, server: str):
    open_map(page, f"{server}?measure=anomaly")
    page.route("**/dashboard_made/**", lambda route: route.abort())
    open_options(page)
    page.locator("#map-baseline").select_option("1901-1930")  # whose file was not fetched in advance
    expect(page.locator("#map-fault")).to_contain_text("could not be fetched")
    page.unroute("**/dashboard_made/**")
    pick(page, "map", "Access to electricity")
    expect(page.locator("#map-title")).to_contain_text("Access to electricity")
    expect(page.locator("#map-fault")).to_be_hidden()


def test_axe_finds_no_violation_on_a_map_with_years(watched: Page, edition: str):
    open_map(watched, f"{edition}?{GINI}&year=2015&country=FRA")
    for look in looks(watched, (1400, 390)):
        assert axe_violations(watched) == [], look
