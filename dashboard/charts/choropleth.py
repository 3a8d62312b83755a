"""A GeoViews element that is a choropleth with one row a country, and how Bokeh draws it.

GeoViews' own polygons are projected, and sent to the browser, again at every change. Here the rings come projected
from `geometry`, are shared by all sessions, and go to the browser once; a change of values touches one column.
"""

from __future__ import annotations

from typing import Any, ClassVar

import geoviews as gv
import holoviews as hv
import numpy as np
import param
from bokeh.models import LinearColorMapper
from geoviews.plotting.bokeh import GeoPointPlot
from holoviews.plotting.bokeh.styles import base_properties, fill_properties, line_properties

from dashboard.charts.geometry import Outlines

NO_DATA_HATCH = "right_diagonal_line"
UNCERTAIN_HATCH = "dot"
NO_HATCH = "blank"


class Choropleth(gv.Points):
    """A position and values for each country; `bin` is the index of its colour, NaN without data."""

    group = param.String(default="Choropleth", constant=True)


class ChoroplethPlot(GeoPointPlot):
    """Draws each row of a `Choropleth` as the outline of the same index."""

    outlines = param.ClassSelector(class_=Outlines, doc="rings, one for each row")
    palette = param.List(default=[], item_type=str, doc="colour of each bin")

    style_opts: ClassVar = [
        *base_properties,
        *line_properties,
        *fill_properties,
        "hatch_color",
        "hatch_scale",
        "hatch_weight",
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
        mapper = LinearColorMapper(
            palette=self.palette, low=-0.5, high=len(self.palette) - 0.5, nan_color="rgba(0, 0, 0, 0)"
        )
        self.handles["color_mapper"] = mapper
        mapping = {
            "xs": "xs",
            "ys": "ys",
            "fill_color": {"field": "bin", "transform": mapper},
            "hatch_pattern": {"field": "hatch"},
        }
        return data, mapping, style

    def _init_glyph(self, plot: Any, mapping: dict[str, Any], properties: dict[str, Any]) -> tuple[Any, Any]:
        properties.pop("plot_method", None)
        renderer = plot.patches(**{**properties, **mapping})
        return renderer, renderer.glyph


hv.Store.register({Choropleth: ChoroplethPlot}, "bokeh")


def hatches(bins: np.ndarray, is_uncertain: list[bool]) -> list[str]:
    """Pattern of each country: diagonal lines without data, dots where the value is uncertain, else none."""
    return [
        NO_DATA_HATCH if np.isnan(index) else UNCERTAIN_HATCH if uncertain else NO_HATCH
        for index, uncertain in zip(bins, is_uncertain, strict=True)
    ]
