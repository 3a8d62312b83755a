"""Places in a ranking, with what the intervals of the ranked values leave open."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from measures.confidence import CONFIDENCE

DRAWS = 2_000
SEED = 1901


def ranks(values: ArrayLike) -> NDArray[np.int64]:
    """Place of each value, 1 for the largest; equal values share the better place. 0 where there is none (NaN)."""
    numbers = np.asarray(values, float)
    held = np.sort(numbers[np.isfinite(numbers)])
    found = held.size - np.searchsorted(held, numbers, side="right") + 1
    return np.where(np.isfinite(numbers), found, 0)


def rank_among(value: float, values: ArrayLike) -> tuple[int, int]:
    """Rank of `value`, 1 for the largest, and how many of `values` there are; equal values share the better rank."""
    numbers = np.asarray(values, float)
    numbers = numbers[np.isfinite(numbers)]
    return int((numbers > value).sum()) + 1, int(numbers.size)


def rank_intervals(values: ArrayLike, low95: ArrayLike, high95: ArrayLike) -> NDArray[np.int64]:
    """First and last place that each value may hold with 95 % probability, shape (n, 2).

    Monte Carlo: all values are drawn 2,000 times from normal distributions with these intervals, as if independent, and
    ranked each time (Goldstein and Spiegelhalter 1996, J. R. Stat. Soc. A 159, 385-443). Neighbours share weather, so
    their order is somewhat better known than this says. Seeded: the same figures give the same places.

    Args:
        values: n numbers, none missing.
        low95: lower ends; where one is not finite, the value may be any lower one.
        high95: upper ends, likewise. Where just one end is known, its half stands for the other in others' draws.
    """
    middle, low, high = (np.asarray(numbers, float) for numbers in (values, low95, high95))
    is_open_below, is_open_above = ~np.isfinite(low), ~np.isfinite(high)
    low = np.where(is_open_below, 2 * middle - high, low)
    high = np.where(is_open_above, 2 * middle - low, high)
    n = middle.size
    if n == 0:
        return np.zeros((0, 2), int)
    deviation = (high - low) / 2 / ndtri(0.5 + CONFIDENCE / 2)
    known = np.isfinite(deviation)
    noise = np.random.default_rng(SEED).standard_normal((DRAWS, n), dtype=np.float32)
    drawn = middle.astype("float32") + np.where(known, deviation, 0).astype("float32") * noise
    # Sorting twice would rank them; once and a scatter is half the time.
    order = np.argsort(-drawn, axis=1)
    ranks = np.empty((DRAWS, n), "int16")
    np.put_along_axis(ranks, order, np.arange(1, n + 1, dtype="int16")[None, :], axis=1)
    ranks.sort(axis=0)
    tail = (1 - CONFIDENCE) / 2
    found = ranks[[int(tail * DRAWS), int((1 - tail) * DRAWS) - 1]].T.astype(int)
    return np.column_stack([np.where(is_open_above, 1, found[:, 0]), np.where(is_open_below, n, found[:, 1])])
