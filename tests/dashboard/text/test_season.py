"""Sentences about monthly normals: which months changed most and least, whose data they are, and what is missing."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.season import SeasonData
from dashboard.snapshot.normals import PERIODS, PRECIPITATION_MM, TEMPERATURE_C
from dashboard.text import season

EARLY, LATE = PERIODS


def data(normals: dict, *, is_published: bool = True, dataset: str = "") -> SeasonData:
    return SeasonData("The Gambia", "the Gambia", normals, is_published, dataset)


def warmer(change_c: np.ndarray) -> dict:
    return {TEMPERATURE_C: {EARLY: np.full(12, 20.0), LATE: 20.0 + change_c}}


def test_the_months_with_the_largest_and_smallest_change_are_named():
    change_c = np.full(12, 1.0)
    change_c[3], change_c[9] = 1.4, 0.6
    sentence = season.sentence(data(warmer(change_c), dataset="CRU TS"))
    assert sentence == (
        "Monthly means, 1961–1990 (grey) and 1991–2020 (colour). The largest change is in April (+1.4 °C), the "
        "smallest in October (+0.6 °C)."
    )


def test_another_data_set_than_that_of_the_annual_chart_is_named():
    assert season.sentence(data(warmer(np.ones(12)), dataset="ERA5")).endswith(
        "Monthly values are from ERA5, annual values from CRU TS; absolute levels differ."
    )


def test_precipitation_alone_explains_the_bars_only():
    rain = {PRECIPITATION_MM: {EARLY: np.ones(12), LATE: np.ones(12)}}
    assert season.sentence(data(rain)) == "Monthly means, 1961–1990 (grey) and 1991–2020 (colour)."


def test_missing_normals_are_reported_for_the_place_or_for_the_snapshot():
    assert season.sentence(data({})) == "Monthly climate of the Gambia is not available."
    assert season.sentence(data({}, is_published=False)) == "This snapshot has no monthly normals."


def test_the_label_of_a_chart_has_title_place_and_periods():
    assert season.label(data({}), "Mean temperature") == "Mean temperature, The Gambia, 1961–1990 and 1991–2020"
