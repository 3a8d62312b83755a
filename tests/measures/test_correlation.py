"""Correlation across and within countries: hand calculations, SciPy, and a planted common trend."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from measures import bootstrap, correlation
from measures.bootstrap import bca_interval, spatial_blocks
from measures.correlation import (
    TooFewCountriesError,
    average_ranks,
    cross_country_correlation,
    rank_correlation,
    within_country_correlation,
)

TEN = np.arange(10.0)


def test_the_coefficient_matches_a_hand_calculation():
    # y is x with its ends swapped: mean 4.5, Sxx = 82.5, Sxy = 82.5 - 81 = 1.5.
    y = TEN.copy()
    y[[0, 9]] = y[[9, 0]]
    assert cross_country_correlation(TEN, y).value == pytest.approx(1.5 / 82.5)
    assert cross_country_correlation(TEN, y, by_rank=True).value == pytest.approx(1.5 / 82.5)


@given(st.lists(st.integers(-3, 3) | st.floats(-1e9, 1e9), min_size=1, max_size=40))
def test_average_ranks_equal_those_of_scipy(values):
    assert list(average_ranks(np.array(values, float))) == list(stats.rankdata(values))


def test_rank_correlation_ignores_curvature_and_averages_ties():
    assert cross_country_correlation(TEN, np.exp(TEN), by_rank=True).value == pytest.approx(1)
    tied = np.array([0, 0, 1, 1, 2, 3, 4, 5, 6, 7.0])
    expected = stats.spearmanr(TEN, tied).statistic
    assert cross_country_correlation(TEN, tied, by_rank=True).value == pytest.approx(expected)
    assert rank_correlation(TEN, tied) == pytest.approx(expected)


@pytest.mark.parametrize("by_rank", [False, True])
def test_the_interval_equals_that_of_scipy(by_rank: bool):
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
    own = cross_country_correlation(x, y, by_rank=by_rank)
    assert (own.low95, own.high95) == pytest.approx((theirs.low, theirs.high), abs=0.04)
    assert own.low95 < own.value < own.high95
    assert own == cross_country_correlation(x, y, by_rank=by_rank)


def pearson_s(a, b, axis=-1):
    a, b = a - a.mean(axis, keepdims=True), b - b.mean(axis, keepdims=True)
    return (a * b).sum(axis) / np.sqrt((a * a).sum(axis) * (b * b).sum(axis))


def spearman_s(a, b, axis=-1):
    return pearson_s(stats.rankdata(a, axis=axis), stats.rankdata(b, axis=axis), axis)


@pytest.mark.parametrize("by_rank", [False, True])
def test_the_interval_of_few_skewed_values_equals_that_of_scipy(by_rank: bool):
    rng = np.random.default_rng(6)
    x = np.exp(1.5 * rng.normal(size=14)).round(1)
    y = (x + np.exp(1.5 * rng.normal(size=14))).round(1)
    # From the same seed SciPy draws the same countries, so that the limits are equal and not only close.
    theirs = stats.bootstrap(
        (x, y),
        spearman_s if by_rank else pearson_s,
        paired=True,
        n_resamples=bootstrap.RESAMPLES,
        method="BCa",
        rng=bootstrap.SEED,
    )
    ends, drawn = np.array(theirs.confidence_interval), theirs.bootstrap_distribution
    own = cross_country_correlation(x, y, by_rank=by_rank)
    assert [own.low95, own.high95] == pytest.approx(ends, abs=1e-9)
    assert np.abs(drawn - own.value).min() > 1e-9  # no ties, which rounding would decide
    bias = stats.norm.ppf((drawn < own.value).mean())
    unaccelerated = np.quantile(drawn, stats.norm.cdf(2 * bias + stats.norm.ppf([0.025, 0.975])))
    assert (np.abs(ends - unaccelerated) > 0.005).all()


def test_the_bca_correction_matches_a_hand_calculation():
    # Half of the draws equal to the estimate count as below it: 1 of 4 below, 2 equal, so no bias. Leaving one out
    # changes nothing, so no acceleration either: the interval is that of the quantiles.
    even, draws = np.ones(10), np.array([0.0, 1, 1, 2])
    assert bca_interval(1.0, draws, even) == pytest.approx(np.quantile(draws, [0.025, 0.975]))
    # An estimate beyond all four draws counts as if one of them lay there: twice the normal quantile of 1/4 or 3/4.
    ordered = np.arange(4.0)
    for value, share in ((-1, 0.25), (9, 0.75)):
        shifted = 2 * stats.norm.ppf(share) + stats.norm.ppf([0.025, 0.975])
        assert bca_interval(value, ordered, even) == pytest.approx(np.quantile(ordered, stats.norm.cdf(shifted)))


def test_the_interval_covers_the_truth_as_often_as_stated():
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(100):
        x = rng.normal(size=80)
        own = cross_country_correlation(x, 0.6 * x + 0.8 * rng.normal(size=80))
        covered += own.low95 <= 0.6 <= own.high95
    assert 88 <= covered <= 100


def test_weights_equal_repeated_countries():
    rng = np.random.default_rng(5)
    x, y = rng.normal(size=12).round(1), rng.normal(size=12).round(1)
    counts = rng.integers(0, 4, 12)
    repeated = np.repeat(x, counts), np.repeat(y, counts)
    by_weight = correlation._spearman(correlation._Order(x), correlation._Order(y), counts[None, :].astype(float))
    assert by_weight[0] == pytest.approx(stats.spearmanr(*repeated).statistic)
    by_sums = correlation._pearson(correlation._products(x, y), counts[None, :].astype(float))
    assert by_sums[0] == pytest.approx(np.corrcoef(*repeated)[0, 1])


def test_missing_values_are_left_out_and_nine_countries_refused():
    y = TEN.copy()
    y[3] = np.nan
    with pytest.raises(TooFewCountriesError, match="10 countries with both figures, here are 9"):
        cross_country_correlation(TEN, y)
    assert np.isnan(rank_correlation(TEN, y))
    eleven = np.append(TEN, np.nan)
    assert cross_country_correlation(eleven, eleven).n == 10


def test_a_constant_variable_is_refused():
    with pytest.raises(TooFewCountriesError, match="the same everywhere"):
        cross_country_correlation(TEN, np.ones(10))
    assert np.isnan(rank_correlation(TEN, np.ones(10)))


def test_either_constant_variable_is_refused():
    for by_rank in (False, True):
        with pytest.raises(TooFewCountriesError, match="the same everywhere"):
            cross_country_correlation(np.ones(10), TEN, by_rank=by_rank)


def test_resamples_without_variation_are_left_out():
    # Only one country differs; a third of all draws lack it.
    own = cross_country_correlation(np.eye(10)[7], TEN, by_rank=True)
    assert own.value == pytest.approx(stats.spearmanr(np.eye(10)[7], TEN).statistic)
    assert -1 < own.low95 < own.value < own.high95 < 1


def test_pearson_intervals_are_finite_with_one_differing_country():
    # Sixteen countries: minus its mean of 1, x is 15 once and -1 elsewhere, so that its sums are exact.
    x, y = 16 * np.eye(16)[7], np.random.default_rng(3).normal(size=16)
    own = cross_country_correlation(x, y)
    assert own.value == pytest.approx(np.corrcoef(x, y)[0, 1])
    assert -1 < own.low95 < own.value < own.high95 < 1


def test_intervals_stay_within_plus_and_minus_one():
    rng = np.random.default_rng(10)
    for x in rng.normal(size=(30, 13)):
        up, down = cross_country_correlation(x, 0.3 * x + 0.1), cross_country_correlation(x, -0.7 * x)
        assert 1 - 1e-9 < up.low95 <= up.high95 <= 1
        assert -1 <= down.low95 <= down.high95 < -1 + 1e-9


def test_units_and_offsets_cost_no_precision():
    rng = np.random.default_rng(8)
    x, y = rng.normal(size=(2, 12))
    own = cross_country_correlation(x, y)
    for other in (
        cross_country_correlation(1e-4 * x, y),
        cross_country_correlation(x, 1e-4 * y),
        cross_country_correlation(1e7 + x, y - 1e7),
    ):
        assert [other.value, other.low95, other.high95] == pytest.approx([own.value, own.low95, own.high95], abs=1e-6)


def test_pearson_is_the_default():
    curve = np.exp(TEN)
    assert cross_country_correlation(TEN, curve).value == pytest.approx(np.corrcoef(TEN, curve)[0, 1])
    assert cross_country_correlation(TEN, curve).value < 0.8
    x, y = planted(shared=1)
    changes = [np.diff(table, axis=0) for table in (x, y**3)]
    left = [c - c.mean(axis=0) - c.mean(axis=1, keepdims=True) + c.mean() for c in changes]
    assert within_country_correlation(x, y**3).value == pytest.approx(
        np.corrcoef(*(each.ravel() for each in left))[0, 1]
    )


def test_a_variable_correlates_perfectly_with_itself():
    own = cross_country_correlation(TEN, TEN)
    assert (own.value, own.low95, own.high95) == pytest.approx((1, 1, 1))
    assert (own.n, own.pairs) == (10, 10)


def planted(shared: float) -> tuple[np.ndarray, np.ndarray]:
    """Return two variables of forty countries and thirty years that depend on wealth and rise at the same pace.

    Their changes have the share `shared` in common.
    """
    rng = np.random.default_rng(11)
    wealth = rng.normal(size=40) * 10
    rise = np.arange(30)[:, None] * rng.uniform(0.5, 1.5, 40)
    both, one, other = rng.normal(size=(3, 30, 40)).cumsum(1)
    return wealth + rise + shared * both + one, 2 * wealth + rise + shared * both + other


@pytest.mark.parametrize("by_rank", [False, True])
def test_a_common_trend_correlates_in_levels_but_not_in_changes(by_rank: bool):
    x, y = planted(shared=0)
    assert cross_country_correlation(x[-1], y[-1], by_rank=by_rank).low95 > 0.6
    changes = within_country_correlation(x, y, by_rank=by_rank)
    assert changes.low95 < 0 < changes.high95
    assert abs(changes.value) < 0.08
    assert (changes.n, changes.pairs) == (40, 29 * 40)


@pytest.mark.parametrize("by_rank", [False, True])
def test_common_year_to_year_movements_correlate_in_changes(by_rank: bool):
    x, y = planted(shared=1)
    changes = within_country_correlation(x, y, by_rank=by_rank)
    assert changes.low95 > 0.35  # planted: one half
    assert changes.high95 < 0.65


def test_the_correlation_of_changes_matches_a_hand_calculation():
    # Changes of x are 1, 2, 3 in five countries and 3, 2, 1 in five: minus their means -1, 0, 1 and 1, 0, -1, so that
    # the years' means are zero. Those of y are the opposite: coefficient -1.
    up, down = np.array([0, 1, 3, 6.0]), np.array([0, 3, 5, 6.0])
    x = np.column_stack([up] * 5 + [down] * 5) + TEN
    y = np.column_stack([down] * 5 + [up] * 5) - TEN
    assert within_country_correlation(x, y).value == pytest.approx(-1)


def test_changes_that_all_countries_share_in_a_year_do_not_correlate():
    x, y = planted(shared=0)
    shock = 5 * np.random.default_rng(13).normal(size=(30, 1)).cumsum(0)
    found, without = within_country_correlation(x + shock, y + shock), within_country_correlation(x, y)
    assert found.value == pytest.approx(without.value, abs=1e-9)
    assert abs(found.value) < 0.1


def test_a_gap_removes_the_changes_on_both_sides_only():
    x, y = planted(shared=0)
    x[10, 0] = np.nan
    assert within_country_correlation(x, y).pairs == 29 * 40 - 2
    x[:, 0] = np.nan
    assert within_country_correlation(x, y).n == 39


def test_a_country_counts_from_two_changes_on():
    # Ten countries with three changes each; an eleventh with two, a twelfth with one, which is its own mean.
    rng = np.random.default_rng(12)
    x, y = rng.normal(size=(2, 4, 12))
    x[3, 10] = np.nan
    y[2:, 11] = np.nan
    found = within_country_correlation(x, y)
    assert (found.n, found.pairs) == (11, 32)
    left = []
    for table in (x, y):
        changes = np.diff(table, axis=0)[:, :11]
        year, country = np.nonzero(np.isfinite(np.diff(x + y, axis=0))[:, :11])
        dummies = np.column_stack([np.eye(3)[year], np.eye(11)[country]])
        own = changes[year, country]
        left.append(own - dummies @ np.linalg.lstsq(dummies, own, rcond=None)[0])
    assert found.value == pytest.approx(np.corrcoef(*left)[0, 1])


def test_blocks_are_20_by_30_degrees_and_unknown_positions_separate():
    latitude = [0.0, 19.9, 20.0, -90.0, 90.0, np.nan, np.nan]
    longitude = [0.0, 29.9, 0.0, -180.0, 179.9, 5.0, 5.0]
    blocks = spatial_blocks(latitude, longitude)
    # Rows begin at -90, so the equator lies in row 4, Greenwich in column 6; 90 degrees north belongs to the last row.
    assert blocks[0] == 4 * 12 + 6
    assert blocks[1] == blocks[2] == 5 * 12 + 6
    assert (blocks[3], blocks[4]) == (0, 8 * 12 + 11)
    assert len({blocks[5], blocks[6], *blocks[:5]}) == 6


@pytest.mark.parametrize("by_rank", [False, True])
def test_neighbours_that_share_both_figures_widen_the_interval(by_rank: bool):
    rng = np.random.default_rng(14)
    block = np.repeat(np.arange(20), 10)
    x, y = (rng.normal(size=20)[block] + 0.1 * rng.normal(size=200) for _ in range(2))
    alone = cross_country_correlation(x, y, by_rank=by_rank)
    together = cross_country_correlation(x, y, by_rank=by_rank, block=block)
    assert together.value == alone.value
    assert (together.high95 - together.low95) > 2 * (alone.high95 - alone.low95)


def test_block_intervals_cover_the_truth_with_correlated_neighbours():
    rng = np.random.default_rng(15)
    block = np.repeat(np.arange(25), 4)
    inside = alone_inside = 0
    for _ in range(60):
        x, y = (rng.normal(size=25)[block] + 0.2 * rng.normal(size=100) for _ in range(2))
        found, alone = cross_country_correlation(x, y, block=block), cross_country_correlation(x, y)
        inside += found.low95 <= 0 <= found.high95
        alone_inside += alone.low95 <= 0 <= alone.high95
    assert inside / 60 >= 0.85
    assert alone_inside / 60 < 0.75


@pytest.mark.parametrize("blocks", [1, 4])
def test_too_few_blocks_have_no_interval(blocks: int):
    rng = np.random.default_rng(3)
    x, y = (rng.normal(size=(5, 20)) for _ in range(2))
    block = np.arange(20) % blocks
    for correlate, values in ((cross_country_correlation, (x[-1], y[-1])), (within_country_correlation, (x, y))):
        with pytest.raises(TooFewCountriesError, match=f"5 blocks of the map, here are {blocks}"):
            correlate(*values, block=block)
        assert np.isfinite(correlate(*values, block=np.arange(20) % 5).low95)


def test_blocks_of_one_country_equal_no_blocks():
    x, y = planted(shared=0.5)
    assert cross_country_correlation(x[-1], y[-1], block=np.arange(40)) == cross_country_correlation(x[-1], y[-1])
    assert within_country_correlation(x, y, block=np.arange(40)) == within_country_correlation(x, y)


@pytest.mark.parametrize("unit", [0.1, 7.7, 1_000.0])
def test_resamples_of_equal_countries_are_left_out_in_any_unit(unit: float):
    # One country in ten differs. A third of the draws lack it; their variance is only rounding error.
    one_apart, other = np.array([1.0] + [0.0] * 9), np.array([5.0, *range(9)])
    expected, found = (cross_country_correlation(scale * one_apart + 0.2, other) for scale in (1.0, unit))
    assert found.value == pytest.approx(expected.value)
    assert (found.low95, found.high95) == pytest.approx(
        (expected.low95, expected.high95), abs=0.005
    )  # ties by rounding
