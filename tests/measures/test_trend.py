"""Linear trends: slope, interval, band, gaps and refusals, against hand calculations; many series at once."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from measures.trend import TooFewYearsError, detrended, trend

# Fifteen years, d = -7..7 about 2007, so Sxx = 2 (1 + 4 + ... + 49) = 280. The line rises by 0.1 a year through 20.
# The residuals are +0.8 in the 7 years of even d, -0.7 in the 8 of odd d: they sum to 0, and so do their products
# with d (even about 2007), so the fit must be exactly that line. SSE = 7 * 0.64 + 8 * 0.49 = 8.4. They alternate,
# so r1 < 0 and all 15 years count: df = 13, s = sqrt(8.4 / 13) = 0.803837, t = 2.160369.
YEARS = np.arange(2000, 2015)
DISTANCE = YEARS - 2007
VALUES = 20 + 0.1 * DISTANCE + np.where(DISTANCE % 2 == 0, 0.8, -0.7)


def test_slope_and_line_match_a_hand_calculation():
    line = trend(YEARS, VALUES)
    assert line.slope_per_decade == pytest.approx(1.0)
    assert (line.mean_year, line.mean_value) == pytest.approx((2007, 20.0))
    assert line.at([2007, 2017]) == pytest.approx([20.0, 21.0])
    assert (line.first_year, line.last_year, line.n_years) == (2000, 2014, 15)


def test_the_interval_of_independent_years_matches_a_hand_calculation():
    # standard error 0.803837 / sqrt(280) = 0.0480384 a year; half-width 2.160369 * 0.480384 a decade
    line = trend(YEARS, VALUES)
    assert line.n_effective == 15
    assert line.residual_sd == pytest.approx(0.803837, rel=1e-5)
    assert (line.low95, line.high95) == pytest.approx((1 - 1.037807, 1 + 1.037807), abs=1e-5)
    assert line.p == pytest.approx(2 * stats.t.sf(0.1 / 0.0480384, 13), rel=1e-4)


def test_the_interval_of_autocorrelated_years_matches_a_hand_calculation():
    # 24 years, residuals +-1 in runs of three outwards from the middle, mirrored: 6 sign changes in 23 pairs, so
    # r1 = (17 - 6) / 24 = 11/24, unbiased 11/24 + (1 + 44/24) / 24 = 83/144, and n_eff = 24 (61/144) / (227/144).
    # SSE = 24, Sxx = 24 (24^2 - 1) / 12.
    outwards = np.tile([1.0] * 3 + [-1.0] * 3, 2)
    values = np.concatenate([outwards[::-1], outwards]) + 0.05 * np.arange(24)
    line = trend(np.arange(1990, 2014), values)
    n_effective = 24 * 61 / 227
    standard_error = np.sqrt(24 / (n_effective - 2) / 1150)
    half = stats.t.ppf(0.975, n_effective - 2) * standard_error * 10
    assert line.n_effective == pytest.approx(n_effective)
    assert (line.low95, line.high95) == pytest.approx((0.5 - half, 0.5 + half))
    low, high = line.band(line.mean_year)
    error_of_mean = np.sqrt(24 / (n_effective - 2) / 24)
    assert (high - low) / 2 == pytest.approx(stats.t.ppf(0.975, n_effective - 2) * error_of_mean)


def test_the_band_at_the_mean_year_and_the_ends_matches_a_hand_calculation():
    # t s = 1.736584; at the mean year times sqrt(1/15), at the ends times sqrt(1/15 + 49/280)
    line = trend(YEARS, VALUES)
    low, high = line.band([2000, 2007, 2014])
    assert (high - low) / 2 == pytest.approx([0.853698, 0.448384, 0.853698], rel=1e-5)
    assert (high + low) / 2 == pytest.approx([19.3, 20.0, 20.7])


def test_years_without_a_value_are_left_out():
    years = np.arange(1990, 2020)
    values = 3 + 0.02 * years.astype(float)
    values[[0, 7, 8, 29]] = np.nan
    line = trend(years, values)
    assert line.slope_per_decade == pytest.approx(0.2)
    assert (line.first_year, line.last_year, line.n_years) == (1991, 2018, 26)


def test_residuals_are_missing_where_values_are():
    residuals = detrended(np.array([0.0, 1, 2, 3, 4]), np.array([1.0, 2, np.nan, 4, 5]))
    assert residuals == pytest.approx([0, 0, np.nan, 0, 0], nan_ok=True)


def test_fourteen_years_are_refused_with_their_number():
    values = VALUES.copy()
    values[3] = np.nan
    with pytest.raises(TooFewYearsError, match=r"at least 15 years with values, this window has 14"):
        trend(YEARS, values)


@pytest.mark.parametrize(("length", "short"), [(15, True), (29, True), (30, False), (124, False)])
def test_a_trend_of_fewer_than_30_years_is_short(length, short):
    years = np.arange(2025 - length, 2025)
    assert trend(years, np.sin(years)).is_short is short


def test_trends_of_white_noise_equal_those_of_scipy():
    rng = np.random.default_rng(20261121)
    years = np.arange(1951, 2011)
    found = [(values, trend(years, values)) for values in rng.normal(0.02 * (years - 1951), 0.4, (40, 60))]
    independent = [(values, line) for values, line in found if line.n_effective == line.n_years]
    assert len(independent) > 10
    for values, line in independent:
        expected = stats.linregress(years, values)
        half = stats.t.ppf(0.975, 58) * expected.stderr
        assert line.slope_per_decade == pytest.approx(10 * expected.slope)
        assert line.high95 - line.low95 == pytest.approx(20 * half)
        assert line.p == pytest.approx(expected.pvalue)


def test_fewer_than_two_effective_years_give_a_slope_but_no_interval():
    # Down and up again: the residuals are one long wave.
    years = np.arange(1960, 2000)
    line = trend(years, np.abs(years - 1979.5) + 0.1 * (years - 1979.5))
    assert line.n_effective < 2
    assert line.slope_per_decade == pytest.approx(1)
    assert (line.low95, line.high95, line.p, line.residual_sd) == (-np.inf, np.inf, 1, np.inf)


def test_half_a_degree_of_freedom_is_enough_for_an_interval():
    years = np.arange(1960, 2000)
    values = np.abs(years - 1979.5) + 1.62 * np.where(years % 2, 1, -1)
    line = trend(years, values)
    df = line.n_effective - 2
    assert 0.3 < df < 0.7
    fit = stats.linregress(years, values)
    error = 10 * fit.stderr * np.sqrt(38 / df)
    assert line.high95 == pytest.approx(10 * fit.slope + stats.t.ppf(0.975, df) * error)
    assert line.p == pytest.approx(2 * stats.t.sf(10 * abs(fit.slope) / error, df))
