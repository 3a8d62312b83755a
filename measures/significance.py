"""Significance of many tests at a false-discovery rate (Benjamini-Hochberg)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Bools


def benjamini_hochberg(p: ArrayLike, rate: float = 0.05) -> Bools:
    """Return which of many tests are significant at this false-discovery rate.

    Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289-300: of the m p values in ascending order, all up to the
    last one with p(k) <= k / m * rate. SciPy's `false_discovery_control` gives the same verdicts; the dashboard would
    pay 46 MB for loading scipy.stats.

    Args:
        p: p values, shape (tests,), NaN where there was no test.
        rate: expected share of false positives among the significant.

    Returns:
        Shape (tests,); False where p is NaN.
    """
    p_values = np.asarray(p, float)
    ascending = np.sort(p_values[np.isfinite(p_values)])
    passing = np.flatnonzero(ascending <= np.arange(1, ascending.size + 1) / max(ascending.size, 1) * rate)
    limit = ascending[passing[-1]] if passing.size else -1.0
    return np.where(np.isfinite(p_values), p_values <= limit, False)
