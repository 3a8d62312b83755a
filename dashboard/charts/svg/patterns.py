"""Patterns of the world map: no data, the three marks of doubt, and projected values, on shapes and on dots.

Each mark is drawn twice, dark beside light, so that one of the two has a contrast of 3:1 or more to any colour below
it, in light and in dark (tests/dashboard/charts/svg/test_patterns.py).
"""

from __future__ import annotations

from dashboard.analysis.map_values import DISPUTED, MODELLED, NOT_SIGNIFICANT, THIN_RECORD

NO_DATA = "no-data"
LOOKS = {NOT_SIGNIFICANT: "uncertain", THIN_RECORD: "thin", DISPUTED: "disputed", MODELLED: "projected"}
"""Name of each mark in ids and classes."""

DARK, LIGHT = "#101820", "#ffffff"
"""Colours of the two strokes of a mark."""

PERIOD_PX = 5
"""Distance between the lines of a pattern."""

UNITS_PER_PX = 12
"""Of a picture 750 pixels wide, until the page's script knows the width."""

_LINES = {
    "thin": ("M0 1.5H5", "M0 2.5H5"),
    "disputed": ("M1.5 0V5", "M2.5 0V5"),
}
"""Dark line and light line of a pattern, in pixels."""

PROJECTED_PERIOD_PX = 7
"""Distance between the lines over projected values: all countries have them, so the lines are few and thin."""

_ON_DOTS = {
    NO_DATA: "M-2-2 2 2M2-2-2 2",
    "thin": "M-2.6 0H2.6",
    "disputed": "M-2.6 0H2.6M0-2.6V2.6",
    "projected": "M-2-2 2 2",
}
"""What is drawn in the middle of a dot, in pixels; a dot for `uncertain`."""


def definitions(prefix: str) -> str:
    """Return the patterns and marks as SVG definitions; ids begin with `prefix`, classes need map_svg.css."""
    patterns = [_pattern(f"{prefix}{name}", _double(*lines)) for name, lines in _LINES.items()]
    patterns.append(_pattern(f"{prefix}uncertain", _spot(1.5, 1.5)))
    lines = _double("M0 3H7", "M0 3.8H7")
    patterns.append(_pattern(f"{prefix}projected", lines, turn=" rotate(45)", period_px=PROJECTED_PERIOD_PX))
    rest = '<path class="map-under" d="M0 0H5V5H0z"/><path class="map-rest" d="M0 2.5H5"/>'
    patterns.append(_pattern(f"{prefix}{NO_DATA}", rest, turn=" rotate(-45)"))
    strokes = (("halo", LIGHT), ("ink", DARK))
    marks = [
        f'<g id="{prefix}dot-{name}">'
        + "".join(f'<path class="map-{look}" stroke="{colour}" d="{d}"/>' for look, colour in strokes)
        + "</g>"
        for name, d in _ON_DOTS.items()
    ]
    marks.append(f'<g id="{prefix}dot-uncertain">{_spot(0, 0)}</g>')
    return "".join([*patterns, *marks])


def _pattern(name: str, content: str, turn: str = "", period_px: int = PERIOD_PX) -> str:
    size = f'width="{period_px}" height="{period_px}" patternUnits="userSpaceOnUse"'
    return f'<pattern id="{name}" {size} patternTransform="scale({UNITS_PER_PX}){turn}">{content}</pattern>'


def _double(dark: str, light: str) -> str:
    lines = (("light", LIGHT, light), ("dark", DARK, dark))
    return "".join(f'<path class="map-{name}" stroke="{colour}" d="{d}"/>' for name, colour, d in lines)


def _spot(x: float, y: float) -> str:
    spots = (("light", LIGHT, 1.5), ("dark", DARK, 1))
    return "".join(
        f'<circle class="map-{name}" fill="{colour}" cx="{x}" cy="{y}" r="{r}"/>' for name, colour, r in spots
    )
