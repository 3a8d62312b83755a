"""The trend of every period of years: its first year along x, its last along y, its slope as colour."""

from __future__ import annotations

from functools import cache
from typing import Any

import holoviews as hv
import numpy as np

from dashboard.charts.core import style
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.window_bins import BINS, FADED, SEAM_PX
from dashboard.charts.spread_bands import NOTHING
from dashboard.text.numbers import signed
from measures.trend import CAUTION_YEARS
from measures.trend_windows import WindowTrends

HEIGHT = 320
STEP = 0.1
TIP = """
<div class="windows-tip" style="max-width: 18rem; font-size: 13px; line-height: 1.35">
  <strong>@first{0}–@last{0}</strong><br>@text
</div>
"""


def draw(theme: Theme) -> LiveChart:
    """Return the chart, without data."""
    return _prototype().copy(theme)


@cache
def _prototype() -> LiveChart:
    sides, nothing = ["left", "bottom", "right", "top"], (NOTHING,) * 4
    cells = hv.Rectangles(
        (*nothing, NOTHING, NOTHING, NOTHING, NOTHING, []), sides, ["color", "alpha", "first", "last", "text"]
    )
    overlay = (
        cells.relabel("cells").opts(
            color="color",
            cmap=list(BINS.colours),
            clim=(BINS.edges[0] - STEP, BINS.edges[-1] + STEP),
            line_width=SEAM_PX,
            tools=["hover"],
            hover_tooltips=TIP,
        )
        * hv.Curve((NOTHING, NOTHING), "first", "last", label="caution").opts(
            color=LIGHT.quiet, line_dash="dashed", line_width=1.2
        )
        * hv.Rectangles(nothing, sides, label="chosen").opts(fill_alpha=0, line_color=LIGHT.outline, line_width=2.5)
    ).opts(**style.axes(LIGHT, "last year") | {"xlabel": "first year", "height": HEIGHT})
    chart = LiveChart(overlay, "Trend of every window of years")
    glyph, alpha = chart.glyph("cells"), {"field": "alpha"}
    # The seams have the colours of the cells: for an option `line_color`, HoloViews names a column that `update` lacks.
    glyph.update(line_color=glyph.fill_color, fill_alpha=alpha, line_alpha=alpha)
    chart.renderer("cells").hover_glyph = None
    for tool in chart.figure.tools:
        tool.update(visible=False, point_policy="follow_mouse")
    for axis in (*chart.figure.xaxis, *chart.figure.yaxis):
        axis.formatter.format = "0"
    return chart


def update(chart: LiveChart, windows: WindowTrends, window: tuple[int, int]) -> None:
    """Show these periods, at least one, and outline the selected one."""
    fades = windows.includes_zero
    slopes = windows.slope_per_decade.round(2)
    chart.update(
        {
            "cells": {
                **_squares(windows.first_year, windows.last_year),
                "color": slopes,
                "alpha": np.where(fades, FADED, 1.0),
                "first": windows.first_year,
                "last": windows.last_year,
                "text": [_text(slope, is_unclear) for slope, is_unclear in zip(slopes, fades, strict=True)],
            },
            "chosen": _squares(np.array([window[0]]), np.array([window[1]]), beyond=1),
            "caution": _caution(windows),
        }
    )
    chart.figure.x_range.update(start=windows.first_year.min() - 1, end=windows.first_year.max() + 2)
    chart.figure.y_range.update(start=windows.last_year.min() - 1, end=windows.last_year.max() + 2)


def hit(x: float, y: float, windows: WindowTrends) -> tuple[int, int] | None:
    """Return the period under a point of the chart, or None."""
    first, last = int(np.floor(x)), int(np.floor(y))
    is_hit = (windows.first_year == first) & (windows.last_year == last)
    return (first, last) if is_hit.any() else None


def _squares(first: np.ndarray, last: np.ndarray, beyond: int = 0) -> dict[str, Any]:
    """Return squares from a year to the next. Whole numbers are sent without rounding."""
    return {
        "left": first - beyond,
        "right": first + 1 + beyond,
        "bottom": last - beyond,
        "top": last + 1 + beyond,
    }


def _caution(windows: WindowTrends) -> dict[str, Any]:
    """Return the line below which a period is shorter than a statement on climate needs."""
    ends = np.array([windows.first_year.min(), windows.last_year.max() - CAUTION_YEARS + 2])
    return {"first": ends, "last": ends + CAUTION_YEARS - 1}


def _text(slope: float, is_unclear: bool) -> str:
    return f"{signed(slope, 2)} °C per decade" + (" (not significant)" if is_unclear else "")
