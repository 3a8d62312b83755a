"""Layers of the world map besides its countries: sea, graticule, hatches, dots, outlines, and the tools."""

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
"""Name of the source; those of other sources begin with it."""

NO_DATA, UNCERTAIN, THIN, DISPUTED, PROJECTED = "no-data", "uncertain", "thin", "disputed", "projected"
HATCHES = {
    NO_DATA: "right_diagonal_line",
    UNCERTAIN: "dot",
    THIN: "horizontal_line",
    DISPUTED: "vertical_line",
    PROJECTED: "left_diagonal_line",
}
"""Each hatch is a renderer of its own, over the countries. As a column of the map it would be made again for every
country at every step of the years, which takes the browser a second and a half."""

OUTLINES = {"chosen": (1.6, 2.4), "pointed": (1.1, 1.8)}
"""Width of the outline of a selected country, and of one under the pointer, in pixels: of its shape, and of its dot."""

COLUMNS = ("xs", "ys", "dot_x", "dot_y", "dot_size")
"""Columns of a source of shapes and dots."""

PLAIN: dict[str, Any] = {"selection_glyph": None, "nonselection_glyph": None, "muted_glyph": None}
"""For renderers that are never selected: each look would be a glyph of its own, which the browser keeps in step."""

TOOLTIP = """
<div class="map-tip" style="width: 15rem; min-height: 5.2em; font-size: 13px; line-height: 1.3">
  <strong>@name</strong><br>@text<br>@interval<br>@doubt
</div>
"""


def backdrop_columns(behind: Backdrop) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the columns of the sea's source, and of the graticule's."""
    sphere = {"x": behind.sphere[:, 0], "y": behind.sphere[:, 1]}
    return sphere, {"xs": [line[:, 0] for line in behind.graticule], "ys": [line[:, 1] for line in behind.graticule]}


def add_backdrop(figure: Plot, behind: Backdrop, theme: Theme) -> tuple[ColumnDataSource, ColumnDataSource]:
    """Draw the sea within the edge of the world, and a graticule so light that it is not taken for a border."""
    sphere, lines = (
        ColumnDataSource(data, name=f"{NAME}-{part}")
        for part, data in zip(("sphere", "graticule"), backdrop_columns(behind), strict=True)
    )
    sea = Patch(fill_color=theme.ground, line_color=theme.rule, line_width=1)
    figure.add_glyph(sphere, sea, level="underlay", **PLAIN)
    figure.add_glyph(lines, MultiLine(line_color=theme.rule, line_width=0.6), level="underlay", **PLAIN)
    return sphere, lines


def add_dots(figure: Plot, shapes: GlyphRenderer, source: ColumnDataSource, theme: Theme) -> GlyphRenderer:
    """Draw the dots of small countries, and outline a country that is selected or under the pointer."""
    (chosen, chosen_dot), (pointed, pointed_dot) = OUTLINES.values()
    shapes.selection_glyph = shapes.glyph.clone()
    shapes.selection_glyph.update(line_color=theme.outline, line_width=chosen)
    # A click must not dim the rest of the world. With None, the browser would make a copy that no theme reaches.
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


def add_hatches(figure: Plot, over: dict[str, ColumnDataSource], theme: Theme) -> None:
    """Draw hatched shapes for the countries in these sources."""
    for name, pattern in HATCHES.items():
        hatch = {"hatch_pattern": pattern, "hatch_color": theme.no_data, "hatch_scale": 6, "hatch_weight": 0.6}
        figure.add_glyph(over[name], Patches(xs="xs", ys="ys", fill_color=None, line_color=None, **hatch), **PLAIN)


def add_hatched_dots(figure: Plot, over: dict[str, ColumnDataSource], theme: Theme) -> None:
    """Mark dots, too small for a hatch: x without data, point if uncertain, dash if thin, plus if disputed."""
    for name, marker in {NO_DATA: "x", UNCERTAIN: "dot", THIN: "dash", DISPUTED: "cross"}.items():
        mark = Scatter(x="dot_x", y="dot_y", size="dot_size", marker=marker, line_color=theme.ink, fill_color=theme.ink)
        figure.add_glyph(over[name], mark, **PLAIN)


def add_tools(figure: Plot, shapes: GlyphRenderer, dots: GlyphRenderer) -> None:
    """Add zoom, pan and reset; and, for a notebook, hover and tap."""
    both = {"renderers": [shapes, dots], "visible": False}  # always on, so without a button
    # One country a renderer, the smallest: an enclave, not the country round it. Where a dot is on a shape, its
    # tooltip covers that of the shape, which has the same size.
    one = {"sort_by": [("order", -1)], "limit": 1, "point_policy": "follow_mouse", "attachment": "horizontal"}
    hover = HoverTool(tooltips=TOOLTIP, **one, **both)
    tap = TapTool(mode="replace", **both)  # in the default mode a second click would deselect
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
