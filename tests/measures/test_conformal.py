"""Conformal half-widths: hand calculations, and their coverage of new groups."""

from __future__ import annotations

import numpy as np
import pytest

from measures.conformal import conformal_half_width, coverage_by_group, year_spread


def test_one_row_a_group_gives_the_standard_order_statistic():
    # Level 0.8 of 9 errors needs the one of rank ceil(10 * 0.8) = 8.
    errors = [-1, 2, -3, 4, -5, 6, -7, 8, -9]
    assert conformal_half_width(errors, range(9), 0.8) == 8
    assert conformal_half_width(errors, range(9), 0.9) == 9
    assert conformal_half_width(errors, range(9), 0.95) == float("inf")


def test_each_group_has_the_same_weight_however_many_rows_it_has():
    errors, groups = [1.0] * 1000 + [5.0, 6.0, 7.0], ["many"] * 1000 + ["a", "b", "c"]
    assert conformal_half_width(errors, groups, 0.2) == 1
    assert conformal_half_width(errors, groups, 0.6) == 6


def test_the_interval_covers_rows_of_a_new_group_as_often_as_stated():
    rng = np.random.default_rng(6)
    covered = []
    for _ in range(400):
        spread = rng.gamma(2.0, size=41)[:, None] * rng.normal(size=(41, 20))  # countries differ in their noise
        width = conformal_half_width(spread[:40].ravel(), np.repeat(np.arange(40), 20), 0.9)
        covered.append(np.mean(np.abs(spread[40]) <= width))
    assert np.mean(covered) == pytest.approx(0.91, abs=0.02)


def test_no_rows_are_refused():
    with pytest.raises(ValueError, match="at least one row"):
        conformal_half_width([], [], 0.9)


def test_the_spread_of_years_by_hand_and_without_trend():
    # Changes 2, -1, 2, -1: mean 0.5, sum of squares 9, variance 3; over 2: 1.5.
    assert year_spread([0, 2, 1, 3, 2]) == pytest.approx(1.5**0.5)
    noise = np.random.default_rng(1).normal(scale=0.4, size=5000)
    assert year_spread(noise + 0.03 * np.arange(5000)) == pytest.approx(0.4, rel=0.05)
    assert year_spread([1.0, 5.0]) == year_spread([]) == 0.0


def test_coverage_by_group_uses_the_width_of_the_other_groups():
    errors = np.array([0.1, 0.2, 0.3, 0.4, 5.0, 0.05])
    groups = np.array(list("aabbcc"))
    # Level 0.6, two other groups of two rows: each row weighs 1/6, so that the fourth smallest is reached: the largest.
    assert coverage_by_group(errors, groups, 0.6) == {"a": 1.0, "b": 1.0, "c": 0.5}
    for name in "abc":
        own = groups == name
        width = conformal_half_width(errors[~own], groups[~own], 0.6)
        assert coverage_by_group(errors, groups, 0.6)[name] == np.mean(np.abs(errors[own]) <= width)
    assert set(coverage_by_group(errors, groups, 0.95).values()) == {1.0}  # infinite widths


def test_scaled_widths_cover_quiet_and_variable_groups_equally():
    rng = np.random.default_rng(8)
    spread = np.repeat(np.where(np.arange(200) % 4 == 0, 3.0, 0.5), 60)
    groups, errors = np.repeat(np.arange(200), 60), spread * rng.normal(size=200 * 60)
    variable = np.arange(200) % 4 == 0
    plain, scaled = (
        np.array(list(coverage_by_group(score, groups, 0.95).values())) for score in (errors, errors / spread)
    )
    assert plain[variable].mean() < 0.85
    assert scaled[variable].mean() == pytest.approx(0.95, abs=0.01)
    assert scaled[~variable].mean() == pytest.approx(0.95, abs=0.01)
