"""Conformal prediction intervals for grouped data."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def conformal_half_width(errors: ArrayLike, groups: ArrayLike, level: float) -> float:
    """Return the half-width of the prediction interval that contains the truth with probability `level`.

    The quantile of the absolute errors of rows that the model was not fitted to; each group has the same weight, and
    a group yet to come counts as an infinite error (Lee, Barber and Willett 2023, "Distribution-free inference with
    hierarchical data", HCP). It is valid for a row of a new group of the same kind, whatever the model and the
    distribution.

    Args:
        errors: predicted minus true, shape (rows,).
        groups: the group of each row, shape (rows,).
        level: between 0 and 1.

    Returns:
        In the unit of `errors`; infinite with too few groups for the level.

    Raises:
        ValueError: there is no row.
    """
    sizes = np.abs(np.asarray(errors, float))
    if not sizes.size:
        raise ValueError("a half-width needs at least one row that was predicted")
    _, group, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    weights = 1 / ((len(counts) + 1) * counts[group])
    order = np.argsort(sizes, kind="stable")
    # Sums of thirds and the like fall short of the level by a rounding error.
    reached = np.searchsorted(np.cumsum(weights[order]), level - 1e-12)
    return float(sizes[order][reached]) if reached < sizes.size else float("inf")
