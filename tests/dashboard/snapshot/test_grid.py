"""Grids of years by places: the pivot, and what is read from a grid."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.snapshot.grid import Grid, pivot

NAN = np.nan


@pytest.fixture
def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {"iso3": ["NAM", "NAM", "WLD", "MDV"], "year": [2003, 2001, 1990, 2001], "value": [3.0, 1.0, 9.0, NAN]}
    )


def test_a_pivot_has_a_row_for_every_year_and_a_column_for_every_code_wanted(rows: pd.DataFrame):
    grid = pivot(rows, iso3=["MDV", "NAM"], dtype="float32")
    assert grid.years.tolist() == [2001, 2002, 2003]
    assert grid.iso3 == ("MDV", "NAM")
    assert grid.values.dtype == np.float32
    np.testing.assert_array_equal(grid.values, np.array([[NAN, 1], [NAN, NAN], [NAN, 3]]))


def test_a_pivot_of_all_places_has_those_with_a_value_in_order(rows: pd.DataFrame):
    grid = pivot(rows)
    assert grid.iso3 == ("NAM", "WLD")
    assert (grid.years[0], grid.years[-1], grid.span) == (1990, 2003, (1990, 2003))
    assert (grid.of_year("NAM", 2001), grid.of_year("WLD", 1990)) == (1, 9)


def test_rows_of_other_places_are_a_grid_without_years(rows: pd.DataFrame):
    grid = pivot(rows, iso3=["BRA"])
    assert (grid.years.size, grid.values.shape) == (0, (1, 1))
    assert np.isnan(grid.in_years([2000, 2001])).all()


def test_a_place_or_a_year_that_a_grid_lacks_has_no_value(rows: pd.DataFrame):
    grid = pivot(rows)
    assert np.isnan(grid.of("BRA")).all()
    assert not grid.has("BRA")
    assert np.isnan([grid.of_year("BRA", 2001), grid.of_year("NAM", 1989), grid.of_year("NAM", 2004)]).all()
    np.testing.assert_array_equal(grid.in_years([1989, 1990, 2004]), [[NAN, NAN], [NAN, 9], [NAN, NAN]])


def test_columns_come_in_the_order_asked_for(rows: pd.DataFrame):
    grid = pivot(rows)
    np.testing.assert_array_equal(grid.select(["BRA", "WLD", "NAM"])[0], [NAN, 9, NAN])
    np.testing.assert_array_equal(grid.among(["BRA", "WLD"])[0], [9])


def test_a_grid_without_years_has_the_same_row_in_every_year():
    grid = Grid(np.array([], int), ("A", "B"), np.array([[1.0, 2.0]]))
    np.testing.assert_array_equal(grid.in_years([2000, 2001]), [[1, 2], [1, 2]])
    assert grid.in_years([]).shape == (1, 2)


def test_a_pivot_is_shared_and_so_cannot_be_written(rows: pd.DataFrame):
    with pytest.raises(ValueError, match="read-only"):
        pivot(rows).values[0, 0] = 0
