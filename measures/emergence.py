"""Signal-to-noise ratio of a country's warming, and its year of emergence from year-to-year noise."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtrinc

from measures.anomaly import baseline_mean
from measures.arrays import Floats
from measures.change import Change
from measures.confidence import CONFIDENCE, p_value
from measures.regression import Regression, regress
from measures.smooth import loess
from measures.trend import NoEstimateError

SMOOTHING_YEARS = 41
"""Span of the smoother of the global temperatures, as in Hawkins et al. 2020."""

EMERGED_AT = 2.0
"""Signal-to-noise ratio above which an average year is one that used to occur once in forty years."""

LEAST_NOISE_C = 0.005
"""Half of the last digit published: a spread below it is due to rounding, not to the climate."""


@dataclass(frozen=True)
class Emergence:
    """Signal-to-noise ratio of the latest year, and the year of emergence: the first since which it has exceeded 2.

    `year` is None where the ratio of the latest year does not exceed 2. `earliest_year` and `latest_year` are the 95 %
    interval of `year`: since when the upper and the lower limit of the ratio have exceeded 2. None where they do not,
    or where the years are too few for limits.
    """

    ratio: Change
    year: int | None
    earliest_year: int | None
    latest_year: int | None


def emergence(years: ArrayLike, local: ArrayLike, smooth_world: ArrayLike, reference: tuple[int, int]) -> Emergence:
    """Return the signal-to-noise ratio of a country's warming since the `reference` period, and its year of emergence.

    The country's temperature is regressed on the global one: L(t) = alpha G(t) + beta by least squares, G smoothed
    (`smoothed`). The signal of a year is alpha times the change of G from its mean over `reference`; the noise is the
    standard deviation of the residuals, sqrt(SSE / (n - 2)). Sources: Hawkins and Sutton 2012, Geophys. Res. Lett. 39,
    L01702; Hawkins et al. 2020, Geophys. Res. Lett. 47, e2019GL086259. Their G is the mean of land and ocean; where G
    here is that of land alone, a factor between the two is absorbed by alpha and does not change the signal.

    The interval is that of a slope over the noise about it: alpha over its standard error follows a noncentral t with
    n_eff - 2 degrees of freedom, whose noncentrality is the true alpha over noise times a known factor. The 95 %
    limits of the noncentrality follow from inverting its distribution (Steiger and Fouladi 1997). G counts as known.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        local: the country's annual temperatures in degC, NaN where missing; shape (years,).
        smooth_world: the smoothed global temperatures in degC of the same years, none missing; shape (years,).
        reference: first and last year of the period that change is relative to, both included.

    Raises:
        TooFewYearsError: fewer than 15 years with a value, or fewer than 20 in the reference period.
        NoEstimateError: the country's values show no noise to compare a signal with.
    """
    x, g = np.asarray(years, float), np.asarray(smooth_world, float)
    change = g - baseline_mean(x, g, reference)
    line = regress(g, local)
    if line.residual_sd < LEAST_NOISE_C:
        raise NoEstimateError("the residuals are below the rounding of the data: there is no noise to compare with")
    per_degree = line.slope / line.residual_sd
    year = _since(x, per_degree * change)
    p = p_value(line.slope, line.standard_error, line.degrees_of_freedom)
    p_and_years = (p, line.n_years, line.n_effective)
    if line.degrees_of_freedom <= 0:
        ratio = Change(float(per_degree * change[-1]), -float("inf"), float("inf"), *p_and_years)
        return Emergence(ratio, year, None, None)
    low, high = _limits(line)
    limits = float(low * change[-1]), float(high * change[-1])
    ratio = Change(float(per_degree * change[-1]), min(limits), max(limits), *p_and_years)
    return Emergence(ratio, year, _since(x, high * change), _since(x, low * change))


def smoothed(years: ArrayLike, values: ArrayLike, span_years: int = SMOOTHING_YEARS) -> Floats:
    """Return the smoothed global temperatures for `emergence`: `smooth.loess` through gaps, without robust rounds.

    The mean of all land has no outliers.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        span_years: years in the window of each local regression.

    Raises:
        TooFewYearsError: fewer years with a value than `span_years`.
    """
    return loess(years, values, span_years, robust_rounds=0, through_gaps=True).values


def _limits(line: Regression) -> tuple[float, float]:
    """Return the 95 % limits of slope over noise, per unit of x."""
    df = line.degrees_of_freedom
    t, scale = line.slope / line.standard_error, line.standard_error / line.residual_sd
    tail = (1 - CONFIDENCE) / 2
    return float(nctdtrinc(df, 1 - tail, t) * scale), float(nctdtrinc(df, tail, t) * scale)


def _since(years: Floats, ratio: Floats) -> int | None:
    """Return the first year of the unbroken run above 2 that lasts to the end; None if the last year is not above 2."""
    below = np.flatnonzero(~(ratio > EMERGED_AT))
    first = below[-1] + 1 if below.size else 0
    return int(years[first]) if first < years.size else None
