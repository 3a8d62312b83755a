"""Colour scales: the kind of bins for the data, round edges, and a bin for every value."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dashboard.charts.core.colour_scales import Scale, scale
from dashboard.snapshot.quantities import Quantity

any_values = st.lists(st.floats(-1e9, 1e9, allow_nan=False).map(lambda value: round(value, 3)), min_size=1, max_size=60)
positive = st.lists(st.floats(1e-3, 1e12, allow_nan=False), min_size=2, max_size=60)


def significant_digits(edge: float) -> int:
    return len(f"{abs(edge):.9e}".partition("e")[0].replace(".", "").rstrip("0")) if edge else 0


def test_on_dark_paper_larger_is_lighter_and_nothing_is_as_dark_as_the_paper():
    found = scale(np.arange(100.0), "% of population")

    def lightness(colours):
        return [sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in colours]

    assert len(found.on_dark) == len(found.colours) == len(found.edges) + 1
    assert lightness(found.on_dark) == sorted(lightness(found.on_dark))
    assert lightness(found.colours) == sorted(lightness(found.colours), reverse=True)
    assert min(lightness(found.on_dark)) > 2 * sum((0x17, 0x21, 0x2B))
    assert scale([-1.0, 0.5, 1.0]).on_dark == ()  # a diverging one has its middle between both ends


def test_years_are_whole_without_commas_and_the_earliest_the_darkest():
    # Between the 2nd and the 98th hundredth, 1984.4 and 2023.6, lie the round years 1990, 2000, 2010, 2020.
    found = scale(np.arange(1984, 2025), "year")
    assert found.labels()[0] == f"before {found.edges[0]:.0f}"
    assert found.labels()[-1] == f"{found.edges[-1]:.0f} or later"
    assert all("," not in label for label in found.labels())
    assert set(found.edges) >= {1990, 2000, 2010, 2020}
    lightness = [sum(int(colour[at : at + 2], 16) for at in (1, 3, 5)) for colour in found.colours]
    assert lightness == sorted(lightness)


def test_wide_percentages_have_bins_of_ten():
    found = scale(np.linspace(0, 100, 500), "% of population")
    assert (found.kind, found.edges) == ("linear", (10, 20, 30, 40, 50, 60, 70, 80, 90))
    assert found.labels()[:2] == ["below 10", "10 to 20"]


def test_small_percentages_have_steps_of_their_own():
    assert scale(np.linspace(1, 15, 500), "% of GDP").edges == (2, 4, 6, 8, 10, 12, 14)


def test_values_over_five_orders_of_magnitude_are_logarithmic_in_1_3_10():
    found = scale(np.geomspace(1e3, 1e9, 1000), "people")
    assert found.kind == "log"
    assert found.edges[:2] in ((1e4, 1e5), (1e4, 3e4), (3e3, 1e4))
    assert {f"{edge:e}"[0] for edge in found.edges} <= {"1", "3"}


def test_logarithmic_values_over_two_orders_of_magnitude_have_steps_1_2_5():
    values = np.r_[np.full(15, 0.1), np.geomspace(10, 900, 960), np.full(15, 1000)]
    assert (scale(values).kind, scale(values).edges) == ("log", (20, 50, 100, 200, 500))


def test_skewed_values_get_quantiles_on_round_numbers():
    values = np.r_[np.zeros(50), np.linspace(0.1, 3, 300), np.geomspace(3, 90, 100)]
    found = scale(values, "t")
    assert found.kind == "quantile"
    counts = np.bincount(found.index(values).astype(int))
    assert counts.max() < values.size / 2


def test_a_value_that_most_share_is_one_bin_and_the_others_keep_theirs():
    values = np.r_[np.zeros(150), np.linspace(1, 80, 60)]
    assert len(scale(values, "% of electricity").edges) >= 6


def test_values_of_both_signs_are_centred_on_zero_in_other_colours_than_warming():
    found = scale(np.linspace(-6, 9, 400), "% a year")
    assert found.kind == "diverging"
    assert 0 in found.edges
    assert found.edges == tuple(-edge for edge in reversed(found.edges))
    assert "#b2182b" not in found.colours


def test_few_negative_values_do_not_take_half_of_the_colours_and_zero_is_an_edge():
    values = np.r_[np.linspace(-2, 0, 30), np.geomspace(0.5, 300, 400)]
    found = scale(values, "%")
    assert found.kind == "quantile"
    assert 0 in found.edges
    assert found.index([-0.1])[0] < found.index([0.0])[0]


@pytest.mark.parametrize("values", [[], [np.nan], [7.0], [7.0, 7.0]])
def test_one_value_or_none_is_one_bin(values):
    found = scale(values)
    assert found.labels() == ["all values"]
    assert len(found.colours) == 1


@given(any_values | positive, st.sampled_from(["", "%", "people"]))
def test_every_value_has_one_bin_each_bin_one_colour_and_edges_ascend(values, unit):
    found = scale(values, unit)
    assert len(found.colours) == len(found.edges) + 1 == len(found.labels())
    assert len(set(found.labels())) == len(found.labels())
    assert list(found.edges) == sorted(set(found.edges))
    index = found.index(values)
    assert ((index >= 0) & (index < len(found.colours))).all()
    for value, bin_ in zip(values, index.astype(int), strict=True):
        assert bin_ == 0 or found.edges[bin_ - 1] <= value
        assert bin_ == len(found.edges) or value < found.edges[bin_]


@given(positive)
@example([486447469972.0, 504676636637.0])  # in steps of 2.5 billion an edge would be 487.5, and its label 488
@example([479962381528.0, 481843305129.0])  # one step of a billion lies within, and two of half a billion beside it
def test_edges_are_round(values):
    assert max((significant_digits(edge) for edge in scale(values).edges), default=0) <= 3


def test_a_value_on_an_edge_is_in_the_bin_above_and_nan_is_in_none():
    found = Scale((0.0, 10.0), ("#000000", "#111111", "#222222"))
    np.testing.assert_array_equal(found.index([-1, 0, 9.99, 10, np.nan]), np.array([0, 1, 1, 2, np.nan], "float32"))
    assert found.labels() == ["below 0", "0 to 10", "10 and above"]


def test_edges_of_any_size_are_short():
    found = Scale((0.5, 20.0, 1e6, 3e9), ("#000000",) * 5)
    assert found.labels() == [
        "below 0.5",
        "0.5 to 20",
        "20 to 1 million",
        "1 million to 3 billion",
        "3 billion and above",
    ]


def test_shares_have_the_bins_of_tenths_unless_all_are_high():
    everywhere = scale(np.linspace(2, 99, 200), "% of population")
    assert everywhere.edges == (10, 20, 30, 40, 50, 60, 70, 80, 90)
    high = scale(np.linspace(45, 75, 200), "% of total population")
    assert high.edges == (50, 55, 60, 65, 70)


def test_a_score_from_0_to_100_has_the_bins_of_a_percentage():
    score = Quantity("S", "Score", "index", "", bounds=(0.0, 100.0))
    values = np.linspace(5, 95, 91)
    assert scale(values, "index", score).edges == tuple(range(10, 100, 10)) == scale(values, "% of people").edges
    assert scale(values, "index").edges != tuple(range(10, 100, 10))


def test_a_series_that_is_logarithmic_by_default_has_such_bins_for_a_part_of_its_values_too():
    series = Quantity("S", "People", "people", "", is_logarithmic=True)
    values = np.geomspace(10, 5_000, 100)  # 500 times as many: by its values alone the scale is not logarithmic
    assert scale(values, "people").kind != "log"
    assert scale(values, "people", series).kind == "log"
    assert scale([0.0, *values], "people", series).kind != "log"
