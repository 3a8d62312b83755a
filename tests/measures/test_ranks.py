"""Ranks, and their intervals given those of the values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from measures.ranks import rank_among, rank_intervals, ranks


def test_ranks_count_from_the_largest_and_ties_share_the_better():
    assert ranks([1.0, 3.0, 2.0, 3.0, np.nan]).tolist() == [4, 1, 3, 1, 0]


def test_narrow_intervals_fix_every_rank():
    values = np.array([3.0, 1.0, 2.0])
    assert rank_intervals(values, values - 0.1, values + 0.1).tolist() == [[1, 1], [3, 3], [2, 2]]


def test_wide_intervals_allow_every_rank():
    values = np.array([1.0, 1.1, 0.9, 1.05])
    assert rank_intervals(values, values - 50, values + 50).tolist() == [[1, 4]] * 4


def test_two_overlapping_values_share_two_ranks():
    values = np.array([10.0, 9.9, 1.0])
    assert rank_intervals(values, values - 1, values + 1).tolist() == [[1, 2], [1, 2], [3, 3]]


def test_ranks_swap_up_to_a_gap_of_1_96_standard_errors_of_the_difference():
    # Both deviations 1: the difference has sqrt(2), so 1.96 sqrt(2) apart the second is first in 2.5 % of draws.
    apart = 1.959964 * np.sqrt(2)
    half = 1.959964
    close = rank_intervals([apart * 0.9, 0.0], [apart * 0.9 - half, -half], [apart * 0.9 + half, half])
    clear = rank_intervals([apart * 1.15, 0.0], [apart * 1.15 - half, -half], [apart * 1.15 + half, half])
    assert close.tolist() == [[1, 2], [1, 2]]
    assert clear.tolist() == [[1, 1], [2, 2]]


def test_a_value_without_an_interval_may_have_any_rank():
    open_ended = rank_intervals([3.0, 2.0, 1.0], [2.9, np.nan, -np.inf], [3.1, np.nan, np.inf])
    assert open_ended[1:].tolist() == [[1, 3], [1, 3]]


def test_an_interval_open_at_one_end_allows_any_rank_on_that_side():
    # The middle one may be any larger; the lower half of its interval keeps it from rank 3.
    assert rank_intervals([3.0, 2.0, 1.0], [2.9, 1.9, 0.9], [3.1, np.nan, 1.1]).tolist() == [[1, 1], [1, 2], [3, 3]]
    assert rank_intervals([3.0, 2.0, 1.0], [2.9, np.nan, 0.9], [3.1, 2.1, 1.1]).tolist() == [[1, 1], [2, 3], [3, 3]]


def test_the_same_values_have_the_same_intervals_and_no_values_have_none():
    values = np.arange(20.0)
    assert (rank_intervals(values, values - 3, values + 3) == rank_intervals(values, values - 3, values + 3)).all()
    assert rank_intervals([], [], []).shape == (0, 2)


def test_ranks_are_whole_numbers():
    assert rank_intervals([], [], []).dtype == rank_intervals([2.0], [1.0], [3.0]).dtype == int


def test_a_single_value_ranks_first():
    assert rank_intervals([5.0], [4.0], [6.0]).tolist() == [[1, 1]]
    assert rank_intervals([5.0], [np.nan], [6.0]).tolist() == [[1, 1]]


def test_a_value_of_unknown_interval_keeps_its_place_for_the_others():
    values, half = np.array([10.0, 5.0, 4.6, 1.0]), np.array([0.1, np.nan, 0.1, 0.1])
    assert rank_intervals(values, values - half, values + half).tolist() == [[1, 1], [1, 4], [3, 3], [4, 4]]


def pairs(chance: float, count: int = 300) -> np.ndarray:
    """Return the rank intervals of many pairs that are far apart; in each pair the order reverses by `chance`."""
    apart = -norm.ppf(chance) * np.sqrt(2)  # both deviations are 1
    values = np.ravel(20.0 * np.arange(count)[:, None] + [0, apart])
    return rank_intervals(values, values - norm.ppf(0.975), values + norm.ppf(0.975)).reshape(count, 2, 2)


def test_a_rank_is_possible_from_a_probability_of_one_in_forty():
    # Of 2,000 draws 2.1 % are 42 +- 6.4 and 2.9 % are 58 +- 7.5: relative to 50, nine in ten fall on their side.
    for chance, least, most in ((0.021, 0.0, 0.25), (0.029, 0.75, 1.0)):
        found = pairs(chance)
        is_open = found[:, :, 0] < found[:, :, 1]
        assert least <= is_open.mean() <= most


def test_of_two_values_both_ranks_are_possible_or_neither():
    for chance in (0.021, 0.025, 0.029):
        found = pairs(chance)
        is_open = found[:, :, 0] < found[:, :, 1]
        assert (is_open[:, 0] == is_open[:, 1]).all()


def test_rank_intervals_of_three_match_a_simulation():
    values, half = np.array([2.0, 1.0, 0.0]), np.array([1.0, 4.0, 1.0])
    rng = np.random.default_rng(3)
    drawn = rng.normal(values, half / norm.ppf(0.975), (100_000, 3))
    expected = []
    for one in range(3):
        place = 1 + (drawn > drawn[:, [one]]).sum(axis=1)
        shares = np.array([(place <= last).mean() for last in (1, 2, 3)])
        assert (np.abs(shares - 0.025) > 0.01).all()  # none so near the limit that chance decides
        assert (np.abs(shares - 0.975) > 0.01).all()
        expected.append([1 + int((shares < 0.025).sum()), 1 + int((shares < 0.975).sum())])
    assert rank_intervals(values, values - half, values + half).tolist() == expected
    assert len({tuple(ends) for ends in expected}) > 1


def test_close_values_have_the_same_intervals_each_time():
    values = np.arange(200) * 0.1
    found = [rank_intervals(values, values - 5, values + 5).tolist() for _ in range(2)]
    assert found[0] == found[1]


def test_values_in_another_order_have_the_same_intervals():
    values, half = np.arange(200) // 2 * 0.2, 1 + np.arange(200) // 2 % 7  # each value twice
    found = rank_intervals(values, values - half, values + half)
    shuffled = np.random.default_rng(5).permutation(200)
    again = rank_intervals(values[shuffled], (values - half)[shuffled], (values + half)[shuffled])
    assert again.tolist() == found[shuffled].tolist()
    assert found[::2].tolist() == found[1::2].tolist()


@pytest.mark.parametrize(("value", "expected"), [(3.0, (1, 3)), (2.0, (2, 3)), (1.0, (3, 3))])
def test_rank_among_counts_from_the_largest_valid_value(value, expected):
    assert rank_among(value, [1.0, 2.0, 3.0, np.nan]) == expected


def test_rank_among_gives_ties_the_better_rank():
    assert rank_among(2.0, [3.0, 2.0, 2.0, 1.0]) == (2, 4)
