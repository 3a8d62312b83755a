"""Names at the ends of lines: without overlaps, in order, within the limits, and moved as little as possible."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.core.label_layout import anchored_labels, dodge

HEIGHTS = st.lists(st.floats(0, 100), min_size=1, max_size=6)


@given(wanted=HEIGHTS)
def test_no_two_labels_overlap_and_all_are_within_the_limits(wanted):
    placed = dodge(wanted, 15, 0, 100)
    assert np.diff(np.sort(placed)).min(initial=15) >= 15 - 1e-9
    assert placed.min() >= -1e-9
    assert placed.max() <= 100 + 1e-9


@given(wanted=HEIGHTS)
def test_labels_have_the_order_of_their_lines(wanted):
    placed = dodge(wanted, 15, 0, 100)
    for one in range(len(wanted)):
        for other in range(len(wanted)):
            if wanted[one] < wanted[other]:
                assert placed[one] < placed[other]


def test_labels_with_enough_room_are_not_moved():
    assert list(dodge([80, 10, 40], 15, 0, 100)) == [80, 10, 40]


def test_two_labels_at_one_height_move_by_half_a_gap_each():
    assert list(dodge([50, 50], 10, 0, 100)) == [45, 55]


def test_labels_at_the_edge_are_moved_within_the_limits():
    assert list(dodge([100, 100], 10, 0, 100)) == [90, 100]


def test_too_many_labels_are_spread_evenly():
    assert dodge([5, 5, 5], 80, 0, 100) == pytest.approx([0, 50, 100])


def test_no_labels_are_placed_without_error():
    assert dodge([], 10, 0, 1).size == 0


def test_a_label_at_an_end_of_the_axis_begins_there_and_others_are_centred():
    found = anchored_labels({"a": ("Trend\n+0.17", 99), "b": ("1961–1990 mean", 40), "c": ("ERA5", 2)}, (0, 100))
    assert found == {"a": (100, "top"), "b": (40, "middle"), "c": (13, "middle")}  # 13: half of two lines, as for "a"
    assert anchored_labels({"a": ("Kenya", 99), "b": ("Norway", 0)}, (0, 100)) == {
        "a": (100, "top"),
        "b": (0, "bottom"),
    }
