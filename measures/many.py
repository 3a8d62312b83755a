"""Trends of many series at once, with the intervals of `trend`: what a map needs when its reader moves the window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from measures.noise import CONFIDENCE, Floats
from measures.trend import FEWEST_YEARS


@dataclass(frozen=True)
class Trends:
    """One element a series, NaN where it has fewer than 15 valid years. Slopes are per decade in the values' unit."""

    slope_per_decade: Floats
    low95: Floats
    high95: Floats
    p: Floats


def trends(years: ArrayLike, values: ArrayLike) -> Trends:
    """Least-squares trends of the columns of `values`; each equals what `trend` says of that column alone.

    Args:
        years: consecutive calendar years, ascending, shape (years,).
        values: shape (years, series), NaN where missing.
    """
    x, y = np.asarray(years, float)[:, None], np.asarray(values, float)
    held = np.isfinite(y)
    n = held.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        dx = np.where(held, x - (x * held).sum(axis=0) / n, 0.0)
        dy = np.where(held, y - np.nansum(y, axis=0) / n, 0.0)
        sxx = (dx**2).sum(axis=0)
        slope = (dx * dy).sum(axis=0) / sxx
        residuals = dy - slope * dx  # 0 in a missing year, which so adds nothing to any sum
        squares = (residuals**2).sum(axis=0)
        r1 = np.where(squares > 0, (residuals[:-1] * residuals[1:]).sum(axis=0) / squares, 0.0).clip(min=0.0)
        df = n * (1 - r1) / (1 + r1) - 2
        se = np.where(df > 0, np.sqrt(squares / df / sxx), np.inf)
        half = np.where(df > 0, stdtrit(df, 0.5 + CONFIDENCE / 2) * se, np.inf)
        p = np.where(se > 0, 2 * stdtr(df, -np.abs(slope) / se), slope == 0)
        p = np.where(df > 0, p, 1.0)
    found = [slope * 10, (slope - half) * 10, (slope + half) * 10, p]
    return Trends(*(np.where(n >= FEWEST_YEARS, column, np.nan) for column in found))


def discoveries(p: ArrayLike, rate: float = 0.05) -> np.ndarray:
    """Which of many tests differ from nothing at this false-discovery rate; False where p is NaN.

    Benjamini and Hochberg 1995, J. R. Stat. Soc. B 57, 289-300: of the m probabilities in ascending order, all up to
    the last one with p(k) <= k / m * rate.
    """
    tested = np.asarray(p, float)
    ascending = np.sort(tested[np.isfinite(tested)])
    passing = np.flatnonzero(ascending <= np.arange(1, ascending.size + 1) / max(ascending.size, 1) * rate)
    limit = ascending[passing[-1]] if passing.size else -1.0
    return np.where(np.isfinite(tested), tested <= limit, False)
