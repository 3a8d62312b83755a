"""Still pictures of charts for the first HTML, which the page shows until Bokeh has drawn the chart itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bokeh.models import GlyphRenderer, Line, Patch, Plot, Scatter, Text

from dashboard.charts.core.end_labels import BASELINE, EDGE
from dashboard.charts.core.theme import Theme
from dashboard.charts.svg import lines

BOTTOM_PX = 23
"""Height of an axis of years: tick, space, and text of 12 px, as Bokeh lays it out (3.9)."""

TICK_STEPS, TICKS = (10, 20, 50), 6
"""Years between two ticks, and the number of ticks that Bokeh aims at."""

SIGNS = {"triangle": "▲", "inverted_triangle": "▼"}
"""Markers that are not dots."""


def still(figure: Plot, theme: Theme, name: str) -> str:
    """Return the picture of a chart over the years, as HTML; "" if nothing is drawn in it. `name` is of its place.

    The picture is of the same columns, limits and ticks, and in the theme's colours by the page's variables, so it
    follows a change of the theme.
    """
    drawn = [one for one in figure.renderers if isinstance(one, GlyphRenderer) and _length(one)]
    if not figure.visible or not drawn:
        return ""
    colours = {colour: f"var(--{role.replace('_', '-')})" for role, colour in asdict(theme).items()}
    shapes: list[lines.Shape] = []
    marks: list[lines.Mark] = []
    labels: list[lines.Label] = []
    for renderer in drawn:
        for part in _parts(renderer, colours):
            if isinstance(part, lines.Mark):
                marks.append(part)
            elif isinstance(part, lines.Label):
                labels.append(part)
            else:
                shapes.append(part)
    return lines.picture(_frame(figure), shapes, marks, labels, of=name)


def _frame(figure: Plot) -> lines.Frame:
    first, last = float(figure.x_range.start), float(figure.x_range.end)
    step = min(TICK_STEPS, key=lambda years: abs(TICKS - (last - first) / years))
    start = -int(-first // step) * step
    return lines.Frame(
        x_limits=(first, last),
        y_limits=(float(figure.y_range.start), float(figure.y_range.end)),
        x_ticks={float(year): str(year) for year in range(start, int(last) + 1, step)},
        y_ticks=dict(figure.yaxis[0].major_label_overrides),
        left_px=figure.min_border_left,
        right_px=figure.min_border_right,
        bottom_px=BOTTOM_PX,
    )


def _parts(renderer: GlyphRenderer, colours: dict[str, str]) -> Iterator[lines.Shape | lines.Mark | lines.Label]:
    """Yield what a renderer draws; a line that only carries a tooltip draws nothing."""
    glyph, data = renderer.glyph, renderer.data_source.data
    x, y = data[glyph.x.field], data[glyph.y.field]
    if isinstance(glyph, Patch):
        yield lines.Area(x, y, _colour(glyph.fill_color, colours), glyph.fill_alpha)
    elif isinstance(glyph, Line) and glyph.line_alpha:
        colour = _colour(glyph.line_color, colours)
        yield lines.Line(x, y, colour, glyph.line_width, tuple(glyph.line_dash), glyph.line_alpha)
    elif isinstance(glyph, Scatter):
        colour, sign = _colour(glyph.fill_color, colours), SIGNS.get(_value(glyph.marker))
        if sign is None:
            yield lines.Dots(x, y, colour, _value(glyph.size) + _value(glyph.line_width))
        else:
            yield from (lines.Mark(float(at), float(height), sign, colour) for at, height in zip(x, y, strict=True))
    elif isinstance(glyph, Text):
        is_bold, colour = _value(glyph.text_font_style) == "bold", _colour(glyph.text_color, colours)
        is_at_edge, kind = renderer.x_range_name == EDGE, f"words {_value(glyph.text_align)}"
        for row, (at, height, text) in enumerate(zip(x, y, data[glyph.text.field], strict=True)):
            if is_at_edge:
                anchor = data[BASELINE][row] if BASELINE in data else "middle"
                yield lines.Label(float(height), text, colour, is_bold, anchor)
            else:
                yield lines.Mark(float(at), float(height), text, colour, kind)


def _length(renderer: GlyphRenderer) -> int:
    return max((len(column) for column in renderer.data_source.data.values()), default=0)


def _value(specified: Any) -> Any:
    """Return the value of a property that may be one for all points."""
    return getattr(specified, "value", specified)


def _colour(specified: Any, colours: dict[str, str]) -> str:
    return colours.get(_value(specified), str(_value(specified)))
