"""How much worse predictions get when one feature is shuffled: permutation importance."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measures.arrays import Floats
from measures.skill import rmse

Predict = Callable[[Floats], Floats]
"""Rows x features to one prediction a row."""


def permutation_importance(
    predict: Predict,
    x: Floats,
    truth: ArrayLike,
    strata: ArrayLike,
    *,
    shuffled_freely: tuple[int, ...] = (),
    seed: int,
) -> Floats:
    """By how much the root mean square error rises when a feature is shuffled, for each feature.

    Breiman 2001 (Machine Learning 45, 5-32), but shuffled within strata only: with years as strata a feature that
    merely knows which year it is gains nothing. Of two features that say the same, each looks unimportant.

    Args:
        predict: the model.
        x: rows x features; a missing value (NaN) is shuffled like any other.
        truth: one value a row; rows that the model was not fitted to.
        strata: the stratum of each row.
        shuffled_freely: columns that are shuffled over all rows, being the same within a stratum.
        seed: of the shuffling.

    Returns:
        One rise for each column, in the unit of `truth`, after one shuffling: take the mean over several models or
        seeds. Below 0 by chance only.
    """
    y, rng = np.asarray(truth, float), np.random.default_rng(seed)
    _, stratum = np.unique(np.asarray(strata), return_inverse=True)
    everywhere = np.zeros_like(stratum)
    before, work = rmse(predict(x) - y), x.copy()
    rises = np.zeros(x.shape[1])
    for column in range(x.shape[1]):
        within = everywhere if column in shuffled_freely else stratum
        work[:, column] = x[shuffle_within_strata(within, rng), column]
        rises[column] = rmse(predict(work) - y) - before
        work[:, column] = x[:, column]
    return rises


def shuffle_within_strata(strata: NDArray[np.intp], rng: np.random.Generator) -> NDArray[np.intp]:
    """An order of the rows in which each row has changed places only with rows of its own stratum."""
    order = np.empty(strata.size, np.intp)
    order[np.argsort(strata, kind="stable")] = np.lexsort((rng.random(strata.size), strata))
    return order
