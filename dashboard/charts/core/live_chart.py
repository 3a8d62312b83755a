"""Live charts: drawn once by HoloViews, then updated with new data in the same figure, axes and zoom.

HoloViews would render a changed element again, which takes some ten times as long and sends whole glyphs again.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

import holoviews as hv
import numpy as np
from bokeh.models import ColumnDataSource, FixedTicker, Glyph, GlyphRenderer, HoverTool, Plot, Range1d
from numpy.typing import ArrayLike

from dashboard.charts.core import style
from dashboard.charts.core.cloning import Prototype
from dashboard.charts.core.columns import column
from dashboard.charts.core.rendering import render
from dashboard.charts.core.style import format_ticks
from dashboard.charts.core.theme import LIGHT, Theme
from dashboard.charts.core.theming import recolour

Columns = Mapping[str, Any]
"""Columns of one element by name: its dimensions, as arrays or lists of one length."""


class LiveChart:
    """An overlay drawn once; `update` shows other data in it, `copy` returns one for another visitor."""

    def __init__(self, overlay: hv.Overlay, label: str):
        """Draw `overlay`; `label` is the chart's name for screen readers."""
        drawn = render(overlay)
        self.figure: Plot = drawn.state
        for plot, element in zip(drawn.subplots.values(), overlay, strict=True):
            # Nothing is selected or muted in a chart over time, so no copies of the glyphs for that are sent.
            plot.handles["glyph_renderer"].update(
                name=element.label or None, selection_glyph=None, nonselection_glyph=None, muted_glyph=None
            )
        self._prototypes: dict[Theme, Prototype] = {}
        self._by_label = _by_label(self.figure)
        self.set_label(label)
        self.figure.yaxis.ticker = FixedTicker(ticks=[])  # `set_limits` sets them
        self.figure.toolbar_location = None
        # A chart that can be dragged has no way back without a toolbar, and keeps a phone's page from scrolling.
        self.figure.tools = [tool for tool in self.figure.tools if isinstance(tool, HoverTool)]

    def copy(self, theme: Theme = LIGHT) -> LiveChart:
        """Return a chart like this one, drawn in LIGHT, as it was at the first copy; in `theme`."""
        made = copy(self)
        made.figure = self._prototype(theme).copy()
        made._by_label = _by_label(made.figure)
        return made

    def _prototype(self, theme: Theme) -> Prototype:
        if theme not in self._prototypes:
            drawn = self.figure
            if theme != LIGHT:
                drawn = self._prototype(LIGHT).copy()
                recolour(drawn, LIGHT, theme)
            self._prototypes[theme] = Prototype(drawn)
        return self._prototypes[theme]

    def set_label(self, label: str) -> None:
        """Name the chart for screen readers."""
        style.set_label(self.figure, label)

    def add(self, glyphs: Mapping[str, Glyph], **options: Any) -> None:
        """Draw more elements above the others, by label; those that the chart has already stay. They are without data.

        Only what few readers ask for is added to a chart that is shown: the browser draws all of it again.
        """
        new = {label: glyph for label, glyph in glyphs.items() if label not in self._by_label}
        if not new:
            return
        made = [_renderer(label, glyph, **options) for label, glyph in new.items()]
        self.figure.renderers = [*self.figure.renderers, *made]
        self._by_label = _by_label(self.figure)

    def has(self, label: str) -> bool:
        """Return whether the chart has an element of this label."""
        return label in self._by_label

    def update(self, columns: Mapping[str, Columns]) -> None:
        """Show these data, by the label of the element that draws them; other elements keep theirs."""
        for label, data in columns.items():
            update_source(self.source(label), data)

    def source(self, label: str) -> ColumnDataSource:
        """Return the data of the element of this label."""
        return self._by_label[label].data_source

    def renderer(self, label: str) -> GlyphRenderer:
        """Return the renderer of the element of this label."""
        return self._by_label[label]

    def glyph(self, label: str) -> Glyph:
        """Return the glyph of the element of this label."""
        return self._by_label[label].glyph

    def set_tooltip(self, template: str) -> None:
        """Set the tooltip: HTML that names columns; Bokeh escapes their values."""
        for tool in self.figure.tools:  # `select` would walk all models of the figure: 3 ms
            if isinstance(tool, HoverTool):
                tool.tooltips = template

    def set_limits(
        self,
        y_range: tuple[float, float],
        x_range: tuple[float, float] | None = None,
        *,
        decimals: int | None = None,
    ) -> None:
        """Set the limits of the axes; without limits of x, that axis stays where the reader has it.

        `decimals` are those of the series on the y axis, as for `ticks`.
        """
        if x_range is not None:
            set_limits(self.figure.x_range, x_range)
        set_limits(self.figure.y_range, y_range)
        format_ticks(self.figure.yaxis[0], *y_range, in_two_lines=True, decimals=decimals)


def _renderer(label: str, glyph: Glyph, **options: Any) -> GlyphRenderer:
    names = [name for name in ("x", "y", "text") if hasattr(glyph, name)]
    if baseline := getattr(getattr(glyph, "text_baseline", None), "field", ""):
        names.append(baseline)
    nothing = ColumnDataSource({name: [] for name in names})
    unused = {"selection_glyph": None, "nonselection_glyph": None, "muted_glyph": None}
    return GlyphRenderer(data_source=nothing, glyph=glyph, name=label, **unused, **options)


def _by_label(figure: Plot) -> dict[str, GlyphRenderer]:
    return {renderer.name: renderer for renderer in figure.renderers if renderer.name}


def update_source(source: ColumnDataSource, columns: Columns) -> None:
    """Set `columns` in a source, and send the browser only those that have changed."""
    after = {name: column(values) if _are_numbers(values) else values for name, values in columns.items()}
    before = source.data
    if before.keys() != after.keys() or any(len(before[name]) != len(new) for name, new in after.items()):
        source.data = after  # columns must have one length at any time
        return
    changed = {name: new for name, new in after.items() if not _is_same(before[name], new)}
    if changed:
        source.data.update(changed)


def _are_numbers(values: Any) -> bool:
    return isinstance(values, np.ndarray) and values.dtype.kind in "fi"


def _is_same(old: Any, new: Any) -> bool:
    if isinstance(new, np.ndarray) and isinstance(old, np.ndarray):
        return old.dtype == new.dtype and np.array_equal(old, new, equal_nan=new.dtype.kind == "f")
    return type(old) is type(new) and list(old) == list(new)


def area(x: ArrayLike, low: ArrayLike, high: ArrayLike) -> dict[str, np.ndarray]:
    """Return the columns of an `hv.Area` between two lines: there and back, for each run without a missing value."""
    at, lower, upper = (np.asarray(values, float) for values in (x, low, high))
    known = np.isfinite(lower) & np.isfinite(upper)
    starts = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    xs: list[np.ndarray] = []
    ys: list[np.ndarray] = []
    for first, end in starts.reshape(-1, 2):
        run = slice(first, end)
        xs += [at[run], at[run][::-1], np.array([np.nan])]
        ys += [lower[run], upper[run][::-1], np.array([np.nan])]
    if not xs:
        return {"x": np.array([]), "y": np.array([])}
    return {"x": np.concatenate(xs[:-1]), "y": np.concatenate(ys[:-1])}


def set_limits(axis: Range1d, limits: tuple[float, float]) -> None:
    """Set the limits of an axis, which are also where Reset goes."""
    axis.update(start=limits[0], end=limits[1], reset_start=limits[0], reset_end=limits[1])
