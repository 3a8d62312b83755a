"""Change between two periods, and, to show why it is not recommended, between two single years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.autocorrelation import effective_years
from measures.confidence import half_width, p_value
from measures.trend import FEWEST_YEARS, TooFewYearsError, detrended

ROUNDING = 1e-9
"""Spread, as a share of the largest value, below which a period repeats one value: rounding leaves 1e-14 of it."""

PERIOD_YEARS = 30
"""Length of a climate normal (WMO-No. 1203)."""

FEWEST_PERIOD_YEARS = 20
"""Valid years that a 30-year period needs (FAO's rule for its temperature change domain)."""


@dataclass(frozen=True)
class Change:
    """An estimate with its 95 % interval, in the unit of the series, and the years it rests on."""

    value: float
    low95: float
    high95: float
    p: float
    n_years: int
    n_effective: float


def period_change(years: ArrayLike, values: ArrayLike, early: tuple[int, int], late: tuple[int, int]) -> Change:
    """Return the mean over the `late` period minus the mean over the `early` one, with Welch's 95 % interval.

    The variance of each mean is s^2 / n_eff, with s^2 = SSE / (n - 2) of the residuals about the period's own line, so
    that warming within a period does not count as noise, and n_eff from their lag-1 autocorrelation
    (`effective_years`). Degrees of freedom by Welch and Satterthwaite, with n_eff - 1 for each period. A period that
    repeats one value has no noise to judge by, and the change no interval: it is infinite, with p = 1.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        early: first and last year of the reference period, both included.
        late: first and last year of the period compared with it.

    Raises:
        TooFewYearsError: a period has fewer than 20 valid years.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    first, last = _period(x, y, early), _period(x, y, late)
    return _change(
        value=last.mean - first.mean,
        standard_error=float(np.sqrt(first.variance + last.variance)),
        degrees_of_freedom=_welch(first, last),
        n_years=first.n + last.n,
        n_effective=first.n_effective + last.n_effective,
    )


def single_year_change(years: ArrayLike, values: ArrayLike, first_year: int, last_year: int) -> Change:
    """Return the value in `last_year` minus the value in `first_year`, with the interval due to year-to-year noise.

    Each single year is one draw of the noise, so the difference has sqrt(2) times its standard deviation. That is
    estimated from the residuals of the whole series about its line, SSE / (n - 2). Lag-1 autocorrelation does not
    change this spread of single years; it only makes the estimate less certain, hence n_eff - 2 degrees of freedom.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).
        first_year: the year to subtract.
        last_year: the year to subtract from.

    Raises:
        TooFewYearsError: one of the two years has no value, or the series has fewer than 15.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    n = int(np.isfinite(y).sum())
    if n < FEWEST_YEARS:
        raise TooFewYearsError(f"the noise of single years needs {FEWEST_YEARS} years, the series has {n}")
    first, last = (y[x == year] for year in (first_year, last_year))
    if any(end.size != 1 or not np.isfinite(end[0]) for end in (first, last)):
        raise TooFewYearsError(f"no value in {first_year} or {last_year}")
    residuals = detrended(x, y)
    sd = float(np.sqrt(np.nansum(residuals**2) / (n - 2)))
    return _change(
        value=float(last[0] - first[0]),
        standard_error=float(np.sqrt(2)) * sd,
        degrees_of_freedom=effective_years(residuals) - 2,
        n_years=2,
        n_effective=2.0,
    )


@dataclass(frozen=True)
class _Period:
    """Mean of a period, the variance of that mean, and the number of years behind it."""

    mean: float
    variance: float
    n: int
    n_effective: float
    is_constant: bool


def _welch(first: _Period, last: _Period) -> float:
    """Return the degrees of freedom of a difference of means (Welch 1947, Satterthwaite 1946); 0 if undefined."""
    if min(first.n_effective, last.n_effective) <= 1 or first.is_constant or last.is_constant:
        return 0.0
    spread = first.variance**2 / (first.n_effective - 1) + last.variance**2 / (last.n_effective - 1)
    return (first.variance + last.variance) ** 2 / spread


def _period(years: Floats, values: Floats, bounds: tuple[int, int]) -> _Period:
    inside = (years >= bounds[0]) & (years <= bounds[1])
    x, y = years[inside], values[inside]
    n = int(np.isfinite(y).sum())
    if n < FEWEST_PERIOD_YEARS:
        raise TooFewYearsError(
            f"a period mean needs {FEWEST_PERIOD_YEARS} years with values, {bounds[0]}-{bounds[1]} has {n}"
        )
    mean = float(np.nanmean(y))
    if np.nanmax(y) - np.nanmin(y) <= ROUNDING * max(1.0, float(np.nanmax(np.abs(y)))):
        return _Period(mean, 0.0, n, float(n), is_constant=True)
    residuals = detrended(x, y)
    n_effective = effective_years(residuals)
    squares = float(np.nansum(residuals**2) / (n - 2))
    variance = squares / n_effective if n_effective > 0 else float("inf")
    return _Period(mean, variance, n, n_effective, is_constant=False)


def _change(value: float, standard_error: float, degrees_of_freedom: float, n_years: int, n_effective: float) -> Change:
    half = half_width(standard_error, degrees_of_freedom)
    p = p_value(value, standard_error, degrees_of_freedom)
    return Change(value, value - half, value + half, p, n_years, n_effective)
