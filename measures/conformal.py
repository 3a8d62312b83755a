"""Conformal prediction intervals for grouped data."""

from __future__ import annotations

from typing import Any

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


def year_spread(values: ArrayLike) -> float:
    """Return the spread of single years: the standard deviation of year-to-year changes over the square root of 2.

    Of independent years it equals their standard deviation; trends and single steps hardly change it. 0 with fewer
    than three years.

    Args:
        values: one value a year, in order, shape (years,).
    """
    changes = np.diff(np.asarray(values, float))
    return float(np.std(changes, ddof=1) / np.sqrt(2)) if changes.size > 1 else 0.0


def coverage_by_group(errors: ArrayLike, groups: ArrayLike, level: float) -> dict[Any, float]:
    """Return by group the share of its rows within the interval whose half-width is that of the other groups.

    Args:
        errors: as for `conformal_half_width`, of at least two groups; in units of each group's spread for scaled widths
            (normalised scores: Lei et al. 2018, J. Am. Stat. Assoc. 113, 1094-1111, section 5.2).
        groups: the group of each row, shape (rows,).
        level: between 0 and 1.
    """
    sizes, labels = np.abs(np.asarray(errors, float)), np.asarray(groups)
    names, group, counts = np.unique(labels, return_inverse=True, return_counts=True)
    order = np.argsort(sizes, kind="stable")
    # Of the other groups, as many as there are names less one: each weighs one among themselves and one yet to come.
    weights, ordered = 1 / (len(names) * counts[group[order]]), sizes[order]
    coverage = {}
    for number, name in enumerate(names):
        is_other = group[order] != number
        reached = np.searchsorted(np.cumsum(weights * is_other), level - 1e-12)
        width = ordered[reached] if reached < ordered.size else np.inf
        coverage[name] = float(np.mean(ordered[~is_other] <= width))
    return coverage
