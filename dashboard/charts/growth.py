"""Growth over temperature: two fitted curves, each with its 95 % band and optimum, and the selected country."""

from __future__ import annotations

from functools import cache

import holoviews as hv
import numpy as np

from dashboard.charts.core.live_chart import Columns, LiveChart, area
from dashboard.charts.core.style import axes, own_mark, padded
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.snapshot.growth import GrowthFit
from dashboard.text import growth as growth_text

HEIGHT = 320
OPTIMUM_PX = 9
NOTHING = np.array([], float)
LATEST, EARLIER = "latest", "earlier"


def draw(theme: Theme, fits: tuple[GrowthFit, ...]) -> LiveChart:
    """Return the chart of one or two periods, the earlier one first; the last one is emphasised."""
    chart = _prototype().copy(theme)
    labels = (EARLIER, LATEST)[-len(fits) :]
    columns: dict[str, Columns] = {}
    for label, fit in zip(labels, fits, strict=True):
        x, value, low, high = (fit.curve[name] for name in ("temperature_c", "value", "low95", "high95"))
        tooltips = [growth_text.tooltip(fit, at) for at in range(x.size)]
        columns |= {
            f"{label} band": area(x, low, high),
            f"{label} line": {"x": x, "value": value},
            f"{label} points": {"x": x, "value": value, "text": tooltips},
            f"{label} optimum": {"x": np.array([fit.fitted.optimum_c]), "value": np.zeros(1)},
        }
    chart.update(columns)
    x = fits[-1].curve["temperature_c"]
    lows = np.concatenate([fit.curve["low95"] for fit in fits])
    highs = np.concatenate([fit.curve["high95"] for fit in fits])
    chart.update({"none": {"x": np.array(padded(x)), "value": np.zeros(2)}})
    chart.set_limits(padded(np.concatenate([lows, highs, [0.0]])), padded(x))
    return chart


def mark(chart: LiveChart, at: tuple[float, float] | None, text: str) -> None:
    """Mark the country on the latest curve, with its tooltip; none where `at` is None.

    Args:
        chart: as drawn.
        at: temperature in degC and height of the curve in percentage points.
        text: of the tooltip, HTML.
    """
    x, y = ([], []) if at is None else ([at[0]], [at[1]])
    chart.update({"own": {"x": np.array(x, float), "value": np.array(y, float), "text": [text] * len(x)}})


@cache
def _prototype() -> LiveChart:
    theme = LIGHT
    overlay = hv.Curve((NOTHING, NOTHING), "x", "value", label="none").opts(color=theme.quiet, line_width=1)
    styles = ((EARLIER, theme.baseline, 0.16, "dashed"), (LATEST, theme.indicator, 0.2, "solid"))
    for label, colour, alpha, dash in styles:
        overlay = (
            overlay
            * hv.Area((NOTHING, NOTHING, NOTHING), "x", ["low", "high"], label=f"{label} band").opts(
                color=colour, alpha=alpha, line_alpha=0
            )
            * hv.Curve((NOTHING, NOTHING), "x", "value", label=f"{label} line").opts(
                color=colour, line_width=2, line_dash=dash
            )
            * hv.Scatter((NOTHING, NOTHING, []), "x", ["value", "text"], label=f"{label} points").opts(
                color=colour, size=8, alpha=0, tools=["hover"], hover_tooltips="@text{safe}"
            )
            * hv.Scatter((NOTHING, NOTHING), "x", "value", label=f"{label} optimum").opts(
                color=theme.paper, line_color=colour, line_width=2, size=OPTIMUM_PX
            )
        )
    overlay = overlay * hv.Scatter((NOTHING, NOTHING, []), "x", ["value", "text"], label="own").opts(**own_mark(theme))
    options = axes(theme, "percentage points a year") | {"height": HEIGHT, "xlabel": "Annual mean temperature, °C"}
    return LiveChart(overlay.opts(**options), "Growth of GDP per person by temperature")
