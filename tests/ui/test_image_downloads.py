"""Charts downloaded as images, in a real browser: each image explains itself without the page."""

from __future__ import annotations

import re
import struct
import xml.etree.ElementTree as ET
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Download, Locator, Page, TimeoutError, expect

from dashboard.snapshot.model import MOST_SHOWN, model_of
from dashboard.snapshot.projections import has_projections
from dashboard.snapshot.store import Snapshot
from tests.helpers.visitor import IDLE, pixel_of

pytestmark = pytest.mark.ui

SVG = "{http://www.w3.org/2000/svg}"
LOST_MS, TRIES = 4_000, 4
WIDE, NARROW = 1400, 390
KEYS = ("projected", "no data")


@dataclass(frozen=True)
class Picture:
    """A downloaded SVG file; `words` are the texts outside the drawing."""

    name: str
    title: str
    svg: ET.Element

    @property
    def words(self) -> list[str]:
        return [text.text or "" for text in self.svg.findall(f"{SVG}text")]

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def mark(self, label: str) -> ET.Element:
        """The symbol drawn before a label of the legend."""
        parts = list(self.svg)
        at = next(at for at, part in enumerate(parts) if part.tag == f"{SVG}text" and part.text == label)
        return parts[at - 1]


def downloaded(button: Locator) -> Download:
    """Click a download button and return the file.

    Chromium under Playwright loses one download in twelve, on any page: so try again.
    """
    for _ in range(TRIES):
        try:
            with button.page.expect_download(timeout=LOST_MS) as waiting:
                button.click()
        except TimeoutError:
            continue
        return waiting.value
    raise AssertionError("no download")


def rows(page: Page, server: str, query: str, many: int) -> Locator:
    """Open a view and return the rows of its list of images, once all are drawn."""
    page.goto(f"{server}?{query}")
    page.wait_for_function(IDLE)
    view = re.search(r"view=(\w+)", query)
    take = page.locator(f"details.download[data-view={view[1] if view else 'explore'}]")
    found = take.locator("[data-pictures] p")
    sheet = page.locator("#explore-menu-button, .view:not([hidden]) .sheet-open").locator("visible=true")
    if sheet.count():  # on a phone
        sheet.first.click()
    for _ in range(TRIES):  # the list has what is visible when it is opened
        take.locator("> summary").click()
        try:
            expect(found).to_have_count(many, timeout=LOST_MS)
        except AssertionError:
            take.locator("> summary").click()
            continue
        return found
    raise AssertionError(f"{found.count()} pictures")


def picture(row: Locator) -> Picture:
    title = row.locator("span").inner_text()
    saved = downloaded(row.get_by_role("button", name="SVG"))
    return Picture(saved.suggested_filename, title, ET.fromstring(Path(saved.path()).read_bytes()))


def pictures(page: Page, server: str, query: str, many: int) -> list[Picture]:
    return [picture(row) for row in rows(page, server, query, many).all()]


def legend(page: Page) -> dict[str, str]:
    """Colours of the map's legend by label, without the counts."""
    return page.locator("#map-legend button").evaluate_all("""(all) => Object.fromEntries(all.map((button) => [
        button.dataset.name, getComputedStyle(button.querySelector("i")).backgroundColor]))""")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_image_has_legend_marks_coverage_and_source(watched: Page, server: str, shipped, scheme: str):
    watched.emulate_media(color_scheme=scheme)
    world = picture(rows(watched, server, "country=NOR", 6).first)
    colours = legend(watched)
    assert {"1.5 to 2.0 °C", "insufficient station data", "no data"} <= set(colours)
    assert set(colours) <= set(world.words)
    for label, colour in colours.items():
        if " to " in label:
            assert world.mark(label).get("fill") == colour
    assert world.mark("insufficient station data").tag == f"{SVG}line"
    assert world.mark("no data").tag == f"{SVG}line"
    assert world.title == "Temperature change, 1995–2024 relative to 1901–1930 (°C)"
    assert "Data for 217 of 217 countries. Climate Change Knowledge Portal, CRU TS" in world.text
    economies = shipped.countries.iso3[shipped.countries.kind == "economy"]
    changes = shipped.warming[(shipped.warming.measure == "period_change") & shipped.warming.iso3.isin(economies)]
    rose = (changes.significant & (changes.doubt == "") & (changes.value > 0)).sum()
    assert f"Temperature rose significantly in {rose} of 217 countries" in world.text
    assert "1901-1930" in world.name
    # Of the changes all that are not significant are in doubt, too; of the trends some are not.
    trends = picture(rows(watched, server, "country=NOR&measure=trend&trend=1995-2024", 6).first)
    assert "not significant" in legend(watched)
    assert trends.mark("not significant").tag == f"{SVG}circle"


