"""Columns of a chart: what is sent to the browser."""

from __future__ import annotations

import json

import numpy as np
import pytest
from bokeh.core.serialization import Serializer
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.core.columns import STEPS, column

NAN = {"type": "number", "value": "nan"}


@pytest.mark.parametrize(
    ("numbers", "sent"),
    [
        ([1.23456, 6.54321], [1.23, 6.54]),  # a reach of 5.3 in hundredths: 531 steps
        ([12.34], [12.34]),  # not 12.34000015, as 32 bits have it
        ([-0.001234, 0.000567], [-0.001234, 0.000568]),  # in twos: 900 steps
        ([0.0, 1.234, 21.0], [0.0, 1.25, 21.0]),  # in fives of a hundredth: 420 steps
        ([1_234_567_000.0, 2_000_000_000.0], [1_235_000_000, 2_000_000_000]),
        ([np.nan, 1.5, -np.inf], [NAN, 1.5, {"type": "number", "value": "-inf"}]),
        ([2000, 2001], [2000, 2001]),
        ([], []),
    ],
)
def test_numbers_are_sent_in_few_digits(numbers: list, sent: list):
    assert Serializer().encode(column(numbers)) == sent


SMALLEST = float(np.finfo(np.float32).smallest_subnormal)
"""Next to nothing, 32 bits have steps of so much."""

NUMBERS = st.lists(st.floats(-(2.0**100), 2.0**100, width=32), min_size=1, max_size=20).map(np.array)


@given(NUMBERS)
def test_rounding_moves_no_number_by_more_than_half_a_step(numbers: np.ndarray):
    serialized = Serializer().serialize(column(numbers))
    assert serialized.buffers == []
    assert json.loads(json.dumps(serialized.content)) == serialized.content
    half_a_step, of_32_bits = np.ptp(numbers) / STEPS / 2, np.abs(numbers) * 1e-7 + SMALLEST
    assert (np.abs(np.array(serialized.content) - numbers) <= half_a_step + of_32_bits).all()
