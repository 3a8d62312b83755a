"""Which of many tests are significant at a false-discovery rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike


def benjamini_hochberg(p: ArrayLike, rate: float = 0.05) -> np.ndarray:
    """Which of many tests differ from nothing at this false-discovery rate; False where p is NaN.

    Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289-300: of the m probabilities in ascending order, all up to
    the last one with p(k) <= k / m * rate.
    """
    tested = np.asarray(p, float)
    ascending = np.sort(tested[np.isfinite(tested)])
    passing = np.flatnonzero(ascending <= np.arange(1, ascending.size + 1) / max(ascending.size, 1) * rate)
    limit = ascending[passing[-1]] if passing.size else -1.0
    return np.where(np.isfinite(tested), tested <= limit, False)