COLOURS = """async ([png, x, y]) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(x * bitmap.width - 15, y * bitmap.height - 15, 30, 30);
  const counts = Map.groupBy(new Uint32Array(data.buffer), (pixel) => pixel);
  return [...counts.values()].filter((same) => same.length > 18).length;
}"""
"""Colours that more than one in fifty of 30 by 30 pixels of a picture has; a shape without a pattern has one."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_image_of_projected_change_has_its_pattern_in_svg_and_png(
    watched: Page, browser: Browser, server: str, shipped: Snapshot, scheme: str
):
    if not has_projections(shipped):
        pytest.skip("the shipped figures have no projections: publish a snapshot with them")
    watched.emulate_media(color_scheme=scheme)
    row = rows(watched, server, "measure=projected&scenario=ssp585&until=2100", 6).first
    world = picture(row)
    assert world.title == "Projected temperature change, SSP5-8.5, relative to 2015–2024 (°C), 2081–2100"
    drawing = world.svg.find(f"{SVG}svg")
    assert drawing is not None
    fills = [each.get("fill") for each in drawing.iter(f"{SVG}use")]
    assert fills.count("url(#map-projected)") > 150
    assert "map-projected" in {each.get("id") for each in drawing.iter(f"{SVG}pattern")}
    projected, no_data = ({side: float(world.mark(label).get(side, 0)) for side in ("y1", "y2")} for label in KEYS)
    assert projected["y1"] < projected["y2"]  # falls to the right, as on the map
    assert no_data["y1"] > no_data["y2"]
    # The Amazon, as a share of the picture.
    box, (x, y) = watched.locator("#map-svg").bounding_box(), pixel_of(watched, -57.0, -6.0)
    assert box is not None
    size = {side: float(world.svg.get(side, 0)) for side in ("width", "height")}
    at = [
        (float(drawing.get(start, 0)) + (point - box[start]) / box[side] * float(drawing.get(side, 0))) / size[side]
        for point, start, side in ((x, "x", "width"), (y, "y", "height"))
    ]
    png = Path(downloaded(row.get_by_role("button", name="PNG")).path()).read_bytes()
    alone = browser.new_page()
    assert alone.evaluate(COLOURS, [b64encode(png).decode(), *at]) > 1
    alone.close()


def test_the_image_of_a_yearly_map_has_the_year_in_title_and_file_name(watched: Page, server: str):
    world = picture(rows(watched, server, "country=NOR&measure=indicator&indicator=SP.DYN.LE00.IN&year=1999", 6).first)
    assert world.title == "Life expectancy at birth (years), 1999"
    assert world.name.startswith("life-expectancy-at-birth-years-1999-")
    assert re.search(r"\d+ of 217 countries in 1999", world.text)
    assert "World Development Indicators, CC BY 4.0, updated 20" in world.text


def test_each_chart_image_of_a_country_has_its_own_legend_and_source(watched: Page, server: str):
    _, temperature, stripes, warmth, rain, indicator = pictures(watched, server, "country=NOR&behind=zone", 6)
    assert temperature.title == "Annual mean temperature, Norway, 1901–2024, °C"
    assert re.fullmatch(r"annual-mean-temperature-norway-1901-2024-\d{4}-\d\d-\d\d\.svg", temperature.name)
    assert not [line for line in temperature.words if line.startswith(("°", "%"))]  # the number is in the line before
    assert {"annual mean", "linear trend", "95 % CI of the trend", "baseline average", "warmest", "coldest"} <= set(
        temperature.words
    )
    assert "ERA5" not in temperature.words  # it is not drawn
    assert temperature.mark("linear trend").tag == f"{SVG}line"
    assert "CRU TS relaxes to climatology" in temperature.text
    assert stripes.title == "Warming stripes, Norway, 1901–2024"
    assert re.search(r"from 1961–1990, −2.3 °C \(blue\) to \+2.3 °C \(red\)", stripes.text)
    assert "Climate Change Knowledge Portal, CRU TS" in stripes.text
    assert {"each year with a value", "peers: median, 25–75 %, 10–90 %"} <= set(indicator.words)
    assert not {"linear trend", "baseline average"} & set(indicator.words)
    assert "t CO₂e/capita, 1970–2023" in indicator.title
    assert "World Development Indicators, CC BY 4.0, updated" in indicator.text
    assert "Natural Earth" not in indicator.text
    for months, late in ((warmth, "1991–2020, temperature"), (rain, "1991–2020, precipitation")):
        assert {"1961–1990", late} <= set(months.words)
        assert "Norway, 1961–1990 and 1991–2020" in months.title
        assert "Climate Change Knowledge Portal, CRU TS" in months.text
    assert "1991–2020, temperature" not in rain.words


def test_a_legend_names_only_what_is_drawn(watched: Page, server: str):
    found = rows(watched, server, "country=NOR&era5=1&behind=none", 6)
    temperature, indicator = picture(found.nth(1)), picture(found.nth(5))
    assert "ERA5 reanalysis (absolute level differs; dotted before 1960: less reliable)" in temperature.words
    for each in (temperature, indicator):
        assert not any(words.startswith("peers") for words in each.words)


def test_compared_places_are_named_in_full_beside_their_colours(watched: Page, server: str):
    (chart,) = pictures(watched, server, "view=compare&countries=NOR~IRN~BRA", 1)
    assert {"Norway", "Islamic Republic of Iran", "Brazil"} <= set(chart.words)
    assert chart.mark("Norway").get("stroke") == "rgb(0, 114, 178)"
    assert chart.mark("Islamic Republic of Iran").get("stroke-dasharray")  # as its line is dashed
    assert chart.title.startswith("Annual mean temperature, anomaly from 1961–1990 (°C), 1901–2024, Norway,")
    assert "Climate Change Knowledge Portal, CRU TS" in chart.text


def test_small_multiples_explain_their_grey_lines(watched: Page, server: str):
    seven = "view=compare&countries=NOR~IRN~BRA~SWE~FRA~DEU~USA"
    first = picture(rows(watched, server, seven, 7).first)
    assert first.title == "Annual mean temperature, anomaly from 1961–1990 (°C), 1901–2024, Norway"
    assert {"place named above", "other places"} <= set(first.words)
    assert "Climate Change Knowledge Portal, CRU TS" in first.text


def test_the_scatter_image_has_regions_sizes_and_the_source_of_each_axis(watched: Page, server: str):
    (chart,) = pictures(watched, server, "view=relate&country=NOR", 1)
    assert {"South Asia", "Sub-Saharan Africa", "North America"} <= set(chart.words)
    assert chart.mark("South Asia").tag == f"{SVG}circle"
    assert chart.mark("South Asia").get("fill") != chart.mark("North America").get("fill")
    assert "Population, people:" in chart.words
    assert chart.title.endswith(" 1901–1930 (y) against GDP per person at purchasing power parity (x), 2025")
    assert "In 2025: " in chart.text
    radius = {size: float(chart.mark(size).get("r", 0)) for size in ("1.00 billion", "100 million")}
    assert (radius["1.00 billion"] / radius["100 million"]) ** 2 == pytest.approx(10, rel=0.1)  # areas, as of the dots
    for part in (
        "x: World Bank, World Development Indicators: GDP per capita",
        "y: World Bank, Climate",
        "Point size: World",
    ):
        assert part in chart.text


def test_an_image_of_a_year_not_sent_yet_has_no_sentence_of_another_year(watched: Page, server: str):
    row = rows(watched, server, "view=relate&country=NOR", 1).first
    watched.locator("#relate-year").evaluate("""(slider) => {
        slider.value = Number(slider.value) - 20;
        slider.dispatchEvent(new Event("input"));  // the hand has not let go
    }""")
    expect(watched.locator("#relate-output")).to_have_text("2005")
    chart = picture(row)
    assert "(x), 2005" in chart.text
    assert "In 2025" not in chart.text


def test_ranking_images_name_every_country_in_its_row(watched: Page, server: str):
    (bars,) = pictures(watched, server, "view=rank&country=NOR", 1)
    fold = watched.locator("details.download[data-view=rank]")
    fold.locator("> summary").click()
    watched.get_by_role("tab", name="Stripes").click()
    fold.locator("> summary").click()
    stripes = picture(fold.locator("[data-pictures] p").filter(has_text="Warming stripes"))
    assert {"95 % CI", "selected country", "insufficient station data †"} <= set(bars.words)
    for chart, first, last in ((bars, "1. Mongolia", "217. Timor-Leste"), (stripes, "Mongolia", "Timor-Leste")):
        at = {text.text: float(text.get("y", 0)) for text in chart.svg.findall(f"{SVG}text")}
        assert at[last] - at[first] == pytest.approx(216 * 24, abs=1)  # 216 rows lower
        drawing = chart.svg.find(f"{SVG}svg")
        assert drawing is not None
        middle = float(drawing.get("y", 0)) + 34 + 12  # below the axis, half a row
        assert at[first] == pytest.approx(middle + 4, abs=1)
        assert "World Bank, Climate Change Knowledge Portal" in chart.text
    assert {"below −2.0", "0.0 to 0.5", "2.0 and above", "no value"} <= set(stripes.words)
    own = next(text for text in bars.svg.findall(f"{SVG}text") if text.text == "75. Norway")
    assert own.get("font-weight") == "700"


def test_the_image_of_an_indicator_ranking_has_its_source_and_no_intervals(watched: Page, server: str):
    bars = picture(rows(watched, server, "view=rank&rank=SP.DYN.LE00.IN", 1).first)
    assert "World Development Indicators: Life expectancy at birth, total (years). CC BY 4.0. Updated" in bars.text
    assert "95 % CI" not in bars.words
    assert "CRU TS" not in bars.text


def test_model_images_name_features_and_marks(watched: Page, server: str, shipped):
    values = shipped.values(model_of(shipped).drivers[0])
    year = values.year[values.iso3 == "NOR"].max()  # with a value, Norway has its mark on the curve
    bars, effect, growth = pictures(watched, server, f"view=drivers&country=NOR&year={year}", 3)
    assert {"selected feature", "95 % CI", "not significant"} <= set(bars.words)
    shown = model_of(shipped).importance.head(MOST_SHOWN)
    assert {*shown.title} <= set(bars.words)
    assert {"median", "95 % CI", "country of the what-if"} <= set(effect.words)
    sentence = watched.locator("#view-drivers").get_by_text("is the most important feature").inner_text()
    assert re.search(r"0\.\d{3} °C", sentence)
    assert sentence in bars.text  # with all decimals
    axis = ["".join(text.itertext()) for text in bars.svg.iter(f"{SVG}text")]
    ticks = sorted({float(text.replace("−", "-")) for text in axis if re.fullmatch(r"−?\d\.\d{3,}", text)})
    assert 0 < ticks[-1] <= shown.high95.max()  # on the axis, too
    assert np.diff(ticks) == pytest.approx(ticks[-1] - ticks[-2], abs=1e-9)
    assert growth.title
    for chart in (bars, effect):
        assert re.search(r"Model of 20\d\d-\d\d-\d\d, fitted to [\d,]+ country-years", chart.text)
        assert "temperatures CRU TS" in chart.text


CUT_OFF = """(text) => {
  const svg = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
  document.body.append(svg);
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  const cut = [...svg.querySelectorAll(":scope > text")].filter((one) => {
    const box = one.getBBox();
    return box.x < 0 || box.x + box.width > width || box.y < 0 || box.y + box.height > height;
  }).map((one) => one.textContent);
  svg.remove();
  return cut;
}"""


@pytest.mark.parametrize("width", [WIDE, pytest.param(NARROW, marks=pytest.mark.exhaustive)])
@pytest.mark.parametrize(
    ("query", "many"),
    [
        ("country=IRN", 6),
        ("view=compare&countries=NOR~IRN~BRA", 1),
        ("view=relate", 1),
        ("view=rank", 1),
        ("view=drivers", 3),
    ],
)
def test_every_image_has_title_credit_and_file_name_and_nothing_cut_off(
    watched: Page, server: str, query: str, many: int, width: int
):
    watched.set_viewport_size({"width": width, "height": 900})
    for each in pictures(watched, server, query, many):
        assert each.title in each.text
        assert "Made with World climate and development" in each.text
        assert re.fullmatch(r"[a-z0-9-]+-\d{4}-\d\d-\d\d\.svg", each.name)  # what, and from which snapshot
        assert watched.evaluate(CUT_OFF, ET.tostring(each.svg, "unicode")) == []


def test_the_png_of_a_phone_is_wide_enough_to_print(watched: Page, server: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    saved = downloaded(rows(watched, server, "country=NOR", 6).nth(1).get_by_role("button", name="PNG"))
    assert struct.unpack(">I", Path(saved.path()).read_bytes()[16:20]) == (1200,)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_svg_of_the_map_opens_alone_in_the_colours_of_its_legend(
    watched: Page, browser: Browser, server: str, scheme: str, tmp_path: Path
):
    watched.emulate_media(color_scheme=scheme)
    row = rows(watched, server, "country=NOR", 6).first
    saved = tmp_path / "map.svg"
    saved.write_bytes(Path(downloaded(row.get_by_role("button", name="SVG")).path()).read_bytes())
    steps = {colour for label, colour in legend(watched).items() if " to " in label}
    assert steps
    alone = browser.new_page()
    alone.goto(saved.as_uri())
    fills = set(
        alone.evaluate("""() => [...document.querySelectorAll("svg svg *")]
      .map((one) => getComputedStyle(one).fill)""")
    )
    assert steps <= fills
    text = saved.read_text("utf-8")
    assert "var(--" not in text
    assert "class=" not in text
    alone.close()


def test_the_png_is_the_svg_at_twice_its_size(watched: Page, server: str):
    row = rows(watched, server, "view=relate", 1).first
    svg, png = picture(row).svg, downloaded(row.get_by_role("button", name="PNG"))
    assert len(list(svg.iter(f"{SVG}path"))) > 3  # vectors, not a bitmap of the screen
    body = Path(png.path()).read_bytes()
    assert body.startswith(b"\x89PNG")
    assert struct.unpack(">II", body[16:24]) == tuple(2 * int(svg.get(side, 0)) for side in ("width", "height"))
