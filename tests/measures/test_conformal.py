"""Conformal half-widths: by hand, and that they hold the truth of groups yet to come as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from measures.conformal import conformal_half_width


def test_with_one_row_a_group_it_is_the_known_order_statistic():
    """The smallest of 9 errors that is reached with level 0.8: number ceil(10 * 0.8) = 8."""
    errors = [-1, 2, -3, 4, -5, 6, -7, 8, -9]
    assert conformal_half_width(errors, range(9), 0.8) == 8
    assert conformal_half_width(errors, range(9), 0.9) == 9
    assert conformal_half_width(errors, range(9), 0.95) == float("inf")


def test_a_group_counts_as_one_however_many_rows_it_has():
    errors, groups = [1.0] * 1000 + [5.0, 6.0, 7.0], ["many"] * 1000 + ["a", "b", "c"]
    assert conformal_half_width(errors, groups, 0.2) == 1
    assert conformal_half_width(errors, groups, 0.6) == 6


def test_it_holds_rows_of_a_new_group_as_often_as_it_says():
    rng = np.random.default_rng(6)
    held = []
    for _ in range(400):
        spread = rng.gamma(2.0, size=41)[:, None] * rng.normal(size=(41, 20))  # countries differ in their noise
        width = conformal_half_width(spread[:40].ravel(), np.repeat(np.arange(40), 20), 0.9)
        held.append(np.mean(np.abs(spread[40]) <= width))
    assert np.mean(held) == pytest.approx(0.91, abs=0.02)


def test_nothing_predicted_is_said():
    with pytest.raises(ValueError, match="at least one row"):
        conformal_half_width([], [], 0.9)
