"""Bands of quantiles and ranks among a group, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from measures.quantile_bands import quantile_bands
from measures.ranks import rank_among


def test_the_bands_of_eleven_evenly_spaced_values():
    found = quantile_bands(np.arange(11.0)[None, :])
    assert [found.p10[0], found.p25[0], found.median[0], found.p75[0], found.p90[0]] == [1, 2.5, 5, 7.5, 9]


def test_a_year_with_fewer_than_five_values_has_no_band():
    table = np.array([[1.0, 2, 3, 4, np.nan], [1.0, 2, 3, 4, 5]])
    found = quantile_bands(table)
    assert np.isnan(found.median[0])
    assert found.median[1] == 3


def test_a_group_without_anyone_has_no_band():
    assert np.isnan(quantile_bands(np.empty((3, 0))).p90).all()


@pytest.mark.parametrize(("value", "expected"), [(3.0, (1, 3)), (2.0, (2, 3)), (1.0, (3, 3))])
def test_the_rank_counts_from_the_largest_among_those_with_a_value(value, expected):
    assert rank_among(value, [1.0, 2.0, 3.0, np.nan]) == expected


def test_equals_share_the_better_place():
    assert rank_among(2.0, [3.0, 2.0, 2.0, 1.0]) == (2, 4)


def test_a_band_of_one_member_is_that_member_and_of_none_there_is_none():
    found = quantile_bands(np.array([[3.0, np.nan], [np.nan, np.nan]]), fewest=1)
    assert (found.p10[0], found.p90[0]) == (3, 3)
    assert np.isnan(found.median[1])
    assert np.isnan(quantile_bands(np.array([[np.nan]]), fewest=0).median[0])
