"""Gower's similarity of profiles, and the contribution of each feature to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from measures.arrays import Floats

LEAST_SHARED = 0.5
"""Share of the country's own features that another country must have as well; with fewer the score is NaN."""


@dataclass(frozen=True)
class Similarity:
    """Similarity of one profile with each of n others, and what each of the p features contributes to it.

    `score`, shape (n,): 1 alike in all features, 0 opposite, NaN with too few features in common.
    `contributions`, shape (n, p): see `gower_similarity`; NaN where one of the two lacks the feature.
    """

    score: Floats
    contributions: Floats


def gower_similarity(own: Floats, others: Floats) -> Similarity:
    """Return Gower's similarity of one profile with each of n others (Gower 1971, Biometrics 27, 857-871).

    The score is 1 minus the mean difference in quantile rank over the features that both profiles have. The
    contribution of a feature is by how much closer the two are than a random profile would be on average:
    p² - p + 1/2 - |p - q|. So agreement on a rare value counts more than agreement on a common one.

    Args:
        own: quantile ranks of one profile, 0 to 1, shape (p,), NaN where missing.
        others: quantile ranks of the other profiles, shape (n, p), NaN where missing.
    """
    difference = np.abs(others - own)
    is_shared = np.isfinite(difference)
    counts = is_shared.sum(axis=1)
    is_enough = (counts > 0) & (counts >= LEAST_SHARED * np.isfinite(own).sum())
    mean = np.where(is_shared, difference, 0.0).sum(axis=1) / np.maximum(counts, 1)
    return Similarity(np.where(is_enough, 1 - mean, np.nan), own * own - own + 0.5 - difference)
