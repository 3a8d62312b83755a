"""How much a series changed between two periods, or (to show why not) between two single years."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from measures.arrays import Floats
from measures.autocorrelation import effective_years
from measures.confidence import half_width, p_value
from measures.trend import FEWEST_YEARS, TooFewYearsError, detrended

PERIOD_YEARS = 30
"""Length of a climate normal (WMO-No. 1203)."""

FEWEST_PERIOD_YEARS = 20
"""Valid years that a 30-year period needs (FAO's rule for its temperature change domain)."""


@dataclass(frozen=True)
class Change:
    """A difference with its 95 % interval, in the unit of the series."""

    value: float
    low95: float
    high95: float
    p: float
    n_years: int
    n_effective: float


def period_change(years: ArrayLike, values: ArrayLike, early: tuple[int, int], late: tuple[int, int]) -> Change:
    """Mean over the `late` period less the mean over the `early` one, with Welch's 95 % interval.

    The noise of each mean is s^2 / n_eff, s^2 = SSE / (n - 2) of the residuals about the period's own line, so that
    warming within a period is not counted as noise; n_eff from their lag-1 autocorrelation (`effective_years`).
    Degrees of freedom by Welch and Satterthwaite, with n_eff - 1 for each period.

    Args:
        years: consecutive calendar years, ascending.
        values: one value a year, NaN where missing.
        early: first and last year of the reference period, both included.
        late: first and last year of the period compared with it.

    Raises:
        TooFewYearsError: a period holds fewer than 20 valid years.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    first, last = _period(x, y, early), _period(x, y, late)
    value = last.mean - first.mean
    variance = first.variance + last.variance
    return _change(
        value, float(np.sqrt(variance)), _welch(first, last), first.n + last.n, first.n_effective + last.n_effective
    )


def single_year_change(years: ArrayLike, values: ArrayLike, first_year: int, last_year: int) -> Change:
    """Value in `last_year` less the value in `first_year`, with the interval that year-to-year noise leaves.

    Each single year is one draw of the noise, so the difference has sqrt(2) times its standard deviation. That is
    taken from the whole series' residuals about its line, SSE / (n - 2): the spread of single years, which lag-1
    autocorrelation leaves as it is; it only makes it less well known, hence n_eff - 2 degrees of freedom.

    Raises:
        TooFewYearsError: one of the two years has no value, or the series has fewer than 15.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    n = int(np.isfinite(y).sum())
    if n < FEWEST_YEARS:
        raise TooFewYearsError(f"the noise of single years needs {FEWEST_YEARS} years, the series has {n}")
    ends = [y[x == year] for year in (first_year, last_year)]
    if any(end.size != 1 or not np.isfinite(end[0]) for end in ends):
        raise TooFewYearsError(f"no value in {first_year} or {last_year}")
    residuals = detrended(x, y)
    n_effective = effective_years(residuals)
    sd = float(np.sqrt(np.nansum(residuals**2) / (n - 2)))
    return _change(float(ends[1][0] - ends[0][0]), float(np.sqrt(2)) * sd, n_effective - 2, 2, 2.0)


@dataclass(frozen=True)
class _Period:
    mean: float
    variance: float
    n: int
    n_effective: float


def _welch(first: _Period, last: _Period) -> float:
    """Degrees of freedom of a difference of means (Welch 1947, Satterthwaite 1946); 0 where they cannot be told."""
    if min(first.n_effective, last.n_effective) <= 1:
        return 0.0
    spread = first.variance**2 / (first.n_effective - 1) + last.variance**2 / (last.n_effective - 1)
    if spread == 0:
        return first.n_effective + last.n_effective - 2
    return (first.variance + last.variance) ** 2 / spread


def _period(years: Floats, values: Floats, bounds: tuple[int, int]) -> _Period:
    inside = (years >= bounds[0]) & (years <= bounds[1])
    x, y = years[inside], values[inside]
    n = int(np.isfinite(y).sum())
    if n < FEWEST_PERIOD_YEARS:
        raise TooFewYearsError(
            f"a period mean needs {FEWEST_PERIOD_YEARS} years with values, {bounds[0]}-{bounds[1]} has {n}"
        )
    residuals = detrended(x, y)
    n_effective = effective_years(residuals)
    variance = float(np.nansum(residuals**2) / (n - 2) / n_effective)
    return _Period(float(np.nanmean(y)), variance, n, n_effective)


def _change(value: float, se: float, df: float, n: int, n_effective: float) -> Change:
    half = half_width(se, df)
    return Change(value, value - half, value + half, p_value(value, se, df), n, n_effective)
