"""Warming stripes of one place: a stripe a year, coloured by its anomaly; white is the mean of the baseline."""

from __future__ import annotations

from functools import cache

import holoviews as hv
import numpy as np

from dashboard.analysis.temperature import TemperatureData
from dashboard.charts.core.limits import stripe_limit
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.palettes import RdBu, interpolated
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.time_axis import TimeAxis, titled_axes
from dashboard.charts.spread_bands import NOTHING
from dashboard.charts.temperature import TOOLTIP_COLUMNS, tooltip, tooltip_columns
from dashboard.text.numbers import signed

HEIGHT = 12
COLOURS = tuple(interpolated(RdBu[11], 255))
"""ColorBrewer's diverging blue to red: an odd number, so that one colour is the middle."""


def draw(theme: Theme, axis: TimeAxis) -> LiveChart:
    """Return the strip, without data, on `axis`."""
    chart = _prototype().copy(theme)
    axis.join(chart.figure, has_tools=False)
    return chart


@cache
def _prototype() -> LiveChart:
    theme = LIGHT
    sides = ["left", "bottom", "right", "top"]
    nothing = (NOTHING,) * 4
    overlay = (
        hv.Rectangles(
            (*nothing, NOTHING, NOTHING, [], []), sides, ["color", "year", *TOOLTIP_COLUMNS], label="stripes"
        ).opts(
            color="color",
            cmap=list(COLOURS),
            clim=(-1, 1),
            line_alpha=0,
            tools=["hover"],
            hover_tooltips="@year{0}",
        )
        * hv.Rectangles(nothing, sides, label="missing").opts(color=theme.paper, line_alpha=0)
    ).opts(**titled_axes(theme, HEIGHT, is_titled=False), xaxis=None, yaxis=None)
    chart = LiveChart(overlay, "Warming stripes")
    chart.figure.update(min_border_top=0, min_border_bottom=0)
    chart.figure.y_range.update(start=0, end=1)
    chart.figure.ygrid.visible = False
    chart.glyph("missing").update(hatch_pattern="right_diagonal_line", hatch_color=theme.no_data, hatch_scale=6)
    return chart


def update(chart: LiveChart, shown: TemperatureData) -> None:
    """Show the anomalies of another place or baseline; there must be a normal.

    The tooltips are those of the temperature chart: compressed together, the second ones add almost no bytes.
    """
    years, anomalies = shown.years, shown.anomaly
    if anomalies is None:
        raise ValueError("stripes need a normal to be coloured by")
    limit = stripe_limit(anomalies)
    chart.glyph("stripes").fill_color.transform.update(low=-limit, high=limit)
    known = np.isfinite(anomalies)
    chart.set_tooltip(tooltip(shown))
    chart.update(
        {
            "stripes": {
                **_stripes(years[known]),
                "color": anomalies[known],
                "year": years[known],
                **tooltip_columns(shown),
            },
            "missing": _stripes(years[~known]),
        }
    )
    hatched = "; hatched: none" if not known.all() else ""
    ends = f"{signed(-limit, 1)} °C (blue) to {signed(limit, 1)} °C (red)"
    chart.figure.title.text = f"anomaly from {shown.baseline[0]}–{shown.baseline[1]}, {ends}{hatched}"


def _stripes(years: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "left": years - 0.5,
        "right": years + 0.5,
        "bottom": np.zeros(years.size),
        "top": np.ones(years.size),
    }
