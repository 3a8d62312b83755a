"""Change and index relative to a base year, which must have a value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from measures.comparison import NoBaseError, change_since, changes, index, relative_change

YEARS = np.arange(2000, 2010)
POSITIVE = arrays(float, 10, elements=st.floats(1e-3, 1e12))


def test_a_doubled_value_has_an_index_of_200():
    assert list(index([2000, 2001, 2002], [50, 100, np.nan], 2000)[:2]) == [100, 200]


def test_changes_in_the_unit_and_in_per_cent():
    assert list(change_since([2000, 2001], [50, 60], 2000)) == [0, 10]
    assert list(relative_change([2000, 2001], [50, 60], 2000)) == pytest.approx([0, 20])


@given(values=POSITIVE, at=st.integers(0, 9), times=st.floats(1e-3, 1e3))
def test_an_index_is_100_in_its_base_year_in_any_unit(values, at, times):
    year = int(YEARS[at])
    found = index(YEARS, values, year)
    assert found[at] == pytest.approx(100)
    assert found == pytest.approx(index(YEARS, values * times, year))
    assert found - 100 == pytest.approx(relative_change(YEARS, values, year))


@given(values=arrays(float, 10, elements=st.floats(-1e6, 1e6)), at=st.integers(0, 9), more=st.floats(-1e3, 1e3))
def test_a_change_is_zero_in_its_base_year_at_any_level(values, at, more):
    year = int(YEARS[at])
    found = change_since(YEARS, values, year)
    assert found[at] == 0
    assert found == pytest.approx(change_since(YEARS, values + more, year), abs=1e-6)


@pytest.mark.parametrize("formula", [index, relative_change, change_since])
@pytest.mark.parametrize("year", [2001, 1999])
def test_a_base_year_without_a_value_is_refused(formula, year):
    with pytest.raises(NoBaseError, match=f"no value in {year}"):
        formula([2000, 2001], [1.0, np.nan], year)


@pytest.mark.parametrize("base", [0.0, -2.0])
def test_an_index_of_zero_or_negative_values_is_refused(base: float):
    with pytest.raises(NoBaseError, match="not above zero") as refused:
        index([2000, 2001], [base, 5.0], 2000)
    assert refused.value.value == base
    assert list(change_since([2000, 2001], [base, 5.0], 2000)) == [0, 5 - base]


def test_changes_of_many_series_equal_those_of_each():
    values = np.array([[10.0, 4.0, 3.0, np.nan], [15.0, 3.0, 6.0, 1.0]])
    base = np.array([10.0, 4.0, 0.0, np.nan])
    assert changes(values, base, relative=True)[1, :2].tolist() == pytest.approx([50.0, -25.0])
    assert np.isnan(changes(values, base, relative=True)[1, 2:]).all()  # relative to zero, and to a missing value
    assert changes(values, base, relative=False)[1, :3].tolist() == [5.0, -1.0, 6.0]
