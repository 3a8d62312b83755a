"""Correlation across countries and within them, with bootstrap intervals. Correlation is not causation.

Every statistic here is a function of weights: how often each country was drawn. One matrix product then computes it
for all resamples at once, and for all leave-one-out samples that the interval's correction needs.
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
"""Below this no correlation is computed: its interval would span most of what is possible."""

RESAMPLES = 2_000
"""Enough for the limits of a 95 % interval to be steady in the second decimal (Efron and Tibshirani 1993, ch. 14)."""

SEED = 1961
"""Fixed, so that the same figures give every reader the same interval."""

ROUNDING = 1e-12
"""Share of a sum of squares below which a variance is only the rounding error of zero."""

Statistic = Callable[[Floats], Floats]
"""Weights of shape (draws, countries) to one coefficient a draw, NaN where a draw does not vary."""


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
    """Return the correlation over countries of one value of x and one of y a country.

    Args:
        x: one value a country, NaN where missing; shape (countries,).
        y: the same countries' values.
        by_rank: whether Spearman's coefficient is computed, ties sharing their mean rank; otherwise Pearson's.

    Raises:
        TooFewCountriesError: fewer than ten countries have both, or one does not vary.
    """
    first, second = np.asarray(x, float), np.asarray(y, float)
    is_pair = np.isfinite(first) & np.isfinite(second)
    first, second = first[is_pair], second[is_pair]
    _check(first, second, first.size)
    statistic = (
        partial(_spearman, _Order(first), _Order(second)) if by_rank else partial(_pearson, _products(first, second))
    )
    return _with_interval(statistic, first.size, first.size)


def within_country_correlation(x: ArrayLike, y: ArrayLike, *, by_rank: bool = False) -> Correlation:
    """Return the correlation of year-to-year changes within countries, over all countries and years.

    Each change counts relative to its own country's mean change. This removes each country's own trend, so that two
    series that merely both rise do not correlate. The bootstrap draws countries, not years: the years of a country are
    not independent (Cameron, Gelbach and Miller 2008, Rev. Econ. Stat. 90, 414-427). Ranks are taken once over all
    changes.

    Args:
        x: shape (years, countries), consecutive years, NaN where missing.
        y: the same.
        by_rank: as for `cross_country_correlation`.

    Raises:
        TooFewCountriesError: fewer than ten countries have two changes of both, or one does not vary.
    """
    dx, dy = np.diff(np.asarray(x, float), axis=0), np.diff(np.asarray(y, float), axis=0)
    is_pair = np.isfinite(dx) & np.isfinite(dy)
    is_pair &= is_pair.sum(0) >= 2
    n = int(is_pair.any(0).sum())
    first, second = _minus_country_mean(dx, is_pair), _minus_country_mean(dy, is_pair)
    country = np.nonzero(is_pair)[1]
    _check(first, second, n)
    if by_rank:
        first, second = (average_ranks(each) for each in (first, second))
    products = _products(first, second)
    by_country = np.array([np.bincount(country, column, is_pair.shape[1]) for column in products.T], float).T
    return _with_interval(partial(_pearson, by_country[is_pair.any(0)]), n, first.size)


def average_ranks(values: Floats) -> Floats:
    """Return the rank of each value, 1 for the smallest; equal values share their mean rank. No NaN.

    As `scipy.stats.rankdata`, whose import takes 47 MB of every server's memory.
    """
    ordered = np.sort(values)
    below, up_to = (np.searchsorted(ordered, values, side) for side in ("left", "right"))
    return (below + up_to + 1) / 2


def rank_correlation(x: ArrayLike, y: ArrayLike) -> float:
    """Return Spearman's coefficient without an interval.

    NaN with fewer than ten countries that have both values, or where one does not vary.

    Args:
        x: one value a country, NaN where missing; shape (countries,).
        y: the same countries' values.
    """
    first, second = np.asarray(x, float), np.asarray(y, float)
    is_pair = np.isfinite(first) & np.isfinite(second)
    if is_pair.sum() < FEWEST_COUNTRIES or not (np.ptp(first[is_pair]) and np.ptp(second[is_pair])):
        return float("nan")
    return float(np.corrcoef(average_ranks(first[is_pair]), average_ranks(second[is_pair]))[0, 1])


def _check(first: Floats, second: Floats, n: int) -> None:
    if n < FEWEST_COUNTRIES:
        raise TooFewCountriesError(f"a correlation needs {FEWEST_COUNTRIES} countries with both figures, here are {n}")
    if not (np.ptp(first) > 0 and np.ptp(second) > 0):
        raise TooFewCountriesError("one of the figures is the same everywhere, so nothing can go along with it")


def _minus_country_mean(changes: Floats, is_pair: NDArray[np.bool_]) -> Floats:
    paired = np.where(is_pair, changes, 0.0)
    return (paired - paired.sum(0) / np.maximum(is_pair.sum(0), 1))[is_pair]


def _products(x: Floats, y: Floats) -> Floats:
    """Return each row's terms of the six sums in Pearson's formula: n, x, y, xx, yy, xy.

    Centred first, so that no digits are lost.
    """
    a, b = x - x.mean(), y - y.mean()
    return np.stack([np.ones_like(a), a, b, a * a, b * b, a * b], axis=1)


def _pearson(products: Floats, weights: Floats) -> Floats:
    """Return Pearson's coefficient for each row of `weights`, shape (draws, countries); NaN if a draw is constant."""
    n, a, b, aa, bb, ab = (weights @ products).T
    spread_x, spread_y = n * aa - a * a, n * bb - b * b
    varies = (spread_x > ROUNDING * n * aa) & (spread_y > ROUNDING * n * bb)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.clip(np.where(varies, (n * ab - a * b) / np.sqrt(spread_x * spread_y), np.nan), -1, 1)


