"""The smooth course: lines stay lines, outliers do not bend it, gaps and ends are said."""

from __future__ import annotations

import numpy as np
import pytest

from measures.smooth import loess
from measures.trend import TooFewYearsError

YEARS = np.arange(1901, 2025)


@pytest.mark.parametrize("robust_rounds", [0, 2])
def test_a_straight_line_is_its_own_course(robust_rounds: int):
    line = 20 + 0.01 * (YEARS - 1901)
    assert loess(YEARS, line, 31, robust_rounds).values == pytest.approx(line)


def test_the_weights_are_cleveland_s():
    # At the middle of five years the reach is 2: weights (1 - (1/2)^3)^3 = 0.669921875 for its neighbours,
    # 1 for itself, 0 for the ends. By symmetry the line's height is the weighted mean: 1 / (1 + 2 * 0.669921875).
    course = loess(np.arange(5), np.array([0.0, 0, 1, 0, 0]), span_years=5, robust_rounds=0)
    assert course.values[2] == pytest.approx(1 / 2.33984375)


def test_an_outlier_pulls_the_course_only_without_the_robust_rounds():
    line = 0.01 * (YEARS - 1901) + 0.1 * np.sin(YEARS)
    odd = line + 5.0 * (YEARS == 1960)
    at = YEARS == 1960
    assert abs(loess(YEARS, odd, robust_rounds=0).values[at] - line[at])[0] > 0.3
    assert abs(loess(YEARS, odd).values[at] - loess(YEARS, line).values[at])[0] < 0.02


def test_years_without_a_value_have_no_course():
    values = np.where((YEARS > 1940) & (YEARS < 1950), np.nan, 1.0)
    course = loess(YEARS, values).values
    assert np.isnan(course[(YEARS > 1940) & (YEARS < 1950)]).all()
    assert course[np.isfinite(values)] == pytest.approx(1.0)


def test_through_gaps_every_year_has_a_height():
    values = np.where((YEARS > 1940) & (YEARS < 1950), np.nan, 0.5 * YEARS)
    course = loess(YEARS, values, through_gaps=True)
    assert course.values == pytest.approx(0.5 * YEARS)
    held = np.isfinite(values)
    assert np.array_equal(course.values[held], loess(YEARS, values).values[held])


def test_the_ends_are_the_fifteen_years_with_fewer_than_half_the_span_on_one_side():
    is_end = loess(YEARS, np.sin(YEARS)).is_end
    assert list(YEARS[is_end]) == [*range(1901, 1916), *range(2010, 2025)]


def test_nothing_is_drawn_beyond_the_first_and_last_value():
    values = np.where((YEARS < 1920) | (YEARS > 1990), np.nan, 1.0)
    course = loess(YEARS, values)
    assert np.isfinite(course.values).sum() == np.isfinite(values).sum()
    assert course.is_end[YEARS == 1934][0]
    assert not course.is_end[YEARS == 1935][0]


def test_fewer_years_than_the_span_have_none():
    with pytest.raises(TooFewYearsError, match="needs as many with values, there are 30"):
        loess(np.arange(30), np.ones(30))
