"""The map's SVG: paths, classes, marks, names; the same as the notebook's map; its weight in the page."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import brotlicffi
import numpy as np
import pytest

from dashboard.analysis.map_values import MapKey
from dashboard.analysis.world_map import map_values
from dashboard.charts.core import legend as legends
from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.charts.map import notebook_map
from dashboard.charts.svg import legend, map_picture, patterns, world_map
from dashboard.charts.svg.shapes import Canvas, PlaceShape, WorldShapes, path
from tests.helpers.projected import projected

CANVAS = Canvas(west=-100.0, north=50.0, m_per_unit=10.0, height=10)
SHAPES = WorldShapes(
    10,
    "m0 0 20 0z",
    "m0 5 20 0",
    (PlaceShape("NAM", "m1 1 2 0 0 2z", (2, 2), False, True), PlaceShape("TUV", "", (9, 3), True, True)),
)


def drawn(**changes) -> ET.Element:
    given = {
        "classes": [1, None],
        "marks": [0, 0],
        "labels": ["Namibia: +1.20 °C", "Tuvalu: no data"],
        "chosen": ["TUV"],
        "name": "World map",
        "colours": "",
    }
    return ET.fromstring(world_map.draw(SHAPES, **given | changes))


def place(svg: ET.Element, iso3: str) -> ET.Element:
    return next(each for each in svg.iter("g") if each.get("id") == f"map-{iso3}")


def test_a_path_is_relative_whole_and_closed_with_a_ring_each():
    rings = np.array([[-90, 40], [-70, 40], [-70, 20.4], [-90, 40], [np.nan, np.nan], [0, 0], [10, 0], [10, 9], [0, 0]])
    # (1, 1) to (3, 1) to (3, 3); the second ring begins at (10, 5), 9 and 4 away from the start of the first.
    assert path(CANVAS, rings) == "m1 1 2 0 0 2zm9 4 1 0 0-1z"


def test_points_closer_than_a_unit_are_left_out_and_lines_stay_open():
    line = np.array([[-100, 50], [-99, 50], [-80, 50], [np.nan, np.nan], [-80, 30], [-60, 30]])
    assert path(CANVAS, line, is_closed=False) == "m0 0 2 0m0 2 2 0"
    straight_on_and_back = np.array([[-100, 50], [-90, 50], [-60, 50], [-80, 50], [-80, 40]])
    assert path(CANVAS, straight_on_and_back, is_closed=False) == "m0 0 4 0-2 0 0 1"
    assert path(CANVAS, np.full((1, 2), np.nan)) == ""


def test_a_place_has_class_name_and_shape_and_a_small_one_a_dot():
    svg = drawn()
    namibia, tuvalu = place(svg, "NAM"), place(svg, "TUV")
    assert (namibia.get("class"), namibia.get("aria-label")) == ("b1", "Namibia: +1.20 °C")
    assert (tuvalu.get("class"), tuvalu.get("role")) == ("none", "option")
    assert [each.get("r") for each in tuvalu.iter("circle")] == ["3.5"]
    assert not list(namibia.iter("circle"))


def test_the_selected_place_is_outlined_and_marked_as_selected_for_screen_readers():
    svg = drawn()
    assert [each.get("id") for each in svg.iter("g") if each.get("aria-selected")] == ["map-TUV"]
    outlines = next(each for each in svg.iter("g") if each.get("class") == "chosen")
    assert len(list(outlines.iter("circle"))) == 1  # its dot, as it has no shape


@pytest.mark.parametrize(("mark", "look"), patterns.LOOKS.items())
def test_a_mark_of_doubt_is_over_the_shape_and_in_the_dot(mark: int, look: str):
    svg = drawn(classes=[1, 1], marks=[mark, mark])
    over = [each.get("class") for each in place(svg, "NAM").iter("use")]
    assert over == [look]
    assert f"#map-dot-{look}" in [each.get("href") for each in place(svg, "TUV").iter("use")]


def test_names_are_escaped():
    svg = drawn(labels=['<b>"Côte"</b>: 1', "x"], name='"&')
    assert place(svg, "NAM").get("aria-label") == '<b>"Côte"</b>: 1'


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


MEASURES = ("period_change", "trend", "amplification", "emergence", "emergence_year", "index_1960")


@pytest.mark.parametrize("measure", MEASURES)
def test_marks_of_doubt_have_3_to_1_on_every_colour_in_light_and_dark(shipped, measure: str):
    found = legends.of(map_values(shipped, MapKey(measure, trend_period=(1975, 2024) if measure == "trend" else None)))
    for colour in (*found.colours, *found.colours_on_dark):
        assert max(contrast(patterns.DARK, colour), contrast(patterns.LIGHT, colour)) >= 3


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_pattern_of_no_data_has_3_to_1_on_its_paper(theme):
    assert contrast(theme.no_data, theme.paper) >= 3


HATCHES = {
    "no-data": "none",
    "uncertain": "uncertain",
    "thin": "thin",
    "disputed": "disputed",
    "projected": "projected",
}


@pytest.mark.parametrize(
    "key",
    [
        MapKey("period_change"),
        MapKey("indicator", indicator="SP.DYN.LE00.IN"),
        MapKey("projected", scenario="ssp585"),
    ],
    ids=lambda key: key.measure,
)
def test_the_page_s_map_shows_the_same_as_the_notebook_s(shipped, key: MapKey):
    """Same colour, hatch and words for each place, though one is drawn by Bokeh and the other without."""
    shown = map_values(projected(shipped), key)
    row = shown.row(shown.latest_year)
    columns = notebook_map.columns(shown, row)
    svg = ET.fromstring(map_picture.draw(shipped, shown, row, "equal-earth", ["KEN"], "World map"))
    colours = legends.of(shown).colours
    places = [each for each in svg.iter("g") if each.get("role") == "option"]
    assert [each.get("id") for each in places] == [f"map-{iso3}" for iso3 in shown.places.iso3]
    for at, each in enumerate(places):
        look, hatch = each.get("class") or "", columns["hatch"][at]
        shade = "00000000" if look == "none" else f"{colours[int(look[1:])][1:]}ff"
        assert f"{columns['colour'][at]:08x}" == shade
        over = [one.get("class") for one in each.findall("use")]
        has_shape = bool(each[0].get("d"))
        assert over == ([HATCHES[hatch]] if hatch and hatch != "no-data" and has_shape else [])
        assert (look == "none") == (hatch == "no-data")
        assert (each.get("aria-label") or "").startswith(f"{columns['name'][at]}: {columns['text'][at]}")


def test_projected_values_have_a_pattern_and_a_class_of_their_own_in_the_legend(shipped):
    shown = map_values(projected(shipped), MapKey("projected", scenario="ssp245"))
    row = shown.row(2060)
    svg = ET.fromstring(map_picture.draw(shipped, shown, row, "equal-earth", [], "World map"))
    marked = {each.get("id") for each in svg.iter("g") if any(use.get("class") == "projected" for use in each)}
    assert marked == {f"map-{iso3}" for iso3 in ("BRA", "KEN", "NOR", "PHL")}
    root = ET.fromstring(f"<div>{map_picture.key(shown, row)}</div>")
    named = [each.get("aria-label") for each in root.iter("button")]
    assert named[-2:] == ["projected: 4 countries", "no data: 213 countries"]
    assert len(named) == 9 + 2  # every class, though only one has countries


def test_the_picture_is_half_of_the_60_kb_that_the_first_html_may_have(shipped):
    shown = map_values(shipped, MapKey("period_change"))
    picture = map_picture.draw(shipped, shown, 0, "equal-earth", ["KEN"], "World map")
    assert len(brotlicffi.compress(picture.encode(), quality=9)) < 31_500


def test_a_legend_s_classes_are_named_with_limits_and_counts():
    steps = [legend.Step(4, "−0.5 to 0.0", "−0.5"), legend.Step(5, "0.0 to 0.5", "0.0", is_zero=True)]
    text = legend.markup(steps, end="0.5", unit="°C", counts={"b4": 2, "b5": 1, "thin": 3}, marks={2: "few stations"})
    root = ET.fromstring(f"<div>{text}</div>")
    assert [each.get("aria-label") for each in root.iter("button")] == [
        "−0.5 to 0.0 °C: 2 countries",
        "0.0 to 0.5 °C: 1 country",
        "few stations: 3 countries",
        "no data: 0 countries",
    ]
    limits = [each for each in root.iter("span") if "limit" in (each.get("class") or "")]
    assert [(each.text, each.get("class")) for each in limits] == [
        ("−0.5", "limit"),
        ("0.0", "limit zero"),
        ("0.5", "limit last"),
    ]


def test_limits_in_millions_are_short_and_their_word_is_beside_the_unit():
    texts = ["100,000", "1 million", "10 million", "1 billion"]
    assert legend.scaled([1e5, 1e6, 1e7, 1e9], texts) == (["0.1", "1", "10", "1,000"], "million")
    assert legend.scaled([3e8, 1e12], ["300 million", "1 trillion"]) == (["0.3", "1,000"], "billion")
    assert legend.scaled([1e2, 1e6], ["100", "1 million"]) == (["100", "1 million"], "")  # 0.0001 million is no shorter
    assert legend.scaled([0.0, 0.5], ["0.0", "0.5"]) == (["0.0", "0.5"], "")


def test_every_other_limit_is_spare_where_a_phone_has_no_room_but_zero_is_not():
    texts = ["−2,000,000", "−1,000,000", "0", "1,000,000", "2,000,000"]
    steps = [legend.Step(at, "", text, is_zero=text == "0") for at, text in enumerate(texts)]
    root = ET.fromstring(f"<div>{legend.markup(steps, end='3,000,000', unit='people', counts={}, marks={})}</div>")
    found = {each.text: each.get("class") for each in root.iter("span") if "limit" in (each.get("class") or "")}
    assert [text for text, kind in found.items() if "spare" in (kind or "")] == ["−1,000,000", "1,000,000", "3,000,000"]


def test_only_classes_that_occur_are_in_the_legend(shipped):
    shown = map_values(shipped, MapKey("period_change"))
    root = ET.fromstring(f"<div>{map_picture.key(shown, 0)}</div>")
    found = [each.get("data-class") for each in root.iter("button") if (each.get("data-class") or "").startswith("b")]
    index = legends.of(shown).classes[0, shown.places.is_economy]
    assert found == [f"b{number}" for number in range(int(np.nanmin(index)), int(np.nanmax(index)) + 1)]
    counts = [int((each.get("aria-label") or "").rsplit(": ", 1)[1].split()[0]) for each in root.iter("button")]
    assert sum(counts[: len(found)]) + counts[-1] == shown.places.is_economy.sum()
