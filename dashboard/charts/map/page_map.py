"""The page's map: drawn without countries, which the browser fills in from files (assets/js/map/).

Shapes and values are files that the browser caches, and a script picks the country, so neither passes through the
session. In a notebook the map has data and tools of its own (notebook_map).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import cartopy.crs as ccrs
import numpy as np
from bokeh.models import AllIndices, HoverTool, Plot, TapTool

from dashboard.charts.core import style
from dashboard.charts.core.cloning import Prototype
from dashboard.charts.core.theme import MAP_ASPECT, Theme
from dashboard.charts.map import layers, notebook_map
from dashboard.charts.map.geometry import PROJECTION, Backdrop, Outlines, view_limits
from dashboard.charts.map.layers import NAME

DRAWN = (*layers.COLUMNS, "colour")
"""The columns that are drawn; the others are for a notebook's tooltip."""


class PageMap:
    """One visitor's map: `figure`, a copy of one drawn once a process and theme."""

    def __init__(self, theme: Theme, projection: ccrs.Projection = PROJECTION):
        """Draw it in `theme`, and show the whole world in `projection`."""
        self.figure: Plot = _prototype(theme).copy()
        if projection is not PROJECTION:
            notebook_map.look_at(self.figure, *view_limits(MAP_ASPECT, projection))

    def set_label(self, label: str) -> None:
        """Name the map for screen readers."""
        style.set_label(self.figure, label)

    def set_state(self, **state: Any) -> None:
        """Send the browser what to draw.

        It is in the tags of a model that draws nothing: a change of the source's tags would give every shape to its
        glyphs, and index it, again.
        """
        self.figure.tags[0].tags = [state]


@cache
def _prototype(theme: Theme) -> Prototype:
    none = np.empty(0)
    shapes, behind = Outlines([], [], none, none, none, none), Backdrop(np.empty((0, 2)), [])
    without: dict[str, list] = {name: [] for name in ("order", "name", "colour", "hatch", "text", "interval", "doubt")}
    drawn = notebook_map.draw([], shapes, behind, without, theme, "World map")
    # It has the size of its place, with the tools below it: assets/css/explore/explore.css makes room for both.
    drawn.figure.update(sizing_mode="stretch_both", aspect_ratio=None, toolbar_inner=False, margin=0)
    drawn.figure.toolbar.autohide = False
    drawn.figure.toolbar.active_tap = None
    drawn.figure.tools = [tool for tool in drawn.figure.tools if not isinstance(tool, TapTool | HoverTool)]
    for renderer in drawn.figure.renderers:
        if renderer.data_source is drawn.source:
            renderer.update(selection_glyph=renderer.glyph, hover_glyph=None)
    layers.add_outlines(drawn.figure, theme)
    drawn.source.data = {name: [] for name in DRAWN}
    drawn.figure.tags = [AllIndices(name=f"{NAME}-state")]
    return Prototype(drawn.figure)
