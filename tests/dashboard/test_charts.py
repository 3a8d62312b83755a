"""The drawings: right figures in the right place, fed without being rebuilt, whole with nothing to show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard import queries
from dashboard.charts import geometry, indicator, world_map
from dashboard.charts import temperature as temperature_chart
from dashboard.charts.fed import FedChart
from dashboard.charts.style import padded, tick_format
from dashboard.presentation import diverging_bins
from dashboard.theme import LIGHT


@pytest.fixture
def drawn(countries, warming):
    placed = world_map.drawn_countries(countries)
    bins = diverging_bins(warming.value)
    shown = world_map.columns(placed, warming, bins)
    return world_map.draw(placed, geometry.outlines(placed), shown, bins, LIGHT, "the map")


def column(drawn, name: str) -> dict:
    return dict(zip(drawn.iso3, drawn.source.data[name], strict=True))


def test_the_map_has_a_row_for_every_place_and_none_for_the_world(drawn):
    assert sorted(drawn.iso3) == ["ESH", "GIB", "MDV", "NAM"]


def test_all_parts_of_a_country_are_one_row_with_gaps_between(drawn):
    namibia = column(drawn, "xs")["NAM"]
    assert np.isnan(namibia).sum() == 1
    assert namibia.dtype == np.float32


def test_small_countries_and_those_without_a_shape_get_a_dot_large_ones_do_not(drawn):
    has_dot = {iso3: bool(np.isfinite(x)) for iso3, x in column(drawn, "dot_x").items()}
    assert has_dot == {"NAM": False, "ESH": False, "MDV": True, "GIB": True}


def test_larger_countries_are_drawn_first_so_that_a_click_finds_the_enclave(drawn):
    assert drawn.iso3 == ["NAM", "ESH", "MDV", "GIB"]
    assert world_map.clicked([drawn.iso3.index("NAM"), drawn.iso3.index("MDV")], drawn.iso3) == "MDV"
    assert world_map.clicked([], drawn.iso3) is None


def test_no_data_uncertain_and_certain_countries_are_marked_apart(drawn):
    assert column(drawn, "hatch") == {
        "ESH": "right_diagonal_line",
        "MDV": "dot",
        "NAM": "blank",
        "GIB": "blank",
    }
    assert np.isnan(column(drawn, "bin")["ESH"])


def test_the_tooltip_has_value_unit_and_interval_or_says_there_is_no_series(drawn):
    assert column(drawn, "said")["NAM"] == "+1.20 °C"
    assert column(drawn, "interval")["NAM"] == "95 % interval +1.00 to +1.40"
    assert column(drawn, "interval")["MDV"].endswith("may be no change at all")
    assert column(drawn, "said")["ESH"] == "no temperature series"


def test_colours_follow_the_bins(drawn, warming):
    bins = diverging_bins(warming.value)
    assert column(drawn, "bin")["NAM"] == bins.index([1.2])[0]


def test_the_trend_of_a_straight_line_is_that_line():
    years = np.arange(1901, 2025)
    series = pd.DataFrame({"year": years, "temperature_c": 20 + 0.01 * (years - 1901)})
    line = temperature_chart.recent_trend(series)
    assert (line.first_year, line.last_year) == (1975, 2024)
    assert line.slope_per_decade == pytest.approx(0.1)
    # The mean of 1961 to 1990 lies at the middle of its years, 1975.5: 20 + 0.01 * 74.5.
    assert temperature_chart.baseline(series) == pytest.approx(20.745)


def chart_of(frame: pd.DataFrame, iso3: str) -> tuple:
    series = queries.series_of(frame, iso3, "temperature_c")
    return series, temperature_chart.overlay(
        series, temperature_chart.recent_trend(series), temperature_chart.baseline(series), LIGHT
    )


def test_a_fed_chart_shows_the_new_country_in_the_old_figure(temperature):
    _, first = chart_of(temperature, "NAM")
    chart = FedChart(first, "temperature")
    figure, sources = chart.figure, chart.sources
    series, second = chart_of(temperature, "WLD")
    chart.feed(second, (1900, 2025), (9, 11))
    assert chart.figure is figure
    assert chart.sources == sources
    assert set(sources[3].data["temperature_c"]) == {10.0}
    assert (figure.y_range.start, figure.y_range.end) == (9, 11)
    assert len(sources[3].data["year"]) == len(series)


def test_too_few_years_for_a_trend_leave_the_values_and_no_line(temperature):
    _, overlay = chart_of(temperature, "MDV")
    chart = FedChart(overlay, "temperature")
    lengths = [len(next(iter(source.data.values()))) for source in chart.sources]
    band, baseline, line, annual, trend = lengths
    assert (baseline, line, annual, trend) == (0, 2, 2, 0)
    assert band == 0


def test_from_a_chart_with_a_trend_to_one_without_and_back(temperature):
    chart = FedChart(chart_of(temperature, "NAM")[1], "temperature")
    full = {name: list(values) for name, values in chart.sources[4].data.items()}
    chart.feed(chart_of(temperature, "MDV")[1], (0, 1), (0, 1))
    assert len(chart.sources[4].data["year"]) == 0
    chart.feed(chart_of(temperature, "NAM")[1], (0, 1), (0, 1))
    assert {name: list(values) for name, values in chart.sources[4].data.items()} == full


def test_an_indicator_line_breaks_at_its_gaps_and_lone_values_are_dots():
    series = pd.DataFrame({"year": [2000, 2001, 2002], "value": [1.0, np.nan, 3.0]})
    chart = FedChart(indicator.overlay(series, "%", LIGHT), "indicator")
    line, dots = (source.data["value"] for source in chart.sources)
    assert np.isnan(line[1])
    assert list(dots) == [1.0, 3.0]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (0, 1)),
        ([1, 10], (0, 10.6)),
        ([95, 100], (94.7, 100.3)),
        ([-5, 5], (-5.6, 5.6)),
        ([7, 7], (0, 7.42)),
        ([0, 0], (0, 1)),
        ([-3, -3], (-3.5, -2.5)),
    ],
)
def test_axes_hold_the_values_and_show_zero_where_it_costs_little(values, expected):
    assert padded(values, from_zero=True) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 100, "0a"),
        (0, 95_000, "0a"),
        (80_000, 83_000, "0.0a"),
        (0.010, 0.014, "0.0000a"),
        (1.2e9, 1.25e9, "0.00a"),
        (0, 3, "0.0a"),
        (-5, 5, "0a"),
    ],
)
def test_ticks_on_an_axis_differ_from_each_other(low: float, high: float, expected: str):
    assert tick_format(low, high) == expected


def test_small_values_are_not_shown_as_nothing():
    series = pd.DataFrame({"year": [2000, 2001], "value": [0.0042, 0.0051]})
    chart = FedChart(indicator.overlay(series, "%", LIGHT), "indicator")
    assert list(chart.sources[1].data["said"]) == ["0.00420 %", "0.00510 %"]


def test_dots_are_marked_as_uncertain_like_shapes(drawn):
    shapes, dots = drawn.figure.renderers
    assert dots.glyph.hatch_pattern == shapes.glyph.hatch_pattern


def test_a_chart_cannot_be_dragged_away(temperature):
    chart = FedChart(chart_of(temperature, "NAM")[1], "temperature")
    assert {type(tool).__name__ for tool in chart.figure.tools} == {"HoverTool"}
