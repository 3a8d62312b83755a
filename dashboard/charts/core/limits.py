"""Limits of axes: the range of the values, with some room around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

ROOM = 0.06
"""Share of the values' spread left free above and below them."""

ZERO_SHOWN_WITHIN = 0.6
"""Zero is shown if the smallest value is less than this share of the largest: then it costs little room."""


BEYOND_BOUND = 0.03
"""Share of the axis beyond a bound that no value can exceed: room for a line and a dot, none for a tick at 104 %."""


def padded(
    values: ArrayLike, *, from_zero: bool = False, bounds: tuple[float, float] = (-np.inf, np.inf)
) -> tuple[float, float]:
    """Return axis limits with some room round the values; (0, 1) without values.

    Args:
        values: of any shape; NaN is ignored.
        from_zero: whether zero is shown where it costs little room.
        bounds: least and largest value possible by definition; the axis hardly exceeds them.
    """
    numbers = np.asarray(values, float)
    numbers = numbers[np.isfinite(numbers)]
    if numbers.size == 0:
        return 0.0, 1.0
    low, high = float(numbers.min()), float(numbers.max())
    if from_zero and low >= 0 and (low == high or low < ZERO_SHOWN_WITHIN * high):
        start, end = 0.0, high * (1 + ROOM) or 1.0
    else:
        room = (high - low) * ROOM or max(abs(high) * ROOM, 0.5)
        start, end = low - room, high + room
    beyond = BEYOND_BOUND * (end - start)
    return max(start, min(low, bounds[0]) - beyond), min(end, max(high, bounds[1]) + beyond)


def stripe_limit(anomalies: Floats) -> float:
    """Return the anomaly in degC at which stripes' colours end: the largest, rounded up to a tenth, so none is cut."""
    largest = float(np.nanmax(np.abs(anomalies)))
    return max(np.ceil(round(largest * 10, 6)) / 10, 0.1)
