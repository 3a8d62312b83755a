"""Places, distances and likeness, by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.applicability import distances_to_nearest_other_group, distances_to_rows, quantile_ranks
from measures.gower import gower_similarity

NAN = np.nan


def test_a_place_is_the_share_below_and_half_the_ties():
    assert quantile_ranks([1, 2, 4, 0, 9, NAN], [4, 2, NAN, 2, 1]).tolist()[:5] == [1 / 8, 1 / 2, 7 / 8, 0, 1]
    assert np.isnan(quantile_ranks([NAN], [1.0])[0])


def test_places_do_not_change_with_the_unit():
    values = np.array([3.0, 1.0, 10.0, 200.0])
    assert quantile_ranks(values, values).tolist() == quantile_ranks(np.log(values), np.log(values)).tolist()


def test_the_distance_is_the_root_mean_square_and_a_gap_counts_as_chance():
    rows = np.array([[0.2, 0.5], [0.2, 0.9], [0.2, NAN], [NAN, NAN]])
    by_chance = [0.04 - 0.2 + 1 / 3, 0.25 - 0.5 + 1 / 3]
    expected = [0, np.sqrt(0.16 / 2), np.sqrt(by_chance[1] / 2), np.sqrt(sum(by_chance) / 2)]
    assert distances_to_rows(np.array([0.2, 0.5]), rows) == pytest.approx(expected)
    assert distances_to_rows(np.array([0.2, NAN]), rows)[:3] == pytest.approx([0, 0, 0])
    assert np.isnan(distances_to_rows(np.array([NAN, NAN]), rows)).all()


def test_the_nearest_of_another_group_is_not_the_own_next_year():
    rows = np.array([[0.10, 0.1], [0.11, 0.1], [0.5, 0.1], [0.9, 0.1]])
    apart = distances_to_nearest_other_group(rows, np.array([0, 0, 1, 2]))
    assert apart == pytest.approx(np.array([0.4, 0.39, 0.39, 0.4]) / np.sqrt(2))
    assert np.isinf(distances_to_nearest_other_group(rows, np.zeros(4, int))).all()


@given(st.integers(0, 2**32 - 1))
def test_all_at_once_is_one_by_one(seed):
    rng = np.random.default_rng(seed)
    rows, groups = rng.random((20, 3)), rng.integers(0, 4, 20)
    rows[rng.random((20, 3)) < 0.3] = NAN
    for at, apart in enumerate(distances_to_nearest_other_group(rows, groups)):
        others = distances_to_rows(rows[at], rows)[groups != groups[at]]
        if np.isnan(rows[at]).all():
            assert np.isnan(apart)
        else:
            assert apart == pytest.approx(others.min() if others.size else np.inf, abs=1e-6)


def test_likeness_is_one_less_the_mean_difference_over_what_both_hold():
    own = np.array([0.9, 0.5, NAN])
    found = gower_similarity(own, np.array([[0.9, 0.5, 0.1], [0.5, 0.3, 0.1], [NAN, 0.5, 0.1], [NAN, NAN, 0.1]]))
    assert found.score[:3] == pytest.approx([1, 0.7, 1])
    assert np.isnan(found.score[3])
    # Agreeing on 0.9, which few are near, tells more than agreeing on 0.5.
    assert found.contributions[0, :2] == pytest.approx([0.41, 0.25])
    assert found.contributions[1, :2] == pytest.approx([0.01, 0.05])


def test_less_than_half_in_common_is_no_likeness():
    own = np.array([0.5, 0.5, 0.5, 0.5])
    others = np.array([[0.7, NAN, NAN, NAN], [0.7, 0.5, NAN, NAN]])
    assert gower_similarity(own, others).score == pytest.approx([NAN, 0.9], nan_ok=True)
    assert gower_similarity(own[:2], np.array([[0.7, NAN]])).score == pytest.approx([0.8])
    assert np.isnan(gower_similarity(np.full(2, NAN), others[:, :2]).score).all()


def test_among_one_value_there_are_three_places():
    assert quantile_ranks([1, 2, 3], [2.0]).tolist() == [0, 0.5, 1]


def test_many_rows_are_measured_block_by_block():
    # Pairs of one group, 0.001 apart from the next pair on a line: the nearest of another group is the next pair's.
    at = np.arange(700) // 2
    found = distances_to_nearest_other_group(at[:, None] * 0.001, at)
    assert found == pytest.approx(np.full(700, 0.001), abs=1e-8)
