"""The map as the page has it: drawn without a country, for the browser to fill from files (assets/js/map*.js).

There shapes and values come as files that the browser keeps, and picking a country is a script's, so neither passes
through the session. Elsewhere, in a notebook, the map has its own figures and tools (world_map).
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
"""The columns that are drawn; the others of a map are for a notebook's tooltip."""


class PageMap:
    """One visitor's map: `figure`, a copy of one drawn once a process and theme."""

    def __init__(self, theme: Theme, projection: ccrs.Projection = PROJECTION):
        """Draw it in `theme`, and look at the whole world in `projection`."""
        self.figure: Plot = _prototype(theme).copy()
        if projection is not PROJECTION:
            notebook_map.look_at(self.figure, *view_limits(MAP_ASPECT, projection))

    def set_label(self, label: str) -> None:
        """Names the map for those who hear it."""
        style.set_label(self.figure, label)

    def set_state(self, **told: Any) -> None:
        """Tells the browser what to draw.

        In the tags of a model that nothing is drawn by: of the source's, a change of tags would have every shape given
        to its glyphs and indexed again.
        """
        self.figure.tags[0].tags = [told]


@cache
def _prototype(theme: Theme) -> Prototype:
    none = np.empty(0)
    shapes, behind = Outlines([], [], none, none, none, none), Backdrop(np.empty((0, 2)), [])
    without: dict[str, list] = {name: [] for name in ("order", "name", "colour", "hatch", "said", "interval")}
    drawn = notebook_map.draw([], shapes, behind, without, theme, "World map")
    # It takes the size of its place, tools below it: assets/css/explore/explore.css makes the place for both.
    drawn.figure.update(sizing_mode="stretch_both", aspect_ratio=None, toolbar_inner=False, margin=0)
    drawn.figure.toolbar.autohide = False
    drawn.figure.toolbar.active_tap = None
    drawn.figure.tools = [tool for tool in drawn.figure.tools if not isinstance(tool, TapTool | HoverTool)]
    for renderer in drawn.figure.renderers:
        if renderer.data_source is drawn.source:
            renderer.update(selection_glyph=renderer.glyph, hover_glyph=None)
    layers.add_outlines(drawn.figure, theme)
    drawn.source.data = {name: [] for name in DRAWN}
    drawn.figure.tags = [AllIndices(name=f"{NAME}-told")]
    return Prototype(drawn.figure)
