"""Scenarios in the temperature chart: lines and bands to 2100, where they join, levels passed, and nothing if off."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.future import Future, future
from dashboard.analysis.temperature import TemperatureData, temperature_data
from dashboard.analysis.warming_levels import passings
from dashboard.charts import temperature
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.charts.core.theming import Charts
from dashboard.charts.core.time_axis import TimeAxis
from dashboard.charts.stills import still
from dashboard.snapshot.store import Snapshot
from tests.helpers.projected import projected

BASELINE = (1961, 1990)
FIVE = ("ssp119", "ssp126", "ssp245", "ssp370", "ssp585")


@pytest.fixture(scope="module")
def figures(shipped: Snapshot) -> Snapshot:
    return projected(shipped)


def parts(figures: Snapshot, iso3: str, scenario: str = "ssp245") -> tuple[TemperatureData, Future]:
    shown = temperature_data(figures, iso3, BASELINE, (1975, 2024))
    ahead = future(figures, iso3, BASELINE, scenario)
    assert shown is not None
    assert ahead is not None
    return shown, ahead


def drawn(figures: Snapshot, iso3: str, scenario: str = "ssp245", chart: LiveChart | None = None) -> LiveChart:
    chart = chart or temperature.draw(LIGHT, TimeAxis((1901, 2100), LIGHT))
    shown, ahead = parts(figures, iso3, scenario)
    temperature.update(chart, shown, ahead, passings(figures, iso3, BASELINE), LIGHT)
    return chart


def length(chart: LiveChart, label: str) -> int:
    return len(next(iter(chart.source(label).data.values())))


def names(chart: LiveChart) -> set[str]:
    return {renderer.name for renderer in chart.figure.renderers}


def test_a_chart_of_the_observed_years_has_no_element_more(figures: Snapshot):
    chart = temperature.draw(LIGHT, TimeAxis((1901, 2024), LIGHT))
    before = names(chart)
    temperature.update(chart, parts(figures, "NOR")[0])
    assert names(chart) == before
    assert not any("ssp" in name or name == "splice" for name in before)


def test_each_scenario_is_a_dashed_line_to_2100_with_its_band_and_name(figures: Snapshot):
    chart = drawn(figures, "NOR")
    for code in FIVE:
        line = chart.source(f"{code}_line").data
        assert (line["x"][0], line["x"][-1]) == (2025, 2100)
        assert chart.glyph(f"{code}_line").line_dash == [6, 3]
        assert length(chart, f"{code}_band") == 2 * 76
    assert chart.source("ssp245_label").data["text"] == ["SSP2-4.5"]


def test_without_percentiles_there_is_no_band_and_without_figures_no_line(figures: Snapshot):
    chart = drawn(figures, "KEN", chart=drawn(figures, "NOR"))
    assert length(chart, "ssp245_line") == 76
    assert length(chart, "ssp245_band") == 0
    assert [length(chart, f"ssp370_{part}") for part in ("line", "band", "passed", "label")] == [0, 0, 0, 0]


def test_observed_and_modelled_years_are_divided_between_2024_and_2025(figures: Snapshot):
    chart = drawn(figures, "NOR")
    assert set(chart.source("splice").data["x"]) == {2024.5}
    assert chart.source("splice_words").data["text"] == ["observed | modelled"]
    assert max(chart.source("annual").data["year"]) == 2024


def test_a_point_after_2024_is_labelled_as_a_mean_of_20_years(figures: Snapshot):
    chart = drawn(figures, "NOR")
    points = chart.source("line").data
    years, texts = list(points["year"]), points["text"]
    at = years.index(2050)
    assert texts[at].startswith("<b>2041–2060</b>")
    assert "modelled, CMIP6 ensemble median, SSP2-4.5" in texts[at]
    assert "(10–90\N{NO-BREAK SPACE}%: " in texts[at]
    assert texts[years.index(2024)].endswith("observed, CRU TS")
    assert years[-1] == 2090  # the middle of the last 20 years
    assert len(texts) == len(years) == len(points["anomaly"])


def test_the_quoted_scenario_is_the_strongest_line(figures: Snapshot):
    chart = drawn(figures, "NOR", "ssp585")
    widths = {code: chart.glyph(f"{code}_line").line_width for code in FIVE}
    assert max(widths, key=lambda code: widths[code]) == "ssp585"
    assert len({width for code, width in widths.items() if code != "ssp585"}) == 1


def test_a_level_is_marked_where_each_scenario_passes_it(figures: Snapshot):
    chart = drawn(figures, "NOR")
    normal = parts(figures, "NOR")[0].normal
    for code in FIVE:
        found = [one for one in passings(figures, "NOR", BASELINE) if one.scenario == code and one.period]
        expected = {(one.year, round(normal + one.level_c, 3)) for one in found if one.period[1] > 2024}
        dots = chart.source(f"{code}_passed").data
        assert {(x, round(y, 3)) for x, y in zip(dots["x"], dots["y"], strict=True)} == expected
    assert chart.source("level_words").data["text"] == ["+4 °C"]  # +3 °C would touch the record


def test_the_axis_includes_the_highest_scenario_with_its_spread(figures: Snapshot):
    chart, ahead = drawn(figures, "NOR"), parts(figures, "NOR")[1]
    assert chart.figure.y_range.end > np.nanmax(ahead.courses[-1].high)


def test_off_again_leaves_nothing_behind(figures: Snapshot):
    chart, shown = drawn(figures, "NOR"), parts(figures, "NOR")[0]
    temperature.update(chart, shown)
    more = [name for name in names(chart) if "ssp" in name or "splice" in name or "level" in name]
    assert len(more) == 4 + 5 * 4
    assert {length(chart, name) for name in more} == {0}
    assert chart.source("trend_label").data["text"][0].startswith("Trend")
    assert len(chart.source("line").data["year"]) == 124


def test_colours_follow_the_theme(figures: Snapshot):
    chart, charts = drawn(figures, "NOR"), Charts(LIGHT)
    charts.add(chart.figure)
    charts.restyle(DARK)
    assert chart.glyph("ssp119_line").line_color == DARK.ssp119
    assert chart.glyph("ssp119_band").fill_color == DARK.ssp119
    assert chart.renderer("ssp119_label").glyph.text_color == DARK.ssp119_text


def test_the_still_picture_has_lines_names_splice_and_ticks_to_2100(figures: Snapshot):
    chart = drawn(figures, "NOR")
    picture = still(chart.figure, LIGHT, "explore_temperature")
    assert picture.count('stroke-dasharray="6 3"') == 5
    assert '<span class="words center"' in picture
    assert "observed | modelled" in picture
    assert ">SSP5-8.5<" in picture
    assert ">2100<" in picture
    assert ">1980<" not in picture  # 50 years between two ticks, as Bokeh sets them
    assert "var(--ssp245)" in picture


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (x / 12.92 if x <= 0.03928 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("code", FIVE)
def test_lines_have_a_contrast_of_3_and_names_of_4_5(theme, code: str):
    assert contrast(theme.scenario(code), theme.paper) >= 3
    assert contrast(theme.scenario_text(code), theme.paper) >= 4.5


def test_names_of_levels_are_clear_of_the_record_of_the_words_above_and_of_each_other(figures: Snapshot):
    chart = drawn(figures, "KEN")
    shown = parts(figures, "KEN")[0]
    heights, (low, high) = chart.source("level_words").data["y"], (chart.figure.y_range.start, chart.figure.y_range.end)
    room = 0.08 * (high - low)
    assert len(heights) >= 2
    assert min(heights) > np.nanmax(shown.values[-30:]) + room
    assert max(heights) < high - 2 * room
    assert min(np.diff(heights)) > room
