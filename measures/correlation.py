"""Correlation over countries, in levels and in changes, with bootstrap intervals. It says nothing of causes.

Every statistic here is a function of weights: how often each country was drawn. One product of matrices then gives it
for all resamples at once, and for all leave-one-outs that the interval's correction needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from measures.arrays import Floats
from measures.confidence import CONFIDENCE

FEWEST_COUNTRIES = 10
"""Below this no correlation is given: its interval would span most of what is possible."""

RESAMPLES = 2_000
"""Enough for the limits of a 95 % interval to be steady in the second decimal (Efron and Tibshirani 1993, ch. 14)."""

SEED = 1961
"""The same figures give the same interval, today and to every reader."""

ROUNDING = 1e-12
"""Share of a sum of squares below which a variance is what rounding has left of none."""

Statistic = Callable[[Floats], Floats]


class TooFewCountriesError(ValueError):
    """Fewer than ten countries have both figures, or one of the figures is the same everywhere."""


@dataclass(frozen=True)
class Correlation:
    """A coefficient from -1 to 1 with its 95 % interval, over `n` countries and `pairs` pairs of values."""

    value: float
    low95: float
    high95: float
    n: int
    pairs: int


def cross_country_correlation(x: ArrayLike, y: ArrayLike, *, by_rank: bool = False) -> Correlation:
    """Correlation of one value of x and one of y a country: Pearson's, or Spearman's where `by_rank`.

    Args:
        x: one value a country, NaN where missing.
        y: the same countries' values.
        by_rank: whether ranks are correlated, ties sharing their mean rank.

    Raises:
        TooFewCountriesError: fewer than ten countries have both, or one does not vary.
    """
    first, second = np.asarray(x, float), np.asarray(y, float)
    held = np.isfinite(first) & np.isfinite(second)
    first, second = first[held], second[held]
    _refuse(first, second, first.size)
    statistic = (
        partial(_spearman, _Order(first), _Order(second)) if by_rank else partial(_from_sums, _sums(first, second))
    )
    return _with_interval(statistic, first.size, first.size)


def within_country_correlation(x: ArrayLike, y: ArrayLike, *, by_rank: bool = False) -> Correlation:
    """Correlation of year-to-year changes, each less its own country's mean change, over all countries and years.

    Taking the mean away takes away each country's own trend, so that two series that merely both rise do not
    correlate. Countries are drawn, not years: a country's years are not independent (Cameron, Gelbach and Miller 2008,
    Rev. Econ. Stat. 90, 414-427). Ranks are taken once over all changes.

    Args:
        x: shape (years, countries), consecutive years, NaN where missing.
        y: the same.
        by_rank: as for `cross_country_correlation`.

    Raises:
        TooFewCountriesError: fewer than ten countries have two changes of both, or one does not vary.
    """
    dx, dy = np.diff(np.asarray(x, float), axis=0), np.diff(np.asarray(y, float), axis=0)
    held = np.isfinite(dx) & np.isfinite(dy)
    held &= held.sum(0) >= 2
    n = int(held.any(0).sum())
    first, second = _less_own_mean(dx, held), _less_own_mean(dy, held)
    country = np.nonzero(held)[1]
    _refuse(first, second, n)
    if by_rank:
        first, second = (average_ranks(each) for each in (first, second))
    each = _sums(first, second)
    totals = np.array([np.bincount(country, column, held.shape[1]) for column in each.T], float).T
    return _with_interval(partial(_from_sums, totals[held.any(0)]), n, first.size)


def average_ranks(values: Floats) -> Floats:
    """Rank of each value, 1 for the smallest; equal values share the mean of theirs. None may be missing.

    As `scipy.stats.rankdata`, whose import takes 47 MB of every server's memory.
    """
    ordered = np.sort(values)
    below, up_to = (np.searchsorted(ordered, values, side) for side in ("left", "right"))
    return (below + up_to + 1) / 2


def rank_correlation(x: ArrayLike, y: ArrayLike) -> float:
    """Spearman's coefficient alone; NaN for fewer than ten countries with both, or where one does not vary."""
    first, second = np.asarray(x, float), np.asarray(y, float)
    held = np.isfinite(first) & np.isfinite(second)
    if held.sum() < FEWEST_COUNTRIES or not (np.ptp(first[held]) and np.ptp(second[held])):
        return float("nan")
    return float(np.corrcoef(average_ranks(first[held]), average_ranks(second[held]))[0, 1])


