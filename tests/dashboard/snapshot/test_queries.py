"""Queries on the tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.snapshot import queries

ECONOMIES = {"NAM", "MDV", "GIB"}


def test_the_most_warmed_economy_is_first(warming: pd.DataFrame):
    assert queries.warmings(warming, ECONOMIES).get("NAM").rank == 1
    assert queries.warmings(warming, ECONOMIES).get("GIB").rank == 3


def test_the_world_has_a_value_but_no_rank_and_shifts_no_other(warming: pd.DataFrame):
    world = queries.warmings(warming, ECONOMIES).get("WLD")
    assert (world.value, world.rank, world.ranked) == (1.1, None, 3)


def test_a_country_without_the_measure_has_none(warming: pd.DataFrame):
    assert queries.warmings(warming, ECONOMIES).get("FRA") is None


def test_missing_years_stay_as_gaps():
    values = pd.DataFrame({"iso3": "NAM", "year": [2000, 2003], "value": [1.0, 4.0]})
    series = queries.series_of(values, "NAM", "value")
    assert series.year.tolist() == [2000, 2001, 2002, 2003]
    assert series.value.isna().tolist() == [False, True, True, False]


def test_a_country_without_values_gives_an_empty_series_of_the_same_shape():
    values = pd.DataFrame({"iso3": "NAM", "year": [2000], "value": [1.0]})
    series = queries.series_of(values, "FRA", "value")
    assert series.empty
    assert list(series.columns) == ["year", "value"]
    assert series.value.dtype == "float64"


def test_every_place_on_the_map_can_be_chosen_and_of_the_aggregates_those_with_a_temperature(countries, temperature):
    income_group = countries[countries.iso3 == "WLD"].assign(iso3="LIC", name="Low income")
    offered = queries.selectable(pd.concat([countries, income_group]), temperature)
    assert set(offered.iso3) == {"NAM", "MDV", "GIB", "WLD", "ESH"}


def test_questions_change_nothing(countries, temperature, warming):
    before = [frame.copy() for frame in (countries, temperature, warming)]
    queries.selectable(countries, temperature)
    series = queries.series_of(temperature, "NAM", "temperature_c")
    series["temperature_c"] = np.nan
    queries.warmings(queries.measure(warming, "period_change"), ECONOMIES).get("NAM")
    for frame, old in zip((countries, temperature, warming), before, strict=True):
        pd.testing.assert_frame_equal(pd.DataFrame(frame), pd.DataFrame(old))


def test_namibia_is_not_a_missing_value(shipped):
    assert shipped.countries.set_index("iso3").loc["NAM", "iso2"] == "NA"


def test_untested_rows_are_uncertain_by_their_interval(warming: pd.DataFrame):
    assert queries.is_uncertain(warming).tolist() == [False, True, False, False]
    wide = warming.assign(low95=-1.0)
    assert queries.is_uncertain(wide).tolist() == [False, True, False, True]
