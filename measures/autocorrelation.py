"""Lag-1 autocorrelation of a yearly series, and its effective sample size."""

from __future__ import annotations

import numpy as np

from measures.arrays import Floats


def lag1_autocorrelation(residuals: Floats) -> float:
    """Return the correlation of each year's residual with the next year's.

    r1 = sum(e[t] e[t+1]) / sum(e[t]^2), the usual estimator (von Storch and Zwiers 1999, section 12.1).

    Args:
        residuals: one residual a year, shape (years,), with mean zero; NaN where the year is missing. Pairs with a
            missing year are left out.

    Returns:
        -1 to 1; 0.0 for a series without variation.
    """
    variance = np.nansum(residuals**2)
    if variance == 0:
        return 0.0
    return float(np.nansum(residuals[:-1] * residuals[1:]) / variance)


def effective_years(residuals: Floats) -> float:
    """Return the effective sample size: n (1 - r1) / (1 + r1), at most n.

    The number of independent years with as much information as the residuals. Source: Santer et al. 2000, J. Geophys.
    Res. 105, 7337-7356, eq. 6. A negative r1 would promise more information than there are years, so it counts as zero.

    Args:
        residuals: one residual a year, shape (years,); NaN where the year is missing.
    """
    n = int(np.isfinite(residuals).sum())
    r1 = max(lag1_autocorrelation(residuals), 0.0)
    return n * (1 - r1) / (1 + r1)
