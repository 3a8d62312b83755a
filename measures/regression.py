"""Regression of a country's years on the world's: the least-squares line of `amplification` and `emergence`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.autocorrelation import effective_years
from measures.trend import FEWEST_YEARS, TooFewYearsError, detrended


@dataclass(frozen=True)
class Regression:
    """A least-squares line through pairs of values of the same years; `slope` in units of y per unit of x."""

    slope: float
    residuals: Floats
    sum_squares_x: float
    n_years: int
    n_effective: float

    @property
    def degrees_of_freedom(self) -> float:
        """Effective years minus the two parameters of the line."""
        return self.n_effective - 2

    @property
    def residual_sd(self) -> float:
        """Standard deviation of single years about the line: sqrt(SSE / (n - 2)), in the unit of y."""
        return float(np.sqrt(np.nansum(self.residuals**2) / (self.n_years - 2)))

    @property
    def standard_error(self) -> float:
        """Standard error of the slope: sqrt(SSE / (n_eff - 2) / Sxx), Santer et al. 2000.

        Infinite with no degree of freedom left.
        """
        if self.degrees_of_freedom <= 0:
            return float("inf")
        return float(np.sqrt(np.nansum(self.residuals**2) / self.degrees_of_freedom / self.sum_squares_x))


def regress(x: ArrayLike, y: ArrayLike) -> Regression:
    """Return the line y = a + b x over consecutive years, with n_eff from the lag-1 autocorrelation of its residuals.

    Args:
        x: one value a year, NaN where missing; shape (years,).
        y: one value a year, NaN where missing; shape (years,).

    Raises:
        TooFewYearsError: fewer than 15 years in which both have a value, or x is the same in all of them.
    """
    predictor, response = np.asarray(x, float), np.asarray(y, float)
    is_pair = np.isfinite(predictor) & np.isfinite(response)
    n = int(is_pair.sum())
    if n < FEWEST_YEARS or np.ptp(predictor[is_pair]) == 0:
        raise TooFewYearsError(f"a regression needs {FEWEST_YEARS} years with two values each, there are {n}")
    distance = predictor[is_pair] - predictor[is_pair].mean()
    sxx = float((distance**2).sum())
    residuals = detrended(predictor, np.where(is_pair, response, np.nan))
    slope = float((distance * response[is_pair]).sum() / sxx)
    return Regression(slope, residuals, sxx, n, effective_years(residuals))
