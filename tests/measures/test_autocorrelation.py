"""Lag-1 autocorrelation and effective years, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest

from measures.autocorrelation import effective_years, lag1_autocorrelation

NAN = float("nan")


def test_lag_1_autocorrelation_matches_a_hand_calculation():
    # products of neighbours: 1*2 + 2*(-1) + (-1)(-2) = 2; squares: 1 + 4 + 1 + 4 = 10
    assert lag1_autocorrelation(np.array([1.0, 2.0, -1.0, -2.0])) == pytest.approx(0.2)


def test_a_missing_year_removes_both_its_pairs():
    # the remaining products: (-1)(-2) + (-2)*2 = -2 over 1 + 1 + 4 + 4 = 10
    assert lag1_autocorrelation(np.array([1.0, NAN, -1.0, -2.0, 2.0])) == pytest.approx(-0.2)


def test_a_constant_series_has_no_autocorrelation_and_all_its_years():
    still = np.zeros(30)
    assert lag1_autocorrelation(still) == 0.0
    assert effective_years(still) == 30


def test_autocorrelated_years_count_for_less():
    # r1 = 0.2 (above), so 4 * 0.8 / 1.2
    assert effective_years(np.array([1.0, 2.0, -1.0, -2.0])) == pytest.approx(8 / 3)


def test_alternating_years_never_count_for_more_than_one_each():
    assert effective_years(np.array([1.0, -1.0] * 10)) == 20


def test_missing_years_are_not_counted():
    assert effective_years(np.array([1.0, NAN, -1.0, NAN, 1.0])) == 3
