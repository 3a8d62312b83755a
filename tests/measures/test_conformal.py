"""Conformal half-widths: hand calculations, and their coverage of new groups."""

from __future__ import annotations

import numpy as np
import pytest

from measures.conformal import conformal_half_width


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
