"""Style of all charts: axes, fonts, ticks, and the room round the values."""

from __future__ import annotations

from typing import Any

from bokeh.models import FixedTicker, NumeralTickFormatter

from dashboard.charts.core.limits import ROOM as ROOM
from dashboard.charts.core.limits import padded as padded
from dashboard.charts.core.theme import CHART_HEIGHT, FONT, Theme
from dashboard.charts.core.ticks import ticks


def axes(theme: Theme, unit: str) -> dict[str, Any]:
    """Return the options of an overlay over the years."""
    return {
        "responsive": True,
        "height": CHART_HEIGHT,
        "xlabel": "",
        "ylabel": unit,
        "show_legend": False,
        "default_tools": [],
        "framewise": False,
        "axiswise": True,
        "shared_axes": False,
        "hooks": [lambda plot, _: dress(plot.state, theme)],
    }


OWN_PX = 18
"""Size of the mark of the selected country on a curve."""


def own_mark(theme: Theme) -> dict[str, Any]:
    """Return the options of the mark of the selected country on a curve; its column `text` is the tooltip."""
    return {
        "color": theme.outline,
        "line_color": theme.paper,
        "marker": "diamond",
        "size": OWN_PX,
        "tools": ["hover"],
        "hover_tooltips": "@text{safe}",
    }


def format_ticks(axis: Any, low: float, high: float, **options: Any) -> None:
    """Set ticks and labels of an axis between these limits, which it cannot be zoomed beyond; `options` as in `ticks`.

    The ticker stays: for a new one, as for any new model, Bokeh walks all models of the page (40 ms).
    """
    set_ticks(axis, ticks(low, high, **options))


def set_ticks(axis: Any, labels: dict[float, str]) -> None:
    """Set the labels of an axis by their positions."""
    if not isinstance(axis.ticker, FixedTicker):
        axis.ticker = FixedTicker(ticks=[])
    axis.major_label_overrides = labels
    axis.ticker.ticks = list(labels)


def set_label(figure: Any, label: str) -> None:
    """Name a figure for screen readers."""
    figure.html_attributes = {"role": "figure", "aria-label": label}


def dress(figure: Any, theme: Theme) -> None:
    """Set the axes, fonts and lines that all charts share."""
    for axis in (*figure.xaxis, *figure.yaxis):
        axis.axis_line_color = axis.major_tick_line_color = theme.rule
        axis.minor_tick_line_color = None
        axis.major_label_text_color = axis.axis_label_text_color = theme.quiet
        axis.major_label_text_font = axis.axis_label_text_font = FONT
        axis.major_label_text_font_size = axis.axis_label_text_font_size = "12px"
        axis.axis_label_text_font_style = "normal"
    figure.xaxis.formatter, figure.yaxis.formatter = NumeralTickFormatter(format="0"), NumeralTickFormatter()
    figure.xgrid.grid_line_color = None
    figure.ygrid.grid_line_color = theme.rule
    figure.outline_line_color = None
    figure.background_fill_color = figure.border_fill_color = None
    figure.min_border_right = 12
