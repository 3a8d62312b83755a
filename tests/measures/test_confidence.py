"""Half-widths of Student-t intervals, and p values."""

from __future__ import annotations

import math

import pytest

from measures.confidence import half_width, p_value


@pytest.mark.parametrize(("df", "quantile"), [(1, 12.706), (10, 2.228), (30, 2.042), (1000, 1.962)])
def test_half_width_is_the_standard_error_times_the_tabulated_t(df, quantile):
    assert half_width(0.5, df) == pytest.approx(0.5 * quantile, abs=5e-4)


def test_without_degrees_of_freedom_the_interval_is_infinite_and_p_is_1():
    for df in (0.0, -0.7):
        assert half_width(0.1, df) == math.inf
        assert p_value(5.0, 0.1, df) == 1.0


@pytest.mark.parametrize("estimate", [2.228, -2.228])
def test_p_is_5_percent_where_the_95_percent_interval_touches_zero(estimate):
    assert p_value(estimate, 1.0, 10) == pytest.approx(0.05, abs=1e-4)


def test_p_of_an_estimate_without_error_is_0_or_1():
    assert p_value(0.0, 0.0, 10) == 1.0
    assert p_value(0.3, 0.0, 10) == 0.0


def test_with_one_degree_of_freedom_p_is_that_of_the_cauchy_distribution():
    # Student's t is Cauchy's then: P(|t| > 1) = 1 - 2 arctan(1) / pi = 1/2.
    assert p_value(3.0, 3.0, 1.0) == pytest.approx(0.5)
    assert 0.5 < p_value(3.0, 3.0, 0.5) < 1
