"""Trends over windows: each equals the trend of its years."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from measures.trend import trend
from measures.trend_windows import all_window_trends, nearby_window_trends

YEARS = np.arange(1981, 2001)
temperatures = arrays(float, 20, elements=st.floats(-30, 30).map(lambda t: round(t, 2)))


@given(temperatures, st.sets(st.integers(0, 19), max_size=4))
def test_each_window_has_the_trend_of_its_years(values, missing):
    values[list(missing)] = np.nan
    found = all_window_trends(YEARS, values)
    for at in range(len(found)):
        first, last = found.first_year[at], found.last_year[at]
        inside = (first <= YEARS) & (last >= YEARS)
        alone = trend(YEARS[inside], values[inside])
        mine = found.slope_per_decade[at], found.low95[at], found.high95[at]
        assert mine == pytest.approx((alone.slope_per_decade, alone.low95, alone.high95), rel=1e-9, abs=1e-6)


def test_twenty_years_have_21_windows_of_15_years_or_more():
    # From the first year there are windows of 15 to 20 years, from the second of 15 to 19, ...: 6+5+4+3+2+1.
    found = all_window_trends(YEARS, 0.03 * (YEARS - 1981) + np.where(YEARS % 2, 0.01, -0.01))
    assert len(found) == 21
    assert found.length_years.min() == 15
    assert (found.first_year[0], found.last_year[0], found.last_year[-1]) == (1981, 1995, 2000)
    assert found.slope_per_decade == pytest.approx(np.full(21, 0.3), abs=0.02)
    assert not found.includes_zero.any()


def test_windows_with_fewer_than_15_values_are_left_out():
    values = 0.03 * (YEARS - 1981.0)
    values[5] = np.nan
    found = all_window_trends(YEARS, values)
    # Of the 6 windows of 15 years, those from 1981 to 1986 include the gap: all of them. 15 longer ones remain.
    assert len(found) == 15
    assert found.length_years.min() == 16


def test_noise_about_a_level_gives_intervals_that_include_zero():
    turns = np.where(YEARS % 2, 1.0, -1.0)
    assert all_window_trends(YEARS, turns).includes_zero.all()


def test_nearby_windows_are_those_with_both_ends_near():
    values = np.sin(YEARS / 3.0) + 0.02 * YEARS
    every, near = all_window_trends(YEARS, values), nearby_window_trends(YEARS, values, (1983, 1999), 1)
    is_near = (abs(every.first_year - 1983) <= 1) & (abs(every.last_year - 1999) <= 1)
    assert list(zip(near.first_year, near.last_year, strict=True)) == [
        (1982, 1998), (1982, 1999), (1982, 2000), (1983, 1998), (1983, 1999), (1983, 2000), (1984, 1998), (1984, 1999),
        (1984, 2000),
    ]  # fmt: skip
    assert near.slope_per_decade.tolist() == every.select(is_near).slope_per_decade.tolist()


def test_at_the_end_of_the_record_fewer_windows_are_nearby():
    near = nearby_window_trends(YEARS, YEARS * 0.02, (1981, 2000), 2)
    assert near.first_year.min() == 1981
    assert near.last_year.max() == 2000
    assert len(near) == 9


def test_a_short_record_has_no_windows():
    assert len(all_window_trends(YEARS[:14], np.arange(14.0))) == 0
    assert len(nearby_window_trends(YEARS[:14], np.arange(14.0), (1981, 1994), 5)) == 0
