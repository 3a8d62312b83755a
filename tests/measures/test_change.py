"""Changes between two periods and between two single years, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from measures.change import period_change, single_year_change
from measures.trend import TooFewYearsError

EARLY, LATE = (1901, 1920), (1981, 2000)

# Residuals of one 20-year period: +1, -1, ... outwards from its middle, mirrored. They sum to 0, also times the year;
# SSE = 20; 18 of 19 neighbours differ in sign, so r1 < 0 and all 20 years count.
MIRRORED = np.concatenate([[-1.0, 1.0] * 5, [1.0, -1.0] * 5])


def series(*, late_noise: float = 2.0, within: float = 0.05) -> tuple[np.ndarray, np.ndarray]:
    """Return 1901-2000: 10 on average early and 11.5 late, rising by `within` a year inside the late period."""
    years = np.arange(1901, 2001)
    values = np.full(100, 99.0)
    values[:20] = 10 + MIRRORED
    values[80:] = 11.5 + late_noise * MIRRORED + within * (np.arange(20) - 9.5)
    return years, values


def test_period_change_and_welch_interval_match_a_hand_calculation():
    # variances of the means: (20/18)/20 = 1/18 early, (80/18)/20 = 4/18 late; together 5/18.
    # Welch and Satterthwaite: (5/18)^2 / ((1/18)^2/19 + (4/18)^2/19) = 25 * 19 / 17 degrees of freedom.
    found = period_change(*series(), EARLY, LATE)
    half = stats.t.ppf(0.975, 25 * 19 / 17) * np.sqrt(5 / 18)
    assert found.value == pytest.approx(1.5)
    assert (found.low95, found.high95) == pytest.approx((1.5 - half, 1.5 + half))
    assert found.p == pytest.approx(2 * stats.t.sf(1.5 / np.sqrt(5 / 18), 25 * 19 / 17))
    assert (found.n_years, found.n_effective) == (40, 40)


def test_equal_noise_gives_the_sum_of_the_degrees_of_freedom():
    # se = sqrt(2/18) = 1/3, df = 38, t = 2.024394
    found = period_change(*series(late_noise=1.0), EARLY, LATE)
    assert found.high95 - found.value == pytest.approx(2.024394 / 3, rel=1e-5)


def test_warming_within_a_period_does_not_count_as_noise():
    steady, rising = (period_change(*series(within=within), EARLY, LATE) for within in (0.0, 0.3))
    assert rising.high95 - rising.low95 == pytest.approx(steady.high95 - steady.low95)


def test_autocorrelation_widens_the_interval_as_calculated_by_hand():
    # +++-----++ outwards, mirrored: 4 of 19 neighbours differ, r1 = (15 - 4) / 20 = 0.55, unbiased 0.55 + 3.2 / 20 =
    # 0.71, n_eff = 20 * 0.29 / 1.71.
    # Both means have the variance (20/18) / n_eff, and 2 (n_eff - 1) degrees of freedom remain.
    outwards = np.array([1.0, 1, 1, -1, -1, -1, -1, -1, 1, 1])
    period = np.concatenate([outwards[::-1], outwards])
    values = np.concatenate([period, np.zeros(60), period + 1])
    found = period_change(np.arange(1901, 2001), values, EARLY, LATE)
    n_effective = 20 * 0.29 / 1.71
    half = stats.t.ppf(0.975, 2 * (n_effective - 1)) * np.sqrt(2 * 20 / 18 / n_effective)
    assert found.n_effective == pytest.approx(2 * n_effective)
    assert (found.low95, found.high95) == pytest.approx((1 - half, 1 + half))


@pytest.mark.parametrize("gaps", [0, 1, 10])
def test_a_30_year_period_may_lack_ten_years(gaps):
    years = np.arange(1901, 1991)
    values = np.where(years > 1945, 2.0, 1.0)
    values[3 : 3 + gaps] = np.nan
    found = period_change(years, values, (1901, 1930), (1961, 1990))
    assert (found.value, found.n_years) == (1.0, 60 - gaps)


@pytest.mark.parametrize(("start", "named"), [(0, "1901-1930 has 19"), (60, "1961-1990 has 19")])
def test_a_period_with_19_years_is_refused_by_name(start, named):
    values = np.ones(90)
    values[start : start + 11] = np.nan
    with pytest.raises(TooFewYearsError, match=f"needs 20 years with values, {named}"):
        period_change(np.arange(1901, 1991), values, (1901, 1930), (1961, 1990))


def test_single_year_change_and_interval_match_a_hand_calculation():
    # The 15 years of test_trend.py: SSE = 8.4, df = 13, s = 0.803837, t = 2.160369; ends -1.4 and 0.0 about the mean.
    distance = np.arange(-7, 8)
    values = 20 + 0.1 * distance + np.where(distance % 2 == 0, 0.8, -0.7)
    found = single_year_change(2007 + distance, values, 2000, 2014)
    half = 2.160369 * np.sqrt(2) * 0.803837
    assert found.value == pytest.approx(1.4)
    assert (found.low95, found.high95) == pytest.approx((1.4 - half, 1.4 + half), rel=1e-5)
    assert (found.n_years, found.n_effective) == (2, 2.0)


@pytest.mark.parametrize("level", [1.0, 25.8, 24.53])
@pytest.mark.parametrize("constant", [(0, 20), (80, 100)], ids=["early", "late"])
def test_a_period_that_repeats_one_value_gives_no_interval(level, constant):
    # Costa Rica, Cocos, British Indian Ocean Territory and Pitcairn repeat one value through 1901-1930: whether the
    # residuals about its line are 0 or 1e-14 is chance of rounding.
    years, values = series()
    values[slice(*constant)] = level
    found = period_change(years, values, EARLY, LATE)
    assert np.isfinite(found.value)
    assert (found.low95, found.high95, found.p) == (-np.inf, np.inf, 1)


def test_a_period_of_one_effective_year_has_an_infinite_interval():
    # Two slow waves that end where they begin leave less than one effective year, one bend between one and two.
    t = (np.arange(100) + 0.5) / 100
    turns = np.where(np.arange(100) % 2, 1, -1)
    waves, bend = np.cos(2 * np.pi * t) - np.cos(4 * np.pi * t), np.abs(t - 0.5) + 0.023 * turns
    years, periods = np.arange(1801, 2001), ((1801, 1900), (1901, 2000))
    found = period_change(years, np.concatenate([waves, waves + 1]), *periods)
    assert found.n_effective < 2
    assert found.value == pytest.approx(1)
    assert (found.low95, found.high95, found.p) == (-np.inf, np.inf, 1)
    found = period_change(years, np.concatenate([bend, bend + 1]), *periods)
    assert 2 < found.n_effective < 4
    assert np.isfinite([found.low95, found.high95]).all()


@pytest.mark.parametrize("missing", [1960, 2024])
def test_a_single_year_change_needs_both_years(missing):
    years = np.arange(1951, 2025)
    values = np.where(years == missing, np.nan, np.cos(years))
    with pytest.raises(TooFewYearsError, match="no value in 1960 or 2024"):
        single_year_change(years, values, 1960, 2024)
    with pytest.raises(TooFewYearsError, match="no value in 1900 or 2024"):
        single_year_change(years, np.cos(years), 1900, 2024)


def test_a_single_year_change_needs_15_years():
    with pytest.raises(TooFewYearsError, match="needs 15 years, the series has 14"):
        single_year_change(np.arange(2000, 2014), np.arange(14.0), 2000, 2013)


def test_the_spread_of_single_years_ignores_autocorrelation():
    # Residuals +1 +1 -1 -1 +1 +1 -1 -1 ... about a level line: neighbours are equal or opposite by turns, r1 is near 0.
    # In runs of five (+1 x 5, -1 x 5, ...) r1 is about 0.6, and n_eff a quarter of n; the spread is still 1.
    years = np.arange(1901, 2021)
    values = np.where((years - 1901) // 5 % 2 == 0, 1.0, -1.0)
    found = single_year_change(years, values, 1901, 2012)
    n, residual_sd = 120, np.sqrt(np.sum((values - np.polyval(np.polyfit(years, values, 1), years)) ** 2) / 118)
    half = found.high95 - found.value
    # t lies between 1.98 (118 degrees of freedom) and 2.07 (23); the sd of a difference is sqrt(2) that of a year.
    assert 1.98 * np.sqrt(2) * residual_sd <= half <= 2.1 * np.sqrt(2) * residual_sd
    assert n == years.size


def test_single_year_intervals_cover_the_truth_under_autocorrelated_noise():
    random, years, covered = np.random.default_rng(7), np.arange(1901, 2025), 0
    for _ in range(600):
        noise = random.normal(size=years.size)
        for t in range(1, years.size):
            noise[t] += 0.6 * noise[t - 1]
        found = single_year_change(years, noise + 0.01 * (years - 1901), 1901, 2012)
        covered += found.low95 <= 0.01 * 111 <= found.high95
    assert 0.92 <= covered / 600 <= 0.975
