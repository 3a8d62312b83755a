"""Limits of axes: the range of the values, with some room around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats

ROOM = 0.06
"""Share of the values' spread left free above and below them."""

ZERO_SHOWN_WITHIN = 0.6
"""Zero is shown if the smallest value is less than this share of the largest: then it costs little room."""


def padded(values: ArrayLike, *, from_zero: bool = False) -> tuple[float, float]:
    """Return axis limits with some room round the values; (0, 1) without values."""
    numbers = np.asarray(values, float)
    numbers = numbers[np.isfinite(numbers)]
    if numbers.size == 0:
        return 0.0, 1.0
    low, high = float(numbers.min()), float(numbers.max())
    if from_zero and low >= 0 and (low == high or low < ZERO_SHOWN_WITHIN * high):
        return 0.0, high * (1 + ROOM) or 1.0
    room = (high - low) * ROOM or max(abs(high) * ROOM, 0.5)
    return low - room, high + room


def stripe_limit(anomalies: Floats) -> float:
    """Return the anomaly in degC at which stripes' colours end: the largest, rounded up to a tenth, so none is cut."""
    largest = float(np.nanmax(np.abs(anomalies)))
    return max(np.ceil(round(largest * 10, 6)) / 10, 0.1)
