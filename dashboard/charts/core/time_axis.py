"""One axis of years for several charts: they zoom together, are aligned, and share a crosshair."""

from __future__ import annotations

from typing import Any

from bokeh.models import (
    BoxZoomTool,
    CrosshairTool,
    HoverTool,
    NoOverlap,
    PanTool,
    Plot,
    Range1d,
    ResetTool,
    Span,
    ZoomInTool,
    ZoomOutTool,
)

from dashboard.charts.core.style import axes
from dashboard.charts.core.theme import FONT, Theme

LEFT_PIXELS, RIGHT_PIXELS = 58, 12
"""Room beside the frames: the same for all, for ticks up to "100,000", so that a year is above the same year."""
LABELS_PIXELS = 100
"""Room at the right for the labels of lines: 16 characters of 12 px."""


class TimeAxis:
    """The years that several charts show, and the line at the year under the pointer in all of them."""

    def __init__(self, years: tuple[int, int], theme: Theme, *, right: int = RIGHT_PIXELS):
        """Show `years`, the first and the last, with `right` pixels beside the frames."""
        self._right = right
        self.range = Range1d(min_interval=5)
        self.show(years)
        # Not synchronised with the server: it moves with the pointer.
        self._line = Span(dimension="height", line_color=theme.quiet, line_width=1, line_alpha=0.5, syncable=False)

    def show(self, years: tuple[int, int]) -> None:
        """Show these years, the first and the last, which also limit the zoom."""
        start, end = years[0] - 1.0, years[1] + 1.0
        self.range.bounds = (start, end)  # first: the browser cuts the years at the limits that it knows
        self.range.update(start=start, end=end, reset_start=start, reset_end=end)

    def join(self, figure: Plot, *, has_tools: bool = True) -> None:
        """Put a chart on this axis. Its tools are in a bar above it, and inactive, so that a touch scrolls the page."""
        figure.x_range = self.range
        figure.xaxis.major_label_policy = NoOverlap()  # on a phone, every other year is named
        figure.yaxis.major_label_policy = NoOverlap(min_distance=0)  # and in a low window every other value
        figure.yaxis.major_label_text_line_height = 1.0  # so that two lines are 28 px high
        figure.update(min_border_left=LEFT_PIXELS, min_border_right=self._right)
        for tool in figure.tools:
            if isinstance(tool, HoverTool):
                tool.update(mode="vline", line_policy="nearest", visible=False)
        figure.add_tools(CrosshairTool(overlay=self._line, visible=False))
        if has_tools:
            both: dict[str, Any] = {"dimensions": "width"}
            figure.add_tools(BoxZoomTool(**both), PanTool(**both), ZoomInTool(**both), ZoomOutTool(**both), ResetTool())
            figure.toolbar.update(active_drag=None, active_scroll=None, logo=None, autohide=True)
            figure.update(toolbar_location="above", toolbar_inner=self._right > RIGHT_PIXELS)


def titled_axes(theme: Theme, height: int, title: str = "", *, is_titled: bool = True) -> dict[str, Any]:
    """Return the options of an overlay over the years with its title and unit above the frame.

    There it is read without turning the head, is part of a downloaded picture, and takes no width. Without `is_titled`
    the page has the title as a heading, which wraps on a narrow screen; the figure's is not drawn.
    """
    shared = axes(theme, "")

    def dress(plot: Any, _: Any) -> None:
        figure = plot.state
        figure.title.update(
            text=title,
            visible=is_titled,
            text_color=theme.quiet,
            text_font=FONT,
            text_font_size="12px",
            text_font_style="normal",
            offset=-LEFT_PIXELS
            + 8,  # from the left edge of the picture, not of the frame: a phone has no width to spare
        )
        figure.min_border_top = 0

    return {**shared, "height": height, "hooks": [*shared["hooks"], dress]}
