"""How far a combination of values lies from those on record, each value counted by its place in its distribution."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measures.arrays import Floats

BLOCK = 256
"""Rows measured against all others at a time, which bounds the memory."""


def quantile_ranks(values: ArrayLike, among: ArrayLike) -> Floats:
    """The place of each value in the distribution of `among`: 0 below all, 1 above all, ties in their middle.

    So that no unit and no long tail decides a distance: a population of a billion is as far from the middle as a
    median age of 48. NaN stays NaN.
    """
    asked, held = np.asarray(values, float), np.asarray(among, float)
    held = np.sort(held[np.isfinite(held)])
    found = (np.searchsorted(held, asked, "left") + np.searchsorted(held, asked, "right")) / (2 * max(held.size, 1))
    return np.where(np.isnan(asked), np.nan, found)


def distances_to_rows(point: Floats, rows: Floats) -> Floats:
    """Root mean square difference in place between one combination and each row.

    A value that a row lacks counts as one drawn by chance, so that a row is not near for being empty: the mean of
    (p - U)² over uniform U is p² - p + 1/3.

    Args:
        point: p places; those that are NaN do not count.
        rows: n x p places, NaN where missing.

    Returns:
        n distances, 0 to 1; NaN where `point` has no value.
    """
    own = np.flatnonzero(np.isfinite(point))
    if not own.size:
        return np.full(len(rows), np.nan)
    p, q = point[own], rows[:, own]
    squares = np.where(np.isfinite(q), np.square(q - p), p * p - p + 1 / 3)
    return np.sqrt(squares.mean(axis=1))


def distances_to_nearest_other_group(rows: Floats, groups: NDArray[Any]) -> Floats:
    """Distance of each row to the nearest row of another group; infinite with a single group.

    As `distances`, of all rows at once: the sums of squares are products of matrices.
    """
    held = np.isfinite(rows)
    q, has = np.where(held, rows, 0.0), held.astype(float)
    by_chance = np.where(held, rows * rows - rows + 1 / 3, 0.0)
    found = np.full(len(rows), np.nan)
    for start in range(0, len(rows), BLOCK):
        own = slice(start, start + BLOCK)
        met = np.square(q[own]) @ has.T - 2 * q[own] @ q.T + has[own] @ np.square(q).T
        squares = met + by_chance[own] @ (1 - has).T
        squares[groups[own, None] == groups[None, :]] = np.inf
        counts = has[own].sum(axis=1)
        nearest = np.sqrt(np.maximum(squares.min(axis=1), 0.0) / np.maximum(counts, 1))
        found[own] = np.where(counts > 0, nearest, np.nan)
    return found
