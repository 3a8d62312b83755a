"""Lag-1 autocorrelation and effective years, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest

from measures.autocorrelation import effective_years, lag1_autocorrelation, unbiased

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
    # r1 = 0.2 (above), unbiased 0.2 + 1.8 / 4 = 0.65, so 4 * 0.35 / 1.65
    assert effective_years(np.array([1.0, 2.0, -1.0, -2.0])) == pytest.approx(4 * 0.35 / 1.65)


def test_the_bias_of_short_series_is_corrected_as_calculated_by_hand():
    # 0.3 + 2.2 / 20 = 0.41; -0.5 - 1 / 20 is below zero; 0.95 + 4.8 / 20 is above one
    assert unbiased([0.3, -0.5, 0.95], 20) == pytest.approx([0.41, 0.0, 1.0])


def test_the_corrected_estimate_has_half_the_bias():
    rng, n, true = np.random.default_rng(3), 50, 0.4
    x = np.arange(n) - (n - 1) / 2
    found = []
    for _ in range(800):
        noise = rng.normal(size=n)
        noise[0] /= np.sqrt(1 - true**2)
        for t in range(1, n):
            noise[t] += true * noise[t - 1]
        residuals = noise - noise.mean() - (x @ noise) / (x @ x) * x
        found.append(lag1_autocorrelation(residuals))
    raw, corrected = np.mean(found), np.mean(unbiased(found, n))
    assert raw - true < -0.03
    assert abs(corrected - true) < abs(raw - true) / 2


def test_alternating_years_never_count_for_more_than_one_each():
    assert effective_years(np.array([1.0, -1.0] * 10)) == 20


def test_missing_years_are_not_counted():
    # No two neighbours, so r1 = 0, unbiased 1 / 3: three years of which 3 (2/3) / (4/3) count.
    assert effective_years(np.array([1.0, NAN, -1.0, NAN, 1.0])) == pytest.approx(1.5)
