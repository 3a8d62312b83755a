"""Bar chart with intervals, a row for each bar: drawn once, updated with each ranking."""

from __future__ import annotations

import json

import numpy as np
from bokeh.models import (
    ColumnDataSource,
    HBar,
    HoverTool,
    NoOverlap,
    Plot,
    Range1d,
    Scatter,
    Segment,
    TapTool,
    Text,
)
from bokeh.plotting import figure

from dashboard.charts.core import style
from dashboard.charts.core.style import ROOM, dress, format_ticks, padded
from dashboard.charts.core.theme import Theme
from dashboard.snapshot.quantities import UNBOUNDED
from dashboard.state import url
from measures.warming_level import PERIOD_YEARS

ROW_PX = 24
"""Height of a row, here and in the list of names beside it (css/names_text.css): the least for a finger."""
AXIS_PX = 34
"""Height of the axis above the rows, likewise."""
DOT_PX = 11
"""Diameter of a dot where values are years."""
FURTHEST_WHISKER = 1.6
"""Share of the range that the axis may exceed the largest value by: one wide interval must not flatten all bars."""
ARROWS = {"left": "◂", "right": "▸"}
"""Mark, at each end of the axis, a whisker that continues beyond it."""
TOOLTIP = """
<div class="rank-tip" style="max-width: 18rem; font-size: 13px; line-height: 1.35">
  <strong>@name</strong><br>@text<br>@interval<br>@doubt
</div>
"""
REFERENCE_TOOLTIP = (
    '<div class="rank-tip" style="font-size: 13px; line-height: 1.35"><strong>@name</strong><br>@text</div>'
)
REFERENCE_DASHES = ("solid", "dashed", "dotted", "dotdash")
"""Pattern of each reference line; css/rank/rank_text.css draws the same in the key."""
EMPTY: dict = {name: [] for name in ("y", "value", "low", "high", "hatch", "name", "text", "interval", "doubt")}


def row_figure() -> Plot:
    """Return a figure for rows from the top, with the axis above them, without rows and tools."""
    drawn = figure(
        x_range=Range1d(0, 1),
        y_range=Range1d(0.5, -0.5),
        x_axis_location="above",
        height=AXIS_PX + ROW_PX,
        sizing_mode="stretch_width",
        tools=[],
        toolbar_location=None,
    )
    drawn.xaxis.major_label_policy = NoOverlap()  # on a phone, every other number is named
    return drawn


