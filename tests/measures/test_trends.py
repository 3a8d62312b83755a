"""Trends of many series at once: each equals the trend of that series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from measures.trend import trend, trends

YEARS = np.arange(1961, 1991)
temperatures = arrays(float, (30, 3), elements=st.floats(-30, 30).map(lambda t: round(t, 2)))


@given(temperatures, st.sets(st.integers(0, 29), max_size=12))
def test_trends_of_columns_equal_the_trend_of_each(values, missing):
    values[list(missing), 0] = np.nan
    found = trends(YEARS, values)
    for column in range(3):
        single = trend(YEARS, values[:, column])
        assert found.slope_per_decade[column] == pytest.approx(single.slope_per_decade, abs=1e-9)
        for of_columns, expected in ((found.low95, single.low95), (found.high95, single.high95), (found.p, single.p)):
            assert of_columns[column] == pytest.approx(expected, abs=1e-6)


def test_a_column_needs_15_years_for_a_trend():
    values = np.column_stack([0.02 * (YEARS - 1961)] * 2)
    values[14:, 0] = values[15:, 1] = np.nan
    found = trends(YEARS, values)
    assert np.isnan([found.slope_per_decade[0], found.low95[0], found.p[0]]).all()
    assert found.slope_per_decade[1] == pytest.approx(0.2)


def test_trends_of_few_effective_years_equal_the_trend_of_each():
    years = np.arange(1960, 2000)
    turns = np.where(years % 2, 1.0, -1.0)
    wave = np.abs(years - 1979.5) + 0.1 * (years - 1979.5)  # less than two effective years
    values = np.column_stack([wave, wave + 1.62 * turns, 0.01 * wave + 0.03 * turns, 0.02 * turns, np.full(40, np.nan)])
    found = trends(years, values)
    assert (found.low95[0], found.high95[0], found.p[0]) == (-np.inf, np.inf, 1)
    assert 0 < trend(years, values[:, 1]).degrees_of_freedom < 1
    for column in range(4):
        single = trend(years, values[:, column])
        mine = [each[column] for each in (found.slope_per_decade, found.low95, found.high95, found.p)]
        assert mine == pytest.approx([single.slope_per_decade, single.low95, single.high95, single.p], rel=1e-9)
    assert np.isnan([found.slope_per_decade[4], found.low95[4], found.p[4]]).all()


def test_a_line_without_noise_has_p_0_and_a_level_one_p_1():
    found = trends(YEARS, np.column_stack([YEARS - 1961.0, np.full(30, 5.0)]))
    assert found.p.tolist() == [0, 1]
    assert found.low95.tolist() == found.slope_per_decade.tolist() == found.high95.tolist() == [10, 0]
