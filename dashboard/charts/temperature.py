"""A place's temperature: annual means, LOESS curve, trend with its band, baseline, records, and reference group."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import holoviews as hv
import numpy as np

from dashboard.analysis.future import LAST_YEAR, Future
from dashboard.analysis.temperature import ERA5_RELIABLE_SINCE, TemperatureData
from dashboard.analysis.warming_levels import Passing
from dashboard.charts import scenarios, spread_bands
from dashboard.charts.core import cursor, end_labels
from dashboard.charts.core.label_layout import LINE_SHARE
from dashboard.charts.core.live_chart import Columns, LiveChart, area
from dashboard.charts.core.style import padded
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.time_axis import TimeAxis, titled_axes
from dashboard.charts.spread_bands import NOTHING
from dashboard.snapshot.caching import cached_on_argument
from dashboard.text import temperature as words
from dashboard.text.future import modelled_tips, observed_tips
from dashboard.text.numbers import number, signed
from measures.arrays import Floats
from measures.smooth import SmoothCurve

HEIGHT = 270
TOOLTIP_COLUMNS = ("text", "anomaly")
"""Columns of text in a year's tooltip: its temperature, and its anomaly."""


def draw(theme: Theme, axis: TimeAxis) -> LiveChart:
    """Return the chart, without data, on `axis`."""
    chart = _prototype().copy(theme)
    axis.join(chart.figure)
    return chart


@cache
def _prototype() -> LiveChart:
    theme = LIGHT
    line = hv.Curve((NOTHING, NOTHING, [], []), "year", ["temperature_c", *TOOLTIP_COLUMNS], label="line")
    overlay = (
        spread_bands.elements(theme)
        * hv.Area((NOTHING, NOTHING, NOTHING), "year", ["low", "high"], label="band").opts(
            color=theme.trend, alpha=0.18, line_alpha=0
        )
        * _curve("baseline", theme.quiet, line_dash="dashed", line_width=1.5)
        * _curve("other", theme.other, line_width=1.2)
        * _curve("other_early", theme.other, line_width=1.2, line_dash="dotted", alpha=0.8)
        * _curve("thin", theme.annual, line_width=0.8, alpha=0.55)
        * line.opts(line_alpha=0, tools=["hover"], hover_tooltips="@year{0}")
        * hv.Scatter((NOTHING, NOTHING), "year", "temperature_c", label="annual").opts(color=theme.annual, size=4)
        * _curve("course", theme.smooth, line_width=1.8)
        * _curve("ends", theme.smooth, line_width=1.8, line_dash="dotted")
        * _curve("trend", theme.trend, line_width=2.5)
        * _record("warmest", "triangle", theme)
        * _record("coldest", "inverted_triangle", theme)
    ).opts(**titled_axes(theme, HEIGHT, is_titled=False))
    chart = LiveChart(overlay, "Temperature over the years")
    end_labels.add(chart, {"trend_label": theme.trend, "baseline_label": theme.quiet, "other_label": theme.other})
    cursor.add(chart, theme.ink)
    return chart


def update(
    chart: LiveChart,
    shown: TemperatureData,
    future: Future | None = None,
    passings: Sequence[Passing] = (),
    theme: Theme = LIGHT,
) -> None:
    """Show another place, baseline or trend period, and what follows to 2100; there must be an observed value.

    Args:
        chart: as `draw` returns it.
        shown: the observed years.
        future: the scenarios; None to show the observed years alone.
        passings: the warming levels passed under each scenario.
        theme: the chart's, for elements that it does not have yet.
    """
    offset = 0.0 if shown.normal is None else shown.normal
    bands = None if shown.normal is None else shown.bands
    chart.figure.title.text = words.title(shown)
    chart.set_tooltip(tooltip(shown) if future is None else "@text{safe}")
    chart.update({**_columns(shown, future), **spread_bands.columns(shown.years, bands, offset)})
    other = NOTHING if shown.era5 is None else shown.era5
    observed = [shown.values, other, spread_bands.reach(bands, offset, whole=True)]
    limits = padded(np.concatenate([*observed, scenarios.reach(future)]))
    chart.set_limits(limits)
    scenarios.update(chart, theme, shown, future, passings, limits)
    labels = {**_labels(shown, future), **scenarios.end_texts(future), **scenarios.hidden_labels(chart, future)}
    end_labels.show(chart, labels, limits, LINE_SHARE if future is None else scenarios.LINE_SHARE)


def _labels(shown: TemperatureData, future: Future | None) -> dict[str, tuple[str, float] | None]:
    """Return the labels of the observed lines; with scenarios, lines that end in the middle of the chart have none."""
    labels = words.line_labels(shown)
    return labels if future is None else {**dict.fromkeys(labels), "baseline_label": labels["baseline_label"]}


