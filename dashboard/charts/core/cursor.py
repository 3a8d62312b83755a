"""A ring round the value that a reader has moved to by key (assets/js/charts/points.js)."""

from __future__ import annotations

from bokeh.models import ColumnDataSource, Scatter

from dashboard.charts.core.live_chart import LiveChart

NAME = "cursor"
"""Name of the renderer, by which the script finds it."""


def add(chart: LiveChart, colour: str) -> None:
    """Add the ring, which is nowhere yet, to a prototype. The browser alone moves it: its data are not synchronised."""
    nowhere = ColumnDataSource({"x": [], "y": []}, syncable=False)
    ring = Scatter(x="x", y="y", size=12, line_color=colour, line_width=2, fill_alpha=0)
    renderer = chart.figure.add_glyph(nowhere, ring, name=NAME, level="overlay")
    renderer.update(selection_glyph=None, nonselection_glyph=None, muted_glyph=None)
