"""A GeoViews element that is a choropleth with one row a country, and how Bokeh draws it.

GeoViews' own polygons are projected, and sent to the browser, again at every change. Here the rings come projected
from `geometry`, are shared by all sessions, and go to the browser once; a change of values touches one column.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import geoviews as gv
import holoviews as hv
import numpy as np
import param
from geoviews.plotting.bokeh import GeoPointPlot
from holoviews.plotting.bokeh.styles import base_properties, fill_properties, line_properties

from dashboard.charts.map.geometry import Outlines


class Choropleth(gv.Points):
    """A position and values for each country; `colour` is 0xRRGGBBAA as uint32, 0 without data."""

    group = param.String(default="Choropleth", constant=True)


class ChoroplethPlot(GeoPointPlot):
    """Draws each row of a `Choropleth` as the outline of the same index."""

    outlines = param.ClassSelector(class_=Outlines, doc="rings, one for each row")

    style_opts: ClassVar = [
        *base_properties,
        *line_properties,
        *fill_properties,
    ]
    _plot_methods: ClassVar = {"single": "patches"}
    _project_operation = None  # the rings are projected already

    def get_data(self, element: Choropleth, ranges: Any, style: dict[str, Any]) -> tuple[dict, dict, dict]:
        """Columns, their mapping to the glyph, and style, as HoloViews asks a plot for them."""
        data = {dimension.name: element.dimension_values(dimension) for dimension in element.vdims}
        data |= {
            "xs": self.outlines.xs,
            "ys": self.outlines.ys,
            "dot_x": self.outlines.dot_x,
            "dot_y": self.outlines.dot_y,
        }
        mapping = {
            "xs": "xs",
            "ys": "ys",
            "fill_color": {"field": "colour"},
        }
        return data, mapping, style

    def _init_glyph(self, plot: Any, mapping: dict[str, Any], properties: dict[str, Any]) -> tuple[Any, Any]:
        properties.pop("plot_method", None)
        renderer = plot.patches(**{**properties, **mapping})
        return renderer, renderer.glyph


hv.Store.register({Choropleth: ChoroplethPlot}, "bokeh")


def colours(bins: np.ndarray, palette: Sequence[str]) -> np.ndarray:
    """Colour of each country as 0xRRGGBBAA, uint32: its bin's in `palette` (#rrggbb); clear without a bin (NaN)."""
    opaque = np.array([*(int(shade[1:], 16) << 8 | 0xFF for shade in palette), 0], "uint32")
    return opaque[np.where(np.isnan(bins), len(palette), bins).astype(int)]
