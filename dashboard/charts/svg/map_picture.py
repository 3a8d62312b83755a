"""The world map of a choice as SVG, and its legend as HTML: from values, a projection and a selection."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

import numpy as np

from dashboard.analysis.map_values import MapValues
from dashboard.charts.core import legend as legends
from dashboard.charts.map import geometry
from dashboard.charts.map.shapes import SIMPLER_BY_M, shapes, view_limits
from dashboard.charts.svg import legend, patterns, world_map
from dashboard.charts.svg.shapes import Canvas, WorldShapes, world_shapes
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.places import drawn_places
from dashboard.snapshot.store import Snapshot
from dashboard.text import world_map as words


@cached_on_argument(2, published=True)
def paths(snapshot: Snapshot, projection: str) -> WorldShapes:
    """Return the simplified shapes of a projection as SVG paths (80 ms), for every map of a snapshot."""
    places = drawn_places(snapshot)
    return world_shapes(
        *shapes(snapshot, projection, SIMPLER_BY_M),
        Canvas.of(*view_limits(projection)),
        places.iso3,
        places.is_economy.tolist(),
    )


def empty(projection: str, name: str) -> str:
    """Return a map without places, for the page's script to draw in."""
    height = Canvas.of(*view_limits(projection)).height
    none = WorldShapes(height, "", "", ())
    return world_map.draw(none, classes=(), marks=(), labels=(), chosen=(), name=name, colours="")


def draw(snapshot: Snapshot, shown: MapValues, row: int, projection: str, chosen: Collection[str], name: str) -> str:
    """Return the map as an `<svg>`.

    Args:
        snapshot: of the shapes.
        shown: values of the map.
        row: of the year.
        projection: by its name.
        chosen: codes of the places outlined.
        name: accessible name of the map.
    """
    return world_map.draw(
        paths(snapshot, projection),
        classes=classes(shown, row),
        marks=shown.marks.tolist(),
        labels=labels(shown, row),
        chosen=chosen,
        name=name,
        colours=colours(shown),
    )


def classes(shown: MapValues, row: int) -> list[int | None]:
    """Return the class of each place in a year; None without data."""
    return [None if np.isnan(number) else int(number) for number in legends.of(shown).classes_in(row).tolist()]


def labels(shown: MapValues, row: int) -> list[str]:
    """Return the accessible name of each place: "Kenya: +0.90 °C"; a mark of doubt follows in brackets."""
    return [
        f"{name}: {words.value_of(shown, row, place)}{words.meaning(_mark(shown, row, place))}"
        for place, name in enumerate(shown.places.names)
    ]


def colours(shown: MapValues) -> str:
    """Return the colours of the classes as CSS declarations, for light and dark."""
    found = legends.of(shown)
    return world_map.style(found.colours, found.colours_on_dark)


@cache
def region_limits(projection: str) -> dict[str, list[int]]:
    """Return west, south, east and north of each region's view in units of the picture, y downwards."""
    canvas, limits = Canvas.of(*view_limits(projection)), geometry.region_limits(geometry.PROJECTIONS[projection])
    return {code: canvas.units(np.reshape(edges, (2, 2))).ravel().tolist() for code, edges in limits.items()}


@cached_on_argument(16)
def key(shown: MapValues, row: int) -> str:
    """Return the inside of the legend, with the number of countries of a year."""
    found = legends.of(shown)
    texts = found.bins.labels()
    limits, scale = legend.scaled(found.bins.edges, found.bins.limits())
    limits = ["", *limits]
    edges = [None, *found.bins.edges]
    steps = [legend.Step(at, texts[at], limits[at], edges[at] == 0) for at in found.used]
    not_yet = found.not_yet_class
    return legend.markup(
        steps,
        end=limits[found.used.stop] if found.used.stop < len(limits) else "",
        unit="" if shown.unit == "year" else shown.unit,
        counts=_counts(shown, row),
        marks={mark: text for mark, text in words.MARKS.items() if (shown.marks == mark).any()},
        scale=scale,
        extra=None if not_yet is None else legend.Step(not_yet, found.labels[not_yet]),
    )


def _mark(shown: MapValues, row: int, place: int) -> int:
    return 0 if np.isnan(shown.values[row, place]) else int(shown.marks[place])


def _counts(shown: MapValues, row: int) -> dict[str, int]:
    found: dict[str, int] = {}
    rows = zip(classes(shown, row), shown.marks.tolist(), shown.places.is_economy.tolist(), strict=True)
    for number, mark, counts in rows:
        if counts:
            names = [world_map.class_name(number)]
            if mark and number is not None:
                names.append(patterns.LOOKS[mark])
            for name in names:
                found[name] = found.get(name, 0) + 1
    return found
