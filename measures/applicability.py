"""Area of applicability: how far a combination of features lies from those in the training data.

The idea is Meyer and Pebesma 2021, "Predicting into unknown space? Estimating the area of applicability of spatial
prediction models", Methods Ecol. Evol. 12, 1620-1633: a prediction is trusted if it is no
further from the training data than the rows of cross-validation were from theirs. Here distances are between quantile
ranks instead of standardised values, and every feature has the same weight.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measures.arrays import Floats

BLOCK_ROWS = 256
"""Rows whose distances to all others are computed at a time, which bounds the memory."""


def quantile_ranks(values: ArrayLike, among: ArrayLike) -> Floats:
    """Return the quantile rank of each value in the distribution of `among`: 0 below all, 1 above all.

    Ties have the middle of their ranks. Ranks keep units and long tails from dominating a distance: a population of a
    billion is as far from the middle as a median age of 48.

    Args:
        values: the values to rank, shape (n,); NaN stays NaN.
        among: the distribution, shape (m,); NaN is left out.
    """
    ranked, sample = np.asarray(values, float), np.asarray(among, float)
    sample = np.sort(sample[np.isfinite(sample)])
    below, up_to = (np.searchsorted(sample, ranked, side) for side in ("left", "right"))
    return np.where(np.isnan(ranked), np.nan, (below + up_to) / (2 * max(sample.size, 1)))


def distances_to_rows(point: Floats, rows: Floats) -> Floats:
    """Return the root mean square difference in quantile rank between one combination of features and each row.

    A missing value in a row counts as a random one, so that a row is not near because it is empty: the mean of
    (p - U)² over uniform U is p² - p + 1/3.

    Args:
        point: quantile ranks, shape (p,); NaN features do not count.
        rows: quantile ranks, shape (n, p), NaN where missing.

    Returns:
        Shape (n,), 0 to 1; NaN where `point` has no value.
    """
    present = np.flatnonzero(np.isfinite(point))
    if not present.size:
        return np.full(len(rows), np.nan)
    p, q = point[present], rows[:, present]
    squares = np.where(np.isfinite(q), np.square(q - p), p * p - p + 1 / 3)
    return np.sqrt(squares.mean(axis=1))


def distances_to_nearest_other_group(rows: Floats, groups: NDArray[Any]) -> Floats:
    """Return the distance of each row to the nearest row of another group, as `distances_to_rows` defines it.

    For all rows at once: the sums of squares are matrix products.

    Args:
        rows: quantile ranks, shape (n, p), NaN where missing.
        groups: the group of each row, shape (n,).

    Returns:
        Shape (n,); infinite with a single group, NaN where a row has no value.
    """
    is_present = np.isfinite(rows)
    q, present = np.where(is_present, rows, 0.0), is_present.astype(float)
    by_chance = np.where(is_present, rows * rows - rows + 1 / 3, 0.0)
    distances = np.full(len(rows), np.nan)
    for start in range(0, len(rows), BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        in_both = np.square(q[block]) @ present.T - 2 * q[block] @ q.T + present[block] @ np.square(q).T
        squares = in_both + by_chance[block] @ (1 - present).T
        squares[groups[block, None] == groups[None, :]] = np.inf
        counts = present[block].sum(axis=1)
        nearest = np.sqrt(np.maximum(squares.min(axis=1), 0.0) / np.maximum(counts, 1))
        distances[block] = np.where(counts > 0, nearest, np.nan)
    return distances
