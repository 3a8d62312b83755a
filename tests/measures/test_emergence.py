"""Emergence: planted signals and years, pure noise, the interval, and the smoother."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from measures.emergence import emergence, smoothed
from measures.trend import NoEstimateError, TooFewYearsError

YEARS = np.arange(1901, 2025)
REFERENCE = (1901, 1930)
# The global mean: level until 1970, then 0.03 degC a year.
WORLD = 9 + 0.03 * np.maximum(YEARS - 1970, 0)


def alternating() -> np.ndarray:
    """Alternating noise of a country, uncorrelated with the global mean; exactly 0.3 degC."""
    ups = np.where(YEARS % 2 == 0, 1.0, -1.0)
    fit = stats.linregress(WORLD, ups)
    ups = ups - fit.intercept - fit.slope * WORLD
    return 0.3 * ups / np.sqrt((ups**2).sum() / 122)


ALTERNATING = alternating()


def test_the_signal_to_noise_ratio_matches_a_hand_calculation():
    # alpha = 1.5: the signal of 2024 is 1.5 * 0.03 * 54 = 2.43; over 0.3 that is 8.1.
    found = emergence(YEARS, 20 + 1.5 * WORLD + ALTERNATING, WORLD, REFERENCE)
    assert found.ratio.value == pytest.approx(8.1)
    assert found.ratio.low95 < found.ratio.value < found.ratio.high95
    assert (found.ratio.n_years, found.ratio.n_effective) == (124, 124)
    assert found.ratio.p < 1e-10


@pytest.mark.parametrize(("alpha", "year"), [(1.5, 1984), (0.75, 1997), (0.6, 2004)])
def test_the_planted_year_of_emergence_is_found(alpha, year):
    # Above 2 where alpha * 0.03 * (year - 1970) > 0.6: 13.33, 26.67 and 33.33 years after 1970.
    found = emergence(YEARS, 20 + alpha * WORLD + ALTERNATING, WORLD, REFERENCE)
    assert found.year == year
    assert found.earliest_year < year < found.latest_year


def test_a_ratio_below_two_has_not_emerged():
    # alpha = 0.36: 0.36 * 0.03 * 54 / 0.3 = 1.944, whose upper end is above 2 and whose lower end is not.
    found = emergence(YEARS, 20 + 0.36 * WORLD + ALTERNATING, WORLD, REFERENCE)
    assert found.ratio.value == pytest.approx(1.944)
    assert found.year is None
    assert found.earliest_year is not None
    assert found.latest_year is None


def test_emergence_counts_from_when_the_ratio_stays_above_two():
    world = WORLD.copy()
    world[(YEARS >= 2000) & (YEARS <= 2005)] = 9.0  # back to the level of the reference period
    found = emergence(YEARS, 20 + 1.5 * world + ALTERNATING, world, REFERENCE)
    assert found.year == 2006


def test_pure_noise_does_not_emerge():
    rng = np.random.default_rng(20261121)
    found = [emergence(YEARS, 15 + rng.normal(0, 0.4, 124), WORLD, REFERENCE) for _ in range(200)]
    assert all(each.year is None for each in found)
    within = sum(each.ratio.low95 <= 0 <= each.ratio.high95 for each in found)
    assert 181 <= within <= 199  # 190 at 95 %, +- 3 sd of 3.1; a little more, as n_eff never exceeds n


def test_cooling_has_a_negative_ratio_and_does_not_emerge():
    found = emergence(YEARS, 20 - 1.5 * WORLD + ALTERNATING, WORLD, REFERENCE)
    assert found.ratio.high95 < 0
    assert (found.year, found.earliest_year, found.latest_year) == (None, None, None)


def test_the_interval_covers_the_true_ratio_19_times_out_of_20():
    rng = np.random.default_rng(7)
    true = 1.2 * 0.03 * 54 / 0.4
    found = [emergence(YEARS, 1.2 * WORLD + rng.normal(0, 0.4, 124), WORLD, REFERENCE).ratio for _ in range(400)]
    assert 367 <= sum(each.low95 <= true <= each.high95 for each in found) <= 396


def test_the_interval_is_that_of_the_noncentral_t_distribution():
    local = 20 + WORLD + ALTERNATING
    ratio = emergence(YEARS, local, WORLD, REFERENCE).ratio
    fit = stats.linregress(WORLD, local)
    t = fit.slope / fit.stderr
    noncentrality = t / ratio.value  # noncentrality per unit of the ratio
    assert stats.nct.cdf(t, 122, ratio.low95 * noncentrality) == pytest.approx(0.975, abs=1e-4)
    assert stats.nct.cdf(t, 122, ratio.high95 * noncentrality) == pytest.approx(0.025, abs=1e-4)


def test_the_interval_includes_zero_where_p_exceeds_5_percent():
    rng = np.random.default_rng(3)
    for _ in range(60):
        ratio = emergence(YEARS, 15 + 0.05 * WORLD + rng.normal(0, 0.4, 124), WORLD, REFERENCE).ratio
        assert (ratio.p < 0.05) is bool(ratio.low95 > 0 or ratio.high95 < 0)


def test_fewer_than_two_effective_years_give_a_ratio_without_interval():
    local = 15 + 0.01 * np.abs(YEARS - 1962.5)  # down and up again: the residuals are one long wave
    found = emergence(YEARS, local, WORLD, REFERENCE)
    assert np.isfinite(found.ratio.value)
    assert (found.ratio.low95, found.ratio.high95) == (-np.inf, np.inf)
    assert (found.earliest_year, found.latest_year) == (None, None)


def test_a_missing_interval_does_not_change_the_ratio_or_its_year():
    local = 15 + WORLD + 0.01 * np.abs(YEARS - 1962.5)
    found = emergence(YEARS, local, WORLD, REFERENCE)
    fit = stats.linregress(WORLD, local)
    noise = np.sqrt(np.sum((local - fit.intercept - fit.slope * WORLD) ** 2) / 122)
    ratio = fit.slope / noise * (WORLD - 9)  # the global mean is 9 throughout the reference period
    assert np.isinf(found.ratio.high95)
    assert found.ratio.value == pytest.approx(ratio[-1])
    assert found.year == YEARS[ratio > 2][0]


def test_a_sixth_of_a_degree_of_freedom_is_enough_for_an_interval():
    local = 15 + WORLD + 0.01 * np.abs(YEARS - 1962.5) + 0.024 * np.where(YEARS % 2, 1, -1)
    found = emergence(YEARS, local, WORLD, REFERENCE).ratio
    assert 0 < found.n_effective - 2 < 0.5
    assert -np.inf < found.low95 < found.value < found.high95 < np.inf


def test_missing_years_are_left_out():
    local = 20 + 1.5 * WORLD + ALTERNATING
    local[[0, 50, 51]] = np.nan
    found = emergence(YEARS, local, WORLD, REFERENCE)
    assert found.ratio.n_years == 121
    assert found.year == 1984


def test_values_without_noise_give_no_estimate():
    with pytest.raises(NoEstimateError, match="no noise to compare with"):
        emergence(YEARS, np.full(124, 15.0), WORLD, REFERENCE)


def test_too_few_years_are_refused():
    with pytest.raises(TooFewYearsError):
        emergence(YEARS, np.where(YEARS < 2011, np.nan, 15.0), WORLD, REFERENCE)
    with pytest.raises(TooFewYearsError, match="a baseline needs 20 years"):
        emergence(YEARS[20:], WORLD[20:], WORLD[20:], REFERENCE)


def test_the_smoother_keeps_a_line_and_fills_gaps_along_it():
    line = 3 + 0.02 * YEARS
    gaps = np.where(np.isin(YEARS, [1901, 1950, 1951]), np.nan, line)
    assert smoothed(YEARS, line) == pytest.approx(line)
    assert smoothed(YEARS, gaps) == pytest.approx(line)


def test_the_smoother_matches_a_hand_calculation():
    # Three years: in the middle the two neighbours are at the edge of the window and have no weight.
    # Five years, span 5, middle: distances 2 1 0 1 2 over a reach of 2: weights 0, (7/8)^3 = 0.669922, 1, 0.669922, 0.
    values = np.array([1.0, 5.0, 2.0, 0.0, 4.0])
    found = smoothed(np.arange(2000, 2005), values, span_years=5)
    assert found[2] == pytest.approx((0.669922 * 5 + 2 + 0.669922 * 0) / (1 + 2 * 0.669922))


def test_the_smoother_removes_most_noise_and_little_signal():
    noisy = WORLD + np.random.default_rng(4).normal(0, 0.15, 124)
    assert np.std(smoothed(YEARS, noisy) - WORLD) < 0.06


def test_the_smoother_needs_as_many_years_as_its_span():
    with pytest.raises(TooFewYearsError, match="over 41 years needs as many"):
        smoothed(YEARS[:40], WORLD[:40])
