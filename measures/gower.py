"""How alike two profiles are, and what makes them so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from measures.arrays import Floats

LEAST_SHARED = 0.5
"""Share of the asked country's values that another must hold as well, or no likeness is given."""


@dataclass(frozen=True)
class Similarity:
    """`score` (n): 1 alike in all, 0 opposite, NaN with too little in common. `tells` (n x p): see `likeness`."""

    score: Floats
    tells: Floats


def gower_similarity(own: Floats, others: Floats) -> Similarity:
    """Gower's similarity of one profile with each of n others (Gower 1971, Biometrics 27, 857-871), by places.

    The score is 1 less the mean difference in place over the values that both hold. `tells` says what each value adds
    to it: by how much closer the two are than a profile drawn by chance would be, p² - p + 1/2 - |p - q|. So it counts
    more to agree on what is rare than on what is common.

    Args:
        own: p places in their distributions, 0 to 1, NaN where missing.
        others: n x p of the same.
    """
    apart = np.abs(others - own)
    shared = np.isfinite(apart)
    counts = shared.sum(axis=1)
    enough = (counts > 0) & (counts >= LEAST_SHARED * np.isfinite(own).sum())
    mean = np.where(shared, apart, 0.0).sum(axis=1) / np.maximum(counts, 1)
    return Similarity(np.where(enough, 1 - mean, np.nan), own * own - own + 0.5 - apart)
