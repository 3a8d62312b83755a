"""Correlation over and within countries: worked out by hand, against SciPy, and a planted common trend."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from measures import correlation
from measures.correlation import TooFewCountriesError, over_countries, rank_correlation, ranks, within_countries

TEN = np.arange(10.0)


def test_a_coefficient_by_hand():
    # y is x but for its ends changed over: mean 4.5, Sxx = 82.5, Sxy = 82.5 - 81 = 1.5.
    y = TEN.copy()
    y[[0, 9]] = y[[9, 0]]
    assert over_countries(TEN, y).value == pytest.approx(1.5 / 82.5)
    assert over_countries(TEN, y, by_rank=True).value == pytest.approx(1.5 / 82.5)


@given(st.lists(st.integers(-3, 3) | st.floats(-1e9, 1e9), min_size=1, max_size=40))
def test_ranks_are_scipy_s(values):
    assert list(ranks(np.array(values, float))) == list(stats.rankdata(values))


def test_ranks_do_not_mind_a_curve_and_ties_share_their_rank():
    assert over_countries(TEN, np.exp(TEN), by_rank=True).value == pytest.approx(1)
    tied = np.array([0, 0, 1, 1, 2, 3, 4, 5, 6, 7.0])
    expected = stats.spearmanr(TEN, tied).statistic
    assert over_countries(TEN, tied, by_rank=True).value == pytest.approx(expected)
    assert rank_correlation(TEN, tied) == pytest.approx(expected)


@pytest.mark.parametrize("by_rank", [False, True])
def test_the_interval_is_scipy_s(by_rank: bool):
    rng = np.random.default_rng(4)
    x = rng.normal(size=60)
    y = 0.5 * x + rng.normal(size=60)
    theirs = stats.bootstrap(
        (x, y),
        (lambda a, b: stats.spearmanr(a, b).statistic) if by_rank else (lambda a, b: np.corrcoef(a, b)[0, 1]),
        paired=True,
        vectorized=False,
        n_resamples=2_000,
        rng=1,
    ).confidence_interval
    own = over_countries(x, y, by_rank=by_rank)
    assert (own.low95, own.high95) == pytest.approx((theirs.low, theirs.high), abs=0.04)
    assert own.low95 < own.value < own.high95
    assert own == over_countries(x, y, by_rank=by_rank)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(100):
        x = rng.normal(size=80)
        own = over_countries(x, 0.6 * x + 0.8 * rng.normal(size=80))
        held += own.low95 <= 0.6 <= own.high95
    assert 88 <= held <= 100


def test_a_weighting_is_what_repeating_the_countries_would_give():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=12).round(1), rng.normal(size=12).round(1)
    counts = rng.integers(0, 4, 12)
    repeated = np.repeat(x, counts), np.repeat(y, counts)
    by_weight = correlation._spearman(correlation._Order(x), correlation._Order(y), counts[None, :].astype(float))
    assert by_weight[0] == pytest.approx(stats.spearmanr(*repeated).statistic)
    by_sums = correlation._from_sums(correlation._sums(x, y), counts[None, :].astype(float))
    assert by_sums[0] == pytest.approx(np.corrcoef(*repeated)[0, 1])


def test_missing_values_and_too_few_countries():
    y = TEN.copy()
    y[3] = np.nan
    with pytest.raises(TooFewCountriesError, match="10 countries with both figures, here are 9"):
        over_countries(TEN, y)
    assert np.isnan(rank_correlation(TEN, y))
    eleven = np.append(TEN, np.nan)
    assert over_countries(eleven, eleven).n == 10


def test_what_does_not_vary_goes_along_with_nothing():
    with pytest.raises(TooFewCountriesError, match="the same everywhere"):
        over_countries(TEN, np.ones(10))
    assert np.isnan(rank_correlation(TEN, np.ones(10)))


def test_the_same_figure_twice_is_one_without_a_doubt():
    own = over_countries(TEN, TEN)
    assert (own.value, own.low95, own.high95) == pytest.approx((1, 1, 1))


def planted(shared: float) -> tuple[np.ndarray, np.ndarray]:
    """Forty countries, thirty years: both figures follow wealth and rise at one pace; changes share `shared`."""
    rng = np.random.default_rng(11)
    wealth = rng.normal(size=40) * 10
    rise = np.arange(30)[:, None] * rng.uniform(0.5, 1.5, 40)
    both, one, other = rng.normal(size=(3, 30, 40)).cumsum(1)
    return wealth + rise + shared * both + one, 2 * wealth + rise + shared * both + other


@pytest.mark.parametrize("by_rank", [False, True])
def test_a_common_trend_is_high_in_levels_and_nothing_in_changes(by_rank: bool):
    x, y = planted(shared=0)
    assert over_countries(x[-1], y[-1], by_rank=by_rank).low95 > 0.6
    changes = within_countries(x, y, by_rank=by_rank)
    assert changes.low95 < 0 < changes.high95
    assert abs(changes.value) < 0.08
    assert (changes.n, changes.pairs) == (40, 29 * 40)


@pytest.mark.parametrize("by_rank", [False, True])
def test_what_moves_together_is_found_in_changes(by_rank: bool):
    x, y = planted(shared=1)
    changes = within_countries(x, y, by_rank=by_rank)
    assert changes.low95 > 0.35  # one half, by how it was made
    assert changes.high95 < 0.65


def test_changes_by_hand():
    # Every country: changes of x are 1, 2, 3, of y 3, 2, 1; less their means -1, 0, 1 and 1, 0, -1: coefficient -1.
    x = np.tile(np.array([0, 1, 3, 6.0])[:, None], 10) + TEN
    y = np.tile(np.array([0, 3, 5, 6.0])[:, None], 10) - TEN
    assert within_countries(x, y).value == pytest.approx(-1)


def test_a_gap_costs_the_changes_on_both_sides_and_no_other():
    x, y = planted(shared=0)
    x[10, 0] = np.nan
    assert within_countries(x, y).pairs == 29 * 40 - 2
    x[:, 0] = np.nan
    assert within_countries(x, y).n == 39
