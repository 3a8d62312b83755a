"""Test of infilled records: it finds infilled years, and not years that merely vary little."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures import infilled
from measures.infilled import looks_infilled, which_look_infilled
from measures.trend import detrended

YEARS = np.arange(1901, 2025)
EARLY = (1901, 1930)
ALTERNATING = np.where(YEARS % 2, 1.0, -1.0)


def weather(spread: float, seed: int = 1) -> np.ndarray:
    return (20 + np.random.default_rng(seed).normal(0, spread, YEARS.size)).round(2)


def test_thirty_years_of_one_value_are_infilled():
    values = weather(0.3)
    values[:30] = 20.0
    assert looks_infilled(YEARS, values, EARLY)


def test_eight_equal_values_are_infilled_and_seven_are_not():
    values = np.linspace(18, 22, YEARS.size).round(2) + np.where(YEARS % 2, 0.5, -0.5)
    values[:7] = 25.0
    assert not looks_infilled(YEARS, values, EARLY)
    values[7] = 25.0
    assert looks_infilled(YEARS, values, EARLY)


@pytest.mark.parametrize(("share", "is_infilled"), [(0.2, True), (0.6, False)])
def test_a_fifth_of_the_reference_spread_is_infilled_three_fifths_are_not(share: float, is_infilled: bool):
    values = 20 + (weather(0.5) - 20)
    values[:30] = 20 + share * (values[60:90] - 20)  # 1961 to 1990, flattened
    assert looks_infilled(YEARS, values + YEARS * 1e-3, EARLY) is is_infilled


def test_steady_warming_does_not_count_as_variation():
    values = weather(0.5)
    values[:30] = 20 + 0.1 * np.arange(30)
    assert looks_infilled(YEARS, values, EARLY)


def test_a_period_without_values_is_not_infilled():
    values = weather(0.3)
    values[:30] = np.nan
    assert not looks_infilled(YEARS, values, EARLY)


def test_ten_flat_years_within_thirty_are_found():
    values = weather(0.5)
    values[10:20] = 20 + 0.02 * np.array([1, -1, 2, 0, -2, 1, 0, -1, 2, -2])
    assert looks_infilled(YEARS, values, EARLY)
    assert not looks_infilled(YEARS, values, (1995, 2024))


def test_ten_flat_years_at_either_end_of_the_period_are_found():
    for start in (0, 20):
        values = weather(0.5)
        values[start : start + 10] = 20 + 0.03 * np.array([1, -1] * 5)
        assert looks_infilled(YEARS, values, EARLY)


def test_values_equal_to_the_hundredth_count_as_one_value():
    values = weather(0.5)
    values[:8] = 22 + 0.001 * np.array([-4, -3, -2, -1, 0, 1, 2, 3])
    assert looks_infilled(YEARS, values, EARLY)


def test_three_years_can_look_infilled_and_two_cannot():
    values = weather(0.5)
    values[:3] = [20.0, 20.1, 20.2]  # a line, with no spread about it
    assert looks_infilled(YEARS, values, (1901, 1903))
    assert not looks_infilled(YEARS, values, (1901, 1902))


def test_a_period_shorter_than_a_block_is_judged_by_its_spread():
    values = weather(0.5)
    assert not looks_infilled(YEARS, values, (1901, 1905))
    values[:5] = 20 + 0.05 * np.array([1, -1, 0, 1, -1])
    assert looks_infilled(YEARS, values, (1901, 1905))


def test_without_three_reference_years_no_spread_is_too_small():
    values = 20 + 0.5 * np.arange(YEARS.size)
    values[(YEARS >= 1961) & (YEARS <= 1990)] = np.nan
    assert not looks_infilled(YEARS, values, EARLY)
    values[:30] += 0.01 * (YEARS[:30] % 2)
    assert not looks_infilled(YEARS, values, EARLY)
    # Three reference years are enough: 0, 3, 0 lies -1, 2, -1 about its line.
    values[(YEARS >= 1961) & (YEARS <= 1963)] = [0.0, 3.0, 0.0]
    assert looks_infilled(YEARS, values, EARLY)


def test_the_spread_about_a_line_is_the_one_computed_by_hand():
    # 0, 3, 0 lies -1, 2, -1 about its level line: 6 / (3 - 2). Along a slope it is the same, and a line has none.
    table = np.array([[0.0, 10, 1, 20], [3, 23, 2, 10], [0, 30, 3, 0]])
    assert infilled._spread(table) == pytest.approx([np.sqrt(6), np.sqrt(6), 0, 0])
    assert infilled._spread(table[:2]).tolist() == [0, 0, 0, 0]  # two years always lie on a line


def test_each_criterion_is_enough_by_itself_in_a_table_of_series():
    noise = np.random.default_rng(1).normal(0, 0.5, YEARS.size)
    calm, steep, block, late_block, same, seven = (20 + noise for _ in range(6))
    calm[:30] = 20 + 0.2 * noise[60:90]  # a fifth of the spread of 1961 to 1990
    steep[:30] = 20 + 0.2 * noise[60:90] + 0.5 * np.arange(30)
    block[10:20] = 20 + 0.03 * ALTERNATING[10:20]
    late_block[20:30] = 20 + 0.03 * ALTERNATING[20:30]
    same[:8] = 19.0 + 0.001 * np.arange(8) - 0.0035  # one value to the hundredth
    seven[:7] = 19.0
    line = 20 + 0.5 * np.arange(YEARS.size)  # no spread, and none in the reference years either
    table = np.column_stack([20 + noise, calm, steep, block, late_block, same, seven, line, 5 + 3 * noise])
    expected = [False, True, True, True, True, True, False, False, False]
    found = which_look_infilled(YEARS, table, EARLY)
    assert found.tolist() == expected
    assert found.dtype == bool
    assert [looks_infilled(YEARS, column, EARLY) for column in table.T] == expected


def test_a_series_with_gaps_is_judged_by_its_valid_years():
    noise = np.random.default_rng(2).normal(0, 0.5, YEARS.size)
    calm = np.where(np.arange(YEARS.size) < 30, 0.1 * noise, noise)
    in_period, in_reference, in_neither = calm.copy(), calm.copy(), calm.copy()
    in_period[5] = in_reference[70] = in_neither[40] = np.nan
    table = np.column_stack([in_period, in_reference, in_neither, noise])
    assert which_look_infilled(YEARS, table, EARLY).tolist() == [True, True, True, False]
    assert which_look_infilled(YEARS, table[:, :2], EARLY).tolist() == [True, True]


def test_two_years_are_too_few_in_a_table_too():
    assert which_look_infilled(YEARS, np.full((YEARS.size, 3), 20.0), (1901, 1902)).tolist() == [False] * 3


def by_definition(values: np.ndarray, period: tuple[int, int]) -> bool:
    """The three criteria written out for the years of one series, without arrays of many series."""
    inside, reference = (
        values[np.isin(YEARS, range(first, last + 1)) & np.isfinite(values)] for first, last in (period, (1961, 1990))
    )
    if inside.size < 3:
        return False

    def spread(part: np.ndarray) -> float:
        return float(np.std(detrended(np.arange(part.size, dtype=float), part), ddof=2)) if part.size >= 3 else 0.0

    blocks = [spread(inside[i : i + 10]) for i in range(inside.size - 9)]
    return bool(
        np.unique(inside.round(2), return_counts=True)[1].max() >= 8
        or spread(inside) < spread(reference) / 3
        or min(blocks, default=np.inf) < 0.1 * spread(reference)
    )


@st.composite
def tables(draw):
    """Four series whose first 30 years are calm, flat for a while, repeat a value, have gaps, or none of these."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table = rng.normal(0, draw(st.sampled_from([0.2, 1.0])), (YEARS.size, 4))
    for column in range(4):
        table[:30, column] *= draw(st.sampled_from([1.0, 0.5, 0.4, 0.3, 0.2, 0.05]))
        start, length = draw(st.integers(0, 40)), draw(st.integers(0, 14))
        table[start : start + length, column] *= draw(st.sampled_from([0.2, 0.12, 0.08, 0.05]))
        table[sorted(draw(st.sets(st.integers(0, 50), max_size=9))), column] = 0.25
        table[:, column] += draw(st.sampled_from([0.0, -0.02, 0.3])) * np.arange(YEARS.size)
        gaps = draw(st.sampled_from([(), (), (3, 17), (75,), (0, 1, 2, 89)]))
        table[list(gaps), column] = np.nan
    return table.round(2)


# Three to nine years contain no block of ten, so that criterion does not apply.
PERIODS = [EARLY, (1901, 1902), (1901, 1903), (1901, 1909), (1901, 1910), (1911, 1925), (1921, 1950), (1901, 1990)]


@settings(max_examples=50)
@given(tables(), st.sampled_from(PERIODS))
def test_every_series_of_a_table_is_judged_by_the_definition(table, period):
    expected = [by_definition(values, period) for values in table.T]
    assert which_look_infilled(YEARS, table, period).tolist() == expected
    assert [looks_infilled(YEARS, values, period) for values in table.T] == expected
