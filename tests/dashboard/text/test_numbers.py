"""Bins, colours and digits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.core.colour_scales import diverging_bins
from dashboard.text.numbers import amount, end, number, signed
from tests.helpers.number_cases import AMOUNTS, ENDS, NUMBERS, OF_SERIES, SIGNED

finite = st.floats(-1e3, 1e3, allow_nan=False)


def test_warming_between_minus_a_quarter_and_two_degrees_gets_half_degree_bins():
    bins = diverging_bins(np.linspace(-0.25, 2.0, 200))
    assert bins.edges == (-2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0)


def test_labels_name_every_bin_and_open_the_outer_ones():
    labels = diverging_bins([-1.0, 1.0]).labels()
    assert labels[0].startswith("below −")
    assert labels[-1].endswith(" and above")
    assert "−0.25 to 0.00" in labels


@given(st.lists(finite, min_size=2).filter(lambda v: max(map(abs, v)) > 1e-3))
def test_zero_is_an_edge_bins_are_symmetric_and_each_has_its_colour(values: list[float]):
    bins = diverging_bins(values)
    assert 0.0 in bins.edges
    assert bins.edges == tuple(-edge for edge in reversed(bins.edges))
    assert len(bins.colours) == len(bins.edges) + 1
    assert len(set(bins.colours)) == len(bins.colours)


@given(st.lists(finite, min_size=2).filter(lambda v: max(map(abs, v)) > 1e-3))
def test_cooling_is_never_red_and_warming_never_blue(values: list[float]):
    bins = diverging_bins(values)
    half = len(bins.colours) // 2
    for value, index in zip(values, bins.index(values), strict=True):
        assert (index >= half) == (value >= 0)


def test_no_value_has_no_bin():
    assert np.isnan(diverging_bins([1.0, -1.0]).index([np.nan])).all()


def test_the_value_on_an_edge_is_in_the_bin_above():
    bins = diverging_bins([-1.0, 1.0])
    assert bins.index([0.0])[0] == bins.index([1e-9])[0]


@pytest.mark.parametrize(("value", "decimals", "text"), NUMBERS)
def test_numbers_have_a_true_minus_and_are_never_minus_zero(value: float, decimals: int, text: str):
    assert number(value, decimals) == text


@pytest.mark.parametrize(("value", "decimals", "text"), ENDS)
def test_an_end_of_an_interval_shows_its_side_of_zero(value: float, decimals: int, text: str):
    assert end(value, decimals) == text


@pytest.mark.parametrize(("value", "decimals", "text"), SIGNED)
def test_a_gain_has_a_plus_and_zero_has_no_sign(value: float, decimals: int, text: str):
    assert signed(value, decimals) == text


@pytest.mark.parametrize(("value", "text"), AMOUNTS)
def test_amounts_of_any_size_are_short(value: float, text: str):
    assert amount(value) == text


@pytest.mark.parametrize(("value", "decimals", "text"), OF_SERIES)
def test_an_amount_has_no_more_decimals_than_its_series_unless_two_digits_need_them(
    value: float, decimals: int | None, text: str
):
    assert amount(value, decimals) == text
