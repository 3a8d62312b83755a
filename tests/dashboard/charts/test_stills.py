"""Still pictures of charts: positions by hand, gaps, escaping, and the same columns as Bokeh's chart."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dashboard import app
from dashboard.charts.stills import still
from dashboard.charts.svg.lines import Area, Dots, Frame, Label, Line, Mark, picture
from dashboard.views.page.page import Page

FRAME = Frame((1900.0, 2000.0), (0.0, 10.0), {1950.0: "1950"}, {5.0: "5"}, left_px=52, right_px=100, bottom_px=23)


def test_a_line_is_cut_at_a_missing_value():
    line = Line([1900, 1901, 1902, 1903], [0, 10, np.nan, 5], "red", 2)
    assert line.markup(FRAME) == '<path style="stroke:red" stroke-width="2" d="M0 1000l1 -1000M3 500"/>'


def test_an_area_is_a_closed_polygon_and_a_dot_a_line_without_length():
    assert 'd="M0 1000l1 -500 1 500z"' in Area([1900, 1901, 1902], [0, 5, 0], "red", 0.5).markup(FRAME)
    assert 'd="m0 1000h0m2 -500h0"' in Dots([1900, 1902], [0, 5], "red", 4).markup(FRAME)


def test_ticks_marks_and_labels_are_at_their_shares_of_the_frame():
    drawn = picture(
        FRAME, [], [Mark(1925, 7.5, "▲", "black")], [Label(2.5, "A & B\n<i>", "blue", is_bold=True)], of="a_b"
    )
    assert 'data-still="a_b"' in drawn
    assert 'style="left:52px;right:100px;bottom:23px"' in drawn
    assert '<path class="grid" d="M0 500h100"/>' in drawn
    assert '<span class="x" style="left:50.0%">1950</span>' in drawn
    assert '<span class="y" style="top:50.0%">5</span>' in drawn
    assert '<span class="mark" style="color:black;left:25.0%;top:25.0%">▲</span>' in drawn
    assert '<span class="end bold" style="color:blue;top:75.0%">A &amp; B<br>&lt;i&gt;</span>' in drawn
    assert '<span class="end top" style' in picture(FRAME, [], [], [Label(10, "A", "blue", anchor="top")])


@pytest.fixture(scope="module")
def visit() -> Page:
    return app.new_page("?country=KEN&theme=dark", "", "")


def stills(visit: Page) -> dict[str, str]:
    return visit.variables()["stills"]


def test_the_first_html_has_pictures_of_both_charts_in_the_colours_of_the_page(visit: Page):
    temperature, indicator = stills(visit)["explore_temperature"], stills(visit)["explore_indicator"]
    for role in ("annual", "trend", "smooth"):
        assert f"var(--{role})" in temperature
    assert "Kenya" in indicator
    assert not re.search(r"#[0-9a-f]{6}", temperature + indicator)
    assert "nan" not in temperature + indicator
    assert temperature.count("h0") == 124  # a dot a year


def test_the_picture_shows_the_columns_of_the_chart(visit: Page):
    chart = visit.opened["explore"].country.temperature._chart
    years, values = (chart.source("annual").data[name] for name in ("year", "temperature_c"))
    low, high = chart.figure.y_range.start, chart.figure.y_range.end
    first = f"m{years[0] - chart.figure.x_range.start:g} {round(1000 * (high - values[0]) / (high - low))}h0"
    assert first in stills(visit)["explore_temperature"]


def test_without_values_there_is_no_picture():
    visit = app.new_page("?country=ATA", "", "")
    assert stills(visit) == {"explore_temperature": "", "explore_indicator": ""}
    chart = visit.opened["explore"].country.temperature._chart
    chart.figure.visible = True
    assert still(chart.figure, visit.context.charts.theme, "a") == ""
