"""The temperature chart to 2100 without Bokeh: the scenarios' values by hand, labels, splice and levels."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.country import CountryKey, country_data
from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.charts.svg import chart, document, scenarios
from dashboard.charts.svg.lines import Area, Line
from dashboard.state.options import new_selection
from tests.helpers.projected import MEDIAN_C_A_YEAR, projected


def drawn(snapshot, iso3: str, theme=LIGHT):
    """Return observed years, what follows, and the chart of a place."""
    selection = new_selection(snapshot)
    selection.country = iso3
    data = country_data(snapshot, CountryKey.of(selection))
    ahead = scenarios.ahead_of(snapshot, iso3, data.key.baseline, selection.scenario)
    return data.temperature, ahead, scenarios.temperature(data.temperature, chart.of_theme(theme), ahead)


def lines_of(found: chart.Chart, colour: str) -> list[Line]:
    return [shape for shape in found.shapes if isinstance(shape, Line) and shape.colour == colour]


def test_each_scenario_has_a_dashed_line_in_the_colour_of_the_report(shipped):
    shown, _, found = drawn(projected(shipped), "NOR")
    recent = np.nanmean(shown.values[-10:])
    for code, rise in MEDIAN_C_A_YEAR.items():
        (line,) = lines_of(found, LIGHT.scenario(code))
        assert (line.x[0], line.x[-1]) == (2025, 2100)
        # 2100 is 80.5 years after 2019.5, the middle of 2015-2024.
        assert line.y[-1] == pytest.approx(recent + 80.5 * rise, abs=1e-4)
        assert line.dash_px
    widths = {code: lines_of(found, LIGHT.scenario(code))[0].width_px for code in MEDIAN_C_A_YEAR}
    assert max(widths, key=lambda code: widths[code]) == "ssp245"


def test_the_axes_reach_to_2100_and_to_the_highest_percentile(shipped):
    shown, _, found = drawn(projected(shipped), "NOR")
    assert found.x_limits == (1900, 2101)
    assert list(found.x_ticks)[-1] == 2100
    # The 90th percentile rises twice as fast as the median: by 0.1 degC a year under SSP5-8.5.
    assert found.y_limits[1] > np.nanmean(shown.values[-10:]) + 80.5 * 0.1
    assert sum(isinstance(shape, Area) for shape in found.shapes) == 5 + 1  # and the interval of the trend


def test_names_are_those_of_the_scenarios_in_their_order_without_overlap(shipped):
    _, _, found = drawn(projected(shipped), "NOR")
    heights = {label.text: label.y for label in found.labels}
    assert sorted(heights, key=lambda text: -heights[text]) == [
        "SSP5-8.5",
        "SSP3-7.0",
        "SSP2-4.5",
        "SSP1-2.6",
        "SSP1-1.9",
        "1961–1990 mean",
    ]


def test_the_splice_is_named_and_levels_are_marked(shipped):
    shown, _, found = drawn(projected(shipped), "NOR")
    words = {mark.sign: (mark.x, mark.y) for mark in found.marks if mark.kind.startswith("words")}
    assert words["observed | modelled"] == (2024.5, found.y_limits[1])
    assert words["+4 °C"] == (2022, pytest.approx(shown.normal + 4))


def test_medians_alone_have_no_band_and_the_key_does_not_name_one(shipped):
    _, ahead, found = drawn(projected(shipped), "KEN")
    assert sum(isinstance(shape, Area) for shape in found.shapes) == 1  # the interval of the trend
    assert "band" not in ahead.key
    assert "band: 10–90 % of the models" in drawn(projected(shipped), "NOR")[1].key


def test_a_place_without_projections_has_the_observed_years_alone(shipped):
    shown, ahead, found = drawn(projected(shipped), "FRA")
    assert ahead is None
    assert found.x_limits == (1900, 2025)
    assert len(found.shapes) == len(chart.temperature(shown, chart.of_theme(LIGHT)).shapes)


def test_as_a_file_the_words_are_beside_their_marks(shipped):
    _, _, found = drawn(projected(shipped), "NOR", DARK)
    svg = document.drawing(found, DARK, 690, 285)
    assert f'fill="{DARK.ink}" text-anchor="middle">observed | modelled</text>' in svg
    assert f'fill="{DARK.quiet}" text-anchor="end">+4 °C</text>' in svg
    assert f'fill="{DARK.ssp245_text}" text-anchor="start">SSP2-4.5</text>' in svg
