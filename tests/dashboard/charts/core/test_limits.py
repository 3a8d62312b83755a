"""Limits of axes, by hand: room round the values, zero, and bounds that no value can exceed."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.charts.core.limits import padded

SHARE = (0.0, 100.0)


def test_values_have_six_per_cent_of_their_spread_as_room():
    assert padded([10.0, 60.0]) == (7.0, 63.0)
    assert padded([np.nan, 10.0, 60.0], from_zero=True) == (0.0, pytest.approx(63.6))
    assert padded([]) == (0.0, 1.0)


def test_an_axis_of_shares_hardly_exceeds_them():
    # Without bounds 0 and 94 to 106; of an axis of 12 per cent 3 hundredths are 0.36.
    assert padded([100.0, 100.0]) == (94.0, 106.0)
    assert padded([100.0, 100.0], bounds=SHARE) == (94.0, pytest.approx(100.36))
    assert padded([0.0, 0.0], bounds=SHARE) == (pytest.approx(-0.03), 0.5)
    assert padded([2.0, 99.0], bounds=SHARE) == (pytest.approx(-3.2592), pytest.approx(103.2592))


def test_bounds_that_are_far_away_change_nothing():
    assert padded([10.0, 60.0], bounds=SHARE) == padded([10.0, 60.0])


def test_a_value_beyond_its_bound_is_never_cut():
    low, high = padded([90.0, 104.0], bounds=SHARE)
    assert low < 90
    assert high > 104
