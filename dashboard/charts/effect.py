"""Effect of one feature on the model's prediction, with its bootstrap interval: updated with each feature."""

from __future__ import annotations

from functools import cache, partial

import holoviews as hv
import numpy as np
from bokeh.models import FixedTicker

from dashboard.charts.core.live_chart import LiveChart, area
from dashboard.charts.core.style import axes, own_mark, padded
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.ticks import ticks
from dashboard.text.numbers import amount, signed

HEIGHT = 300
NOTHING = np.array([], float)


def draw(theme: Theme) -> LiveChart:
    """Return the chart, without data."""
    return _prototype().copy(theme)


@cache
def _prototype() -> LiveChart:
    theme = LIGHT
    overlay = (
        hv.Curve((NOTHING, NOTHING), "x", "effect", label="none").opts(color=theme.quiet, line_width=1)
        * hv.Area((NOTHING, NOTHING, NOTHING), "x", ["low", "high"], label="band").opts(
            color=theme.indicator, alpha=0.2, line_alpha=0
        )
        * hv.Curve((NOTHING, NOTHING), "x", "effect", label="line").opts(color=theme.indicator, line_width=2)
        * hv.Scatter((NOTHING, NOTHING, []), "x", ["effect", "text"], label="points").opts(
            color=theme.indicator, size=6, tools=["hover"], hover_tooltips="@text{safe}"
        )
        * hv.Scatter((NOTHING, NOTHING, []), "x", ["effect", "text"], label="own").opts(**own_mark(theme))
    ).opts(**{**axes(theme, "°C"), "height": HEIGHT})
    chart = LiveChart(overlay, "Effect of the selected feature")
    chart.figure.xaxis.ticker = FixedTicker(ticks=[])
    return chart


def mark(chart: LiveChart, at: float | None, effect: float, text: str) -> None:
    """Mark one point of the curve, with its tooltip; none where `at` is None.

    Args:
        chart: after `update`.
        at: position along the axis: the logarithm where the axis is logarithmic.
        effect: height of the curve there, in degC.
        text: of the tooltip, HTML.
    """
    points = [] if at is None else [at]
    count = len(points)
    chart.update({"own": {"x": np.array(points, float), "effect": np.full(count, effect), "text": [text] * count}})


def update(
    chart: LiveChart,
    effect: dict[str, np.ndarray],
    label: str,
    *,
    log: bool,
    is_year: bool,
    decimals: int | None = None,
) -> None:
    """Show another feature.

    Args:
        chart: as drawn.
        effect: x, effect, low95 and high95, ascending in x.
        label: of the axis along x: title and unit.
        log: whether the x axis is logarithmic.
        is_year: whether x is years, which have no commas.
        decimals: of the feature's values, if known.
    """
    x, y, low, high = (effect[name] for name in ("x", "effect", "low95", "high95"))
    at = np.log10(x) if log else x
    formatted = (lambda value: f"{value:.0f}") if is_year else partial(amount, decimals=decimals)
    texts = [
        f"<b>{formatted(value)}</b><br>{signed(e, 3)} °C<br>95 % interval {signed(a, 3)} to {signed(b, 3)}"
        for value, e, a, b in zip(x, y, low, high, strict=True)
    ]
    limits = padded(at)
    chart.update(
        {
            "none": {"x": np.array(limits), "effect": np.zeros(2)},
            "band": area(at, low, high),
            "line": {"x": at, "effect": y},
            "points": {"x": at, "effect": y, "text": texts},
        }
    )
    chart.set_limits(padded(np.concatenate([low, high, [0.0]])), limits)
    labels = ticks(*limits, log=log, decimals=decimals)
    axis = chart.figure.xaxis[0]
    axis.ticker.ticks = list(labels)
    axis.major_label_overrides = {place: f"{place:.0f}" if is_year else text for place, text in labels.items()}
    axis.axis_label = label
