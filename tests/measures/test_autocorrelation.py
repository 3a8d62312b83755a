"""Noise of a yearly series: lag-1 autocorrelation, independent years, Student-t half-widths and p values."""

from __future__ import annotations

import math

import numpy as np
import pytest

from measures.autocorrelation import effective_years, lag1_autocorrelation
from measures.confidence import half_width, p_value

NAN = float("nan")


def test_lag_1_autocorrelation_by_hand():
    # products of neighbours: 1*2 + 2*(-1) + (-1)(-2) = 2; squares: 1 + 4 + 1 + 4 = 10
    assert lag1_autocorrelation(np.array([1.0, 2.0, -1.0, -2.0])) == pytest.approx(0.2)


def test_a_missing_year_takes_its_two_pairs_with_it():
    # left are (-1)(-2) + (-2)*2 = -2 over 1 + 1 + 4 + 4 = 10
    assert lag1_autocorrelation(np.array([1.0, NAN, -1.0, -2.0, 2.0])) == pytest.approx(-0.2)


def test_a_series_without_variation_has_no_autocorrelation_and_all_its_years():
    still = np.zeros(30)
    assert lag1_autocorrelation(still) == 0.0
    assert effective_years(still) == 30


def test_resembling_years_count_for_less():
    # r1 = 0.2 (above), so 4 * 0.8 / 1.2
    assert effective_years(np.array([1.0, 2.0, -1.0, -2.0])) == pytest.approx(8 / 3)


def test_alternating_years_never_count_for_more_than_there_are():
    assert effective_years(np.array([1.0, -1.0] * 10)) == 20


def test_missing_years_are_not_counted():
    assert effective_years(np.array([1.0, NAN, -1.0, NAN, 1.0])) == 3


@pytest.mark.parametrize(("df", "quantile"), [(1, 12.706), (10, 2.228), (30, 2.042), (1000, 1.962)])
def test_half_width_is_the_printed_table_of_students_t_times_the_error(df, quantile):
    assert half_width(0.5, df) == pytest.approx(0.5 * quantile, abs=5e-4)


def test_without_a_degree_of_freedom_nothing_can_be_told():
    for df in (0.0, -0.7):
        assert half_width(0.1, df) == math.inf
        assert p_value(5.0, 0.1, df) == 1.0


@pytest.mark.parametrize("estimate", [2.228, -2.228])
def test_p_is_5_percent_where_the_95_percent_interval_just_touches_zero(estimate):
    assert p_value(estimate, 1.0, 10) == pytest.approx(0.05, abs=1e-4)


def test_p_of_an_error_free_estimate_is_certainty():
    assert p_value(0.0, 0.0, 10) == 1.0
    assert p_value(0.3, 0.0, 10) == 0.0


def test_with_one_degree_of_freedom_half_of_all_estimates_lie_beyond_their_error():
    # Student's t is Cauchy's then: P(|t| > 1) = 1 - 2 arctan(1) / pi = 1/2.
    assert p_value(3.0, 3.0, 1.0) == pytest.approx(0.5)
    assert 0.5 < p_value(3.0, 3.0, 0.5) < 1
