"""Line chart of up to six places: a line and a colour each, with its name at the end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from html import escape
from textwrap import wrap

import holoviews as hv
import numpy as np
from bokeh.core.properties import value
from bokeh.models import ColumnDataSource, Text

from dashboard.charts.core.label_layout import dodge
from dashboard.charts.core.live_chart import LiveChart
from dashboard.charts.core.style import format_ticks, padded, set_ticks
from dashboard.charts.core.theme import FONT, LIGHT, Theme
from dashboard.charts.core.ticks import short
from dashboard.charts.core.time_axis import TimeAxis, titled_axes
from dashboard.charts.spread_bands import NOTHING
from dashboard.snapshot.quantities import UNBOUNDED
from measures.arrays import Floats

HEIGHT = 400
FRAME_PIXELS = 340
"""Height of the frame, less the tools and the years."""
LINE_PIXELS = 16
"""Height of a name at the end of a line."""
NAMES_PIXELS = 128
LONGEST_LINE = 20
"""Characters of a name beside the chart, after which it continues in another line."""
DASHES = ("solid", "dashed", "solid", "dashdot", "solid", "dashed")
"""Dash pattern of each line, a second mark besides the colour."""
SLOTS = range(1, 7)
"""Numbers of the lines."""


def draw(theme: Theme, axis: TimeAxis) -> LiveChart:
    """Return the chart, without data, on `axis`."""
    chart = _prototype().copy(theme)
    axis.join(chart.figure)
    chart.figure.min_border_right = NAMES_PIXELS
    chart.figure.title.visible = False  # the page has it as a heading
    return chart


@cache
def _prototype() -> LiveChart:
    parts = [
        part
        for slot, colour, dash in zip(SLOTS, LIGHT.lines, DASHES, strict=True)
        for part in (
            hv.Curve((NOTHING, NOTHING), "year", "value", label=f"line{slot}").opts(
                color=colour, line_width=2, line_dash=dash
            ),
            hv.Scatter((NOTHING, NOTHING), "year", "value", label=f"dots{slot}").opts(color=colour, size=5),
        )
    ]
    tips = hv.Curve((NOTHING, NOTHING), "year", "value", label="tips").opts(line_alpha=0, tools=["hover"])
    chart = LiveChart(hv.Overlay([*parts, tips]).opts(**titled_axes(LIGHT, HEIGHT)), "Places compared")
    for slot, colour in zip(SLOTS, LIGHT.lines, strict=True):
        name = Text(
            x="year",
            y="value",
            text="name",
            x_offset=8,
            text_baseline="middle",
            text_color=colour,
            text_font=value(FONT),  # a plain string would name a column
            text_font_size="12px",
        )
        # Drawn over the frame's edge: of the levels, only "glyph" and below are cut at it.
        nothing = ColumnDataSource({"year": [], "value": [], "name": []})
        label = chart.figure.add_glyph(nothing, name, name=f"label{slot}", level="overlay")
        label.update(selection_glyph=None, nonselection_glyph=None, muted_glyph=None)
    return chart


def update(
    chart: LiveChart,
    years: np.ndarray,
    values: Mapping[int, Floats],
    names: Mapping[int, str],
    texts: Mapping[int, list[str]],
    *,
    is_log: bool,
    decimals: int | None = None,
    bounds: tuple[float, float] = UNBOUNDED,
) -> None:
    """Show other places.

    Args:
        chart: as drawn.
        years: consecutive.
        values: one a year by slot, 1 to 6, NaN where missing; at least one series.
        names: by slot.
        texts: each year's value for the tooltip, by slot; "" where missing.
        is_log: whether heights are logarithms; all values are above zero then.
        decimals: of the series, if known.
        bounds: least and largest value possible by definition.
    """
    heights = {slot: np.log10(own) if is_log else own for slot, own in values.items()}
    low, high = padded(np.concatenate(list(heights.values())), bounds=UNBOUNDED if is_log else bounds)
    for slot in SLOTS:
        _show_line(chart, slot, years, heights.get(slot))
    _show_names(chart, years, heights, names, (low, high))
    _show_tooltips(chart, years, heights, names, texts)
    chart.set_limits((low, high))
    scale_ticks(chart, low, high, is_log=is_log, decimals=decimals)


def scale_ticks(
    chart: LiveChart, low: float, high: float, *, is_log: bool, most: int = 6, decimals: int | None = None
) -> None:
    """Set the ticks of the value axis; those of logarithms are labelled with the value itself."""
    if is_log:
        labels = {float(np.log10(tick)): short(tick).replace(" ", "\n") for tick in log_ticks(low, high)}
        set_ticks(chart.figure.yaxis[0], labels)
    else:
        format_ticks(chart.figure.yaxis[0], low, high, most=most, in_two_lines=True, decimals=decimals)


def log_ticks(low: float, high: float) -> list[float]:
    """Return round values between 10^low and 10^high: 1, 2 and 5 times the powers of ten, or the powers alone."""
    powers = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    steps = (1,) if high - low > 3 else (1, 2, 5)
    ticks = [step * 10.0**power for power in powers for step in steps]
    within = [tick for tick in ticks if low <= np.log10(tick) <= high]
    return within if len(within) > 1 else [float(f"{10**at:.2g}") for at in np.linspace(low, high, 5)[1:-1]]


def _show_line(chart: LiveChart, slot: int, years: np.ndarray, values: Floats | None) -> None:
    empty = {"year": years[:0], "value": NOTHING}
    if values is None:
        chart.update({f"line{slot}": empty, f"dots{slot}": empty})
        return
    alone = isolated(values)
    chart.update(
        {
            f"line{slot}": {"year": years, "value": values},
            f"dots{slot}": {"year": years[alone], "value": values[alone]},
        }
    )


def isolated(values: Floats) -> np.ndarray:
    """Return which values need a dot: those without a neighbour, and the last one, beside which the name is."""
    known = np.isfinite(values)
    before, after = np.r_[False, known[:-1]], np.r_[known[1:], False]
    is_alone = known & ~before & ~after
    if known.any():
        is_alone[np.flatnonzero(known)[-1]] = True
    return is_alone


def _show_names(
    chart: LiveChart,
    years: np.ndarray,
    heights: Mapping[int, Floats],
    names: Mapping[int, str],
    limits: tuple[float, float],
) -> None:
    """Put each name beside the end of the frame, at the height where its line ends, or as near as there is room."""
    ends = {slot: float(own[np.isfinite(own)][-1]) for slot, own in heights.items()}
    wrapped = {slot: in_lines(names[slot]) for slot in ends}
    line = (limits[1] - limits[0]) * LINE_PIXELS / FRAME_PIXELS
    gaps = [line * (1 + name.count("\n")) for name in wrapped.values()]
    placed = dict(zip(ends, dodge(list(ends.values()), gaps, *limits), strict=True))
    for slot in SLOTS:
        shown = [slot] if slot in placed else []
        chart.update(
            {
                f"label{slot}": {
                    "year": [float(chart.figure.x_range.reset_end) for _ in shown],
                    "value": [placed[at] for at in shown],
                    "name": [wrapped[at] for at in shown],
                }
            }
        )


def in_lines(name: str) -> str:
    """Return the name in lines that fit beside the chart, balanced where two are enough."""
    lines = wrap(name, LONGEST_LINE)
    if len(lines) == 2:
        widths = range(len(name) // 2, LONGEST_LINE + 1)
        lines = next(found for width in widths if len(found := wrap(name, width)) == 2)
    return "\n".join(lines)


def _show_tooltips(
    chart: LiveChart,
    years: np.ndarray,
    heights: Mapping[int, Floats],
    names: Mapping[int, str],
    texts: Mapping[int, list[str]],
) -> None:
    """Set one tooltip for the year under the pointer, with all places."""
    table = np.column_stack(list(heights.values()))
    known = np.isfinite(table).any(axis=1)
    middle = np.nanmean(table[known], axis=1)
    rows = np.flatnonzero(known)
    columns = {f"text{slot}": [texts[slot][row] or "–" for row in rows] for slot in heights}
    chart.update({"tips": {"year": years[known], "value": middle, **columns}})
    lines = "".join(
        f'<tr><td style="padding-right:0.8em">{escape(names[slot])}</td>'
        f'<td style="text-align:right">@text{slot}</td></tr>'
        for slot in heights
    )
    chart.set_tooltip(f"<b>@year</b><table>{lines}</table>")
