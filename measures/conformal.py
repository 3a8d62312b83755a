"""How wide an interval about a prediction must be to hold the truth as often as it says: conformal half-widths."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def conformal_half_width(errors: ArrayLike, groups: ArrayLike, level: float) -> float:
    """Half-width of the interval that holds the truth with probability `level`, in the unit of the errors.

    The quantile of absolute errors of rows the model was not fitted to, each group counting as one and a group yet to
    come as an infinite error (Lee, Barber and Willett 2023, "Distribution-free inference with hierarchical data",
    HCP). It holds for a row of a group like these, whatever the model and the distribution; infinite with too few
    groups for the level.

    Args:
        errors: predicted less true, one a row.
        groups: the group of each row.
        level: between 0 and 1.

    Raises:
        ValueError: there is no row.
    """
    sizes = np.abs(np.asarray(errors, float))
    if not sizes.size:
        raise ValueError("a half-width needs at least one row that was predicted")
    _, group, counts = np.unique(np.asarray(groups), return_inverse=True, return_counts=True)
    weights = 1 / ((len(counts) + 1) * counts[group])
    order = np.argsort(sizes, kind="stable")
    # Sums of thirds and the like fall short of the level by a rounding.
    reached = np.searchsorted(np.cumsum(weights[order]), level - 1e-12)
    return float(sizes[order][reached]) if reached < sizes.size else float("inf")
