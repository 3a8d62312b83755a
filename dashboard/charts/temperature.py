"""A country's temperature: every year, its smooth course, the trend with its band, baseline, records, and its group."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import holoviews as hv
import numpy as np

from dashboard.charts import spread
from dashboard.charts.fed import Columns, FedChart, area
from dashboard.charts.spread import NOTHING
from dashboard.charts.style import padded
from dashboard.charts.time_axis import TimeAxis, titled_axes
from dashboard.presentation import number, signed
from dashboard.theme import LIGHT, Theme
from measures.noise import Floats
from measures.smooth import Course
from measures.spread import Bands
from measures.trend import Trend

HEIGHT = 270


@dataclass(frozen=True)
class Drawn:
    """What the chart shows of one place; temperatures in degC, one a year.

    `normal` is the mean over `baseline`, None where it has too few years; `line` the trend, `course` the smooth
    course, `bands` the spread of its group's departures from each one's own baseline, `other` the second data set:
    None where there is none, or none wanted.
    """

    years: np.ndarray
    values: Floats
    baseline: tuple[int, int]
    normal: float | None
    line: Trend | None
    course: Course | None
    bands: Bands | None
    other: Floats | None


def draw(theme: Theme, axis: TimeAxis) -> FedChart:
    """The chart, empty, on `axis`."""
    chart = _pattern().copy(theme)
    axis.join(chart.figure)
    return chart


@cache
def _pattern() -> FedChart:
    theme = LIGHT
    line = hv.Curve((NOTHING, NOTHING, []), "year", ["temperature_c", "said"], label="line")
    overlay = (
        spread.elements(theme)
        * hv.Area((NOTHING, NOTHING, NOTHING), "year", ["low", "high"], label="band").opts(
            color=theme.trend, alpha=0.18, line_alpha=0
        )
        * _curve("baseline", theme.baseline, line_dash="dashed", line_width=1.5)
        * _curve("other", theme.other, line_width=1.2)
        * _curve("thin", theme.annual, line_width=0.8, alpha=0.55)
        * line.opts(line_alpha=0, tools=["hover"], hover_tooltips="@said{safe}")
        * hv.Scatter((NOTHING, NOTHING), "year", "temperature_c", label="annual").opts(color=theme.annual, size=4)
        * _curve("course", theme.smooth, line_width=1.8)
        * _curve("ends", theme.smooth, line_width=1.8, line_dash="dotted")
        * _curve("trend", theme.trend, line_width=2.5)
        * _record("warmest", "triangle", theme)
        * _record("coldest", "inverted_triangle", theme)
    ).opts(**titled_axes(theme, HEIGHT))
    return FedChart(overlay, "Temperature over the years")


def feed(chart: FedChart, shown: Drawn) -> None:
    """Shows another place, baseline or window; there must be a value."""
    offset = 0.0 if shown.normal is None else shown.normal
    bands = None if shown.normal is None else shown.bands
    chart.figure.title.text = title(shown)
    chart.fill({**_columns(shown), **spread.columns(shown.years, bands, offset)})
    other = NOTHING if shown.other is None else shown.other
    chart.stretch(padded(np.concatenate([shown.values, other, spread.reach(bands, offset)])))


def title(shown: Drawn) -> str:
    """What the chart shows, with unit and baseline."""
    normal = "" if shown.normal is None else f"; dashed: {_years(shown.baseline)} mean, {number(shown.normal, 2)} °C"
    return f"Annual mean, °C{normal}"


def _columns(shown: Drawn) -> dict[str, Columns]:
    years, values = shown.years, shown.values
    held = np.isfinite(values)
    within = np.arange(shown.line.first_year, shown.line.last_year + 1) if shown.line else years[:0]
    low, high = shown.line.band(within) if shown.line else (NOTHING, NOTHING)
    return {
        "band": area(within, low, high),
        "baseline": _normal(shown),
        "other": _line(years, shown.other),
        "thin": _line(years, values),
        "line": {"year": years[held], "temperature_c": values[held], "said": _said(shown)},
        "annual": _line(years[held], values[held]),
        **_course(years, shown.course),
        "trend": _line(within, shown.line.at(within) if shown.line else None),
        **{
            label: _line(years[at : at + 1], values[at : at + 1])
            for label, at in (("warmest", int(np.nanargmax(values))), ("coldest", int(np.nanargmin(values))))
        },
    }


def _course(years: np.ndarray, course: Course | None) -> dict[str, Columns]:
    """The smooth course: solid until one year into either end, where it meets the dotted line."""
    if course is None:
        return {"course": _line(years, None), "ends": _line(years, None)}
    inner = ~course.is_end
    solid = inner | np.r_[inner[1:], False] | np.r_[False, inner[:-1]]
    return {
        "course": _line(years, np.where(solid, course.values, np.nan)),
        "ends": _line(years, np.where(course.is_end, course.values, np.nan)),
    }


def _normal(shown: Drawn) -> Columns:
    ends = shown.years[[0, -1]] if shown.normal is not None else shown.years[:0]
    return _line(ends, np.full(ends.size, shown.normal or 0.0))


def _said(shown: Drawn) -> list[str]:
    """The tooltip of every year with a value, here and on the stripes."""
    held = np.isfinite(shown.values)
    return [
        f"<b>{year}</b>  {number(value, 2)} °C" + _departure(value, shown)
        for year, value in zip(shown.years[held], shown.values[held], strict=True)
    ]


def _departure(value: float, shown: Drawn) -> str:
    if shown.normal is None:
        return ""
    return f"<br>{signed(value - shown.normal, 2)} °C from the {_years(shown.baseline)} mean"


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
