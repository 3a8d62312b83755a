"""Properties of every estimate: invariances, intervals that contain it, and coverage of the truth."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.change import period_change, single_year_change
from measures.trend import trend, trends

YEARS = np.arange(1951, 2011)
TEMPERATURES = st.floats(-40, 40, allow_subnormal=False).map(lambda value: round(value, 2))
SERIES = st.lists(TEMPERATURES, min_size=60, max_size=60).map(np.array)
HOLES = st.sets(st.integers(0, 59), max_size=9).map(sorted)


def ar1(rng: np.random.Generator, r: float, count: int) -> np.ndarray:
    """Return `count` series of 60 years of stationary AR(1) noise with standard deviation 1."""
    noise = rng.normal(size=(count, 60))
    for year in range(1, 60):
        noise[:, year] = r * noise[:, year - 1] + np.sqrt(1 - r**2) * noise[:, year]
    return noise


def with_holes(values: np.ndarray, holes: list[int]) -> np.ndarray:
    values = values.copy()
    values[holes] = np.nan
    return values


@given(SERIES, HOLES, TEMPERATURES)
def test_adding_a_constant_does_not_change_the_trend(values, holes, constant):
    values = with_holes(values, holes)
    plain, lifted = trend(YEARS, values), trend(YEARS, values + constant)
    assert lifted.slope_per_decade == pytest.approx(plain.slope_per_decade, abs=1e-9)
    assert lifted.mean_value == pytest.approx(plain.mean_value + constant, abs=1e-9)


@given(SERIES, st.sampled_from([-3.0, 0.5, 1.8]))
def test_a_change_of_unit_scales_slope_and_interval(values, factor):
    values = values + np.sin(YEARS)  # without noise an interval would be rounding error
    plain, scaled = trend(YEARS, values), trend(YEARS, values * factor)
    ends = sorted([plain.low95 * factor, plain.high95 * factor])
    assert scaled.slope_per_decade == pytest.approx(plain.slope_per_decade * factor, rel=1e-6, abs=1e-9)
    assert [scaled.low95, scaled.high95] == pytest.approx(ends, rel=1e-5, abs=1e-9)
    assert scaled.p == pytest.approx(plain.p, rel=1e-4, abs=1e-12)


@given(SERIES, HOLES)
def test_intervals_contain_their_estimate_and_p_is_a_probability(values, holes):
    values = with_holes(values, [hole for hole in holes if hole not in (0, 59)])
    line = trend(YEARS, values)
    changes = [
        period_change(YEARS, values, (1951, 1980), (1981, 2010)),
        single_year_change(YEARS, values, 1951, 2010),
    ]
    assert line.low95 <= line.slope_per_decade <= line.high95
    for found in (line, *changes):
        assert 0 <= found.p <= 1
        assert 0 <= found.n_effective <= found.n_years
    for change in changes:
        assert change.low95 <= change.value <= change.high95


@given(SERIES)
def test_reversing_a_series_reverses_its_change(values):
    forwards = period_change(YEARS, values, (1951, 1980), (1981, 2010))
    backwards = period_change(YEARS, values[::-1], (1951, 1980), (1981, 2010))
    assert backwards.value == pytest.approx(-forwards.value, abs=1e-9)


def test_autocorrelation_widens_the_interval():
    rng = np.random.default_rng(1)
    white, red = (
        np.mean([line.high95 - line.low95 for line in (trend(YEARS, values) for values in ar1(rng, r, 200))])
        for r in (0.0, 0.6)
    )
    # With r = 0.6 there are 60 * 0.4 / 1.6 = 15 effective years of 60: about twice as wide.
    assert 1.6 < red / white < 3


@pytest.mark.parametrize("r", [0.2, 0.4, 0.6])
def test_over_the_record_95_percent_intervals_cover_the_truth_in_94_of_100(r):
    rng, years, count = np.random.default_rng(1954), 124, 4_000
    noise = rng.normal(size=(years, count))
    for year in range(1, years):
        noise[year] = r * noise[year - 1] + np.sqrt(1 - r**2) * noise[year]
    found = trends(np.arange(1901, 1901 + years), noise)
    covered = np.mean((found.low95 <= 0) & (found.high95 >= 0))
    # 4,000 draws know the share to 0.4 percentage points; without the correction of r1 it is 0.92 to 0.93.
    assert 0.935 - 0.008 < covered < 0.95


@pytest.mark.parametrize(("r", "least"), [(0.0, 0.93), (0.4, 0.91)])
def test_the_95_percent_interval_covers_the_true_slope_about_that_often(r, least):
    rng = np.random.default_rng(42)
    true_per_decade = 0.2
    lines = [trend(YEARS, values + true_per_decade / 10 * YEARS) for values in ar1(rng, r, 400)]
    covered = np.mean([line.low95 <= true_per_decade <= line.high95 for line in lines])
    assert least <= covered <= 0.99


def test_an_interval_that_ignores_autocorrelation_covers_too_rarely():
    rng = np.random.default_rng(42)
    covered = []
    for values in ar1(rng, 0.4, 400):
        line = trend(YEARS, values)
        # the interval as if all 60 years were independent
        naive = (line.high95 - line.low95) / 2 * np.sqrt(line.degrees_of_freedom / 58)
        covered.append(abs(line.slope_per_decade) <= naive)
    assert np.mean(covered) < 0.90


@given(SERIES, SERIES)
def test_the_period_change_of_a_sum_is_the_sum_of_the_changes(one, other):
    change = [period_change(YEARS, values, (1951, 1980), (1981, 2010)).value for values in (one, other, one + other)]
    assert change[2] == pytest.approx(change[0] + change[1], abs=1e-9)
