"""Charts of a country: data, tooltips and axes after updates, with and without parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from bokeh.models import CrosshairTool, HoverTool, LinearColorMapper

from dashboard.analysis.indicator import IndicatorData
from dashboard.analysis.temperature import TemperatureData
from dashboard.charts import indicator, season, stripes, temperature
from dashboard.charts.core.live_chart import LiveChart, area
from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.charts.core.time_axis import TimeAxis
from measures.quantile_bands import quantile_bands
from measures.smooth import loess
from measures.trend import trend

YEARS = np.arange(1901, 2025)
WARMING = 20 + 0.01 * (YEARS - 1901)
BASELINE = (1961, 1990)


@pytest.fixture
def axis() -> TimeAxis:
    return TimeAxis((1901, 2024), LIGHT)


def tips(chart: LiveChart) -> set[str]:
    return {tool.tooltips for tool in chart.figure.select({"type": HoverTool})}


def drawn(**others) -> TemperatureData:
    line = trend(YEARS[-50:], WARMING[-50:])
    shown = TemperatureData(YEARS, WARMING, BASELINE, 20.745, line, smooth=loess(YEARS, WARMING))
    return replace(shown, **others)


def test_the_temperature_chart_has_years_trend_baseline_and_records(axis):
    chart = temperature.draw(LIGHT, axis)
    temperature.update(chart, drawn())
    assert list(chart.source("annual").data["temperature_c"]) == pytest.approx(list(WARMING))
    assert list(chart.source("trend").data["year"])[::49] == [1975, 2024]
    assert list(chart.source("baseline").data["temperature_c"]) == pytest.approx([20.745] * 2)
    assert (chart.source("warmest").data["year"][0], chart.source("coldest").data["year"][0]) == (2024, 1901)
    assert chart.figure.title.text == "Annual mean temperature (°C); dashed: 1961–1990 average, 20.75 °C"
    first = {name: column[0] for name, column in chart.source("line").data.items()}
    assert (first["year"], first["text"], first["anomaly"]) == (1901, "20.00", "−0.75")
    assert tips(chart) == {"<b>@year{0}</b>  @text °C<br>@anomaly °C from the 1961–1990 mean"}


def test_without_a_baseline_the_tooltip_has_no_anomaly(axis):
    chart = temperature.draw(LIGHT, axis)
    temperature.update(chart, drawn(normal=None))
    assert tips(chart) == {"<b>@year{0}</b>  @text °C"}
    assert set(chart.source("line").data["anomaly"]) == {""}


def test_the_solid_curve_meets_its_dotted_ends(axis):
    chart = temperature.draw(LIGHT, axis)
    temperature.update(chart, drawn())
    solid, ends = (chart.source(name).data for name in ("course", "ends"))
    dotted = ends["year"][np.isfinite(ends["temperature_c"])]
    assert np.isfinite(solid["temperature_c"]).all()
    assert sorted({*solid["year"]} & {*dotted}) == [1915, 2010]
    assert {*solid["year"]} | {*dotted} == {*YEARS}
    assert np.isnan(ends["temperature_c"][(ends["year"] > 1915) & (ends["year"] < 2010)]).tolist() == [True]


def test_the_reference_group_is_drawn_round_the_country_s_own_baseline(axis):
    chart = temperature.draw(LIGHT, axis)
    spread = quantile_bands(np.tile(np.arange(11.0) - 5, (YEARS.size, 1)))
    temperature.update(chart, drawn(bands=spread))
    middle = chart.source("middle").data
    assert (middle["y"].min(), middle["y"].max()) == pytest.approx((20.745 - 2.5, 20.745 + 2.5))
    assert list(chart.source("median").data["median"]) == pytest.approx([20.745] * WARMING.size)


def test_values_are_drawn_without_trend_curve_or_baseline(axis):
    chart = temperature.draw(LIGHT, axis)
    temperature.update(chart, drawn())
    few = np.where(YEARS < 2015, np.nan, WARMING)
    temperature.update(chart, drawn(values=few, normal=None, trend=None, smooth=None))
    assert [chart.source(name).data["year"].size for name in ("annual", "trend", "course", "baseline")] == [10, 0, 0, 0]
    assert chart.source("band").data["x"].size == 0
    assert chart.figure.title.text == "Annual mean temperature (°C)"


def test_a_second_data_set_is_a_line_of_its_own(axis):
    chart = temperature.draw(LIGHT, axis)
    temperature.update(chart, drawn(era5=WARMING + 1))
    later, early = (np.asarray(chart.source(name).data["temperature_c"], float) for name in ("other", "other_early"))
    years = np.asarray(chart.source("other").data["year"])
    assert later[years >= 1960] == pytest.approx((WARMING + 1)[years >= 1960])
    assert early[years <= 1960] == pytest.approx((WARMING + 1)[years <= 1960])
    assert np.isnan(later[years < 1960]).all()
    assert np.isnan(early[years > 1960]).all()
    dashes = {label: chart.source(label) for label in ("other", "other_early")}
    drawn_as = {r.data_source: r.glyph.line_dash for r in chart.figure.renderers if hasattr(r.glyph, "line_dash")}
    assert (drawn_as[dashes["other"]], drawn_as[dashes["other_early"]]) == ([], [2, 4])
    temperature.update(chart, drawn())
    assert len(chart.source("other").data["year"]) == 0


def test_charts_on_one_axis_share_range_borders_and_crosshair(axis):
    charts = [module.draw(LIGHT, axis) for module in (temperature, indicator, stripes)]
    assert {chart.figure.x_range.id for chart in charts} == {axis.range.id}
    assert len({(chart.figure.min_border_left, chart.figure.min_border_right) for chart in charts}) == 1
    lines = {tool.overlay.id for chart in charts for tool in chart.figure.select({"type": CrosshairTool})}
    assert len(lines) == 1


def test_no_tool_reacts_to_a_touch_before_it_is_selected(axis):
    for module in (temperature, indicator, stripes):
        toolbar = module.draw(LIGHT, axis).figure.toolbar
        assert (toolbar.active_drag, toolbar.active_scroll) in ((None, None), ("auto", "auto"))
        drags = {"PanTool", "BoxZoomTool", "WheelZoomTool"} & {type(tool).__name__ for tool in toolbar.tools}
        assert toolbar.active_drag is None or not drags


def test_two_visitors_charts_share_no_model(axis):
    first = temperature.draw(LIGHT, axis)
    second = temperature.draw(LIGHT, TimeAxis((1901, 2024), LIGHT))
    assert not first.figure.references() & second.figure.references()
    temperature.update(first, drawn())
    assert len(second.source("annual").data["year"]) == 0


def test_a_chart_in_the_dark_theme_is_dark(axis):
    chart = indicator.draw(DARK, axis)
    assert chart.glyph("line").line_color == DARK.indicator
    assert chart.figure.xaxis[0].major_label_text_color == DARK.quiet


def test_stripes_are_centred_on_the_baseline_and_gaps_are_hatched(axis):
    chart = stripes.draw(LIGHT, axis)
    values = 20 + np.array([-0.31, np.nan, 0.2, 1.14])
    stripes.update(chart, TemperatureData(np.arange(2001, 2005), values, BASELINE, normal=20.0))
    mapper = next(iter(chart.figure.select({"type": LinearColorMapper})))
    assert (mapper.low, mapper.high) == (-1.2, 1.2)
    assert list(chart.source("missing").data["left"]) == [2001.5]
    assert chart.glyph("missing").hatch_pattern.value == "right_diagonal_line"
    assert list(chart.source("stripes").data["left"]) == [2000.5, 2002.5, 2003.5]
    assert tips(chart) == {"<b>@year{0}</b>  @text °C<br>@anomaly °C from the 1961–1990 mean"}
    told = chart.source("stripes").data
    assert list(told["year"]) == [2001, 2003, 2004]
    assert (told["text"], told["anomaly"]) == (["19.69", "20.20", "21.14"], ["−0.31", "+0.20", "+1.14"])
    assert chart.figure.title.text == "anomaly from 1961–1990, −1.2 °C (blue) to +1.2 °C (red); hatched: none"


def test_an_indicator_s_line_has_gaps_and_isolated_values_are_dots(axis):
    chart = indicator.draw(LIGHT, axis)
    values = np.array([0.0042, np.nan, 0.0051])
    indicator.update(chart, IndicatorData("Namibia", "Deaths", "%", np.arange(2000, 2003), values))
    assert np.isnan(chart.source("line").data["value"][1])
    assert list(chart.source("values").data["value"]) == pytest.approx([0.0042, 0.0051])
    assert chart.source("tips").data["text"] == ["<b>2000</b>  0.00420 %", "<b>2002</b>  0.00510 %"]
    assert chart.figure.title.text == "Deaths (%)"


def test_an_area_is_a_closed_outline_for_each_run_of_years():
    shape = area([1, 2, 3, 4, 5], [0, 0, np.nan, 0, 0], [1, 1, 1, 1, 1])
    assert list(np.nan_to_num(shape["x"], nan=-1)) == [1, 2, 2, 1, -1, 4, 5, 5, 4]
    assert list(np.nan_to_num(shape["y"], nan=-1)) == [0, 0, 1, 1, -1, 0, 0, 1, 1]
    assert area([], [], [])["x"].size == 0


def test_the_months_are_bars_side_by_side():
    chart = season.draw_precipitation(LIGHT)
    wet = np.arange(12.0)
    season.update_precipitation(chart, {"1961–1990": wet, "1991–2020": wet + 5})
    early, late = chart.source("early").data, chart.source("late").data
    assert (early["right"] < late["left"]).all()
    assert list(late["top"]) == list(wet + 5)
    assert late["text"][0] == "<b>January</b><br>1961–1990: 0 mm<br>1991–2020: 5 mm"
