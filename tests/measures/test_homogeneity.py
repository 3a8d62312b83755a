"""Tests for a step in a series: the statistics of pyhomogeneity, and p values under AR(1)."""

from __future__ import annotations

import numpy as np
import pyhomogeneity
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.homogeneity import SIMULATIONS, pettitt, snht
from measures.trend import TooFewYearsError

YEARS = np.arange(1901, 2025)


def noise(seed: int, n: int = YEARS.size, phi: float = 0.0) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal(n)
    for year in range(1, n):
        drawn[year] += phi * drawn[year - 1]
    return drawn


@pytest.mark.parametrize("step", [0.0, 0.4, 0.8, 2.0])
@pytest.mark.parametrize("seed", range(3))
def test_both_statistics_and_years_equal_those_of_pyhomogeneity(seed: int, step: float):
    values = noise(seed)
    values[70:] += step
    theirs = pyhomogeneity.snht_test(values, sim=10)
    ours = snht(YEARS, values)
    assert ours.statistic == pytest.approx(theirs.T)
    assert ours.year == YEARS[theirs.cp]
    assert ours.size == pytest.approx(theirs.avg.mu2 - theirs.avg.mu1)
    ranked = pyhomogeneity.pettitt_test(values, sim=10)
    assert pettitt(YEARS, values).statistic == pytest.approx(ranked.U)
    assert pettitt(YEARS, values).year == YEARS[ranked.cp]


def test_p_of_white_noise_equals_that_of_pyhomogeneity():
    values = noise(7)
    values[60:] += 0.45
    theirs = pyhomogeneity.snht_test(values, sim=20_000).p
    assert snht(YEARS, values).p == pytest.approx(theirs, abs=0.02)


def test_snht_matches_a_hand_calculation():
    # Means -1 and 1, standard deviation sqrt(6/5): z = +-0.9129; T(3) = 3 z^2 + 3 z^2 = 5. Repeated to reach 30 years.
    years = np.arange(30)
    values = np.repeat([-1.0, 1.0], 15)
    found = snht(years, values)
    assert found.statistic == pytest.approx(15 * (29 / 30) * 2)  # n - 1: T0 cannot be larger
    assert (found.year, found.size) == (15, 2.0)


def test_a_clear_step_is_found_at_its_year_with_its_size():
    values = noise(3) * 0.2
    values[39:] -= 0.6
    for test in (snht, pettitt):
        found = test(YEARS, values)
        assert abs(found.year - 1940) <= 1
        assert found.size == pytest.approx(-0.6, abs=0.1)
        assert found.p < 0.001


def test_autocorrelation_makes_chance_steps_likelier():
    phi = 0.7
    series = [noise(seed, phi=phi) for seed in range(200)]
    share = np.mean([snht(YEARS, values).p < 0.05 for values in series])
    assert share < 0.12  # tables for white noise would find steps in over half of them
    white = np.mean([pyhomogeneity.snht_test(values, sim=200).p < 0.05 for values in series[:40]])
    assert white > 0.4


def test_missing_years_are_left_out():
    values = noise(5)
    values[80:] += 2.0
    with_gap = values.copy()
    with_gap[10:15] = np.nan
    known = np.isfinite(with_gap)
    assert snht(YEARS, with_gap) == snht(YEARS[known], with_gap[known])


def test_a_constant_series_has_no_step():
    assert snht(YEARS, np.full(YEARS.size, 21.3)).p == 1.0


def test_too_few_years_are_refused():
    with pytest.raises(TooFewYearsError, match="needs 30 years with values, the series has 29"):
        snht(YEARS[:29], noise(1, 29))


@given(st.floats(-50, 50), st.floats(0.01, 100), st.integers(0, 5))
def test_unit_and_level_change_neither_year_nor_statistic(level: float, scale: float, seed: int):
    values = noise(seed, 40)
    plain, moved = snht(YEARS[:40], values), snht(YEARS[:40], level + scale * values)
    assert moved.year == plain.year
    assert moved.statistic == pytest.approx(plain.statistic, rel=1e-6)
    assert moved.size == pytest.approx(scale * plain.size, rel=1e-6)


def test_p_is_never_zero_and_reproducible():
    values = noise(9)
    values[60:] += 5
    assert snht(YEARS, values).p == 1 / (SIMULATIONS + 1)
    assert snht(YEARS, values) == snht(YEARS, values)