def _columns(shown: TemperatureData, future: Future | None) -> dict[str, Columns]:
    years, values = shown.years, shown.values
    known = np.isfinite(values)
    within = np.arange(shown.trend.first_year, shown.trend.last_year + 1) if shown.trend else years[:0]
    low, high = shown.trend.band(within) if shown.trend else (NOTHING, NOTHING)
    return {
        "band": area(within, low, high),
        "baseline": _normal(shown, shown.years[-1] if future is None else LAST_YEAR),
        **_second(years, shown.era5),
        "thin": _line(years, values),
        "line": _points(shown, future),
        "annual": _line(years[known], values[known]),
        **_course(years, shown.smooth),
        "trend": _line(within, shown.trend.at(within) if shown.trend else None),
        **{
            label: _line(years[at : at + 1], values[at : at + 1])
            for label, at in (
                ("warmest", int(np.nanargmax(shown.observed))),
                ("coldest", int(np.nanargmin(shown.observed))),
            )
        },
    }


def _points(shown: TemperatureData, future: Future | None) -> Columns:
    """Return the points with a tooltip: every observed year, and 20-year means at their middle after that."""
    known = np.isfinite(shown.values)
    years, values = shown.years[known], shown.values[known]
    if future is None:
        return {"year": years, "temperature_c": values, **tooltip_columns(shown)}
    course = future.course
    texts = [*observed_tips(shown), *modelled_tips(future, shown)]
    return {
        "year": np.concatenate([years, course.mean_years]),
        "temperature_c": np.concatenate([values, course.means]),
        "text": texts,
        "anomaly": [""] * len(texts),
    }


def _second(years: np.ndarray, era5: Floats | None) -> dict[str, Columns]:
    """Return ERA5: dotted before the year from which on it is reliable, where both lines meet."""
    if era5 is None:
        return {"other": _line(years, None), "other_early": _line(years, None)}
    return {
        "other": _line(years, np.where(years >= ERA5_RELIABLE_SINCE, era5, np.nan)),
        "other_early": _line(years, np.where(years <= ERA5_RELIABLE_SINCE, era5, np.nan)),
    }


def _course(years: np.ndarray, course: SmoothCurve | None) -> dict[str, Columns]:
    """Return the LOESS curve: solid until one year into either end, where it meets the dotted line."""
    if course is None:
        return {"course": _line(years, None), "ends": _line(years, None)}
    inner = ~course.is_incomplete
    solid = inner | np.r_[inner[1:], False] | np.r_[False, inner[:-1]]
    dotted = course.is_incomplete.copy()
    dotted[np.argmax(inner)] = True  # a year of the middle, without a value, keeps the two ends apart
    return {
        "course": _line(years[solid], course.values[solid]),
        "ends": _line(years[dotted], np.where(course.is_incomplete, course.values, np.nan)[dotted]),
    }


def _normal(shown: TemperatureData, last_year: int) -> Columns:
    ends = np.array([shown.years[0], last_year]) if shown.normal is not None else shown.years[:0]
    return _line(ends, np.full(ends.size, shown.normal or 0.0))


def tooltip(shown: TemperatureData) -> str:
    """Return the tooltip of every year, here and on the stripes: text that all have in common is sent once."""
    anomaly = "" if shown.normal is None else f"<br>@anomaly °C from the {_years(shown.baseline)} mean"
    return f"<b>@year{{0}}</b>  @text °C{anomaly}"


@cached_on_argument(64)
def tooltip_columns(shown: TemperatureData) -> Columns:
    """Return `TOOLTIP_COLUMNS` of every year with a value: worded once for the chart and the stripes."""
    values = shown.values[np.isfinite(shown.values)]
    anomalies = [] if shown.normal is None else [signed(value - shown.normal, 2) for value in values]
    return {"text": [number(value, 2) for value in values], "anomaly": anomalies or [""] * values.size}


def _years(span: tuple[int, int]) -> str:
    return f"{span[0]}–{span[1]}"


def _line(years: np.ndarray, values: Floats | None) -> Columns:
    return {"year": years if values is not None else years[:0], "temperature_c": NOTHING if values is None else values}


def _curve(label: str, colour: str, **options: object) -> hv.Curve:
    return hv.Curve((NOTHING, NOTHING), "year", "temperature_c", label=label).opts(color=colour, **options)


def _record(label: str, marker: str, theme: Theme) -> hv.Scatter:
    return hv.Scatter((NOTHING, NOTHING), "year", "temperature_c", label=label).opts(
        color=theme.ink, marker=marker, size=9
    )
