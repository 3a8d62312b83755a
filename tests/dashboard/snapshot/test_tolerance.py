"""Gaps filled with the nearest year within the tolerance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dashboard.snapshot.grid import Grid
from dashboard.snapshot.tolerance import NO_YEAR, fill, nearest, of_year

NAN = np.nan


def column(*values: float) -> np.ndarray:
    return np.array(values, "float32")[:, None]


def test_a_gap_takes_the_nearest_year_and_of_two_as_near_the_earlier():
    values, offsets = nearest(column(1, NAN, 3, NAN, NAN, 6))
    assert values[:, 0].tolist() == [1, 1, 3, 3, 6, 6]
    assert offsets[:, 0].tolist() == [0, -1, 0, -1, 1, 0]


def test_gaps_of_more_than_three_years_are_not_filled():
    values, offsets = nearest(column(1, *[NAN] * 8, 9))
    assert np.isnan(values[4:6, 0]).all()
    assert offsets[:, 0].tolist() == [0, -1, -2, -3, NO_YEAR, NO_YEAR, 3, 2, 1, 0]


def test_a_value_that_was_carried_is_not_carried_on():
    _, offsets = nearest(column(1, NAN, NAN, NAN, NAN))
    assert offsets[:, 0].tolist() == [0, -1, -2, -3, NO_YEAR]


def test_a_single_year_without_a_value_is_not_filled():
    values, offsets = nearest(column(NAN))
    assert np.isnan(values).all()
    assert offsets.tolist() == [[NO_YEAR]]


@given(arrays("float32", (9, 4), elements=st.sampled_from([NAN, 1.0, 2.0, 3.0])))
def test_every_value_is_that_of_its_true_year_and_no_year_is_nearer(values):
    filled, offsets = nearest(values)
    for year, country in np.ndindex(values.shape):
        offset = int(offsets[year, country])
        held = [d for d in range(-3, 4) if 0 <= year + d < 9 and not np.isnan(values[year + d, country])]
        if not held:
            assert offset == NO_YEAR
            assert np.isnan(filled[year, country])
            continue
        assert offset == min(held, key=lambda d: (abs(d), d > 0))
        assert filled[year, country] == values[year + offset, country]


def test_in_one_year_each_place_has_its_own_or_the_nearest_value_and_the_earlier_of_two():
    rows = [("A", 2000, 1.5), ("B", 1999, 2.0), ("B", 2001, 3.0), ("C", 2003, 4.0), ("D", 2004, 5.0), ("E", 2000, NAN)]
    found = of_year(pd.DataFrame(rows, columns=["iso3", "year", "value"]).astype({"year": "int16"}), 2000)
    assert found.to_dict("list") == {"iso3": ["A", "B", "C"], "year": [2000, 1999, 2003], "value": [1.5, 2.0, 4.0]}
    assert of_year(found, 1901).empty


def test_a_grid_is_filled_within_three_years_of_its_ends_too():
    grid = Grid(np.array([2000, 2001]), ("A",), np.array([[1.0], [2.0]]))
    values, offsets = fill(grid, np.array([1996, 1998, 2001, 2004, 2005]))
    np.testing.assert_array_equal(values[:, 0], [NAN, 1, 2, 2, NAN])
    assert offsets[:, 0].tolist() == [0, 2, 0, -3, 0]


def test_a_measure_has_the_same_value_in_every_year():
    values, offsets = fill(Grid(np.array([], int), ("A", "B"), np.array([[1.0, NAN]])), np.array([2000, 2001]))
    np.testing.assert_array_equal(values, [[1, NAN], [1, NAN]])
    assert not offsets.any()
