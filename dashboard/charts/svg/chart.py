"""A chart over the years without Bokeh: shapes, limits, ticks and labels, from values and colours by role.

The first HTML of the page has still pictures of Bokeh's charts (charts/stills.py); briefs, files and previews have
these, made of the same values, limits and words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from dashboard.analysis.indicator import IndicatorData
from dashboard.analysis.temperature import TemperatureData
from dashboard.charts.core.label_layout import placed_labels
from dashboard.charts.core.limits import padded
from dashboard.charts.core.theme import Theme
from dashboard.charts.core.ticks import ticks
from dashboard.charts.svg.lines import Area, Dots, Label, Line, Mark, Shape
from dashboard.text import temperature as temperature_words
from dashboard.text.numbers import amount

TICK_YEARS = 20
WARMEST, COLDEST = "▲", "▼"
LINE_SHARE = 0.09
"""Height of a line of a label as a share of the frame's: 14 px of 160."""

Paint = Callable[[str], str]
"""The colour, as CSS, of a role of `Theme`."""


@dataclass(frozen=True)
class Chart:
    """What is drawn: later shapes above earlier ones; limits and ticks are in years and in the unit of the values."""

    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    x_ticks: dict[float, str]
    y_ticks: dict[float, str]
    shapes: tuple[Shape, ...]
    marks: tuple[Mark, ...] = ()
    labels: tuple[Label, ...] = ()


def by_variable(role: str) -> str:
    """Return the colour of a role as the page's variable, which is light or dark by the reader's scheme."""
    return f"var(--{role.replace('_', '-')})"


def of_theme(theme: Theme) -> Paint:
    """Return the colours of a theme, for files, which have no variables."""
    return lambda role: str(getattr(theme, role))


def temperature(shown: TemperatureData, paint: Paint) -> Chart:
    """Return the annual means of a place with LOESS curve, trend and its band, baseline, and records."""
    years, values = shown.years, shown.values
    shapes: list[Shape] = []
    if shown.trend:
        inside = np.arange(shown.trend.first_year, shown.trend.last_year + 1)
        low, high = shown.trend.band(inside)
        shapes.append(Area(np.r_[inside, inside[::-1]], np.r_[low, high[::-1]], paint("trend"), 0.18))
    if shown.normal is not None:
        shapes.append(Line(years[[0, -1]], [shown.normal] * 2, paint("quiet"), 1.5, (5, 4)))
    shapes.append(Line(years, values, paint("annual"), 0.8, alpha=0.55))
    shapes.append(Dots(years, values, paint("annual"), 4))
    if shown.smooth is not None:  # dotted all along, and solid over it where the window is complete
        smooth = shown.smooth
        shapes.append(Line(years, smooth.values, paint("smooth"), 1.8, (1.5, 3)))
        shapes.append(Line(years, np.where(smooth.is_incomplete, np.nan, smooth.values), paint("smooth"), 1.8))
    if shown.trend:
        shapes.append(Line(inside, shown.trend.at(inside), paint("trend"), 2.5))
    ends = (("nanargmax", WARMEST), ("nanargmin", COLDEST))
    records = [(int(getattr(np, name)(shown.observed)), sign) for name, sign in ends]
    marks = tuple(Mark(float(years[at]), float(values[at]), sign, paint("ink")) for at, sign in records)
    limits = padded(values)
    roles = {"trend_label": "trend", "baseline_label": "quiet"}
    named = {name: label for name, label in temperature_words.line_labels(shown).items() if label and name in roles}
    heights = placed_labels(named, limits, LINE_SHARE)
    labels = tuple(Label(heights[name], text, paint(roles[name])) for name, (text, _) in named.items())
    return _over_years(years, limits, shapes, marks, labels)


def indicator(data: IndicatorData, paint: Paint) -> Chart:
    """Return the values of an indicator with its gaps, and forecasts dashed; there must be a value."""
    years, values = data.covered
    shapes: list[Shape] = [Line(years, values, paint("indicator"), 2), Dots(years, values, paint("indicator"), 4)]
    last = years[-1]
    if data.forecasts.size:
        ahead, forecasts = np.r_[last, data.forecast_years], np.r_[values[-1], data.forecasts]
        shapes.append(Line(ahead, forecasts, paint("indicator"), 2, (5, 4)))
        last = ahead[-1]
    limits = padded(np.r_[values, data.forecasts], from_zero=True, bounds=data.bounds)
    label = Label(float(values[-1]), amount(values[-1], data.decimals), paint("indicator"), is_bold=True)
    return _over_years(np.arange(years[0], last + 1), limits, shapes, (), (label,), decimals=data.decimals)


def on_axis(drawn: Chart, limits: tuple[float, float]) -> Chart:
    """Return a chart over the years on another axis, which others beside it have too."""
    first, last = int(limits[0]) + 1, int(limits[1])
    years = range(-(-first // TICK_YEARS) * TICK_YEARS, last + 1, TICK_YEARS)
    return replace(drawn, x_limits=limits, x_ticks={float(year): str(year) for year in years})


def _over_years(
    years: np.ndarray,
    limits: tuple[float, float],
    shapes: list[Shape],
    marks: tuple[Mark, ...],
    labels: tuple[Label, ...],
    *,
    decimals: int | None = None,
) -> Chart:
    first, last = int(years[0]), int(years[-1])
    every = TICK_YEARS if last - first > 2 * TICK_YEARS else 5
    start = -(-first // every) * every
    return Chart(
        (first - 1.0, last + 1.0),
        limits,
        {float(year): str(year) for year in range(start, last + 1, every)},
        ticks(*limits, in_two_lines=True, decimals=decimals),
        tuple(shapes),
        marks,
        labels,
    )
