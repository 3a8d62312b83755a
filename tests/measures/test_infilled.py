"""Years that look filled in are found; years that merely vary little are not."""

from __future__ import annotations

import numpy as np
import pytest

from measures.infilled import looks_infilled

YEARS = np.arange(1901, 2025)
EARLY = (1901, 1930)


def weather(spread: float, seed: int = 1) -> np.ndarray:
    return (20 + np.random.default_rng(seed).normal(0, spread, YEARS.size)).round(2)


def test_thirty_times_one_value_is_filled_in():
    values = weather(0.3)
    values[:30] = 20.0
    assert looks_infilled(YEARS, values, EARLY)


def test_eight_times_one_value_is_filled_in_seven_times_is_chance():
    values = np.linspace(18, 22, YEARS.size).round(2) + np.where(YEARS % 2, 0.5, -0.5)
    values[:7] = 25.0
    assert not looks_infilled(YEARS, values, EARLY)
    values[7] = 25.0
    assert looks_infilled(YEARS, values, EARLY)


@pytest.mark.parametrize(("share", "is_filled"), [(0.2, True), (0.6, False)])
def test_a_fifth_of_the_reference_s_spread_is_too_little_three_fifths_are_not(share: float, is_filled: bool):
    values = 20 + (weather(0.5) - 20)
    values[:30] = 20 + share * (values[60:90] - 20)  # the very years 1961 to 1990, flattened
    assert looks_infilled(YEARS, values + YEARS * 1e-3, EARLY) is is_filled


def test_steady_warming_is_not_taken_for_variation():
    values = weather(0.5)
    values[:30] = 20 + 0.1 * np.arange(30)
    assert looks_infilled(YEARS, values, EARLY)


def test_no_values_are_missing_not_filled():
    values = weather(0.3)
    values[:30] = np.nan
    assert not looks_infilled(YEARS, values, EARLY)


def test_ten_flat_years_among_thirty_are_found():
    values = weather(0.5)
    values[10:20] = 20 + 0.02 * np.array([1, -1, 2, 0, -2, 1, 0, -1, 2, -2])
    assert looks_infilled(YEARS, values, EARLY)
    assert not looks_infilled(YEARS, values, (1995, 2024))


def test_ten_flat_years_are_found_at_either_end_of_the_period():
    for start in (0, 20):
        values = weather(0.5)
        values[start : start + 10] = 20 + 0.03 * np.array([1, -1] * 5)
        assert looks_infilled(YEARS, values, EARLY)


def test_one_value_is_one_to_the_hundredth():
    values = weather(0.5)
    values[:8] = 22 + 0.001 * np.array([-4, -3, -2, -1, 0, 1, 2, 3])
    assert looks_infilled(YEARS, values, EARLY)


def test_three_years_can_look_filled_two_cannot():
    values = weather(0.5)
    values[:3] = [20.0, 20.1, 20.2]  # a line, without any spread about it
    assert looks_infilled(YEARS, values, (1901, 1903))
    assert not looks_infilled(YEARS, values, (1901, 1902))


def test_a_period_shorter_than_a_block_is_judged_by_its_spread():
    values = weather(0.5)
    assert not looks_infilled(YEARS, values, (1901, 1905))
    values[:5] = 20 + 0.05 * np.array([1, -1, 0, 1, -1])
    assert looks_infilled(YEARS, values, (1901, 1905))


def test_without_reference_years_nothing_is_too_calm():
    values = 20 + 0.5 * np.arange(YEARS.size)
    values[(YEARS >= 1961) & (YEARS <= 1990)] = np.nan
    assert not looks_infilled(YEARS, values, EARLY)
    values[:30] += 0.01 * (YEARS[:30] % 2)
    assert not looks_infilled(YEARS, values, EARLY)
    # Three reference years are enough: 0, 3, 0 lies -1, 2, -1 about its line.
    values[(YEARS >= 1961) & (YEARS <= 1963)] = [0.0, 3.0, 0.0]
    assert looks_infilled(YEARS, values, EARLY)
