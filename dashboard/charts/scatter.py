"""Scatter plot of two quantities, a dot for each economy: drawn once, moved through the years by js/views/relate.js.

Both axes are linear in their data: a logarithmic one has logarithms as data, and labels with the values themselves.
`pair` has all years and draws nothing; the browser copies one year of it into `dots`.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

import numpy as np
from bokeh.models import (
    ColumnDataSource,
    FixedTicker,
    GlyphRenderer,
    HoverTool,
    MultiLine,
    Plot,
    Range1d,
    Scatter,
    TapTool,
    Text,
)
from bokeh.plotting import figure

from dashboard.charts.core import style
from dashboard.charts.core.style import dress, format_ticks, padded
from dashboard.charts.core.theme import FONT, Theme
from dashboard.snapshot.quantities import UNBOUNDED

HEIGHT = 460
SMALLEST_PX, LARGEST_PX = 5.0, 62.0
"""Diameters. Below the smallest a dot could not be hit; the largest is that of the largest value of any year."""
SIZE_STEPS = 4
"""Diameters travel as quarters of a pixel, one byte each."""
PLAIN_PX = 9.0
"""Diameter of every dot where no series gives it."""
TOOLTIP = """
<div class="relate-tip" style="max-width: 18rem; font-size: 13px; line-height: 1.35">
  <strong>@name</strong><br>@x_text<br>@y_text<br>@size_text
</div>
"""
EMPTY: dict[str, Any] = {name: [] for name in ("name", "iso3", "region", "fill", "x_text", "y_text", "size_text")} | {
    name: np.array([], float) for name in ("x", "y", "px", "alpha")
}


def diameters(values: np.ndarray, largest: float) -> np.ndarray:
    """Return diameters in pixels, so that areas are proportional to values; at least the smallest that can be hit."""
    with np.errstate(invalid="ignore"):
        sizes = LARGEST_PX * np.sqrt(np.clip(values, 0, None) / largest)
    return np.where(np.isfinite(sizes), np.maximum(sizes, SMALLEST_PX), SMALLEST_PX)


class Side(NamedTuple):
    """The data of one axis: values of any shape as it places them, and whether they are logarithms, or years.

    `decimals` and `bounds` are those of the series (`quantities.Quantity`).
    """

    values: np.ndarray
    log: bool
    label: str
    is_year: bool
    decimals: int | None = None
    bounds: tuple[float, float] = UNBOUNDED


class RelateChart:
    """The chart: `figure`, `dots` (a row for each economy), `pair` (all years of them), `trails`, `labels`."""

    def __init__(self, theme: Theme):
        """Draw it without data."""
        self.figure: Plot = figure(
            x_range=Range1d(0, 1),
            y_range=Range1d(0, 1),
            height=HEIGHT,
            sizing_mode="stretch_width",
            tools=[],
            toolbar_location=None,
        )
        self.pair = ColumnDataSource(name="relate_pair", tags=["{}"])
        self.dots = ColumnDataSource(data=dict(EMPTY), name="relate_dots")
        self.trails = ColumnDataSource(data={"xs": [], "ys": [], "fill": []}, name="relate_trails")
        self.steps = ColumnDataSource(data={"x": [], "y": [], "fill": []}, name="relate_steps")
        self.labels = ColumnDataSource(data={"x": [], "y": [], "dx": [], "dy": [], "text": []}, name="relate_labels")
        # So that the browser gets the years with the figure; draws nothing.
        self.figure.add_glyph(self.pair, Scatter(x={"value": 0}, y={"value": 0}, size=0), visible=False)
        self._draw(theme)
        dress(self.figure, theme)
        self.figure.xgrid.grid_line_color = theme.rule
        for axis in (*self.figure.xaxis, *self.figure.yaxis):
            axis.ticker = FixedTicker(ticks=[])

    def set_label(self, label: str) -> None:
        """Name the chart for screen readers."""
        style.set_label(self.figure, label)

    def set_state(self, about: dict[str, Any]) -> None:
        """Send relate.js what it needs beside the values: years, titles and units, and whose trails are drawn."""
        self.pair.tags = [json.dumps(about, separators=(",", ":"), ensure_ascii=False)]

    def scale(self, x: Side, y: Side) -> None:
        """Fit both axes to the values of all years, so that they do not move while years pass."""
        sides = ((self.figure.x_range, self.figure.xaxis[0], x), (self.figure.y_range, self.figure.yaxis[0], y))
        for extent, axis, side in sides:
            low, high = padded(side.values, bounds=UNBOUNDED if side.log else side.bounds)
            extent.update(start=low, end=high)
            is_vertical = axis is self.figure.yaxis[0]
            options = {"log": side.log, "is_year": side.is_year, "decimals": side.decimals}
            format_ticks(axis, low, high, in_two_lines=is_vertical, **options)
            axis.axis_label = side.label

    def _draw(self, theme: Theme) -> None:
        self._lines = self.figure.add_glyph(
            self.trails, MultiLine(xs="xs", ys="ys", line_color="fill", line_width=1.6, line_alpha=0.55)
        )
        self.figure.add_glyph(
            self.steps, Scatter(x="x", y="y", size=4, fill_color="fill", line_color=None, fill_alpha=0.7)
        )
        dots = self.figure.add_glyph(
            self.dots,
            Scatter(
                x="x",
                y="y",
                size="px",
                fill_color="fill",
                fill_alpha="alpha",
                line_color=theme.quiet,
                line_alpha="alpha",
                line_width=0.7,
            ),
        )
        dots.selection_glyph = dots.glyph.clone()
        dots.selection_glyph.update(line_color=theme.outline, line_width=2.5, fill_alpha=1, line_alpha=1)
        dots.nonselection_glyph = dots.glyph  # a click must not dim the others
        self.figure.add_glyph(
            self.labels,
            Text(
                x="x",
                y="y",
                x_offset="dx",
                y_offset="dy",
                text="text",
                text_font={"value": FONT},  # a string that is no font name would be taken for a column
                text_font_size="12px",
                text_color=theme.ink,
                text_baseline="middle",
            ),
        )
        self._tools(dots)

    def _tools(self, dots: GlyphRenderer) -> None:
        hover = HoverTool(renderers=[dots], tooltips=TOOLTIP, limit=1, point_policy="follow_mouse", visible=False)
        self.figure.add_tools(hover, TapTool(renderers=[dots], mode="replace", visible=False))
