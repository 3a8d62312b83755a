"""The world map of one measure: which country is which colour, drawn so that it can be fed and clicked."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import holoviews as hv
import numpy as np
import pandas as pd
from bokeh.models import ColumnDataSource, GlyphRenderer, HoverTool, Plot, Scatter, TapTool, ZoomInTool, ZoomOutTool

from dashboard import queries
from dashboard.charts.choropleth import Choropleth, hatches
from dashboard.charts.geometry import PROJECTION, Outlines, view_limits
from dashboard.presentation import Bins, signed
from dashboard.theme import MAP_ASPECT, Theme

DOT_PIXELS = 7
TOOLTIP = """
<div class="map-tip" style="width: 15rem; height: 5.2em; font-size: 13px; line-height: 1.3">
  <strong>@name</strong><br>@said<br>@interval
</div>
"""


@dataclass(frozen=True)
class WorldMap:
    """A drawn map: its figure, and the one source of both shapes and dots, a row for each code in `iso3`."""

    figure: Plot
    source: ColumnDataSource
    iso3: list[str]

    def fill_its_place(self) -> None:
        """Takes the size of its place on the page, tools below the map: assets/style.css makes the place for both.

        Elsewhere (a notebook) the map keeps its own proportions, and the tools lie on it while the pointer does.
        """
        self.figure.update(sizing_mode="stretch_both", aspect_ratio=None, toolbar_inner=False)
        self.figure.toolbar.autohide = False


def drawn_countries(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Everything that has a place on the map, larger before smaller, so that enclaves lie on top."""
    placed = countries[countries.kind.isin(["economy", "area"]) & countries.longitude_deg.notna()]
    return placed.sort_values("area_km2", ascending=False, na_position="last", ignore_index=True)


def columns(countries: gpd.GeoDataFrame, rows: pd.DataFrame, bins: Bins) -> dict[str, list | np.ndarray]:
    """What each country shows: bin, hatch and the words of its tooltip.

    Args:
        countries: in drawing order (`drawn_countries`).
        rows: one measure, one row a country: iso3, value, low95, high95, unit, significant, doubt.
        bins: the colours.
    """
    own = rows.set_index("iso3").reindex(countries.iso3)
    index = bins.index(own.value)
    is_uncertain = queries.is_uncertain(own).tolist()
    return {
        "order": np.arange(len(countries), dtype="int16"),
        "name": countries["name"].tolist(),
        "bin": index,
        "hatch": hatches(index, is_uncertain),
        "said": [_said(value, unit) for value, unit in zip(own.value, own.unit, strict=True)],
        "interval": [
            _interval(low, high, doubt)
            for low, high, doubt in zip(own.low95, own.high95, own.doubt.fillna(""), strict=True)
        ],
    }


def draw(countries: gpd.GeoDataFrame, shapes: Outlines, shown: dict, bins: Bins, theme: Theme, label: str) -> WorldMap:
    """Draws the map once; afterwards its source is fed with other `columns`.

    Args:
        countries: in drawing order, as for `columns`.
        shapes: their outlines, in the same order.
        shown: what `columns` gives.
        bins: the colours.
        theme: colours of lines and paper.
        label: the map's name for those who hear it.
    """
    frame = pd.DataFrame({"x": shapes.x, "y": shapes.y, **shown})
    (x0, x1), (y0, y1) = view_limits(MAP_ASPECT)
    element = Choropleth(frame, ["x", "y"], list(shown), crs=PROJECTION).opts(
        outlines=shapes,
        palette=list(bins.colours),
        projection=PROJECTION,
        line_color=theme.border,
        line_width=0.5,
        hatch_color=theme.no_data,
        hatch_scale=6,
        hatch_weight=0.6,
        default_tools=[],
        show_bounds=False,
        xlim=(x0, x1),
        ylim=(y0, y1),
    )
    plot = hv.renderer("bokeh").get_plot(element)
    source = plot.handles["source"]
    _finish(plot.state, plot.handles["glyph_renderer"], source, theme, label)
    return WorldMap(plot.state, source, countries.iso3.tolist())


def _finish(figure: Plot, shapes: GlyphRenderer, source: ColumnDataSource, theme: Theme, label: str) -> None:
    """Adds the dots of small countries, selection, tooltip and tools, and fixes the view's proportions."""
    outline = {"line_color": theme.outline, "line_width": 1.1}
    shapes.selection_glyph = shapes.glyph.clone()
    shapes.selection_glyph.update(**outline)
    shapes.nonselection_glyph = None  # a click must not dim the rest of the world
    dots = figure.add_glyph(
        source,
        Scatter(
            x="dot_x",
            y="dot_y",
            size=DOT_PIXELS,
            fill_color=shapes.glyph.fill_color,
            line_color=theme.quiet,
            line_width=0.8,
            hatch_pattern=shapes.glyph.hatch_pattern,
            hatch_color=theme.ink,
            hatch_scale=3,
            hatch_weight=0.6,
        ),
    )
    dots.selection_glyph = dots.glyph.clone()
    dots.selection_glyph.update(line_color=theme.outline, line_width=2, size=DOT_PIXELS + 3)
    dots.nonselection_glyph = None
    both = {"renderers": [shapes, dots], "visible": False}  # always on, so without a button
    # One country a renderer, the smallest: an enclave, not the country round it. Where a dot lies on a shape its tip
    # lies on the shape's, which is as large and below it.
    one = {"sort_by": [("order", -1)], "limit": 1, "point_policy": "follow_mouse", "attachment": "horizontal"}
    hover = HoverTool(tooltips=TOOLTIP, **one, **both)
    tap = TapTool(mode="replace", **both)  # the default mode takes a country back that is clicked twice
    figure.tools = []
    zoom = [ZoomInTool(factor=0.3), ZoomOutTool(factor=0.3)]
    figure.add_tools(tap, hover, "pan", "wheel_zoom", *zoom, "reset")
    for axis in (figure.x_range, figure.y_range):
        axis.bounds = (axis.start, axis.end)  # nobody gets lost beyond the world
    figure.toolbar.active_drag = None  # one finger scrolls the page; pan and wheel zoom wait in the toolbar
    figure.toolbar.active_scroll = None
    figure.toolbar.active_tap = tap
    figure.toolbar.logo = None
    figure.toolbar_location = "below"
    figure.toolbar_inner = True  # outside it would take height from the frame and bend the world
    figure.toolbar.autohide = True
    figure.aspect_ratio = MAP_ASPECT
    figure.sizing_mode = "scale_width"
    figure.update(min_border_left=0, min_border_right=0, min_border_top=0, min_border_bottom=0)
    figure.outline_line_color = None
    figure.background_fill_color = None
    figure.border_fill_color = None
    figure.html_attributes = {"role": "figure", "aria-label": label}
    for axis in (*figure.xaxis, *figure.yaxis):
        axis.visible = False
    figure.xgrid.visible = figure.ygrid.visible = False


def _said(value: float, unit: str) -> str:
    return "no temperature series" if pd.isna(value) else f"{signed(value, 2)} {unit}"


def _interval(low: float, high: float, doubt: str) -> str:
    if pd.isna(low):
        return ""
    said = f"95 % interval {signed(low, 2)} to {signed(high, 2)}"
    if doubt:
        return f"{said}; thin record"
    return f"{said}; may be no change at all" if low <= 0 <= high else said


def clicked(indices: list[int], iso3: list[str]) -> str | None:
    """The country meant by a click, or None for the open sea.

    A click can hit a dot and the larger country under it; larger countries are drawn first, so the last one is meant.
    """
    return iso3[max(indices)] if indices else None
