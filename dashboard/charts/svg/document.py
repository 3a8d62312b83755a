"""A chart as an SVG of its own: for files, previews and paper. Sizes are pixels, and no style sheet is needed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from dashboard.charts.core.theme import FONT, Theme
from dashboard.charts.svg.chart import Chart
from dashboard.charts.svg.lines import Frame, Label, Mark

LEFT_PX, RIGHT_PX, BOTTOM_PX, TOP_PX = 52, 112, 26, 8
TEXT_PX = 12
LINE_PX = 14


def frame_of(chart: Chart, size_px: tuple[float, float] | None = None, right_px: int = RIGHT_PX) -> Frame:
    """Return the frame of a chart: of a size in pixels, or to be stretched; labels need the room at the right."""
    return Frame(
        chart.x_limits, chart.y_limits, chart.x_ticks, chart.y_ticks, LEFT_PX, right_px, BOTTOM_PX, size_px=size_px
    )


def drawing(chart: Chart, theme: Theme, width: float, height: float) -> str:
    """Return a chart with its axes as SVG elements, its upper left corner at the origin."""
    wide, high = width - LEFT_PX - RIGHT_PX, height - TOP_PX - BOTTOM_PX
    frame = frame_of(chart, (wide, high))
    grid = "".join(f"M0 {high * frame.down(at):.1f}h{wide:g}" for at in frame.y_ticks)
    parts = [
        f'<path d="{grid}M0 0V{high:g}H{wide:g}" stroke="{theme.rule}"/>',
        *(_shape(shape.markup(frame)) for shape in chart.shapes),
        *(_text(wide * frame.across(at), high + 18, text, theme.quiet, "middle") for at, text in frame.x_ticks.items()),
        *(_text(-9, high * frame.down(at) + 4, text, theme.quiet, "end") for at, text in frame.y_ticks.items()),
        *(_mark(mark, wide * frame.across(mark.x), high * frame.down(mark.y)) for mark in chart.marks),
        *(_label(label, wide + 7, high * frame.down(label.y)) for label in chart.labels),
    ]
    return f'<g transform="translate({LEFT_PX} {TOP_PX})" fill="none" stroke-linejoin="round">{"".join(parts)}</g>'


def document(width: float, height: float, contents: str, title: str, paper: str = "") -> str:
    """Return an SVG file of elements; `paper` is the colour of its ground, transparent if empty."""
    ground = f'<path fill="{paper}" d="M0 0H{width:g}V{height:g}H0z"/>' if paper else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" font-family="{FONT}" font-size="{TEXT_PX}">'
        f"<title>{escape(title)}</title>{ground}{contents}</svg>"
    )


def words(x: float, y: float, lines: Sequence[str], colour: str, size_px: float = TEXT_PX, weight: int = 400) -> str:
    """Return lines of text, the first on the baseline `y`."""
    return "".join(
        _text(x, y + number * size_px * 1.35, line, colour, "start", size_px, weight)
        for number, line in enumerate(lines)
    )


def centred(x: float, y: float, text: str, colour: str, size_px: float = TEXT_PX) -> str:
    """Return a line of text around `x` on the baseline `y`."""
    return _text(x, y, text, colour, "middle", size_px)


def _shape(markup: str) -> str:
    """Return a shape for a file: its colour as an attribute, and dots with round ends, as there is no style sheet."""
    return (
        markup.replace('style="stroke:', 'stroke="')
        .replace('style="fill:', 'fill="')
        .replace('class="dots"', 'stroke-linecap="round"')
    )


def _mark(mark: Mark, x: float, y: float) -> str:
    """Return a sign on its point, or words: "right" of them is their right edge, "center" has them below the point."""
    if mark.kind == "words right":
        return _text(x, y + 4, mark.sign, mark.colour, "end")
    if mark.kind == "words center":
        return _text(x, y + TEXT_PX, mark.sign, mark.colour, "middle")
    return _text(x, y + 5, mark.sign, mark.colour, "middle", 14)


def _label(label: Label, x: float, y: float) -> str:
    lines = label.text.splitlines()
    top = y + 4 - LINE_PX * (len(lines) - 1) / 2
    weight = 600 if label.is_bold else 400
    return "".join(
        _text(x, top + LINE_PX * number, line, label.colour, "start", TEXT_PX, weight)
        for number, line in enumerate(lines)
    )


def _text(x: float, y: float, text: str, colour: str, anchor: str, size_px: float = TEXT_PX, weight: int = 400) -> str:
    lines = text.splitlines()
    if len(lines) > 1:
        return "".join(
            _text(x, y - LINE_PX * (len(lines) - 1) / 2 + LINE_PX * number, line, colour, anchor, size_px, weight)
            for number, line in enumerate(lines)
        )
    heavy = f' font-weight="{weight}"' if weight != 400 else ""
    size = f' font-size="{size_px:g}"' if size_px != TEXT_PX else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{size}{heavy}>{escape(text)}</text>'
