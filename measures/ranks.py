"""Ranks, and the range of ranks that the uncertainty of the values allows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from measures.arrays import Ints
from measures.confidence import CONFIDENCE

DRAWS = 2_000
SEED = 1901


def ranks(values: ArrayLike) -> Ints:
    """Return the rank of each value, 1 for the largest; equal values share the better rank.

    Args:
        values: shape (n,), NaN where missing.

    Returns:
        Shape (n,); 0 where the value is missing.
    """
    numbers = np.asarray(values, float)
    valid = np.sort(numbers[np.isfinite(numbers)])
    rank = valid.size - np.searchsorted(valid, numbers, side="right") + 1
    return np.where(np.isfinite(numbers), rank, 0)


def rank_among(value: float, values: ArrayLike) -> tuple[int, int]:
    """Return the rank of `value` among `values`, 1 for the largest, and the number of valid `values`.

    Equal values share the better rank.
    """
    numbers = np.asarray(values, float)
    numbers = numbers[np.isfinite(numbers)]
    return int((numbers > value).sum()) + 1, int(numbers.size)


def rank_intervals(values: ArrayLike, low95: ArrayLike, high95: ArrayLike) -> Ints:
    """Return the first and last rank of each value's 95 % interval of ranks, shape (n, 2).

    Monte Carlo: all values are drawn 2,000 times from normal distributions with these intervals, as if independent, and
    ranked each time (Goldstein and Spiegelhalter 1996, J. R. Stat. Soc. A 159, 385-443). Neighbours share weather, so
    their order is somewhat more certain than this says. Seeded, and drawn from the largest value to the smallest: the
    same figures give the same intervals, in whatever order they come.

    Args:
        values: shape (n,), none missing.
        low95: lower ends of their intervals, shape (n,); where one is not finite, the value may be any lower one.
        high95: upper ends, likewise. Where only one end is known, the interval counts as symmetric for the other ranks.
    """
    given = [np.asarray(numbers, "float32") for numbers in (values, low95, high95)]  # as the map has them
    from_largest = np.lexsort([-numbers for numbers in reversed(given)])
    middle, low, high = (numbers[from_largest] for numbers in given)
    is_open_below, is_open_above = ~np.isfinite(low), ~np.isfinite(high)
    low = np.where(is_open_below, 2 * middle - high, low)
    high = np.where(is_open_above, 2 * middle - low, high)
    n = middle.size
    if n == 0:
        return np.zeros((0, 2), int)
    deviation = (high - low) / 2 / ndtri(0.5 + CONFIDENCE / 2)
    is_known = np.isfinite(deviation)
    noise = np.random.default_rng(SEED).standard_normal((DRAWS, n), dtype=np.float32)
    drawn = middle + np.where(is_known, deviation, 0).astype("float32") * noise
    # Sorting twice would rank them; once and a scatter takes half the time.
    order = np.argsort(-drawn, axis=1)
    ranked = np.empty((DRAWS, n), "int16")
    np.put_along_axis(ranked, order, np.arange(1, n + 1, dtype="int16")[None, :], axis=1)
    ranked.sort(axis=0)
    tail = (1 - CONFIDENCE) / 2
    first, last = ranked[[int(tail * DRAWS), int((1 - tail) * DRAWS) - 1]].astype(int)
    first, last = np.where(is_open_above, 1, first), np.where(is_open_below, n, last)
    # Chance tells equal estimates apart, by a rank or two: they share the wider range.
    estimates = np.array([middle, low, high])
    is_new = np.r_[True, (estimates[:, 1:] != estimates[:, :-1]).any(axis=0)]
    starts, estimate = np.flatnonzero(is_new), np.cumsum(is_new) - 1
    found = np.empty((n, 2), int)
    found[from_largest, 0] = np.minimum.reduceat(first, starts)[estimate]
    found[from_largest, 1] = np.maximum.reduceat(last, starts)[estimate]
    return found
