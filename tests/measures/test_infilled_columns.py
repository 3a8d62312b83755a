"""Which of many series look filled in: every criterion by hand, and each series as it is judged alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measures import infilled
from measures.infilled import look_infilled, looks_infilled

YEARS = np.arange(1901, 1991)
EARLY = (1901, 1930)
ALTERNATING = np.where(YEARS % 2, 1.0, -1.0)


def test_the_spread_about_a_line_by_hand():
    # 0, 3, 0 lies -1, 2, -1 about its level line: 6 over 3 - 2. Along a slope it is the same, and a line has none.
    table = np.array([[0.0, 10, 1, 20], [3, 23, 2, 10], [0, 30, 3, 0]])
    expected = [np.sqrt(6), np.sqrt(6), 0, 0]
    assert infilled._column_spread(table) == pytest.approx(expected)
    assert [infilled._spread(column) for column in table.T] == pytest.approx(expected)


def test_each_reason_alone_and_all_side_by_side():
    noise = np.random.default_rng(1).normal(0, 0.5, YEARS.size)
    calm, steep, block, late_block, same, seven = (20 + noise for _ in range(6))
    calm[:30] = 20 + 0.2 * noise[60:]  # a fifth of the spread of 1961 to 1990
    steep[:30] = 20 + 0.2 * noise[60:] + 0.5 * np.arange(30)
    block[10:20] = 20 + 0.03 * ALTERNATING[10:20]
    late_block[20:30] = 20 + 0.03 * ALTERNATING[20:30]
    same[:8] = 19.0 + 0.001 * np.arange(8) - 0.0035  # one value to the hundredth
    seven[:7] = 19.0
    line = 20 + 0.5 * np.arange(90)  # no spread, and none to compare it with
    table = np.column_stack([20 + noise, calm, steep, block, late_block, same, seven, line, 5 + 3 * noise])
    expected = [False, True, True, True, True, True, False, False, False]
    found = look_infilled(YEARS, table, EARLY)
    assert found.tolist() == expected
    assert found.dtype == bool
    assert [looks_infilled(YEARS, column, EARLY) for column in table.T] == expected


def test_a_series_with_gaps_is_judged_by_the_years_it_has():
    noise = np.random.default_rng(2).normal(0, 0.5, YEARS.size)
    calm = np.where(np.arange(90) < 30, 0.1 * noise, noise)
    in_period, in_reference, in_none = calm.copy(), calm.copy(), calm.copy()
    in_period[5] = in_reference[70] = in_none[40] = np.nan
    table = np.column_stack([in_period, in_reference, in_none, noise])
    assert look_infilled(YEARS, table, EARLY).tolist() == [True, True, True, False]
    assert look_infilled(YEARS, table[:, :2], EARLY).tolist() == [True, True]


def test_two_years_are_too_few_to_look_filled():
    assert look_infilled(YEARS, np.full((90, 3), 20.0), (1901, 1902)).tolist() == [False] * 3


@st.composite
def tables(draw):
    """Four series of 90 years, whose first 30 are calm, flat for a while, repeat a value, have gaps, or none of it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    table = rng.normal(0, draw(st.sampled_from([0.2, 1.0])), (90, 4))
    for column in range(4):
        table[:30, column] *= draw(st.sampled_from([1.0, 0.5, 0.4, 0.3, 0.2, 0.05]))
        start, length = draw(st.integers(0, 40)), draw(st.integers(0, 14))
        table[start : start + length, column] *= draw(st.sampled_from([0.2, 0.12, 0.08, 0.05]))
        table[sorted(draw(st.sets(st.integers(0, 50), max_size=9))), column] = 0.25
        table[:, column] += draw(st.sampled_from([0.0, -0.02, 0.3])) * np.arange(90)
        gaps = draw(st.sampled_from([(), (), (3, 17), (75,), (0, 1, 2, 89)]))
        table[list(gaps), column] = np.nan
    return table.round(2)


# Three to nine years hold no block of ten: that reason falls away.
PERIODS = [EARLY, (1901, 1902), (1901, 1903), (1901, 1909), (1901, 1910), (1911, 1925), (1921, 1950), (1901, 1990)]


@settings(max_examples=50)
@given(tables(), st.sampled_from(PERIODS))
def test_each_series_looks_filled_if_it_does_alone(table, period):
    assert look_infilled(YEARS, table, period).tolist() == [looks_infilled(YEARS, each, period) for each in table.T]
