"""ColorBrewer's palettes by number of colours, and interpolation between colours, without a drawing library.

The lists are those of bokeh.palettes (a test compares them): the map's SVG is made without Bokeh. Colours are from
https://colorbrewer2.org by Cynthia A. Brewer, Pennsylvania State University (Apache License 2.0).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def _colours(listed: str) -> tuple[str, ...]:
    return tuple(f"#{colour}" for colour in listed.split())


RdBu: dict[int, tuple[str, ...]] = {
    3: _colours("67a9cf f7f7f7 ef8a62"),
    4: _colours("0571b0 92c5de f4a582 ca0020"),
    5: _colours("0571b0 92c5de f7f7f7 f4a582 ca0020"),
    6: _colours("2166ac 67a9cf d1e5f0 fddbc7 ef8a62 b2182b"),
    7: _colours("2166ac 67a9cf d1e5f0 f7f7f7 fddbc7 ef8a62 b2182b"),
    8: _colours("2166ac 4393c3 92c5de d1e5f0 fddbc7 f4a582 d6604d b2182b"),
    9: _colours("2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b"),
    10: _colours("053061 2166ac 4393c3 92c5de d1e5f0 fddbc7 f4a582 d6604d b2182b 67001f"),
    11: _colours("053061 2166ac 4393c3 92c5de d1e5f0 f7f7f7 fddbc7 f4a582 d6604d b2182b 67001f"),
}
"""Diverging, from blue to red: for temperatures."""

PuOr: dict[int, tuple[str, ...]] = {
    3: _colours("998ec3 f7f7f7 f1a340"),
    4: _colours("5e3c99 b2abd2 fdb863 e66101"),
    5: _colours("5e3c99 b2abd2 f7f7f7 fdb863 e66101"),
    6: _colours("542788 998ec3 d8daeb fee0b6 f1a340 b35806"),
    7: _colours("542788 998ec3 d8daeb f7f7f7 fee0b6 f1a340 b35806"),
    8: _colours("542788 8073ac b2abd2 d8daeb fee0b6 fdb863 e08214 b35806"),
    9: _colours("542788 8073ac b2abd2 d8daeb f7f7f7 fee0b6 fdb863 e08214 b35806"),
    10: _colours("2d004b 542788 8073ac b2abd2 d8daeb fee0b6 fdb863 e08214 b35806 7f3b08"),
    11: _colours("2d004b 542788 8073ac b2abd2 d8daeb f7f7f7 fee0b6 fdb863 e08214 b35806 7f3b08"),
}
"""Diverging, from purple to orange: for all else."""

YlGnBu: dict[int, tuple[str, ...]] = {
    3: _colours("2c7fb8 7fcdbb edf8b1"),
    4: _colours("225ea8 41b6c4 a1dab4 ffffcc"),
    5: _colours("253494 2c7fb8 41b6c4 a1dab4 ffffcc"),
    6: _colours("253494 2c7fb8 41b6c4 7fcdbb c7e9b4 ffffcc"),
    7: _colours("0c2c84 225ea8 1d91c0 41b6c4 7fcdbb c7e9b4 ffffcc"),
    8: _colours("0c2c84 225ea8 1d91c0 41b6c4 7fcdbb c7e9b4 edf8b1 ffffd9"),
    9: _colours("081d58 253494 225ea8 1d91c0 41b6c4 7fcdbb c7e9b4 edf8b1 ffffd9"),
}
"""Sequential, from dark blue to light yellow."""


def interpolated(palette: Sequence[str], count: int) -> tuple[str, ...]:
    """Return `count` colours at equal distances along a palette, linear in red, green and blue, rounded down."""
    parts = np.array([[int(colour[at : at + 2], 16) for at in (1, 3, 5)] for colour in palette])
    at = np.linspace(0, len(palette) - 1, count)
    columns = (np.interp(at, np.arange(len(palette)), parts[:, part]).astype(int) for part in range(3))
    return tuple(f"#{red:02x}{green:02x}{blue:02x}" for red, green, blue in zip(*columns, strict=True))
