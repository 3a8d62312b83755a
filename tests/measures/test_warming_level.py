"""The first 20-year mean that reaches a level, against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from measures.warming_level import NEVER, first_reaching, middle_year, running_means

YEARS = np.arange(1901, 2101)


def test_the_mean_of_twenty_years_of_a_line_is_at_their_middle():
    line = 0.1 * (YEARS - 1901)
    means = running_means(line[:, None])
    assert means.shape == (181, 1)
    # 1901 to 1920: 0.0 to 1.9 degC, on average 0.95.
    assert means[0, 0] == pytest.approx(0.95)
    assert means[-1, 0] == pytest.approx(0.1 * (2090.5 - 1901))


def test_the_first_mean_that_reaches_the_level_counts():
    # The mean of the 20 years from 1901 + n is 0.95 + 0.1 n degC: 1.45 from n = 5, 1.55 from n = 6.
    means = running_means((0.1 * (YEARS - 1901))[:, None])
    assert first_reaching(means, 1.45).tolist() == [5]
    assert first_reaching(means, 1.5).tolist() == [6]
    assert first_reaching(means, 0.5).tolist() == [0]
    assert first_reaching(means, 18.95).tolist() == [180]
    assert first_reaching(means, 19.0).tolist() == [NEVER]


def test_one_warm_year_reaches_no_level():
    flat = np.zeros((40, 1))
    flat[20] = 5.0  # a mean of 0.25 degC
    assert first_reaching(running_means(flat), 1.5).tolist() == [NEVER]
    assert first_reaching(running_means(flat), 0.25).tolist() == [1]


def test_a_period_with_a_missing_year_reaches_no_level():
    both = np.column_stack([np.full(40, 2.0), np.full(40, 2.0)])
    both[10, 1] = np.nan  # the first period without it is from the year 11 on
    assert first_reaching(running_means(both), 1.5).tolist() == [0, 11]


def test_too_few_years_have_no_mean():
    few = running_means(np.ones((19, 2)))
    assert few.shape == (0, 2)
    assert first_reaching(few, 0.5).tolist() == [NEVER, NEVER]


def test_the_middle_of_twenty_years_is_the_tenth():
    assert middle_year(2041) == 2050
    assert middle_year(2081) == 2090
