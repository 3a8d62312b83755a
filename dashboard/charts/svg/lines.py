"""A chart of lines over the years as a picture that fills its place: an SVG, with ticks and labels as HTML around it.

The SVG is stretched to the place, whose size only the browser knows; lines and dots keep their widths, and text is not
stretched (assets/css/still.css). The y axis is cut into a thousand steps, finer than a pixel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import ArrayLike

STEPS = 1000


@dataclass(frozen=True)
class Frame:
    """Limits and ticks of the axes, and the pixels left free around the frame.

    `size_px` is the frame's width and height in a picture that is not stretched, which then counts in pixels.
    """

    x_limits: tuple[float, float]
    y_limits: tuple[float, float]
    x_ticks: Mapping[float, str]
    y_ticks: Mapping[float, str]
    left_px: int
    right_px: int
    bottom_px: int
    size_px: tuple[float, float] | None = None

    @property
    def units(self) -> tuple[float, float]:
        """Width and height of the frame in the units of its paths."""
        return self.size_px or (self.x_limits[1] - self.x_limits[0], STEPS)

    def across(self, x: float) -> float:
        """Return a position as a share of the frame's width, from its left."""
        return (x - self.x_limits[0]) / (self.x_limits[1] - self.x_limits[0])

    def down(self, y: float) -> float:
        """Return a position as a share of the frame's height, from its top."""
        return (self.y_limits[1] - y) / (self.y_limits[1] - self.y_limits[0])


@dataclass(frozen=True)
class Line:
    """A line with a gap at each missing value; `colour` is CSS, `width_px` and `dash_px` are pixels."""

    x: ArrayLike
    y: ArrayLike
    colour: str
    width_px: float
    dash_px: Sequence[float] = ()
    alpha: float = 1.0

    def markup(self, frame: Frame) -> str:
        """Return the element."""
        dash = f' stroke-dasharray="{" ".join(map(str, self.dash_px))}"' if self.dash_px else ""
        alpha = f' stroke-opacity="{self.alpha:g}"' if self.alpha != 1 else ""
        path = "".join(_path(run) for run in _runs(frame, self.x, self.y))
        return f'<path style="stroke:{self.colour}" stroke-width="{self.width_px:g}"{dash}{alpha} d="{path}"/>'


@dataclass(frozen=True)
class Area:
    """Filled polygons, with a missing value between any two."""

    x: ArrayLike
    y: ArrayLike
    colour: str
    alpha: float

    def markup(self, frame: Frame) -> str:
        """Return the element."""
        path = "".join(f"{_path(run)}z" for run in _runs(frame, self.x, self.y))
        return f'<path style="fill:{self.colour}" fill-opacity="{self.alpha:g}" d="{path}"/>'


@dataclass(frozen=True)
class Dots:
    """Round dots: lines without length, as a circle would be stretched."""

    x: ArrayLike
    y: ArrayLike
    colour: str
    size_px: float

    def markup(self, frame: Frame) -> str:
        """Return the element."""
        points = [point for run in _runs(frame, self.x, self.y) for point in run]
        steps = zip([(0, 0), *points], points, strict=False)
        path = "".join(f"m{x - x_before:g} {y - y_before:g}h0" for (x_before, y_before), (x, y) in steps)
        return f'<path class="dots" style="stroke:{self.colour}" stroke-width="{self.size_px:g}" d="{path}"/>'


@dataclass(frozen=True)
class Mark:
    """A sign or words at a point; `kind` is the class by which the page's style places them."""

    x: float
    y: float
    sign: str
    colour: str
    kind: str = "mark"


@dataclass(frozen=True)
class Label:
    """Text beside the frame's right edge; a line break begins another line. `anchor` is the part of it at `y`."""

    y: float
    text: str
    colour: str
    is_bold: bool = False
    anchor: str = "middle"

    @property
    def kind(self) -> str:
        """The classes by which the page's style places it."""
        classes = ("end", "bold" if self.is_bold else "", "" if self.anchor == "middle" else self.anchor)
        return " ".join(filter(None, classes))


Shape = Line | Area | Dots


def picture(
    frame: Frame, shapes: Iterable[Shape], marks: Iterable[Mark] = (), labels: Iterable[Label] = (), *, of: str = ""
) -> str:
    """Return the picture as HTML; later shapes are above earlier ones. `of` names the chart that replaces it."""
    width = frame.x_limits[1] - frame.x_limits[0]
    grid = "".join(f"M0 {round(STEPS * frame.down(at))}h{width:g}" for at in frame.y_ticks)
    drawn = f'<path class="grid" d="{grid}"/>' + "".join(shape.markup(frame) for shape in shapes)
    svg = f'<svg viewBox="0 0 {width:g} {STEPS}" preserveAspectRatio="none">{drawn}</svg>'
    texts = [
        *(_text("x", text, left=frame.across(at)) for at, text in frame.x_ticks.items()),
        *(_text("y", text, top=frame.down(at)) for at, text in frame.y_ticks.items()),
        *(_text(mark.kind, mark.sign, mark.colour, frame.across(mark.x), frame.down(mark.y)) for mark in marks),
        *(_text(one.kind, one.text, one.colour, top=frame.down(one.y)) for one in labels),
    ]
    box = f"left:{frame.left_px}px;right:{frame.right_px}px;bottom:{frame.bottom_px}px"
    plot = f'<div class="plot" style="{box}">{svg}{"".join(texts)}</div>'
    return f'<div class="still" data-still="{escape(of)}" aria-hidden="true">{plot}</div>'


def _runs(frame: Frame, x: ArrayLike, y: ArrayLike) -> Iterator[list[tuple[float, float]]]:
    """Yield the points between two missing values, in the frame's units from the left and from the top."""
    wide, high = frame.units
    across = np.round(wide * (np.asarray(x, float) - frame.x_limits[0]) / (frame.x_limits[1] - frame.x_limits[0]), 1)
    down = high * (frame.y_limits[1] - np.asarray(y, float)) / (frame.y_limits[1] - frame.y_limits[0])
    points = zip(across.tolist(), down.tolist(), strict=True)
    for is_known, run in groupby(points, lambda point: bool(np.isfinite(point).all())):
        if is_known:
            yield [(x_at, round(y_at, 1) if frame.size_px else round(y_at)) for x_at, y_at in run]


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Return a path through points, each relative to the one before: that compresses to half."""
    steps = [f"{x - x_before:g} {y - y_before:g}" for (x_before, y_before), (x, y) in pairwise(points)]
    return f"M{points[0][0]:g} {points[0][1]:g}" + (f"l{' '.join(steps)}" if steps else "")


def _text(kind: str, text: str, colour: str = "", left: float | None = None, top: float | None = None) -> str:
    places = {"color": colour, "left": _percent(left), "top": _percent(top)}
    style = ";".join(f"{name}:{value}" for name, value in places.items() if value)
    return f'<span class="{kind}" style="{style}">{"<br>".join(escape(line) for line in text.splitlines())}</span>'


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}%"
