"""Confidence intervals and p values of estimates with Student-t errors."""

from __future__ import annotations

from scipy.special import stdtr, stdtrit

CONFIDENCE = 0.95
"""Level of every interval in this project."""


def half_width(standard_error: float, degrees_of_freedom: float) -> float:
    """Return half the width of the 95 % confidence interval, in the unit of `standard_error`.

    The standard error times the 97.5 % quantile of Student's t; infinite with no degree of freedom left.
    """
    if degrees_of_freedom <= 0:
        return float("inf")
    return float(stdtrit(degrees_of_freedom, 0.5 + CONFIDENCE / 2) * standard_error)


def p_value(estimate: float, standard_error: float, degrees_of_freedom: float) -> float:
    """Return the two-sided p value of the null hypothesis that the true value is zero.

    1.0 with no degree of freedom left. Without an error it is 1 for an estimate of zero, else 0.
    """
    if degrees_of_freedom <= 0:
        return 1.0
    if standard_error == 0:
        return float(estimate == 0)
    return float(2 * stdtr(degrees_of_freedom, -abs(estimate) / standard_error))
