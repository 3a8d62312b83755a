"""The Theil-Sen slope, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import theilslopes

from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import trend


def test_the_slope_is_the_median_over_all_pairs():
    # six pairs of the first four years have slope 1; the four with the odd last year 25, 33, 49, 97: the median is 1
    assert theil_sen_slope_per_decade([2000, 2001, 2002, 2003, 2004], [0, 1, 2, 3, 100]) == pytest.approx(10)


def test_an_even_number_of_pairs_gives_the_mean_of_the_middle_two():
    # slopes 1, 1, 1, 10, 14.5, 28
    assert theil_sen_slope_per_decade([2000, 2001, 2002, 2003], [0, 1, 2, 30]) == pytest.approx(55)


def test_missing_years_are_left_out():
    assert theil_sen_slope_per_decade([2000, 2001, 2002, 2003], [0, np.nan, 2, 3]) == pytest.approx(10)


def test_an_outlying_year_moves_the_least_squares_slope_only():
    years = np.arange(1995, 2025)
    values = 0.03 * years + 0.1 * np.sin(years)
    outlying = np.where(years == 2024, values + 40, values)
    assert theil_sen_slope_per_decade(years, outlying) == pytest.approx(
        theil_sen_slope_per_decade(years, values), abs=0.05
    )
    assert trend(years, outlying).slope_per_decade - trend(years, values).slope_per_decade > 2


def test_the_slope_equals_that_of_scipy():
    years = np.arange(1901, 2025)
    values = 0.01 * years + np.sin(7 * years)
    assert theil_sen_slope_per_decade(years, values) == pytest.approx(theilslopes(values, years).slope * 10, rel=1e-12)
