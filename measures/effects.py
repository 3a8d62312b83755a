"""How a model's answer changes along one feature, other things as they are found: accumulated local effects."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.importance import Predict

BINS = 20


def edges_of(values: ArrayLike, bins: int = BINS) -> Floats:
    """Edges of up to `bins` bins that hold about as many values each, ascending and distinct; NaN is left out.

    Fewer than two edges where fewer than two values differ.
    """
    held = np.asarray(values, float)
    held = held[np.isfinite(held)]
    return np.unique(np.quantile(held, np.linspace(0, 1, bins + 1), method="inverted_cdf")) if held.size else held


def accumulated_local_effects(predict: Predict, x: Floats, column: int, edges: Floats) -> Floats:
    """First-order accumulated local effects of one feature at each of `edges`, about a mean of zero.

    Apley and Zhu 2020 (J. R. Stat. Soc. B 82, 1059-1086, eq. 15-16): in each bin the rows that lie in it are moved
    from its lower to its upper edge, the mean changes are added up, and the mean over the rows is taken off. Unlike a
    partial dependence, no row is moved to where no such country is. It says what the model answers, not what a change
    would bring about.

    Args:
        predict: the model.
        x: rows x features; rows without a value in `column`, or with one beyond the edges, do not count.
        column: the feature.
        edges: from `edges_of`, at least two.

    Returns:
        One effect for each edge, in the unit of the predictions; 0 everywhere if no row counts.
    """
    values = x[:, column]
    rows = np.isfinite(values) & (values >= edges[0]) & (values <= edges[-1])
    if not rows.any():
        return np.zeros(len(edges))
    inside = x[rows].copy()
    which = np.clip(np.searchsorted(edges, inside[:, column], side="left"), 1, len(edges) - 1)
    inside[:, column] = edges[which]
    upper = predict(inside)
    inside[:, column] = edges[which - 1]
    change = upper - predict(inside)
    count = np.bincount(which, minlength=len(edges))[1:]
    mean = np.bincount(which, weights=change, minlength=len(edges))[1:] / np.maximum(count, 1)
    effect = np.concatenate([[0.0], np.cumsum(mean)])
    return effect - np.sum(count * (effect[:-1] + effect[1:]) / 2) / count.sum()
