"""Round numbers for axes and bins."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.core.ticks import round_numbers


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 10, 5, [0, 2, 4, 6, 8, 10]),
        (0, 10, 4, [0, 2.5, 5, 7.5, 10]),
        (-3, 8, 6, [-4, -2, 0, 2, 4, 6, 8]),
        (0.13, 0.94, 4, [0, 0.25, 0.5, 0.75, 1]),
        (0, 1.4e9, 3, [0, 0.5e9, 1e9, 1.5e9]),
        (0, 0.3, 3, [0, 0.1, 0.2, 0.3]),
    ],
)
def test_steps_are_the_roundest_that_cover_the_range(low, high, most, expected):
    assert round_numbers(low, high, most) == pytest.approx(expected)


def test_the_step_is_finer_if_fewer_than_two_numbers_would_be_within():
    # Steps of 1 would leave 1 alone within the limits; halves leave 0.5 and 1.
    assert round_numbers(0.45, 1.4, 1) == pytest.approx([0, 0.5, 1, 1.5])


def test_equal_limits_have_room_around_them():
    found = round_numbers(5, 5, 4)
    assert found[0] < 5 < found[-1]


@given(st.floats(-1e6, 1e6), st.floats(1e-2, 1e9), st.integers(2, 9))
def test_the_numbers_cover_the_limits_in_equal_steps(low, reach, most):
    high = low + reach
    found = round_numbers(low, high, most)
    steps = np.diff(found)
    assert found[0] <= low + 1e-6 * reach
    assert found[-1] >= high - 1e-6 * reach
    assert steps == pytest.approx(np.full(steps.size, steps[0]), rel=1e-4)
