"""Amplification: planted slopes, the interval, gaps, and refusals."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from measures.amplification import amplification
from measures.trend import NoEstimateError, TooFewYearsError

WORLD = 10 + 0.01 * np.arange(124) + np.random.default_rng(1).normal(0, 0.15, 124)


@pytest.mark.parametrize("slope", [2.5, 1.0, 0.3, -0.4])
def test_a_planted_slope_is_found_at_any_level(slope):
    ripple = np.where(np.arange(124) % 2 == 0, 1e-4, -1e-4)  # without it the residuals would be rounding errors
    found = amplification(-30 + slope * WORLD + ripple, WORLD)
    assert found.value == pytest.approx(slope, abs=1e-4)
    assert (found.low95, found.high95) == pytest.approx((slope, slope), abs=2e-4)
    assert found.low95 < found.value < found.high95
    assert found.n_years == 124


def test_a_planted_slope_lies_in_its_interval_19_times_out_of_20():
    rng = np.random.default_rng(20261121)
    found = [amplification(1.4 * WORLD + rng.normal(0, 0.5, 124), WORLD) for _ in range(400)]
    within = sum(each.low95 <= 1.4 <= each.high95 for each in found)
    # Of 400 at 95 %, 380 +- 3 sd of 4.4; chance autocorrelation widens a few intervals.
    assert 367 <= within <= 396


def test_the_interval_matches_a_hand_calculation():
    # x = -7..7, Sxx = 280; residuals +0.8 for even x and -0.7 for odd x are orthogonal to 1 and x, and alternate,
    # so all 15 years count: df = 13, s = sqrt(8.4 / 13) = 0.803837, se = s / sqrt(280) = 0.0480384, t = 2.160369.
    x = np.arange(-7.0, 8)
    found = amplification(1.5 * x + np.where(x % 2 == 0, 0.8, -0.7), x)
    assert found.value == pytest.approx(1.5)
    assert (found.low95, found.high95) == pytest.approx((1.5 - 0.1037807, 1.5 + 0.1037807), abs=1e-6)
    assert found.n_effective == 15
    assert found.p == pytest.approx(2 * stats.t.sf(1.5 / 0.0480384, 13), rel=1e-3)


def test_autocorrelated_years_widen_the_interval():
    slow = np.repeat(np.random.default_rng(2).normal(0, 0.5, 31), 4)
    quick = np.random.default_rng(2).permutation(slow)
    widths = [found.high95 - found.low95 for found in (amplification(WORLD + e, WORLD) for e in (slow, quick))]
    assert widths[0] > 1.5 * widths[1]


def test_years_without_both_values_are_left_out():
    local, world = 2 * WORLD, WORLD.copy()
    local[3], world[40] = np.nan, np.nan
    found = amplification(local, world)
    assert (found.value, found.n_years) == (pytest.approx(2.0), 122)


def test_fourteen_years_and_a_constant_world_are_refused():
    with pytest.raises(TooFewYearsError, match="needs 15 years with two values each, there are 14"):
        amplification(WORLD[:14], WORLD[:14])
    with pytest.raises(NoEstimateError):
        amplification(WORLD, np.full(124, 10.0))