def _refuse(first: Floats, second: Floats, n: int) -> None:
    if n < FEWEST_COUNTRIES:
        raise TooFewCountriesError(f"a correlation needs {FEWEST_COUNTRIES} countries with both figures, here are {n}")
    if not (np.ptp(first) > 0 and np.ptp(second) > 0):
        raise TooFewCountriesError("one of the figures is the same everywhere, so nothing can go along with it")


def _less_own_mean(changes: Floats, held: NDArray[np.bool_]) -> Floats:
    kept = np.where(held, changes, 0.0)
    return (kept - kept.sum(0) / np.maximum(held.sum(0), 1))[held]


def _sums(x: Floats, y: Floats) -> Floats:
    """Each row's share in the six sums that a correlation is made of; centred first, so that no digits are lost."""
    a, b = x - x.mean(), y - y.mean()
    return np.stack([np.ones_like(a), a, b, a * a, b * b, a * b], axis=1)


def _from_sums(rows: Floats, weights: Floats) -> Floats:
    """Pearson's coefficient for each row of `weights`, shape (draws, countries); NaN where a draw does not vary."""
    n, a, b, aa, bb, ab = (weights @ rows).T
    spread_x, spread_y = n * aa - a * a, n * bb - b * b
    varies = (spread_x > ROUNDING * n * aa) & (spread_y > ROUNDING * n * bb)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.clip(np.where(varies, (n * ab - a * b) / np.sqrt(spread_x * spread_y), np.nan), -1, 1)


class _Order:
    """Where each value stands among the others, to rank any weighting of them without sorting again."""

    def __init__(self, values: Floats):
        self.order = np.argsort(values, kind="stable")
        placed = values[self.order]
        self.first = np.searchsorted(placed, values, side="left")
        self.last = np.searchsorted(placed, values, side="right")

    def ranks(self, weights: Floats) -> Floats:
        """Mean rank of each value in each draw: all weight below it, and half of what shares its value."""
        below = np.zeros((weights.shape[0], weights.shape[1] + 1))
        np.cumsum(weights[:, self.order], axis=1, out=below[:, 1:])
        return (below[:, self.first] + below[:, self.last] + 1) / 2


def _spearman(x: _Order, y: _Order, weights: Floats) -> Floats:
    middle = (weights.sum(1, keepdims=True) + 1) / 2  # the mean of all ranks
    a, b = x.ranks(weights) - middle, y.ranks(weights) - middle
    spread = np.einsum("ij,ij,ij->i", weights, a, a) * np.einsum("ij,ij,ij->i", weights, b, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.einsum("ij,ij,ij->i", weights, a, b) / np.sqrt(spread)
    return np.clip(np.where(spread > 0, found, np.nan), -1, 1)


def _with_interval(statistic: Statistic, n: int, pairs: int) -> Correlation:
    """The statistic with its bias-corrected and accelerated interval (Efron 1987, J. Am. Stat. Assoc. 82, 171-185)."""
    value = float(statistic(np.ones((1, n)))[0])
    drawn = statistic(_draws(n).astype(float))
    drawn = drawn[np.isfinite(drawn)]
    if abs(value) >= 1 or np.ptp(drawn) == 0:
        return Correlation(value, float(drawn.min()), float(drawn.max()), n, pairs)
    tails = np.array([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    low, high = np.quantile(drawn, _corrected(tails, value, drawn, statistic(1 - np.eye(n))))
    return Correlation(value, float(low), float(high), n, pairs)


def _corrected(tails: Floats, value: float, drawn: Floats, left_out: Floats) -> Floats:
    """The shares of resamples between which the interval lies."""
    below = ((drawn < value).mean() + (drawn <= value).mean()) / 2
    bias = ndtri(np.clip(below, 1 / drawn.size, 1 - 1 / drawn.size))
    away = np.nanmean(left_out) - left_out
    squares = np.nansum(away**2)
    acceleration = np.nansum(away**3) / (6 * squares**1.5) if squares > 0 else 0.0
    moved = bias + ndtri(tails)
    return ndtr(bias + moved / (1 - acceleration * moved))


@lru_cache(maxsize=8)
def _draws(n: int) -> NDArray[np.int16]:
    """How often each of `n` countries is in each resample, shape (RESAMPLES, n); made once for each number."""
    picked = np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))
    picked += np.arange(RESAMPLES)[:, None] * n
    return np.bincount(picked.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n).astype("int16")
