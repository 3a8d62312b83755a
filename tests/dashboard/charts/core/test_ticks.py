"""Ticks of an axis: positions and short labels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.core.ticks import short, ticks


@pytest.mark.parametrize(
    ("value", "wording"),
    [
        (0, "0"),
        (0.5, "0.5"),
        (2_000, "2,000"),
        (20_000, "20,000"),
        (1.5e9, "1.5 billion"),
        (-0.25, "−0.25"),
        (0.0002, "0.0002"),
        (1e12, "1 trillion"),
    ],
)
def test_a_number_has_a_short_label(value, wording):
    assert short(value) == wording


def test_a_logarithmic_axis_has_powers_of_ten_and_2_and_5_if_there_is_room():
    assert list(ticks(3, 5, log=True).values()) == ["1,000", "2,000", "5,000", "10,000", "20,000", "50,000", "100,000"]
    assert list(ticks(0, 5, log=True).values()) == ["1", "10", "100", "1,000", "10,000", "100,000"]
    assert list(ticks(0, 8, log=True).values()) == ["1", "100", "10,000", "1 million", "100 million"]


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        (0, 100, ["0", "20", "40", "60", "80", "100"]),
        (0.010, 0.014, ["0.010", "0.011", "0.012", "0.013", "0.014"]),
        (-2, 1, ["−2.0", "−1.5", "−1.0", "−0.5", "0.0", "0.5", "1.0"]),
        (80_000, 83_000, ["80,000", "80,500", "81,000", "81,500", "82,000", "82,500", "83,000"]),
        (0, 1.6e9, ["0", "0.5 billion", "1.0 billion", "1.5 billion"]),
        (0, 8e8, ["0", "200 million", "400 million", "600 million", "800 million"]),
    ],
)
def test_labels_of_an_axis_have_equal_decimals_and_one_scale(low: float, high: float, labels: list[str]):
    assert list(ticks(low, high).values()) == labels


def test_a_vertical_axis_has_the_scale_in_a_second_line():
    assert list(ticks(0, 1.2e8, in_two_lines=True).values()) == ["0", "50\nmillion", "100\nmillion"]


def test_a_vertical_axis_has_fewer_labels_where_each_has_two_lines():
    assert len(ticks(0, 1.2e8)) == 7
    assert len(ticks(0, 1.2e8, in_two_lines=True)) == 3
    assert list(ticks(0, 8.7e9, in_two_lines=True)) == [0, 2.5e9, 5e9, 7.5e9]  # two would be no scale
    assert len(ticks(0, 120, in_two_lines=True)) == 7  # in one line each


def test_years_are_whole_and_have_no_comma():
    assert list(ticks(1978, 2026, log=False, is_year=True).values()) == ["1980", "1990", "2000", "2010", "2020"]
    assert list(ticks(1990, 1991.5, log=False, is_year=True).values()) == ["1990", "1991"]


@given(st.floats(-1e9, 1e9), st.floats(1e-3, 1e9))
def test_ticks_are_within_the_limits_and_have_different_labels(low: float, span: float):
    found = ticks(low, low + span, log=False)
    places = np.array(list(found))
    assert ((places >= low) & (places <= low + span)).all()
    assert 1 <= len(found) <= 8


def test_an_axis_has_no_tick_at_half_a_person():
    assert list(ticks(0, 3)) == [0, 0.5, 1, 1.5, 2, 2.5, 3]
    assert list(ticks(0, 3, decimals=0)) == [0, 1, 2, 3]
    assert list(ticks(0, 3, decimals=1)) == [0, 0.5, 1, 1.5, 2, 2.5, 3]


def test_ticks_finer_than_the_series_stay_where_fewer_than_two_would_be_left():
    assert list(ticks(0.2, 0.8, decimals=0)) == list(ticks(0.2, 0.8))
