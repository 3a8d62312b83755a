"""A choropleth with one row a country: the GeoViews element, and the same in Bokeh's own patches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import geoviews as gv
import numpy as np
import param
from bokeh.models import GlyphRenderer, Plot, Range1d
from bokeh.plotting import figure

from dashboard.charts.map.geometry import Outlines


class Choropleth(gv.Points):
    """A position and values for each country; `colour` is 0xRRGGBBAA as uint32, 0 without data."""

    group = param.String(default="Choropleth", constant=True)


def draw_patches(shapes: Outlines, columns: dict[str, Any], **looks: Any) -> tuple[Plot, GlyphRenderer]:
    """Draw each row of `columns` as the outline of the same index, by Bokeh's public API; `looks` are of the lines."""
    drawn = figure(x_range=Range1d(0, 1), y_range=Range1d(0, 1), tools=[])
    outlines = {name: getattr(shapes, name) for name in ("xs", "ys", "dot_x", "dot_y")}
    data = {name: np.asarray(column) if name == "colour" else list(column) for name, column in columns.items()}
    renderer = drawn.patches("xs", "ys", source={**data, **outlines}, fill_color={"field": "colour"}, **looks)
    return drawn, renderer


def colours(bins: np.ndarray, palette: Sequence[str]) -> np.ndarray:
    """Return each country's colour as 0xRRGGBBAA, uint32: its bin's in `palette` (#rrggbb); clear without a bin."""
    opaque = np.array([*(int(shade[1:], 16) << 8 | 0xFF for shade in palette), 0], "uint32")
    return opaque[np.where(np.isnan(bins), len(palette), bins).astype(int)]
