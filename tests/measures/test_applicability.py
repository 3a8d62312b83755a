"""Quantile ranks and distances of the area of applicability, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.applicability import distances_to_nearest_other_group, distances_to_rows, quantile_ranks

NAN = np.nan


def test_a_quantile_rank_is_the_share_below_plus_half_the_ties():
    assert quantile_ranks([1, 2, 4, 0, 9, NAN], [4, 2, NAN, 2, 1]).tolist()[:5] == [1 / 8, 1 / 2, 7 / 8, 0, 1]
    assert np.isnan(quantile_ranks([NAN], [1.0])[0])


def test_quantile_ranks_do_not_depend_on_the_unit():
    values = np.array([3.0, 1.0, 10.0, 200.0])
    assert quantile_ranks(values, values).tolist() == quantile_ranks(np.log(values), np.log(values)).tolist()


def test_distances_are_root_mean_squares_with_gaps_counted_as_random():
    rows = np.array([[0.2, 0.5], [0.2, 0.9], [0.2, NAN], [NAN, NAN]])
    by_chance = [0.04 - 0.2 + 1 / 3, 0.25 - 0.5 + 1 / 3]
    expected = [0, np.sqrt(0.16 / 2), np.sqrt(by_chance[1] / 2), np.sqrt(sum(by_chance) / 2)]
    assert distances_to_rows(np.array([0.2, 0.5]), rows) == pytest.approx(expected)
    assert distances_to_rows(np.array([0.2, NAN]), rows)[:3] == pytest.approx([0, 0, 0])
    assert np.isnan(distances_to_rows(np.array([NAN, NAN]), rows)).all()


def test_the_nearest_row_of_the_same_group_does_not_count():
    rows = np.array([[0.10, 0.1], [0.11, 0.1], [0.5, 0.1], [0.9, 0.1]])
    apart = distances_to_nearest_other_group(rows, np.array([0, 0, 1, 2]))
    assert apart == pytest.approx(np.array([0.4, 0.39, 0.39, 0.4]) / np.sqrt(2))
    assert np.isinf(distances_to_nearest_other_group(rows, np.zeros(4, int))).all()


@given(st.integers(0, 2**32 - 1))
def test_distances_of_all_rows_equal_those_of_each(seed):
    rng = np.random.default_rng(seed)
    rows, groups = rng.random((20, 3)), rng.integers(0, 4, 20)
    rows[rng.random((20, 3)) < 0.3] = NAN
    for at, apart in enumerate(distances_to_nearest_other_group(rows, groups)):
        others = distances_to_rows(rows[at], rows)[groups != groups[at]]
        if np.isnan(rows[at]).all():
            assert np.isnan(apart)
        else:
            assert apart == pytest.approx(others.min() if others.size else np.inf, abs=1e-6)


def test_a_single_value_gives_three_quantile_ranks():
    assert quantile_ranks([1, 2, 3], [2.0]).tolist() == [0, 0.5, 1]


def test_many_rows_are_computed_block_by_block():
    # Pairs of one group, 0.001 apart from the next pair on a line: the nearest of another group is the next pair's.
    at = np.arange(700) // 2
    found = distances_to_nearest_other_group(at[:, None] * 0.001, at)
    assert found == pytest.approx(np.full(700, 0.001), abs=1e-8)