class _Order:
    """The sorted order of values, to rank any weighting of them without sorting again."""

    def __init__(self, values: Floats):
        self.order = np.argsort(values, kind="stable")
        ascending = values[self.order]
        self.first = np.searchsorted(ascending, values, side="left")
        self.last = np.searchsorted(ascending, values, side="right")

    def ranks(self, weights: Floats) -> Floats:
        """Return the mean rank of each value in each draw: all weight below it, and half of the weight of its ties."""
        below = np.zeros((weights.shape[0], weights.shape[1] + 1))
        np.cumsum(weights[:, self.order], axis=1, out=below[:, 1:])
        return (below[:, self.first] + below[:, self.last] + 1) / 2


def _spearman(x: _Order, y: _Order, weights: Floats) -> Floats:
    """Return Spearman's coefficient for each row of `weights`, shape (draws, countries); NaN if a draw is constant."""
    mean_rank = (weights.sum(1, keepdims=True) + 1) / 2
    a, b = x.ranks(weights) - mean_rank, y.ranks(weights) - mean_rank
    spread = np.einsum("ij,ij,ij->i", weights, a, a) * np.einsum("ij,ij,ij->i", weights, b, b)
    with np.errstate(divide="ignore", invalid="ignore"):
        coefficient = np.einsum("ij,ij,ij->i", weights, a, b) / np.sqrt(spread)
    return np.clip(np.where(spread > 0, coefficient, np.nan), -1, 1)


def _with_interval(statistic: Statistic, n: int, pairs: int) -> Correlation:
    """Return the statistic with its bias-corrected and accelerated (BCa) bootstrap interval.

    Source: Efron 1987, J. Am. Stat. Assoc. 82, 171-185.
    """
    value = float(statistic(np.ones((1, n)))[0])
    resampled = statistic(_draws(n).astype(float))
    resampled = resampled[np.isfinite(resampled)]
    if abs(value) >= 1 or np.ptp(resampled) == 0:
        return Correlation(value, float(resampled.min()), float(resampled.max()), n, pairs)
    tails = np.array([(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    low, high = np.quantile(resampled, _bca_quantiles(tails, value, resampled, statistic(1 - np.eye(n))))
    return Correlation(value, float(low), float(high), n, pairs)


def _bca_quantiles(tails: Floats, value: float, resampled: Floats, leave_one_out: Floats) -> Floats:
    """Return the quantiles of the resamples that bound the interval."""
    below = ((resampled < value).mean() + (resampled <= value).mean()) / 2
    bias = ndtri(np.clip(below, 1 / resampled.size, 1 - 1 / resampled.size))
    influence = np.nanmean(leave_one_out) - leave_one_out
    squares = np.nansum(influence**2)
    acceleration = np.nansum(influence**3) / (6 * squares**1.5) if squares > 0 else 0.0
    shifted = bias + ndtri(tails)
    return ndtr(bias + shifted / (1 - acceleration * shifted))


@lru_cache(maxsize=8)
def _draws(n: int) -> NDArray[np.int16]:
    """Return how often each of `n` countries is in each resample, shape (RESAMPLES, n); computed once for each `n`."""
    picked = np.random.default_rng(SEED).integers(n, size=(RESAMPLES, n))
    picked += np.arange(RESAMPLES)[:, None] * n
    return np.bincount(picked.ravel(), minlength=RESAMPLES * n).reshape(RESAMPLES, n).astype("int16")
