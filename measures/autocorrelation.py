"""How much of a yearly series is year-to-year noise, and how many independent years it is worth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr, stdtrit

CONFIDENCE = 0.95

Floats = NDArray[np.float64]


def lag1_autocorrelation(residuals: Floats) -> float:
    """Correlation of each year's residual with the next year's; pairs with a missing year (NaN) are left out.

    r1 = sum(e[t] e[t+1]) / sum(e[t]^2), the usual estimator (von Storch and Zwiers 1999, section 12.1).
    Returns 0.0 for a series without variation.
    """
    variance = np.nansum(residuals**2)
    if variance == 0:
        return 0.0
    return float(np.nansum(residuals[:-1] * residuals[1:]) / variance)


def effective_years(residuals: Floats) -> float:
    """Number of independent years that the residuals are worth: n (1 - r1) / (1 + r1), at most n.

    Source: Santer et al. 2000, J. Geophys. Res. 105, 7337-7356, eq. 6. A negative r1 would promise more
    information than there are years, so r1 counts from zero.
    """
    n = int(np.isfinite(residuals).sum())
    r1 = max(lag1_autocorrelation(residuals), 0.0)
    return n * (1 - r1) / (1 + r1)


def half_width(standard_error: float, degrees_of_freedom: float) -> float:
    """Half the 95 % interval of an estimate with Student-t error; infinite with no degree of freedom left."""
    if degrees_of_freedom <= 0:
        return float("inf")
    return float(stdtrit(degrees_of_freedom, 0.5 + CONFIDENCE / 2) * standard_error)


def p_value(estimate: float, standard_error: float, degrees_of_freedom: float) -> float:
    """Two-sided probability of an estimate this far from zero if there were no change; 1.0 if it cannot be told."""
    if degrees_of_freedom <= 0:
        return 1.0
    if standard_error == 0:
        return float(estimate == 0)
    return float(2 * stdtr(degrees_of_freedom, -abs(estimate) / standard_error))
