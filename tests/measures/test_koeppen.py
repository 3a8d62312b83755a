"""Koeppen-Geiger zones: known climates, each boundary from both sides, and properties of any climate."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.koeppen import ZONE_NAMES, koeppen_zone, warmer_from_april

# Rounded monthly normals of places with a well-known zone: temperatures in degC, precipitation in mm.
CLIMATES = {
    "Singapore": (
        "Af",
        [26.8, 27.3, 27.8, 28.2, 28.6, 28.5, 28.2, 28.1, 28.0, 27.9, 27.2, 26.8],
        [222, 106, 151, 164, 164, 137, 145, 143, 177, 168, 253, 333],
    ),
    "Miami": (  # driest 41 mm against 100 - 1572 / 25 = 37
        "Am",
        [20.2, 21.4, 22.8, 24.8, 26.9, 28.3, 28.9, 28.9, 28.2, 26.3, 23.7, 21.5],
        [41, 57, 76, 80, 136, 246, 165, 225, 250, 160, 83, 53],
    ),
    "Darwin": (
        "Aw",
        [28.3, 28.1, 28.2, 28.2, 26.8, 25.1, 24.8, 25.6, 27.7, 29.0, 29.3, 28.9],
        [468, 412, 314, 106, 21, 1, 1, 1, 14, 68, 145, 271],
    ),
    "Cairo": (
        "BWh",
        [14, 15, 18, 22, 25, 28, 28, 28, 27, 24, 19, 15],
        [5, 4, 4, 1, 0, 0, 0, 0, 0, 1, 4, 6],
    ),
    "Ulan Bator's south": (  # 99 mm a year, nearly all in summer: below 5 (2 * 3.5 + 28) = 175
        "BWk",
        [-15, -10, -1, 8, 15, 21, 23, 21, 14, 5, -5, -13],
        [1, 1, 2, 3, 7, 15, 30, 25, 10, 3, 1, 1],
    ),
    "Niamey": (
        "BSh",
        [24, 27, 31, 34, 34, 32, 29, 28, 29, 31, 28, 25],
        [0, 0, 3, 8, 29, 74, 160, 180, 85, 16, 0, 0],
    ),
    "Denver": (  # 397 mm, evenly: 10 (2 * 10.5 + 14) = 350 would not make it arid, but 71 % fall in the warmer half
        "BSk",
        [0, 1, 5, 9, 14, 20, 24, 22, 17, 11, 4, 0],
        [10, 12, 25, 48, 60, 50, 55, 45, 35, 25, 18, 10],
    ),
    "Athens": (
        "Csa",
        [10, 11, 13, 17, 22, 27, 30, 29, 25, 20, 15, 11],
        [57, 47, 41, 30, 23, 11, 6, 6, 15, 51, 56, 69],
    ),
    "San Francisco": (
        "Csb",
        [11, 12, 13, 13, 14, 15, 15, 16, 17, 16, 14, 11],
        [114, 113, 83, 37, 18, 4, 0, 1, 5, 28, 80, 116],
    ),
    "Hong Kong": (  # driest winter month 25 mm against a tenth of 456
        "Cwa",
        [16, 17, 19, 23, 26, 28, 29, 28, 28, 25, 22, 18],
        [25, 54, 82, 175, 305, 456, 376, 432, 328, 101, 38, 27],
    ),
    "Mexico City": (
        "Cwb",
        [14, 15, 17, 19, 19, 18, 17, 17, 17, 16, 15, 14],
        [10, 7, 12, 28, 62, 140, 175, 170, 140, 65, 12, 6],
    ),
    "Buenos Aires": (
        "Cfa",
        [25, 24, 22, 18, 15, 12, 11, 13, 15, 18, 21, 23],
        [139, 127, 120, 119, 93, 60, 61, 70, 75, 121, 108, 110],
    ),
    "London": (
        "Cfb",
        [5, 5, 7, 9, 13, 16, 18, 18, 15, 12, 8, 6],
        [55, 41, 42, 44, 49, 45, 45, 50, 49, 69, 59, 55],
    ),
    "Reykjavik": (  # two months above 10 degC, coldest above 0
        "Cfc",
        [0.2, 0.4, 0.8, 3.2, 6.6, 9.6, 11.5, 10.8, 8.2, 4.7, 1.8, 0.3],
        [83, 86, 82, 57, 53, 44, 52, 67, 74, 80, 78, 85],
    ),
    "Chicago": (
        "Dfa",
        [-4, -2, 4, 10, 16, 21, 24, 23, 19, 12, 5, -1],
        [50, 50, 63, 95, 110, 105, 95, 105, 80, 85, 65, 55],
    ),
    "Moscow": (
        "Dfb",
        [-6, -6, -1, 7, 13, 17, 19, 17, 11, 6, -1, -5],
        [53, 44, 39, 37, 61, 78, 84, 78, 66, 70, 52, 51],
    ),
    "Fairbanks": (
        "Dfc",
        [-22, -18, -11, 1, 10, 16, 17, 14, 8, -4, -16, -20],
        [15, 11, 8, 8, 14, 35, 55, 48, 28, 21, 17, 16],
    ),
    "Irkutsk's hills": (
        "Dwc",
        [-25, -22, -13, -2, 6, 12, 15, 12, 6, -3, -15, -22],
        [4, 3, 5, 12, 30, 70, 110, 95, 45, 15, 9, 6],
    ),
    "Beijing": (
        "Dwa",
        [-3, 0, 7, 15, 21, 25, 27, 26, 21, 14, 5, -1],
        [2, 5, 9, 22, 38, 80, 178, 145, 55, 26, 10, 3],
    ),
    "Oymyakon": (
        "Dwd",
        [-46, -43, -32, -14, 3, 12, 15, 11, 3, -15, -35, -45],
        [4, 3, 2, 4, 10, 30, 45, 40, 22, 12, 9, 5],
    ),
    "Eastern Anatolia": (  # driest summer month 8 mm, below 40 and below a third of 90
        "Dsb",
        [-9, -8, -2, 6, 11, 16, 20, 20, 15, 9, 2, -6],
        [70, 75, 80, 90, 70, 30, 12, 8, 15, 50, 65, 75],
    ),
    "Nuuk": (
        "ET",
        [-8, -8, -8, -4, 1, 5, 7, 7, 4, -1, -4, -7],
        [40, 47, 50, 47, 55, 62, 87, 85, 90, 70, 75, 55],
    ),
    "South Pole": (
        "EF",
        [-28, -41, -54, -57, -58, -58, -60, -60, -59, -51, -38, -28],
        [3, 2, 2, 2, 3, 3, 3, 3, 2, 2, 2, 3],
    ),
}
SOUTHERN = {"Darwin", "Buenos Aires", "South Pole"}


@pytest.mark.parametrize("place", CLIMATES)
def test_known_climates_have_their_published_zone(place):
    zone, temperature, precipitation = CLIMATES[place]
    assert koeppen_zone(temperature, precipitation, place not in SOUTHERN) == zone
    assert warmer_from_april(temperature) is (place not in SOUTHERN)


@pytest.mark.parametrize("place", CLIMATES)
def test_a_climate_moved_across_the_equator_keeps_its_zone(place):
    zone, temperature, precipitation = CLIMATES[place]
    moved = np.roll(temperature, 6), np.roll(precipitation, 6)
    assert koeppen_zone(*moved, place in SOUTHERN) == zone
    assert warmer_from_april(moved[0]) is (place in SOUTHERN)


def test_swapping_the_half_years_turns_a_dry_winter_into_a_dry_summer():
    _, temperature, precipitation = CLIMATES["Beijing"]
    assert koeppen_zone(temperature, precipitation, northern=False) == "Dsa"


def seasons(warmest: float, coldest: float, warm_months: int = 6) -> np.ndarray:
    """Return `warm_months` months from April on at the warmest, the others at the coldest."""
    months = np.full(12, float(coldest))
    months[3 : 3 + warm_months] = warmest
    return months


EVEN = np.full(12, 100.0)


@pytest.mark.parametrize(
    ("temperature", "precipitation", "zone"),
    [
        # Coldest month: 18 is tropical, below is temperate; 0 is cold, above is temperate; -38 is still "c".
        (seasons(25, 18), EVEN, "Af"),
        (seasons(25, 17.99), EVEN, "Cfa"),
        (seasons(25, 0.01), EVEN, "Cfa"),
        (seasons(25, 0), EVEN, "Dfa"),
        (seasons(15, -38, 3), EVEN, "Dfc"),
        (seasons(15, -38.01, 3), EVEN, "Dfd"),
        # Warmest month: 22 is hot; of months above 10 four make a warm summer; 10 is polar; 0 is frost.
        (seasons(22, 5), EVEN, "Cfa"),
        (seasons(21.99, 5), EVEN, "Cfb"),
        (seasons(15, 5, 4), EVEN, "Cfb"),
        (seasons(15, 5, 3), EVEN, "Cfc"),
        (seasons(10.01, -5), EVEN, "Dfb"),
        (seasons(10, -5), EVEN, "ET"),
        (seasons(0.01, -5), EVEN, "ET"),
        (seasons(0, -5), EVEN, "EF"),
        # Tropical: a driest month of 60 is rainforest; below it 100 - MAP / 25 divides monsoon from savannah.
        # Eleven months of 140 and one of 38.4: MAP = 1578.4, 100 - 63.136 = 36.864.
        (seasons(25, 20), np.r_[60.0, [140] * 11], "Af"),
        (seasons(25, 20), np.r_[59.9, [140] * 11], "Am"),
        (seasons(25, 20), np.r_[38.4, [140] * 11], "Am"),
        # 36.9: MAP = 1576.9, 36.924 > 36.9
        (seasons(25, 20), np.r_[36.9, [140] * 11], "Aw"),
        # Eleven months of 128 and one of 42: MAP = 1450, 100 - 58 = 42, which is enough; 41.9 < 100 - 1449.9 / 25.
        (seasons(25, 20), np.r_[42.0, [128] * 11], "Am"),
        (seasons(25, 20), np.r_[41.9, [128] * 11], "Aw"),
        # Arid: mean 20 and even rain, so a threshold of 2 * 20 + 14 = 54: steppe below 540 mm, desert below 270.
        (seasons(25, 15), np.full(12, 45.0), "Cfa"),
        (seasons(25, 15), np.full(12, 44.9), "BSh"),
        (seasons(25, 15), np.full(12, 22.5), "BSh"),
        (seasons(25, 15), np.full(12, 22.4), "BWh"),
        # Mean 18 is hot, below is cold.
        (seasons(21, 15), np.full(12, 10.0), "BWh"),
        (seasons(20.9, 15), np.full(12, 10.0), "BWk"),
        # 70 of 100 in summer: the threshold of a mean of 10 rises from 34 to 48. 400 mm: 340 < 400 < 480.
        (seasons(20, 0.1), np.where(np.isin(np.arange(12), range(3, 9)), 280 / 6, 120 / 6), "BSk"),
        (seasons(20, 0.1), np.where(np.isin(np.arange(12), range(3, 9)), 276 / 6, 124 / 6), "Cfb"),
        # Mean 10, nearly all in summer: 10 (2 * 10 + 28) = 480 mm are not arid, less is.
        (seasons(19.5, 0.5), seasons(70, 10), "Cfb"),
        (seasons(19.5, 0.5), seasons(70, 9.9), "BSk"),
        # 70 of 100 in winter: it falls to 20. 300 mm: 200 < 300 < 340; a dry summer month of 15 is below a third of 35.
        (seasons(20, 0.1), np.where(np.isin(np.arange(12), range(3, 9)), 90 / 6, 210 / 6), "Cfb"),
        (seasons(20, 0.1), np.where(np.isin(np.arange(12), range(3, 9)), 96 / 6, 204 / 6), "BSk"),
        # A polar desert is arid: Peel et al. and Beck et al. test for B first. Mean 2, even rain: threshold 18.
        (seasons(8, -4), np.full(12, 14.9), "BSk"),
        (seasons(8, -4), np.full(12, 15.1), "ET"),
    ],
)
def test_each_boundary_between_zones_from_both_sides(temperature, precipitation, zone):
    assert koeppen_zone(temperature, precipitation, northern=True) == zone


@pytest.mark.parametrize(
    ("summer", "winter", "letter"),
    [
        # driest and wettest month of each half, the other four months of it at 60
        ((39, 90), (80, 118), "s"),  # 39 < 40 and 39 < 118 / 3
        ((40, 90), (80, 121), "f"),  # 40 is not below 40
        ((39, 90), (80, 117), "f"),  # 39 is not below 117 / 3
        ((60, 101), (10, 90), "w"),  # 10 < 101 / 10
        ((60, 100), (10, 90), "f"),  # 10 is not below 100 / 10
        # Only the summer is dry, 20 < 118 / 3, although it has more rain than the winter: 20 + 250 against 80 + 118.
        ((20, 250), (80, 118), "s"),
        # Both dry, and both with 120 mm: dry summer.
        ((20, 100), (9, 111), "s"),
        # Both dry: the summer has 20 + 250 and the winter 9 + 100, so dry winter.
        ((20, 250), (9, 100), "w"),
        # Both dry: the summer has 20 + 100 and the winter 9 + 112, so dry summer.
        ((20, 100), (9, 112), "s"),
    ],
)
def test_each_boundary_between_dry_seasons_from_both_sides(summer, winter, letter):
    precipitation = np.full(12, 60.0)
    precipitation[[3, 4]], precipitation[[0, 1]] = summer, winter
    assert koeppen_zone(seasons(20, 1), precipitation, northern=True) == f"C{letter}b"


months = st.lists(st.floats(-60, 40), min_size=12, max_size=12)
rain = st.lists(st.floats(0, 1500), min_size=12, max_size=12)


@given(months, rain, st.booleans())
def test_any_climate_has_the_same_zone_on_either_hemisphere(temperature, precipitation, northern):
    # Sums of twelve floats depend on their order in the last bit: whole hundredths are exact enough to stay on their
    # side of every boundary.
    temperature, precipitation = np.round(temperature, 2), np.round(precipitation, 2)
    zone = koeppen_zone(temperature, precipitation, northern)
    assert zone in ZONE_NAMES
    assert koeppen_zone(np.roll(temperature, 6), np.roll(precipitation, 6), not northern) == zone


@given(months)
def test_the_warmer_half_year_moves_with_the_months(temperature):
    temperature = np.round(temperature, 2)
    halves = temperature[3:9].sum(), np.delete(temperature, range(3, 9)).sum()
    if abs(halves[0] - halves[1]) > 1e-6:
        assert warmer_from_april(np.roll(temperature, 6)) is not warmer_from_april(temperature)


def test_there_are_thirty_zones_with_distinct_names():
    assert len(ZONE_NAMES) == len(set(ZONE_NAMES.values())) == 30
    assert ZONE_NAMES["Cfb"] == "Temperate, no dry season, warm summer"
    assert ZONE_NAMES["Dwd"] == "Cold, dry winter, very cold winter"


@pytest.mark.parametrize(
    ("temperature", "precipitation", "message"),
    [
        ([10.0] * 11, EVEN, "twelve finite monthly temperatures"),
        ([10.0] * 11 + [np.nan], EVEN, "twelve finite monthly temperatures"),
        ([10.0] * 12, EVEN[:3], "twelve finite monthly precipitation totals"),
        ([10.0] * 12, [-0.1] + [5.0] * 11, r"a month cannot have -0\.1 mm"),
    ],
)
def test_incomplete_years_and_negative_precipitation_are_refused(temperature, precipitation, message):
    with pytest.raises(ValueError, match=message):
        koeppen_zone(temperature, precipitation, northern=True)
