"""Places, and what intervals leave open of them."""

from __future__ import annotations

import numpy as np

from measures.places import place_intervals, places


def test_places_count_from_the_largest_and_equals_share_the_better():
    assert places([1.0, 3.0, 2.0, 3.0, np.nan]).tolist() == [4, 1, 3, 1, 0]


def test_narrow_intervals_leave_nothing_open():
    values = np.array([3.0, 1.0, 2.0])
    assert place_intervals(values, values - 0.1, values + 0.1).tolist() == [[1, 1], [3, 3], [2, 2]]


def test_wide_intervals_leave_everything_open():
    values = np.array([1.0, 1.1, 0.9, 1.05])
    assert place_intervals(values, values - 50, values + 50).tolist() == [[1, 4]] * 4


def test_two_that_overlap_leave_only_each_other_open():
    values = np.array([10.0, 9.9, 1.0])
    assert place_intervals(values, values - 1, values + 1).tolist() == [[1, 2], [1, 2], [3, 3]]


def test_a_gap_of_two_standard_errors_of_the_difference_is_crossed_by_one_in_forty():
    # Both deviations 1: the difference has sqrt(2), so 1.96 sqrt(2) apart the second is first in 2.5 % of draws.
    apart = 1.959964 * np.sqrt(2)
    half = 1.959964
    close = place_intervals([apart * 0.9, 0.0], [apart * 0.9 - half, -half], [apart * 0.9 + half, half])
    clear = place_intervals([apart * 1.15, 0.0], [apart * 1.15 - half, -half], [apart * 1.15 + half, half])
    assert close.tolist() == [[1, 2], [1, 2]]
    assert clear.tolist() == [[1, 1], [2, 2]]


def test_no_interval_may_stand_anywhere():
    open_ended = place_intervals([3.0, 2.0, 1.0], [2.9, np.nan, -np.inf], [3.1, np.nan, np.inf])
    assert open_ended[1:].tolist() == [[1, 3], [1, 3]]


def test_the_same_figures_have_the_same_places_and_none_have_none():
    values = np.arange(20.0)
    assert (place_intervals(values, values - 3, values + 3) == place_intervals(values, values - 3, values + 3)).all()
    assert place_intervals([], [], []).shape == (0, 2)
