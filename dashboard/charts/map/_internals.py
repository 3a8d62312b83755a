"""HoloViews' and GeoViews' internals of the notebook's map. Tested with HoloViews 1.23, GeoViews 1.15 and 1.16."""

from __future__ import annotations

from typing import Any, ClassVar

import holoviews as hv
import pandas as pd
import param
from bokeh.models import GlyphRenderer, Plot
from geoviews.plotting.bokeh import GeoPointPlot
from holoviews.plotting.bokeh.styles import base_properties, fill_properties, line_properties

from dashboard.charts.core.rendering import render
from dashboard.charts.map.choropleth import Choropleth
from dashboard.charts.map.geometry import PROJECTION, Outlines


class ChoroplethPlot(GeoPointPlot):
    """Draws each row of a `Choropleth` as the outline of the same index.

    Buys: a map in 0.2 s, which takes GeoViews' own polygons 4.8 s, as they are projected at each drawing and sent again
    at each change of values (2026-11). Here the rings come projected and are shared by all sessions. HoloViews' plots
    are meant to be subclassed by these names, underscore or not. `choropleth.draw_patches` is the public way.
    """

    outlines = param.ClassSelector(class_=Outlines, doc="rings, one for each row")

    style_opts: ClassVar = [
        *base_properties,
        *line_properties,
        *fill_properties,
    ]
    _plot_methods: ClassVar = {"single": "patches"}
    _project_operation = None  # the rings are projected already

    def get_data(self, element: Choropleth, ranges: Any, style: dict[str, Any]) -> tuple[dict, dict, dict]:
        """Return columns, their mapping to the glyph, and style, as HoloViews asks a plot for them."""
        data = {dimension.name: element.dimension_values(dimension) for dimension in element.vdims}
        data |= {"xs": self.outlines.xs, "ys": self.outlines.ys}
        data |= {"dot_x": self.outlines.dot_x, "dot_y": self.outlines.dot_y}
        return data, {"xs": "xs", "ys": "ys", "fill_color": {"field": "colour"}}, style

    def _init_glyph(self, plot: Any, mapping: dict[str, Any], properties: dict[str, Any]) -> tuple[Any, Any]:
        properties.pop("plot_method", None)
        renderer = plot.patches(**{**properties, **mapping})
        return renderer, renderer.glyph


hv.Store.register({Choropleth: ChoroplethPlot}, "bokeh")


def draw_element(shapes: Outlines, columns: dict[str, Any], **looks: Any) -> tuple[Plot, GlyphRenderer]:
    """Draw each row of `columns` as the outline of the same index, as a GeoViews element; `looks` are of the lines.

    Buys: see `ChoroplethPlot`.
    """
    frame = pd.DataFrame({"x": shapes.x, "y": shapes.y, **columns})
    element = Choropleth(frame, ["x", "y"], list(columns), crs=PROJECTION)
    plot = render(element.opts(outlines=shapes, projection=PROJECTION, default_tools=[], show_bounds=False, **looks))
    return plot.state, plot.handles["glyph_renderer"]
