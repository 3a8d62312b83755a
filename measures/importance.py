"""Permutation importance: how much worse predictions get when one feature is shuffled."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measures.arrays import Floats
from measures.skill import rmse

Predict = Callable[[Floats], Floats]
"""A model: features of shape (rows, features) to predictions of shape (rows,)."""


def permutation_importance(
    predict: Predict,
    x: Floats,
    truth: ArrayLike,
    strata: ArrayLike,
    *,
    shuffled_freely: tuple[int, ...] = (),
    seed: int,
) -> Floats:
    """Return by how much the root mean square error rises when each feature is shuffled.

    Breiman 2001 (Machine Learning 45, 5-32), but shuffled within strata only: with years as strata a feature that
    merely encodes the year gains nothing. Of two redundant features each looks unimportant.

    Args:
        predict: the model.
        x: shape (rows, features); a missing value (NaN) is shuffled like any other.
        truth: observed values, shape (rows,); rows that the model was not fitted to.
        strata: the stratum of each row, shape (rows,).
        shuffled_freely: columns that are shuffled over all rows, as they are constant within a stratum.
        seed: of the shuffling.

    Returns:
        Shape (features,), in the unit of `truth`, after one shuffling: take the mean over several models or seeds.
        Below 0 by chance only.
    """
    y, rng = np.asarray(truth, float), np.random.default_rng(seed)
    _, stratum = np.unique(np.asarray(strata), return_inverse=True)
    one_stratum = np.zeros_like(stratum)
    before, shuffled = rmse(predict(x) - y), x.copy()
    rises = np.zeros(x.shape[1])
    for column in range(x.shape[1]):
        within = one_stratum if column in shuffled_freely else stratum
        shuffled[:, column] = x[shuffle_within_strata(within, rng), column]
        rises[column] = rmse(predict(shuffled) - y) - before
        shuffled[:, column] = x[:, column]
    return rises


def shuffle_within_strata(strata: NDArray[np.intp], rng: np.random.Generator) -> NDArray[np.intp]:
    """Return a random order of the rows, shape (rows,), in which each row stays within its stratum."""
    order = np.empty(strata.size, np.intp)
    order[np.argsort(strata, kind="stable")] = np.lexsort((rng.random(strata.size), strata))
    return order
