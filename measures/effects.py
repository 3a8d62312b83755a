"""Accumulated local effects (ALE): how a model's prediction changes along one feature."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.importance import Predict

BINS = 20


def edges_of(values: ArrayLike, bins: int = BINS) -> Floats:
    """Return the edges of up to `bins` bins with about equal counts, ascending and distinct; NaN is left out.

    Fewer than two edges where fewer than two values differ.
    """
    sample = np.asarray(values, float)
    sample = sample[np.isfinite(sample)]
    if not sample.size:
        return sample
    return np.unique(np.quantile(sample, np.linspace(0, 1, bins + 1), method="inverted_cdf"))


def accumulated_local_effects(predict: Predict, x: Floats, column: int, edges: Floats) -> Floats:
    """Return the first-order accumulated local effects of one feature at each of `edges`, centred on zero.

    Apley and Zhu 2020 (J. R. Stat. Soc. B 82, 1059-1086, eq. 15-16): in each bin its rows are moved from the lower to
    the upper edge, the mean changes are accumulated, and the mean over the rows is subtracted. Unlike in a partial
    dependence, no row is moved to where no such country exists. The effect describes the model, not causes.

    Args:
        predict: the model.
        x: shape (rows, features); rows with no value in `column`, or with one beyond the edges, do not count.
        column: index of the feature.
        edges: from `edges_of`, at least two.

    Returns:
        One effect for each edge, in the unit of the predictions; 0 everywhere if no row counts.
    """
    values = x[:, column]
    rows = np.isfinite(values) & (values >= edges[0]) & (values <= edges[-1])
    if not rows.any():
        return np.zeros(len(edges))
    moved = x[rows].copy()
    bin_of = np.clip(np.searchsorted(edges, moved[:, column], side="left"), 1, len(edges) - 1)
    moved[:, column] = edges[bin_of]
    upper = predict(moved)
    moved[:, column] = edges[bin_of - 1]
    change = upper - predict(moved)
    count = np.bincount(bin_of, minlength=len(edges))[1:]
    mean = np.bincount(bin_of, weights=change, minlength=len(edges))[1:] / np.maximum(count, 1)
    effect = np.concatenate([[0.0], np.cumsum(mean)])
    return effect - np.sum(count * (effect[:-1] + effect[1:]) / 2) / count.sum()
