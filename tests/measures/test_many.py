"""Many series at once say what each says alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from measures.doubt import looks_filled
from measures.filled import look_filled
from measures.many import discoveries, trends
from measures.trend import trend

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


def test_a_discovery_may_help_a_weaker_one():
    # 5 % of 4: limits 0.0125, 0.025, 0.0375, 0.05. The third passes, and takes the second along.
    assert discoveries([0.001, 0.03, 0.036, 0.9, np.nan]).tolist() == [True, True, True, False, False]


@given(arrays(float, st.integers(1, 30), elements=st.floats(0, 1)))
def test_discoveries_are_scipy_s(p):
    adjusted = false_discovery_control(p, method="bh")
    certain = np.abs(adjusted - 0.05) > 1e-12
    assert (discoveries(p) == (adjusted <= 0.05))[certain].all()


def test_no_test_makes_no_discovery():
    assert discoveries([np.nan]).tolist() == [False]


@settings(max_examples=60)
@given(temperatures, st.integers(0, 20), st.booleans())
def test_each_column_looks_filled_if_it_does_alone(values, constant, has_gap):
    values[:constant, 1] = 20.0
    values[5, 2] = np.nan if has_gap else 1.0
    period = (1961, 1985)
    alone = [looks_filled(YEARS, values[:, column], period) for column in range(3)]
    assert look_filled(YEARS, values, period).tolist() == alone
