"""One indicator of one country over the years, with its gaps, and the spread of its reference group."""

from __future__ import annotations

from functools import cache
from textwrap import wrap

import holoviews as hv
import numpy as np

from dashboard.analysis.indicator import IndicatorData
from dashboard.charts import spread_bands
from dashboard.charts.core import cursor, end_labels
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.style import padded
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.time_axis import TimeAxis, titled_axes
from dashboard.charts.spread_bands import NOTHING
from dashboard.text.numbers import amount

HEIGHT = 230
LABEL_CHARACTERS, MOST_LINES = 15, 3
"""Width and height of the label at the end of the line; a longer name is left to the heading."""


def draw(theme: Theme, axis: TimeAxis) -> LiveChart:
    """Return the chart, without data, on `axis`: a line with gaps where years are missing, and a dot for each value."""
    chart = _prototype().copy(theme)
    axis.join(chart.figure)
    return chart


@cache
def _prototype() -> LiveChart:
    theme = LIGHT
    overlay = (
        spread_bands.elements(theme)
        * hv.Curve((NOTHING, NOTHING), "year", "value", label="line").opts(color=theme.indicator, line_width=2)
        * hv.Curve((NOTHING, NOTHING), "year", "value", label="forecasts").opts(
            color=theme.indicator, line_width=2, line_dash="dashed"
        )
        * hv.Scatter((NOTHING, NOTHING), "year", "value", label="values").opts(color=theme.indicator, size=4)
        # For the tooltip, across gaps too: it names the year.
        * hv.Curve((NOTHING, NOTHING, []), "year", ["value", "text"], label="tips").opts(
            line_alpha=0, tools=["hover"], hover_tooltips="@text{safe}"
        )
    ).opts(**titled_axes(theme, HEIGHT, is_titled=False))
    chart = LiveChart(overlay, "Indicator over the years")
    end_labels.add(chart, {"latest_label": theme.indicator}, bold=True)
    cursor.add(chart, theme.ink)
    return chart


def update(chart: LiveChart, data: IndicatorData) -> None:
    """Show another place or indicator; there must be a value."""
    years, values, unit, bands = data.years, data.values, data.unit, data.bands
    known = np.isfinite(values)
    both = zip(years[known], values[known], strict=True)
    texts = [f"<b>{year}</b>  {amount(value, data.decimals)} {unit}" for year, value in both]
    ahead = zip(data.forecast_years, data.forecasts, strict=True)
    texts += [f"<b>{year}</b>  {amount(value, data.decimals)} {unit}, forecast" for year, value in ahead]
    # From the last observed value on, so that the dashed line is attached to the solid one.
    joined = slice(-1, None) if data.forecasts.size else slice(0, 0)
    ahead_years = np.concatenate([years[known][joined], data.forecast_years])
    ahead_values = np.concatenate([values[known][joined], data.forecasts])
    tip_years = np.concatenate([years[known], data.forecast_years])
    tip_values = np.concatenate([values[known], data.forecasts])
    chart.figure.title.text = f"{data.title} ({unit})"
    chart.update(
        {
            **spread_bands.columns(years, bands),
            "line": {"year": years, "value": values},
            "values": {"year": years[known], "value": values[known]},
            "forecasts": {"year": ahead_years, "value": ahead_values},
            "tips": {"year": tip_years, "value": tip_values, "text": texts},
        }
    )
    reach = np.concatenate([values, data.forecasts, spread_bands.reach(bands)])
    limits = padded(reach, from_zero=True, bounds=data.bounds)
    chart.set_limits(limits, decimals=data.decimals)
    end_labels.show(chart, {"latest_label": (latest(data), float(values[known][-1]))}, limits)


def latest(data: IndicatorData) -> str:
    """Return the label at the line's end: the place and its latest value, in as many lines as fit beside the frame."""
    value = amount(data.values[np.isfinite(data.values)][-1], data.decimals)
    percent = "\N{NO-BREAK SPACE}%" if data.unit.startswith("%") else ""
    name = data.name.removeprefix("the ")
    text = f"{name[:1].upper()}{name[1:]} {value}{percent}"
    lines = wrap(text, LABEL_CHARACTERS, break_long_words=False)
    return "\n".join(lines) if len(lines) <= MOST_LINES else f"{value}{percent}"
