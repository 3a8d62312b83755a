"""The world map of a choice as an SVG file of its own, with its classes as a bar: for previews."""

from __future__ import annotations

from dashboard.analysis.map_values import MapValues
from dashboard.charts.core import legend
from dashboard.charts.core.theme import Theme
from dashboard.charts.svg import document, map_picture
from dashboard.charts.svg.shapes import UNITS_WIDE, PlaceShape
from dashboard.snapshot.store import Snapshot

DOT_UNITS = 42
"""Radius of a place too small to see."""

BAR_PX, STEP_PX = 12.0, 76.0


def picture(snapshot: Snapshot, shown: MapValues, row: int, projection: str, theme: Theme, wide: float) -> str:
    """Return the map of a year with its legend below, `wide` pixels across."""
    world, colours = map_picture.paths(snapshot, projection), legend.of(shown).colours
    per_px = UNITS_WIDE / wide
    fills = [theme.rule if number is None else colours[number] for number in map_picture.classes(shown, row)]
    rows = zip(world.places, fills, shown.marks.tolist(), strict=True)
    places = "".join(_place(place, fill, is_doubted=bool(mark) and fill != theme.rule) for place, fill, mark in rows)
    high = world.height / per_px
    lines = f'<path d="M0 0V60" stroke="{theme.paper}" stroke-width="34" stroke-opacity="0.75"/>'
    hatch = 'width="60" height="60" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"'
    drawn = (
        f'<defs><pattern id="doubt" {hatch}>{lines}</pattern></defs>'
        f'<g transform="scale({1 / per_px:.5f})"><path d="{world.sphere}" fill="{theme.ground}"/>'
        f'<g stroke="{theme.paper}" stroke-width="{0.6 * per_px:.1f}">{places}</g></g>'
        f'<path fill="{theme.paper}" d="M0 {high:.1f}h{wide:g}v60h-{wide:g}z"/>'
    )
    return document.document(wide, high + 40, drawn + _bar(shown, theme, wide, high + 10), "World map")


def _place(place: PlaceShape, fill: str, *, is_doubted: bool) -> str:
    fills = (fill, "url(#doubt)") if is_doubted else (fill,)
    shape = "".join(f'<path d="{place.path}" fill="{one}"/>' for one in fills) if place.path else ""
    dot = f'<circle cx="{place.at[0]}" cy="{place.at[1]}" r="{DOT_UNITS}" fill="{fill}"/>' if place.has_dot else ""
    return shape + dot


def _bar(shown: MapValues, theme: Theme, wide: float, top: float) -> str:
    """Return the classes as steps with their limits."""
    found = legend.of(shown)
    limits = found.bins.limits()
    left = (wide - STEP_PX * len(found.used)) / 2 - (110 if shown.marks.any() else 0)
    step = f"h{STEP_PX:g}v{BAR_PX:g}h-{STEP_PX:g}z"
    steps = "".join(
        f'<path fill="{found.bins.colours[at]}" d="M{left + STEP_PX * number:g} {top:g}{step}"/>'
        for number, at in enumerate(found.used)
    )
    labels = "".join(
        document.centred(left + STEP_PX * (number + 1), top + BAR_PX + 16, limits[at], theme.quiet, 13)
        for number, at in enumerate(found.used)
        if at < len(limits) and limits[at]
    )
    meaning = "projected by climate models" if shown.is_modelled else "not significant, or in doubt"
    words = f"hatched: {meaning}" if shown.marks.any() else ""
    return steps + labels + document.words(left + STEP_PX * len(found.used) + 12, top + 11, [words], theme.quiet, 12)
