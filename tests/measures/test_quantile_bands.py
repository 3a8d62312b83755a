"""Quantile bands of a group, against hand calculations."""

from __future__ import annotations

import numpy as np

from measures.quantile_bands import quantile_bands


def test_the_bands_of_eleven_evenly_spaced_values():
    found = quantile_bands(np.arange(11.0)[None, :])
    assert [found.p10[0], found.p25[0], found.median[0], found.p75[0], found.p90[0]] == [1, 2.5, 5, 7.5, 9]


def test_a_year_with_fewer_than_five_values_has_no_band():
    table = np.array([[1.0, 2, 3, 4, np.nan], [1.0, 2, 3, 4, 5]])
    found = quantile_bands(table)
    assert np.isnan(found.median[0])
    assert found.median[1] == 3


def test_an_empty_group_has_no_band():
    assert np.isnan(quantile_bands(np.empty((3, 0))).p90).all()


def test_the_band_of_one_member_is_its_value_and_of_none_is_missing():
    found = quantile_bands(np.array([[3.0, np.nan], [np.nan, np.nan]]), fewest=1)
    assert (found.p10[0], found.p90[0]) == (3, 3)
    assert np.isnan(found.median[1])
    assert np.isnan(quantile_bands(np.array([[np.nan]]), fewest=0).median[0])
