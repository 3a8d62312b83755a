"""Keeps a drawn chart up to date by giving it new data: the same figure, axes and zoom, never a new figure.

HoloViews would render a changed element again, which costs some ten times as much and sends whole glyphs anew.
"""

from __future__ import annotations

from typing import Any

import holoviews as hv
from bokeh.models import HoverTool, NumeralTickFormatter, Plot, Range1d

from dashboard.charts.style import tick_format


class FedChart:
    """An overlay drawn once. Every overlay fed to it must have the same elements in the same order."""

    def __init__(self, overlay: hv.Overlay, label: str):
        """Draw `overlay`; `label` is the chart's name for those who hear it."""
        self._plot = hv.renderer("bokeh").get_plot(overlay)
        self.figure: Plot = self._plot.state
        self.say(label)
        self.figure.toolbar_location = None
        # A chart that can be dragged away has no way back without a toolbar, and stops a phone's page from scrolling.
        self.figure.tools = [tool for tool in self.figure.tools if isinstance(tool, HoverTool)]

    def say(self, label: str) -> None:
        """Names the chart for those who hear it."""
        self.figure.html_attributes = {"role": "figure", "aria-label": label}

    def feed(self, overlay: hv.Overlay, x_range: tuple[float, float], y_range: tuple[float, float]) -> None:
        """Shows the figures of `overlay` on these axes."""
        for plot, element in zip(self._plot.subplots.values(), overlay, strict=True):
            plot.handles["source"].data = _columns(plot, element)
        _stretch(self.figure.x_range, x_range)
        _stretch(self.figure.y_range, y_range)
        self.figure.yaxis.formatter = NumeralTickFormatter(format=tick_format(*y_range))

    @property
    def sources(self) -> list[Any]:
        """The data sources, in the order of the overlay's elements."""
        return [plot.handles["source"] for plot in self._plot.subplots.values()]


def _columns(plot: Any, element: hv.Element) -> dict[str, Any]:
    """The columns of an element as its plot would send them."""
    style = plot.lookup_options(element, "style")[0]
    data, _, _ = plot.get_data(element, {}, dict(style))
    return data


def _stretch(axis: Range1d, limits: tuple[float, float]) -> None:
    axis.update(start=limits[0], end=limits[1], reset_start=limits[0], reset_end=limits[1])
