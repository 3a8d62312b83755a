"""Labels at the right edge of a chart, which name lines where they end, in the lines' colours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bokeh.core.properties import field, value
from bokeh.models import Range1d, Text

from dashboard.charts.core.label_layout import LINE_SHARE, anchored_labels
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.theme import FONT

EDGE = "edge"
"""Name of the horizontal range whose end is the frame's right edge, wherever the years are zoomed to."""

OFFSET_PX = 6
BASELINE = "baseline"
"""Column of a label's vertical anchor."""


def add(chart: LiveChart, colours: Mapping[str, str], *, bold: bool = False) -> None:
    """Add labels without text to a prototype, by name and colour. A legend would be read from afar."""
    chart.figure.extra_x_ranges = {EDGE: Range1d(start=0, end=1)}
    add_more(chart, {name: anchored(colour, bold=bold) for name, colour in colours.items()})


def add_more(chart: LiveChart, glyphs: Mapping[str, Text]) -> None:
    """Add labels to a chart that has some, by name. They are drawn over the frame's edge, which cuts lower levels."""
    chart.add(glyphs, level="overlay", x_range_name=EDGE)


def anchored(colour: str, *, bold: bool = False) -> Text:
    """Return the text of a label that `show` places."""
    return glyph(colour, bold=bold, text_baseline=field(BASELINE))


def glyph(colour: str, *, bold: bool = False, offset_px: int = OFFSET_PX, **options: Any) -> Text:
    """Return text in the charts' font, to the right of its point and centred at its height; `options` are of Text."""
    return Text(
        x=field("x"),
        y=field("y"),
        text=field("text"),
        x_offset=offset_px,
        text_color=colour,
        text_font=value(FONT),  # a plain string would name a column
        text_font_size="12px",
        text_font_style="bold" if bold else "normal",
        text_line_height=1.15,
        **{"text_baseline": "middle", **options},
    )


def show(
    chart: LiveChart,
    labels: Mapping[str, tuple[str, float] | None],
    limits: tuple[float, float],
    line_share: float = LINE_SHARE,
) -> None:
    """Show texts at heights, by name; None hides one. They are moved so that none overlaps another.

    Args:
        chart: with labels of these names.
        labels: text, of which a line break begins another line, and height in the unit of the value axis.
        limits: of the value axis.
        line_share: height of a line of text as a share of the frame's.
    """
    shown = {name: label for name, label in labels.items() if label}
    rows = {
        name: (1, y, shown[name][0], anchor) for name, (y, anchor) in anchored_labels(shown, limits, line_share).items()
    }
    columns = ("x", "y", "text", BASELINE)
    hidden: list[list] = [[] for _ in columns]
    placed = {name: [[cell] for cell in rows[name]] if name in rows else hidden for name in labels}
    chart.update({name: dict(zip(columns, cells, strict=True)) for name, cells in placed.items()})
