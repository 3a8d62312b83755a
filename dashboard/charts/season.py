"""Seasonal cycle: temperature and precipitation of each month, in an earlier thirty years and in the latest."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import holoviews as hv
import numpy as np
from bokeh.models import FixedTicker, NoOverlap

from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.style import padded
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.time_axis import LEFT_PIXELS, RIGHT_PIXELS, titled_axes
from dashboard.charts.spread_bands import NOTHING
from dashboard.snapshot.normals import MONTHS, PERIODS
from dashboard.text.numbers import number
from measures.arrays import Floats

HEIGHT = 170
NUMBER = np.arange(1, 13)


def draw_temperature(theme: Theme) -> LiveChart:
    """Return two lines, without data."""
    return _temperature().copy(theme)


def draw_precipitation(theme: Theme) -> LiveChart:
    """Return two bars a month, without data."""
    return _precipitation().copy(theme)


def update_temperature(chart: LiveChart, months: Mapping[str, Floats]) -> None:
    """Show twelve means in degC by period."""
    early, late = (months[period] for period in PERIODS)
    texts = [_text(at, early[at], late[at], "°C", 1) for at in range(12)]
    chart.update(
        {
            "early": {"month": NUMBER, "value": early},
            "late": {"month": NUMBER, "value": late, "text": texts},
        }
    )
    chart.set_limits(padded(np.concatenate([early, late])), (0.5, 12.5))


def update_precipitation(chart: LiveChart, months: Mapping[str, Floats]) -> None:
    """Show twelve mean totals in mm by period."""
    early, late = (months[period] for period in PERIODS)
    texts = [_text(at, early[at], late[at], "mm", 0) for at in range(12)]
    chart.update({"early": _bars(early, -0.38, texts), "late": _bars(late, 0.02, texts)})
    chart.set_limits(padded(np.concatenate([[0.0], early, late]), from_zero=True), (0.5, 12.5))


@cache
def _temperature() -> LiveChart:
    overlay = (
        hv.Curve((NOTHING, NOTHING), "month", "value", label="early").opts(color=LIGHT.early, line_width=1.6)
        * hv.Curve((NOTHING, NOTHING, []), "month", ["value", "text"], label="late").opts(
            color=LIGHT.trend, line_width=2.2, tools=["hover"], hover_tooltips="@text{safe}"
        )
    ).opts(**titled_axes(LIGHT, HEIGHT, "Mean temperature (°C)"))
    return _dressed(
        LiveChart(overlay, "Temperature of each month"),
        {"mode": "vline", "line_policy": "nearest"},
    )


@cache
def _precipitation() -> LiveChart:
    sides, nothing = ["left", "bottom", "right", "top"], (NOTHING,) * 4
    bars = {"line_alpha": 0, "tools": ["hover"], "hover_tooltips": "@text{safe}"}
    overlay = (
        hv.Rectangles((*nothing, []), sides, "text", label="early").opts(color=LIGHT.early, **bars)
        * hv.Rectangles((*nothing, []), sides, "text", label="late").opts(color=LIGHT.indicator, **bars)
    ).opts(**titled_axes(LIGHT, HEIGHT, "Mean precipitation (mm)"))
    return _dressed(LiveChart(overlay, "Precipitation of each month"), {})


def _dressed(chart: LiveChart, hover: Mapping[str, str]) -> LiveChart:
    """Style a chart of the twelve months."""
    figure = chart.figure
    figure.update(min_border_left=LEFT_PIXELS, min_border_right=RIGHT_PIXELS)
    figure.xaxis.major_label_policy = NoOverlap()  # on a phone, every other month is named
    figure.xaxis.ticker = FixedTicker(ticks=list(range(1, 13)))
    figure.xaxis.major_label_overrides = {at + 1: name[0] for at, name in enumerate(MONTHS)}
    for tool in figure.tools:
        tool.update(visible=False, **hover)
    return chart


def _bars(values: Floats, left: float, texts: list[str]) -> dict[str, object]:
    known = np.isfinite(values)
    return {
        "left": NUMBER[known] + left,
        "right": NUMBER[known] + left + 0.36,
        "bottom": np.zeros(known.sum()),
        "top": values[known],
        "text": [text for text, is_known in zip(texts, known, strict=True) if is_known],
    }


def _text(at: int, early: float, late: float, unit: str, decimals: int) -> str:
    two = zip(PERIODS, (early, late), strict=True)
    lines = [f"{period}: {number(value, decimals)} {unit}" for period, value in two if np.isfinite(value)]
    return f"<b>{MONTHS[at]}</b><br>" + "<br>".join(lines)
