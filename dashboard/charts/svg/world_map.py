"""The world map as SVG text: shapes, dots, hatches, graticule, and the outline of what is selected.

The page has it in its first HTML, and its script (assets/js/map/) repaints it by setting classes only. Colours are
classes whose colours are variables, light or dark by the page's scheme, so that no theme needs other markup.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape

from dashboard.charts.svg import patterns
from dashboard.charts.svg.shapes import UNITS_WIDE, PlaceShape, WorldShapes

PREFIX = "map-"
"""Beginning of all ids, so that they are unique on a page."""

NONE = "none"
"""Class of a place without data; the others are b0, b1 ... from the lowest bin."""


def draw(
    shapes: WorldShapes,
    *,
    classes: Sequence[int | None],
    marks: Sequence[int],
    labels: Sequence[str],
    chosen: Collection[str],
    name: str,
    colours: str,
) -> str:
    """Return the map as an `<svg>`.

    Args:
        shapes: of the projection; the other sequences are in its order.
        classes: class of each place, None without data.
        marks: 0, or a mark of `analysis.map_values`.
        labels: accessible names: "Kenya: +0.90 °C".
        chosen: codes of the places outlined.
        name: accessible name of the map.
        colours: of the classes, as `style` returns them.
    """
    places = "".join(
        _place(*row, is_chosen=row[0].iso3 in chosen) for row in zip(shapes.places, classes, marks, labels, strict=True)
    )
    outlined = "".join(_outline(place) for place in shapes.places if place.iso3 in chosen)
    return (
        f'<svg id="{PREFIX}svg" class="map-svg" viewBox="0 0 {UNITS_WIDE} {shapes.height}" role="listbox" tabindex="0" '
        f'data-picture="explore_map" aria-label="{escape(name)}" style="{colours}">'
        f"<defs>{patterns.definitions(PREFIX)}</defs>"
        f'<path class="sphere" d="{shapes.sphere}"/><path class="graticule" d="{shapes.graticule}"/>'
        f'<g class="places">{places}</g><g class="pointed"></g><g class="chosen">{outlined}</g></svg>'
    )


def style(light: Sequence[str], dark: Sequence[str]) -> str:
    """Return the colours of the classes as declarations: --b0, --b1 ..., each for light and for dark."""
    pairs = zip(light, dark, strict=True)
    return "".join(f"--b{number}:light-dark({day},{night});" for number, (day, night) in enumerate(pairs))


def class_name(number: int | None) -> str:
    """Return the class of a place by its bin; None without data."""
    return NONE if number is None else f"b{number}"


def _place(shape: PlaceShape, number: int | None, mark: int, label: str, *, is_chosen: bool) -> str:
    look = patterns.LOOKS.get(mark)
    over = f'<use class="{look}" href="#{PREFIX}shape-{shape.iso3}"/>' if look and shape.path else ""
    d = f' d="{shape.path}"' if shape.path else ""
    flags = "" if shape.is_economy else ' data-area=""'
    selected = ' aria-selected="true"' if is_chosen else ""
    return (
        f'<g id="{PREFIX}{shape.iso3}" class="{class_name(number)}" role="option"{flags}{selected} '
        f'aria-label="{escape(label)}">'
        f'<path id="{PREFIX}shape-{shape.iso3}"{d}/>{over}{_dot(shape, look)}</g>'
    )


def _dot(shape: PlaceShape, look: str | None) -> str:
    """Return the dot of a small place, with its mark, and that of no data, which the style shows where it applies."""
    if not shape.has_dot:
        return ""
    mark = f'<use class="mark" href="#{PREFIX}dot-{look}"/>' if look else ""
    void = f'<use class="void" href="#{PREFIX}dot-{patterns.NO_DATA}"/>'
    return f'<g class="dot" style="translate:{shape.at[0]}px {shape.at[1]}px"><circle r="3.5"/>{mark}{void}</g>'


def _outline(shape: PlaceShape) -> str:
    around = f'<use href="#{PREFIX}shape-{shape.iso3}"/>' if shape.path else ""
    x, y = shape.at
    return around + (f'<g class="dot" style="translate:{x}px {y}px"><circle r="3.5"/></g>' if shape.has_dot else "")
