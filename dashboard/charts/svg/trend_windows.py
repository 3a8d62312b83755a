"""The trend of every period of years without Bokeh: its first year along x, its last along y, its slope as colour."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import numpy as np

from dashboard.charts.core.ticks import ticks
from dashboard.charts.core.window_bins import BINS, FADED
from dashboard.charts.svg.chart import Chart, Paint
from dashboard.charts.svg.lines import Area, Line
from dashboard.text.trend_windows import CHART_NOTE, CLICK_NOTE
from measures.trend import CAUTION_YEARS
from measures.trend_windows import WindowTrends


def windows(found: WindowTrends, chosen: tuple[int, int], paint: Paint) -> Chart:
    """Return the chart of these periods, at least one, with the selected one outlined."""
    x = (int(found.first_year.min()) - 1.0, int(found.first_year.max()) + 2.0)
    y = (int(found.last_year.min()) - 1.0, int(found.last_year.max()) + 2.0)
    ends = np.array([found.first_year.min(), found.last_year.max() - CAUTION_YEARS + 2])
    first, last = chosen
    outline = Line(
        [first - 1, first + 2, first + 2, first - 1, first - 1],
        [last - 1, last - 1, last + 2, last + 2, last - 1],
        paint("outline"),
        2.5,
    )
    caution = Line(ends, ends + CAUTION_YEARS - 1, paint("quiet"), 1.2, (5, 4))
    return Chart(x, y, ticks(*x, is_year=True), ticks(*y, is_year=True), (*_cells(found), caution, outline))


def key(*, is_selectable: bool) -> str:
    """Return the key of the chart and its note as HTML; `is_selectable` says whether a click selects a period."""
    words = f"{CHART_NOTE} {CLICK_NOTE}" if is_selectable else CHART_NOTE
    note = f'<p class="source">{escape(words)}</p>'
    boxes = "".join(
        f'<li><i style="background:{colour}"></i>{escape(label)}</li>'
        for colour, label in zip(BINS.colours, BINS.labels(), strict=True)
    )
    return f'<ul class="legend" aria-label="Colours, °C per decade">{boxes}</ul>{note}'


def _cells(found: WindowTrends) -> Iterator[Area]:
    """Yield an area for each colour and opacity: cells side by side are one rectangle."""
    bins = BINS.index(found.slope_per_decade.round(2)).astype(int)
    classes = 2 * bins + found.includes_zero
    for one in np.unique(classes):
        at = np.flatnonzero(classes == one)
        at = at[np.lexsort((found.first_year[at], found.last_year[at]))]
        first, last = found.first_year[at], found.last_year[at]
        begins = np.r_[True, (np.diff(first) != 1) | (np.diff(last) != 0)]
        left, bottom = first[begins], last[begins]
        right = first[np.r_[begins[1:], True]] + 1
        gap = np.full(left.size, np.nan)
        x = np.column_stack([left, left, right, right, gap]).ravel()
        y = np.column_stack([bottom, bottom + 1, bottom + 1, bottom, gap]).ravel()
        yield Area(x, y, BINS.colours[one // 2], FADED if one % 2 else 1.0)
