"""Correlation across countries and within them, with bootstrap intervals. Correlation is not causation.

Every statistic here is a function of weights: how often each country was drawn. One matrix product then computes it
for all resamples at once, and for all leave-one-out samples that the interval's correction needs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measures.arrays import Bools, Floats
from measures.bootstrap import SEED, bca_interval, draws

FEWEST_COUNTRIES = 10
"""Below this no correlation is computed: its interval would span most of what is possible."""

FEWEST_BLOCKS = 5
"""Below this no correlation is computed where countries are drawn in blocks: four blocks have only 35 different
resamples, five have 126."""

ROUNDING = 1e-12
"""Share of a sum of squares below which a variance is only the rounding error of zero."""

MOST_ROUNDS = 100
"""Alternating projections at most; a panel with gaps needs about ten."""

Statistic = Callable[[Floats], Floats]
"""Weights of shape (draws, countries) to one coefficient a draw, NaN where a draw does not vary."""


class TooFewCountriesError(ValueError):
    """Fewer than ten countries or five blocks have both figures, or one of the figures is the same everywhere."""


@dataclass(frozen=True)
class Correlation:
    """A coefficient from -1 to 1 with its 95 % interval, over `n` countries and `pairs` pairs of values."""

    value: float
    low95: float
    high95: float
    n: int
    pairs: int


def cross_country_correlation(
    x: ArrayLike, y: ArrayLike, *, by_rank: bool = False, block: ArrayLike | None = None
) -> Correlation:
    """Return the correlation over countries of one value of x and one of y a country.

    Args:
        x: one value a country, NaN where missing; shape (countries,).
        y: the same countries' values.
        by_rank: whether Spearman's coefficient is computed, ties sharing their mean rank; otherwise Pearson's.
        block: number of the block that each country is drawn with (`spatial_blocks`); by default one of its own.

    Raises:
        TooFewCountriesError: fewer than ten countries or five blocks have both, or one does not vary.
    """
    first, second = np.asarray(x, float), np.asarray(y, float)
    is_pair = np.isfinite(first) & np.isfinite(second)
    first, second = first[is_pair], second[is_pair]
    _check_count(first.size)
    _check_spread(first, second)
    statistic = (
        partial(_spearman, _Order(first), _Order(second)) if by_rank else partial(_pearson, _products(first, second))
    )
    units, index = _units(block, is_pair)
    value = float(statistic(np.ones((1, first.size)))[0])
    resampled = statistic(draws(units)[:, index].astype(float))
    return _with_interval(value, resampled, statistic((1 - np.eye(units))[:, index]), first.size, first.size)


def within_country_correlation(
    x: ArrayLike, y: ArrayLike, *, by_rank: bool = False, block: ArrayLike | None = None
) -> Correlation:
    """Return the correlation of year-to-year changes within countries, over all countries and years.

    Each change counts relative to its own country's mean change and to its year's: the first removes each country's
    own trend, so that two series that merely both rise do not correlate, the second what all countries share, such as
    a world recession in a warm year. The bootstrap draws blocks of countries and, independently, years, as neither the
    years of a country nor the countries of a year are independent (Owen 2007, Ann. Appl. Stat. 1, 386-411; Cameron,
    Gelbach and Miller 2011, J. Bus. Econ. Stat. 29, 238-249). Ranks are taken once over all changes.

    Args:
        x: shape (years, countries), consecutive years, NaN where missing.
        y: the same.
        by_rank: as for `cross_country_correlation`.
        block: as for `cross_country_correlation`.

    Raises:
        TooFewCountriesError: fewer than ten countries or five blocks have two changes of both, or one does not vary.
    """
    dx, dy = np.diff(np.asarray(x, float), axis=0), np.diff(np.asarray(y, float), axis=0)
    is_pair = np.isfinite(dx) & np.isfinite(dy)
    is_pair &= is_pair.sum(0) >= 2
    has_pairs: Bools = np.asarray(is_pair.any(axis=0))
    n = int(has_pairs.sum())
    _check_count(n)
    first, second = _minus_both_means(dx, is_pair), _minus_both_means(dy, is_pair)
    _check_spread(first, second)
    if by_rank:
        first, second = (average_ranks(each) for each in (first, second))
    year, country = np.nonzero(is_pair)
    years, year = np.unique(year, return_inverse=True)
    units, index = _units(block, has_pairs)
    unit = index[np.cumsum(has_pairs)[country] - 1]
    products = _products(first, second)
    cells = np.stack([np.bincount(unit * years.size + year, c, units * years.size) for c in products.T], axis=1)

    def statistic(of_units: Floats, of_years: Floats) -> Floats:
        sums = (of_units @ cells.reshape(units, -1)).reshape(len(of_units), years.size, -1)
        return _coefficient((sums * of_years[:, :, None]).sum(axis=1))

    all_years = np.ones((1, years.size))
    value = float(statistic(np.ones((1, units)), all_years)[0])
    resampled = statistic(draws(units).astype(float), draws(years.size, SEED + 1).astype(float))
    left_out = statistic(1 - np.eye(units), np.broadcast_to(all_years, (units, years.size)))
    return _with_interval(value, resampled, left_out, n, first.size)


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


def _check_count(n: int) -> None:
    if n < FEWEST_COUNTRIES:
        raise TooFewCountriesError(f"a correlation needs {FEWEST_COUNTRIES} countries with both figures, here are {n}")


def _check_spread(first: Floats, second: Floats) -> None:
    if not (np.ptp(first) > 0 and np.ptp(second) > 0):
        raise TooFewCountriesError("one of the figures is the same everywhere, so nothing can go along with it")


def _units(block: ArrayLike | None, is_kept: Bools) -> tuple[int, NDArray[np.intp]]:
    """Return the number of units to draw, and the unit of each selected country."""
    if block is None:
        n = int(is_kept.sum())
        return n, np.arange(n)
    names, index = np.unique(np.asarray(block)[is_kept], return_inverse=True)
    if names.size < FEWEST_BLOCKS:
        raise TooFewCountriesError(
            f"an interval needs countries in {FEWEST_BLOCKS} blocks of the map, here are {names.size}"
        )
    return names.size, index


def _minus_both_means(changes: Floats, is_pair: Bools) -> Floats:
    """Return changes minus the means of their country and of their year, estimated together as some pairs are missing.

    Alternating projections (Gauss-Seidel) on the effects of countries and years; a dozen rounds reach rounding.
    """
    left = np.where(is_pair, changes, 0.0)
    counts = [np.maximum(is_pair.sum(axis=axis, keepdims=True), 1) for axis in (0, 1)]
    for _ in range(MOST_ROUNDS):
        before = left
        for axis, count in enumerate(counts):
            left = np.where(is_pair, left - left.sum(axis=axis, keepdims=True) / count, 0.0)
        if np.abs(left - before).max() <= ROUNDING * max(np.abs(changes[is_pair]).max(initial=0.0), ROUNDING):
            break
    return left[is_pair]


def _products(x: Floats, y: Floats) -> Floats:
    """Return each row's terms of the six sums in Pearson's formula: n, x, y, xx, yy, xy.

    Centred first, so that no digits are lost.
    """
    a, b = x - x.mean(), y - y.mean()
    return np.stack([np.ones_like(a), a, b, a * a, b * b, a * b], axis=1)


def _pearson(products: Floats, weights: Floats) -> Floats:
    """Return Pearson's coefficient for each row of `weights`, shape (draws, countries); NaN if a draw is constant."""
    return _coefficient(weights @ products)


def _coefficient(sums: Floats) -> Floats:
    """Return Pearson's coefficient from the six sums of each row; NaN where the row is constant."""
    n, a, b, aa, bb, ab = sums.T
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


def _with_interval(value: float, resampled: Floats, leave_one_out: Floats, n: int, pairs: int) -> Correlation:
    known = resampled[np.isfinite(resampled)]
    if abs(value) >= 1:
        return Correlation(value, float(known.min()), float(known.max()), n, pairs)
    return Correlation(value, *bca_interval(value, resampled, leave_one_out), n, pairs)
