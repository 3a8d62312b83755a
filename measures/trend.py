"""Linear trends of yearly series by least squares, with 95 % intervals that allow for autocorrelation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from measures.arrays import Floats
from measures.autocorrelation import effective_years, unbiased
from measures.confidence import CONFIDENCE, half_width, p_value

FEWEST_YEARS = 15
"""Below this no trend is computed: it would say more about single years than about climate."""

CAUTION_YEARS = 30
"""Below this a trend comes with a warning: 30 years is WMO's length for a climate normal."""


class NoEstimateError(ValueError):
    """The measure cannot be estimated from this series; the message says why."""


class TooFewYearsError(NoEstimateError):
    """The period has too few valid years for the measure."""


@dataclass(frozen=True)
class Trend:
    """A least-squares line through yearly values, with what is needed to draw it and its 95 % band.

    Slopes are per decade in the unit of the values; `residual_sd` is in that unit as well.
    """

    slope_per_decade: float
    low95: float
    high95: float
    p: float
    n_years: int
    n_effective: float
    first_year: int
    last_year: int
    mean_year: float
    mean_value: float
    residual_sd: float
    sum_squares_years: float

    @property
    def is_short(self) -> bool:
        """Whether the trend has fewer than the 30 years that a climate statement needs."""
        return self.n_years < CAUTION_YEARS

    @property
    def degrees_of_freedom(self) -> float:
        """Effective years minus the two parameters of the line."""
        return self.n_effective - 2

    def at(self, years: ArrayLike) -> Floats:
        """Return the height of the line in each of `years`, in the unit of the values."""
        return self.mean_value + self.slope_per_decade / 10 * (np.asarray(years, float) - self.mean_year)

    def band(self, years: ArrayLike) -> tuple[Floats, Floats]:
        """Return the lower and upper edge of the line's 95 % confidence band in each of `years`.

        The band is that of the line, not of single years. Half-width t s sqrt(1/n + (x - mean x)^2 / Sxx), Draper and
        Smith 1998 section 1.4, with the residual standard deviation s of `trend`, which already counts effective years.
        """
        distance = np.asarray(years, float) - self.mean_year
        se = self.residual_sd * np.sqrt(1 / self.n_years + distance**2 / self.sum_squares_years)
        half = half_width(1.0, self.degrees_of_freedom) * se
        return self.at(years) - half, self.at(years) + half


def detrended(years: Floats, values: Floats) -> Floats:
    """Return the residuals about the least-squares line, shape (years,); NaN where a value is missing."""
    is_valid = np.isfinite(values)
    x, y = years[is_valid], values[is_valid]
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return values - (y.mean() + slope * (years - x.mean()))


def trend(years: ArrayLike, values: ArrayLike) -> Trend:
    """Return the least-squares trend of one series over consecutive `years`, with its 95 % interval.

    The residual variance is SSE / (n_eff - 2) and the t quantile has n_eff - 2 degrees of freedom, with n_eff from
    the lag-1 autocorrelation of the residuals: Santer et al. 2000, J. Geophys. Res. 105, 7337-7356 ("AdjSE + AdjDF").

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: one value a year, NaN where missing; shape (years,).

    Raises:
        TooFewYearsError: fewer than 15 valid years.
    """
    x, y = np.asarray(years, float), np.asarray(values, float)
    is_valid = np.isfinite(y)
    n = int(is_valid.sum())
    if n < FEWEST_YEARS:
        raise TooFewYearsError(f"a trend needs at least {FEWEST_YEARS} years with values, this window has {n}")
    residuals = detrended(x, y)
    mean_year, mean_value = x[is_valid].mean(), y[is_valid].mean()
    sxx = ((x[is_valid] - mean_year) ** 2).sum()
    slope = ((x[is_valid] - mean_year) * (y[is_valid] - mean_value)).sum() / sxx
    n_effective = effective_years(residuals)
    df = n_effective - 2
    sd = float(np.sqrt(np.nansum(residuals**2) / df)) if df > 0 else float("inf")
    se = sd / np.sqrt(sxx)
    half = half_width(se, df)
    return Trend(
        slope_per_decade=float(slope * 10),
        low95=float((slope - half) * 10),
        high95=float((slope + half) * 10),
        p=p_value(slope, se, df),
        n_years=n,
        n_effective=n_effective,
        first_year=int(x[is_valid][0]),
        last_year=int(x[is_valid][-1]),
        mean_year=float(mean_year),
        mean_value=float(mean_value),
        residual_sd=sd,
        sum_squares_years=float(sxx),
    )


@dataclass(frozen=True)
class Trends:
    """The trends of many series, shape (series,), NaN where a series has fewer than 15 valid years.

    Slopes are per decade in the unit of the values.
    """

    slope_per_decade: Floats
    low95: Floats
    high95: Floats
    p: Floats


def trends(years: ArrayLike, values: ArrayLike) -> Trends:
    """Return the least-squares trends of many series at once; each equals `trend` of that series.

    For the map and the trend windows, which need hundreds of trends at each choice. `trend` stays beside it for the
    published figures and the line itself; a property test compares the two.

    Args:
        years: consecutive calendar years, ascending; shape (years,).
        values: shape (years, series), NaN where missing.
    """
    x, y = np.asarray(years, float)[:, None], np.asarray(values, float)
    is_valid = np.isfinite(y)
    n = is_valid.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        dx = np.where(is_valid, x - (x * is_valid).sum(axis=0) / n, 0.0)
        dy = np.where(is_valid, y - np.nansum(y, axis=0) / n, 0.0)
        sxx = (dx**2).sum(axis=0)
        slope = (dx * dy).sum(axis=0) / sxx
        residuals = dy - slope * dx  # 0 in a missing year, which so adds nothing to any sum
        squares = (residuals**2).sum(axis=0)
        r1 = np.where(squares > 0, unbiased((residuals[:-1] * residuals[1:]).sum(axis=0) / squares, n), 0.0)
        df = n * (1 - r1) / (1 + r1) - 2
        se = np.where(df > 0, np.sqrt(squares / df / sxx), np.inf)
        half = np.where(df > 0, stdtrit(df, 0.5 + CONFIDENCE / 2) * se, np.inf)
        p = np.where(se > 0, 2 * stdtr(df, -np.abs(slope) / se), slope == 0)
        p = np.where(df > 0, p, 1.0)
    columns = [slope * 10, (slope - half) * 10, (slope + half) * 10, p]
    return Trends(*(np.where(n >= FEWEST_YEARS, column, np.nan) for column in columns))
