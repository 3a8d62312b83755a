"""What lies on the world map besides its countries: the sea, a graticule, hatches, dots, and the tools."""

from __future__ import annotations

from typing import Any

from bokeh.models import (
    ColumnDataSource,
    GlyphRenderer,
    HoverTool,
    MultiLine,
    Patch,
    Patches,
    Plot,
    Scatter,
    TapTool,
    ZoomInTool,
    ZoomOutTool,
)

from dashboard.charts.core.theme import Theme
from dashboard.charts.map.geometry import Backdrop

NAME = "world-map"
"""Of the source, by which assets/js/map/map.js finds it; the figure and the backdrop bear it with an addition."""

NO_DATA, UNCERTAIN, THIN = "no-data", "uncertain", "thin"
HATCHES = {NO_DATA: "right_diagonal_line", UNCERTAIN: "dot", THIN: "horizontal_line"}
"""A hatch lies over countries, in a drawing of its own. As a column of the map's it would be made anew for every
country at every step of the years, which takes the browser a second and a half."""

OUTLINES = {"chosen": (1.6, 2.4), "pointed": (1.1, 1.8)}
"""How wide the outline is of a country chosen or pointed at, in pixels: of its shape, and of its dot."""

COLUMNS = ("xs", "ys", "dot_x", "dot_y", "dot_size")
"""Of a source of shapes and dots."""

PLAIN: dict[str, Any] = {"selection_glyph": None, "nonselection_glyph": None, "muted_glyph": None}
"""For what is never selected: each look is a drawing of its own, which the browser keeps in step."""

TOOLTIP = """
<div class="map-tip" style="width: 15rem; height: 5.2em; font-size: 13px; line-height: 1.3">
  <strong>@name</strong><br>@said<br>@interval
</div>
"""


def backdrop_columns(behind: Backdrop) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of the sea's source, and of the graticule's."""
    sphere = {"x": behind.sphere[:, 0], "y": behind.sphere[:, 1]}
    return sphere, {"xs": [line[:, 0] for line in behind.graticule], "ys": [line[:, 1] for line in behind.graticule]}


def add_backdrop(figure: Plot, behind: Backdrop, theme: Theme) -> tuple[ColumnDataSource, ColumnDataSource]:
    """The sea within the edge of the world, and a graticule so light that it is not taken for a border."""
    sphere, lines = (
        ColumnDataSource(data, name=f"{NAME}-{part}")
        for part, data in zip(("sphere", "graticule"), backdrop_columns(behind), strict=True)
    )
    sea = Patch(fill_color=theme.ground, line_color=theme.rule, line_width=1)
    figure.add_glyph(sphere, sea, level="underlay", **PLAIN)
    figure.add_glyph(lines, MultiLine(line_color=theme.rule, line_width=0.6), level="underlay", **PLAIN)
    return sphere, lines


def add_dots(figure: Plot, shapes: GlyphRenderer, source: ColumnDataSource, theme: Theme) -> GlyphRenderer:
    """Dots of small countries, and how a country looks that is chosen or pointed at."""
    (chosen, chosen_dot), (pointed, pointed_dot) = OUTLINES.values()
    shapes.selection_glyph = shapes.glyph.clone()
    shapes.selection_glyph.update(line_color=theme.outline, line_width=chosen)
    # A click must not dim the rest of the world. Without any, the browser draws it by a copy that no theme reaches.
    shapes.nonselection_glyph = shapes.glyph
    shapes.hover_glyph = shapes.glyph.clone()
    shapes.hover_glyph.update(line_color=theme.outline, line_width=pointed)
    dots = figure.add_glyph(
        source,
        Scatter(
            x="dot_x",
            y="dot_y",
            size="dot_size",
            fill_color=shapes.glyph.fill_color,
            line_color=theme.quiet,
            line_width=0.8,
        ),
    )
    dots.selection_glyph = dots.glyph.clone()
    dots.selection_glyph.update(line_color=theme.outline, line_width=chosen_dot)
    dots.nonselection_glyph = dots.glyph
    dots.hover_glyph = dots.glyph.clone()
    dots.hover_glyph.update(line_color=theme.outline, line_width=pointed_dot)
    return dots


def add_outlines(figure: Plot, theme: Theme) -> None:
    """Outlines for a page whose browser fills them: on a canvas above, so that the world below is not painted anew.

    The outline of a selection or of what is hovered over, as Bokeh draws it, costs a painting of every country.
    """
    for name, (of_shape, of_dot) in OUTLINES.items():
        source = ColumnDataSource({column: [] for column in COLUMNS}, name=f"{NAME}-{name}")
        shape = Patches(xs="xs", ys="ys", fill_color=None, line_color=theme.outline, line_width=of_shape)
        dot = Scatter(x="dot_x", y="dot_y", size="dot_size", fill_color=None)
        dot.update(line_color=theme.outline, line_width=of_dot)
        for glyph in (shape, dot):
            figure.add_glyph(source, glyph, level="overlay", **PLAIN)


def add_hatches(figure: Plot, over: dict[str, ColumnDataSource], theme: Theme) -> None:
    """Hatched shapes, of the countries that the sources hold."""
    for name, pattern in HATCHES.items():
        hatch = {"hatch_pattern": pattern, "hatch_color": theme.no_data, "hatch_scale": 6, "hatch_weight": 0.6}
        figure.add_glyph(over[name], Patches(xs="xs", ys="ys", fill_color=None, line_color=None, **hatch), **PLAIN)


def add_hatched_dots(figure: Plot, over: dict[str, ColumnDataSource], theme: Theme) -> None:
    """A dot is too small for a pattern: without data it is crossed, uncertain it has a point, thin a dash."""
    for name, marker in {NO_DATA: "x", UNCERTAIN: "dot", THIN: "dash"}.items():
        mark = Scatter(x="dot_x", y="dot_y", size="dot_size", marker=marker, line_color=theme.ink, fill_color=theme.ink)
        figure.add_glyph(over[name], mark, **PLAIN)


def add_tools(figure: Plot, shapes: GlyphRenderer, dots: GlyphRenderer) -> None:
    """Zoom and its way back; and, for a notebook, pointing and clicking."""
    both = {"renderers": [shapes, dots], "visible": False}  # always on, so without a button
    # One country a renderer, the smallest: an enclave, not the country round it. Where a dot lies on a shape its tip
    # lies on the shape's, which is as large and below it.
    one = {"sort_by": [("order", -1)], "limit": 1, "point_policy": "follow_mouse", "attachment": "horizontal"}
    hover = HoverTool(tooltips=TOOLTIP, **one, **both)
    tap = TapTool(mode="replace", **both)  # the default mode takes a country back that is clicked twice
    figure.tools = []
    zoom = [ZoomInTool(factor=0.3), ZoomOutTool(factor=0.3)]
    figure.add_tools(tap, hover, "pan", "wheel_zoom", *zoom, "reset")
    figure.toolbar.active_drag = None  # one finger scrolls the page; pan and wheel zoom wait in the toolbar
    figure.toolbar.active_scroll = None
    figure.toolbar.active_tap = tap
    figure.toolbar.logo = None
    figure.toolbar_location = "below"
    figure.toolbar_inner = True  # outside it would take height from the frame and bend the world
    figure.toolbar.autohide = True
