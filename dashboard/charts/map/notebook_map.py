"""The notebook's world map: which country has which colour, drawn so that it can be updated and clicked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from bokeh.models import ColumnDataSource, Plot

from dashboard.analysis.map_values import DISPUTED, MODELLED, NOT_SIGNIFICANT, THIN_RECORD, MapValues
from dashboard.assets.versions import is_tested
from dashboard.charts.core import legend, style
from dashboard.charts.core.theme import MAP_ASPECT, Theme
from dashboard.charts.map import layers
from dashboard.charts.map._internals import draw_element
from dashboard.charts.map.choropleth import colours, draw_patches
from dashboard.charts.map.geometry import Backdrop, Outlines, view_limits
from dashboard.charts.map.layers import HATCHES, NAME, NO_DATA, THIN, UNCERTAIN
from dashboard.text import projected_map, world_map

DOT_PIXELS = 7


@dataclass(frozen=True)
class WorldMap:
    """The map: its figure, and the one source of both shapes and dots, a row for each code in `iso3`."""

    figure: Plot
    source: ColumnDataSource
    hatched: dict[str, ColumnDataSource]
    backdrop: tuple[ColumnDataSource, ColumnDataSource]
    iso3: list[str]

    def project(self, shapes: Outlines, behind: Backdrop, limits: tuple[tuple[float, float], ...]) -> None:
        """Show the world in another projection; hatches follow with `update`."""
        self.source.data = {**self.source.data, **_places(shapes)}
        for source, data in zip(self.backdrop, layers.backdrop_columns(behind), strict=True):
            source.data = data
        look_at(self.figure, *limits)

    def set_label(self, label: str) -> None:
        """Name the map for screen readers."""
        style.set_label(self.figure, label)

    def update(self, shown: dict[str, Any]) -> None:
        """Show other `columns`."""
        self.source.data = {**self.source.data, **shown}
        _hatch(self.source, self.hatched)


def columns(shown: MapValues, row: int) -> dict[str, list | np.ndarray]:
    """Return what each place shows: colour, hatch (a key of `HATCHES`, or empty) and the texts of its tooltip.

    Args:
        shown: values of the map.
        row: of the year.
    """
    classes = legend.of(shown)
    index = classes.classes[row]
    everywhere = range(len(shown.places.iso3))
    return {
        "order": np.arange(len(everywhere), dtype="int16"),
        "name": shown.places.names,
        "colour": colours(index, classes.colours),
        "hatch": _hatch_of(np.isnan(index), shown.marks),
        "text": [world_map.value_of(shown, row, place) for place in everywhere],
        "interval": [
            projected_map.spread_of(shown, row, place) or world_map.interval_of(shown, place) for place in everywhere
        ],
        "doubt": [world_map.doubt_of(shown, place) for place in everywhere],
    }


def draw(iso3: list[str], shapes: Outlines, behind: Backdrop, shown: dict, theme: Theme, label: str) -> WorldMap:
    """Draw the map once; afterwards update it with other `columns`.

    Args:
        iso3: codes in drawing order.
        shapes: their outlines, in the same order.
        behind: the edge of the world and the graticule.
        shown: see `columns`.
        theme: colours of lines and paper.
        label: the map's name for screen readers.
    """
    draw_shapes = draw_element if is_tested("holoviews") and is_tested("geoviews") else draw_patches
    figure, renderer = draw_shapes(shapes, shown, line_color=theme.border, line_width=0.5)
    source = renderer.data_source
    source.update(name=NAME, data={**source.data, "dot_size": np.full(len(iso3), DOT_PIXELS, "float32")})
    under = layers.add_backdrop(figure, behind, theme)
    over = {name: ColumnDataSource(name=f"{NAME}-{name}") for name in HATCHES}
    layers.add_hatches(figure, over, theme)
    dots = layers.add_dots(figure, renderer, source, theme)
    layers.add_hatched_dots(figure, over, theme)
    _hatch(source, over)
    layers.add_tools(figure, renderer, dots)
    _finish(figure, label)
    look_at(figure, *view_limits(MAP_ASPECT))
    return WorldMap(figure, source, over, under, iso3)


def _places(shapes: Outlines) -> dict[str, Any]:
    return {name: getattr(shapes, name) for name in ("xs", "ys", "dot_x", "dot_y")}


def _hatch_of(has_none: np.ndarray, marks: np.ndarray) -> list[str]:
    drawn = {NOT_SIGNIFICANT: UNCERTAIN, THIN_RECORD: THIN, DISPUTED: layers.DISPUTED, MODELLED: layers.PROJECTED}
    marked = np.select([marks == mark for mark in drawn], list(drawn.values()), "")
    return np.where(has_none, NO_DATA, marked).tolist()


def _hatch(source: ColumnDataSource, over: dict[str, ColumnDataSource]) -> None:
    """Give each hatch the countries that the column `hatch` names."""
    for name, hatched in over.items():
        at = [row for row, hatch in enumerate(source.data["hatch"]) if hatch == name]
        hatched.data = {column: [source.data[column][row] for row in at] for column in layers.COLUMNS}


def _finish(figure: Plot, label: str) -> None:
    """Fix the proportions, and remove borders, axes and grid."""
    figure.aspect_ratio = MAP_ASPECT
    figure.sizing_mode = "scale_width"
    figure.update(min_border_left=0, min_border_right=0, min_border_top=0, min_border_bottom=0)
    figure.outline_line_color = None
    figure.background_fill_color = None
    figure.border_fill_color = None
    style.set_label(figure, label)
    for axis in (*figure.xaxis, *figure.yaxis):
        axis.visible = False
    figure.xgrid.visible = figure.ygrid.visible = False


def look_at(figure: Plot, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Show the whole world, which also limits panning."""
    for axis, limits in ((figure.x_range, x), (figure.y_range, y)):
        axis.update(start=limits[0], end=limits[1], bounds=limits, reset_start=limits[0], reset_end=limits[1])


def clicked(indices: list[int], iso3: list[str]) -> str | None:
    """Return the country of a click, or None for the open sea.

    A click can hit a dot and the larger country under it; larger countries are drawn first, so the last one counts.
    """
    return iso3[max(indices)] if indices else None
