"""Label layout: heights of names at the ends of lines, so that none overlaps another."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

LINE_SHARE = 0.13
"""Height of a line of text as a share of the frame's: 13 px of the 100 px of a low window."""
LOWEST_LINE_SHARE = 0.2
"""The same in the lowest frame, of 65 px, on a phone of 664 px."""


def placed_labels(
    labels: Mapping[str, tuple[str, float]], limits: tuple[float, float], line_share: float = LINE_SHARE
) -> dict[str, float]:
    """Return the height of each label, by name, so that none overlaps another.

    Args:
        labels: text, of which a line break begins another line, and height wanted in the unit of the value axis.
        limits: of the value axis.
        line_share: height of a line of text as a share of the frame's.
    """
    size = limits[1] - limits[0]
    most = max((text.count("\n") + 1 for text, _ in labels.values()), default=1)
    gap = size * line_share * (most + 1) / 2
    room = size * line_share * most / 2
    heights = dodge([height for _, height in labels.values()], gap, limits[0] + room, limits[1] - room)
    return dict(zip(labels, heights.tolist(), strict=True))


def anchored_labels(
    labels: Mapping[str, tuple[str, float]], limits: tuple[float, float], line_share: float = LINE_SHARE
) -> dict[str, tuple[float, str]]:
    """Return height and vertical anchor of each label, "top", "middle" or "bottom", by name.

    A label that the end of the axis would cut in the lowest chart begins there, in a chart of any height. Arguments as
    of `placed_labels`.
    """
    found: dict[str, tuple[float, str]] = {}
    low, high = limits
    for name, height in placed_labels(labels, limits, line_share).items():
        half = (high - low) * LOWEST_LINE_SHARE * (labels[name][0].count("\n") + 1) / 2
        if high - height <= half:
            found[name] = (high, "top")
        elif height - low <= half:
            found[name] = (low, "bottom")
        else:
            found[name] = (height, "middle")
    return found


def dodge(wanted: ArrayLike, gap: ArrayLike, low: float, high: float) -> Floats:
    """Return heights as near as possible to those wanted, in their order, at least `gap` apart, within `low` to `high`.

    The least squares of the moves: with the gaps taken out it is an isotonic regression, solved by pooling adjacent
    violators (Barlow et al. 1972). If they do not all fit, they are spread evenly from `low` to `high`. SciPy has the
    same, but a server would pay 19 MB and 0.9 s for loading scipy.optimize (2026-11).

    Args:
        wanted: heights in any unit, finite.
        gap: height of a label in that unit, not below zero: of all, or of each.
        low: of the room, in that unit.
        high: of the room, above `low`.
    """
    heights = np.asarray(wanted, float)
    n = heights.size
    if n == 0:
        return heights
    order = np.argsort(heights, kind="stable")
    own = np.broadcast_to(np.asarray(gap, float), n)[order]
    steps = np.concatenate([[0.0], np.cumsum((own[1:] + own[:-1]) / 2)])
    if steps[-1] > high - low:
        steps *= (high - low) / steps[-1]
    packed = np.clip(_isotonic(heights[order] - steps), low, max(low, high - steps[-1])) + steps
    placed = np.empty(n)
    placed[order] = packed
    return placed


def _isotonic(values: Floats) -> Floats:
    """Return the ascending sequence nearest to `values` by least squares."""
    blocks: list[tuple[float, int]] = []
    for value in values:
        mean, count = float(value), 1
        while blocks and blocks[-1][0] > mean:
            before, many = blocks.pop()
            mean, count = (before * many + mean * count) / (many + count), many + count
        blocks.append((mean, count))
    return np.concatenate([np.full(count, mean) for mean, count in blocks])
