"""Many series at once say what each says alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from measures.significance import benjamini_hochberg
from measures.trend import trend, trends

YEARS = np.arange(1961, 1991)
temperatures = arrays(float, (30, 3), elements=st.floats(-30, 30).map(lambda t: round(t, 2)))


@given(temperatures, st.sets(st.integers(0, 29), max_size=12))
def test_each_column_s_trend_is_the_trend_of_that_column(values, missing):
    values[list(missing), 0] = np.nan
    found = trends(YEARS, values)
    for column in range(3):
        alone = trend(YEARS, values[:, column])
        assert found.slope_per_decade[column] == pytest.approx(alone.slope_per_decade, abs=1e-9)
        for mine, its in ((found.low95, alone.low95), (found.high95, alone.high95), (found.p, alone.p)):
            assert mine[column] == pytest.approx(its, abs=1e-6)


def test_a_column_of_fourteen_years_has_no_trend_and_one_of_fifteen_has():
    values = np.column_stack([0.02 * (YEARS - 1961)] * 2)
    values[14:, 0] = values[15:, 1] = np.nan
    found = trends(YEARS, values)
    assert np.isnan([found.slope_per_decade[0], found.low95[0], found.p[0]]).all()
    assert found.slope_per_decade[1] == pytest.approx(0.2)


def test_series_worth_few_years_have_what_trend_says():
    years = np.arange(1960, 2000)
    turns = np.where(years % 2, 1.0, -1.0)
    wave = np.abs(years - 1979.5) + 0.1 * (years - 1979.5)  # worth less than two years
    values = np.column_stack([wave, wave + 0.8 * turns, 0.01 * wave + 0.03 * turns, 0.02 * turns, np.full(40, np.nan)])
    found = trends(years, values)
    assert (found.low95[0], found.high95[0], found.p[0]) == (-np.inf, np.inf, 1)
    assert 0 < trend(years, values[:, 1]).degrees_of_freedom < 1
    for column in range(4):
        alone = trend(years, values[:, column])
        mine = [each[column] for each in (found.slope_per_decade, found.low95, found.high95, found.p)]
        assert mine == pytest.approx([alone.slope_per_decade, alone.low95, alone.high95, alone.p], rel=1e-9)
    assert np.isnan([found.slope_per_decade[4], found.low95[4], found.p[4]]).all()


def test_a_line_without_noise_is_certain_and_a_level_one_no_trend():
    found = trends(YEARS, np.column_stack([YEARS - 1961.0, np.full(30, 5.0)]))
    assert found.p.tolist() == [0, 1]
    assert found.low95.tolist() == found.slope_per_decade.tolist() == found.high95.tolist() == [10, 0]


def test_a_discovery_may_help_a_weaker_one():
    # 5 % of 4: limits 0.0125, 0.025, 0.0375, 0.05. The third passes, and takes the second along.
    assert benjamini_hochberg([0.001, 0.03, 0.036, 0.9, np.nan]).tolist() == [True, True, True, False, False]


@given(arrays(float, st.integers(1, 30), elements=st.floats(0, 1)))
def test_discoveries_are_scipy_s(p):
    adjusted = false_discovery_control(p, method="bh")
    certain = np.abs(adjusted - 0.05) > 1e-12
    assert (benjamini_hochberg(p) == (adjusted <= 0.05))[certain].all()


def test_a_probability_at_its_limit_is_a_discovery():
    assert benjamini_hochberg([0.05]).tolist() == [True]
    assert benjamini_hochberg([0.25, 0.5, 0.9], rate=0.75).tolist() == [True, True, False]


def test_no_test_makes_no_discovery():
    assert benjamini_hochberg([np.nan]).tolist() == [False]