class RankBars:
    """The chart: `figure`, and `source` with a row for each bar from the top."""

    def __init__(self, theme: Theme, name: str = "rank"):
        """Draw it without rows; `name` is that of the view, by which scripts find the rows."""
        self.figure: Plot = row_figure()
        self.source = ColumnDataSource(data=dict(EMPTY), name=f"{name}_rows")
        bars = self.figure.add_glyph(
            self.source,
            HBar(
                y="y",
                left=0,
                right="value",
                height=0.68,
                fill_color=theme.indicator,
                fill_alpha=0.75,
                line_color=None,
                hatch_pattern="hatch",
                hatch_color=theme.paper,
                hatch_scale=9,
            ),
        )
        bars.selection_glyph = bars.glyph.clone()
        bars.selection_glyph.update(fill_color=theme.trend, fill_alpha=1)
        bars.nonselection_glyph = bars.glyph
        dots = self.figure.add_glyph(
            self.source,
            Scatter(
                x="value",
                y="y",
                size=DOT_PX,
                fill_color=theme.indicator,
                line_color=theme.indicator,
                hatch_pattern="hatch",
                hatch_color=theme.paper,
                hatch_scale=4,
            ),
            visible=False,
        )
        dots.selection_glyph = dots.glyph.clone()
        dots.selection_glyph.update(fill_color=theme.trend, line_color=theme.trend)
        dots.nonselection_glyph = dots.glyph
        whiskers = self.figure.add_glyph(
            self.source, Segment(x0="low", x1="high", y0="y", y1="y", line_color=theme.ink, line_width=1.4)
        )
        whiskers.selection_glyph = whiskers.nonselection_glyph = whiskers.glyph
        self.beyond = {side: ColumnDataSource(data={"x": [], "y": []}) for side in ARROWS}
        for side, arrow in ARROWS.items():
            # Alignments in a column would fail in the page where the source changes its length twice at once.
            glyph = Text(x="x", y="y", text={"value": arrow}, text_align=side, text_baseline="middle", y_offset=-1)
            glyph.text_color = theme.ink
            arrows = self.figure.add_glyph(self.beyond[side], glyph)
            arrows.update(selection_glyph=None, nonselection_glyph=None)
        self.references = ColumnDataSource(data={"x": [], "y0": [], "y1": [], "dash": [], "name": [], "text": []})
        lines = self.figure.add_glyph(
            self.references,
            Segment(x0="x", x1="x", y0="y0", y1="y1", line_dash="dash", line_color=theme.ink, line_width=2),
        )
        lines.update(selection_glyph=None, nonselection_glyph=None)
        dress(self.figure, theme)
        self.figure.update(min_border_left=0, min_border_top=AXIS_PX, min_border_bottom=0)
        self.figure.yaxis.visible = False
        self.figure.ygrid.visible = False
        self.figure.xgrid.grid_line_color = theme.rule
        self._bars, self._dots, both = bars, dots, [bars, dots]
        hover = HoverTool(renderers=both, tooltips=TOOLTIP, limit=1, point_policy="follow_mouse", visible=False)
        over_lines = HoverTool(
            renderers=[lines], tooltips=REFERENCE_TOOLTIP, point_policy="follow_mouse", visible=False
        )
        self._extent, self._is_year = (0.0, 1.0), False
        self._ends = np.empty((2, 0))
        self._decimals: int | None = None
        self.figure.add_tools(hover, over_lines, TapTool(renderers=both, mode="replace", visible=False))

    def update(
        self,
        columns: dict[str, list | np.ndarray],
        *,
        is_year: bool = False,
        decimals: int | None = None,
        bounds: tuple[float, float] = UNBOUNDED,
    ) -> None:
        """Show these rows; columns as in `EMPTY` but y, one value a row from the top.

        Years are dots on an axis fitted to them: a bar would begin at the year 0. The whisker of an interval that is
        open at one end runs to the end of the axis; an arrow marks it, and each whisker that is cut there. Of a
        series, `decimals` and `bounds` shape the axis, as in `ticks` and `padded`.
        """
        value, low, high = (np.asarray(columns[name], float) for name in ("value", "low", "high"))
        rows = max(value.size, 1)
        start, end = padded(np.concatenate([value, low, high])) if is_year else extent(value, low, high, bounds)
        has_interval = np.isfinite(low) | np.isfinite(high)
        whiskers = {
            "low": np.where(has_interval & ~np.isfinite(low), start, low),
            "high": np.where(has_interval & ~np.isfinite(high), end, high),
        }
        self._bars.visible, self._dots.visible = not is_year, is_year
        self.source.data = {"y": np.arange(value.size), **columns, **whiskers}
        self._extent = (start, end)
        self._ends = np.array([np.where(has_interval, low, np.inf), np.where(has_interval, high, -np.inf)])
        self.figure.y_range.update(start=rows - 0.5, end=-0.5)
        self.figure.height = AXIS_PX + rows * ROW_PX
        self._is_year, self._decimals = is_year, decimals
        self.refer([], [], [])

    def refer(self, values: list[float], names: list[str], texts: list[str]) -> None:
        """Draw reference lines across all bars, and lengthen the axis to them; names and texts are for the tooltip."""
        start, end = self._extent
        room = ROOM * (end - start)
        start = min([start, *(value - room for value in values if value < start)])
        end = max([end, *(value + room for value in values if value > end)])
        bottom = self.figure.y_range.start
        self.references.data = {
            "x": values,
            "y0": [-0.5] * len(values),
            "y1": [bottom] * len(values),
            "dash": list(REFERENCE_DASHES[: len(values)]),
            "name": names,
            "text": texts,
        }
        self.figure.x_range.update(start=start, end=end)
        self._mark_beyond(start, end)
        format_ticks(self.figure.xaxis[0], start, end, is_year=self._is_year, decimals=self._decimals)

    def _mark_beyond(self, start: float, end: float) -> None:
        """Mark the whiskers that an axis from `start` to `end` cuts, and those of open intervals, by an arrow."""
        low, high = self._ends
        left, right = np.flatnonzero(~(low >= start)), np.flatnonzero(~(high <= end))
        drawn = self.source.data
        self.beyond["left"].data = {"x": [max(start, drawn["low"][row]) for row in left], "y": list(left)}
        self.beyond["right"].data = {"x": [min(end, drawn["high"][row]) for row in right], "y": list(right)}

    def set_years(
        self, years: tuple[int, ...], shown: int | None, latest: int | None, *, is_projected: bool = False
    ) -> None:
        """Give js/views/rank.js the years of the ranking for its slider; none for a measure.

        Of projected values they are the last years of periods, and a setting of their own in the address. After the
        rows: Bokeh reads all rows at a change of their tags, and fails if fewer rows come before it has ended.
        """
        about: dict[str, object] = {}
        if years:
            about |= {"first": years[0], "last": years[-1], "shown": shown, "latest": latest}
            about["name"] = url.NAMES["projected_until" if is_projected else "year"][0]
            about["each"] = PERIOD_YEARS if is_projected else 1
        self.source.tags = [json.dumps(about)]

    def set_label(self, label: str) -> None:
        """Name the chart for screen readers."""
        style.set_label(self.figure, label)


def extent(
    value: np.ndarray, low: np.ndarray, high: np.ndarray, bounds: tuple[float, float] = UNBOUNDED
) -> tuple[float, float]:
    """Return limits that include zero, where bars begin, all values, and their intervals unless one is very wide.

    The axis ends at a bound that no value can exceed.
    """
    if not value.size:
        return 0.0, 1.0
    ends = np.concatenate([low[np.isfinite(low)], high[np.isfinite(high)], value])
    reach = FURTHEST_WHISKER * float(np.abs(value).max())
    start = max(min(float(ends.min()), 0.0), -reach)
    end = min(max(float(ends.max()), 0.0), reach)
    room = (end - start) * ROOM or 1.0
    least, most = min(bounds[0], start), max(bounds[1], end)
    return max(start - (room if start < 0 else 0), least), min(end + (room if end > 0 else 0), most)
