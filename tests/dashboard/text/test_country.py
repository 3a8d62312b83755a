"""Sentences on a country: figures, units, years and names are right, and missing figures are reported."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis.country import CountryKey, GroupRank, country_data
from dashboard.analysis.indicator import IndicatorData
from dashboard.snapshot import names, queries
from dashboard.text import country, key_figures, reference_group
from dashboard.text import indicator as indicator_text
from measures.trend import trend

ECONOMIES = {"NAM", "MDV", "GIB"}
YEARS = np.arange(2000, 2025)


def headline_of(warming: pd.DataFrame, iso3: str, name: str) -> str:
    found = queries.warmings(warming, ECONOMIES).get(iso3)
    rank = None if iso3 == "WLD" else GroupRank(1, 2, 3, "of the world")
    return country.warming({"iso3": iso3, "name": name}, found, None, rank)


def test_the_headline_has_warming_interval_years_and_rank(warming: pd.DataFrame):
    assert headline_of(warming, "NAM", "Namibia") == (
        "Namibia was 1.20 °C warmer in 1995–2024 than in 1901–1930 (95 % CI 1.00 to 1.40, year-to-year variability "
        "only). It ranks between 1 and 2 of 3 countries (1 = most warming)."
    )


def test_a_fall_is_called_cooler(warming: pd.DataFrame):
    assert headline_of(warming, "GIB", "Gibraltar").startswith("Gibraltar was 0.40 °C cooler in 1995–2024")


def test_an_interval_that_includes_zero_is_no_significant_change(warming: pd.DataFrame):
    assert headline_of(warming, "MDV", "Maldives").startswith(
        "The Maldives shows no significant change: +0.10 °C, 1995–2024 relative to 1901–1930 (95 % CI −0.10 to 0.30"
    )


def test_the_world_is_its_land_and_has_no_rank(warming: pd.DataFrame):
    wording = headline_of(warming, "WLD", "World")
    assert wording.startswith("The world’s land was 1.10 °C warmer")
    assert "rank" not in wording


def test_the_headline_reports_a_missing_temperature_series(warming: pd.DataFrame):
    assert headline_of(warming, "CHI", "Channel Islands") == (
        "There is no temperature series for the Channel Islands in this snapshot."
    )


def test_the_headline_reports_insufficient_station_data(warming: pd.DataFrame):
    doubted = warming.assign(doubt=["the early years hardly vary", "", "", ""])
    assert headline_of(doubted, "NAM", "Namibia").startswith("Namibia: +1.20 °C by CRU TS, 1995–2024 relative to")
    assert headline_of(doubted, "NAM", "Namibia").endswith("Low confidence: the early years hardly vary.")


def test_a_short_window_is_warned_of(warming: pd.DataFrame):
    line = trend(YEARS, 0.02 * YEARS + 0.1 * np.cos(YEARS))
    found = queries.warmings(warming, ECONOMIES).get("NAM")
    wording = country.warming({"iso3": "NAM", "name": "Namibia"}, found, line)
    assert wording.endswith("25 years: trends over fewer than 30 years mostly reflect natural variability.")
    assert "fewer than 30" in key_figures.trend_figure(line, 0.2).note


@pytest.mark.parametrize(
    ("iso3", "listed", "alone", "wording"),
    [
        ("COD", "Congo, Dem. Rep.", "Democratic Republic of the Congo", "the Democratic Republic of the Congo"),
        ("EGY", "Egypt, Arab Rep.", "Egypt", "Egypt"),
        ("GMB", "Gambia, The", "The Gambia", "the Gambia"),
        ("NOR", "Norway", "Norway", "Norway"),
        ("USA", "United States", "United States", "the United States"),
    ],
)
def test_names_are_in_order_alone_and_in_a_sentence(iso3: str, listed: str, alone: str, wording: str):
    assert (names.heading(iso3, listed), names.in_sentence(iso3, listed)) == (alone, wording)


def test_no_name_shown_has_its_words_inverted(shipped):
    offered = queries.selectable(shipped.countries, shipped.temperature)
    economies = offered[offered.kind == "economy"]
    shown = {names.heading(iso3, name) for iso3, name in zip(economies["iso3"], economies["name"], strict=True)}
    assert {name for name in shown if "," in name} == {"Hong Kong SAR, China", "Macao SAR, China"}
    assert not [name for name in shown if "Rep." in name or "Fed." in name]


def test_every_exception_is_of_a_known_place(shipped):
    assert set(names._exceptions()) <= set(shipped.countries.iso3)


def indicator(years: list[int], values: list[float]) -> str:
    data = IndicatorData("Namibia", "Population", "people", np.array(years), np.array(values))
    return indicator_text.sentence(data)


def test_the_sentence_on_an_indicator_has_first_and_last_value_and_gaps():
    assert indicator([2000, 2001, 2002], [1500.0, np.nan, 2_000_000.0]) == (
        "Population in Namibia: 2.00 million people in 2002, up from 1,500 in 2000. 1 of these 3 years have no value."
    )


def test_an_indicator_without_values_is_an_answer_not_an_emptiness():
    assert indicator([], []) == "No data on “Population” for Namibia."


def test_a_single_value_is_called_the_only_one():
    assert indicator([2019], [3.5]).endswith("in 2019, the only year with a value.")


def test_the_spread_names_the_ends_and_the_country_s_place():
    changes = {"NOR": 1.3, "SWE": 1.6, "IRL": 0.9}
    named = {"NOR": "Norway", "SWE": "Sweden", "IRL": "Ireland"}
    assert reference_group.spread({"iso3": "NOR"}, "of climate zone Dfc", changes, named, GroupRank(2, 2, 3, "")) == (
        "In the 3 countries of climate zone Dfc, the change ranges from +0.90 °C (Ireland) to +1.60 °C (Sweden). "
        "Norway ranks 2 (1 = most warming)."
    )


def test_a_measure_has_one_title_in_the_key_figures_and_in_the_tables(warming: pd.DataFrame):
    found = queries.warmings(warming, ECONOMIES).get("NAM")
    figures = key_figures.warming_figure(found, []), key_figures.amplification_figure(found)
    assert [one.label for one in figures] == [
        "Temperature change since 1901–1930",
        "Warming relative to the global land mean",
    ]


def test_the_key_figure_of_warming_has_every_rank(warming: pd.DataFrame):
    found = queries.warmings(warming, ECONOMIES).get("NAM")
    figure = key_figures.warming_figure(found, [GroupRank(1, 2, 3, "of the world"), GroupRank(1, 1, 2, "of Africa")])
    assert figure.value == "+1.20 °C"
    assert figure.note == (
        "95 % CI 1.00 to 1.40, year-to-year variability only; 1995–2024 relative to 1901–1930; "
        "ranks between 1 and 2 of 3 countries of the world; 1 of 2 countries of Africa (1 = most warming)"
    )


def test_records_rank_the_latest_year():
    figure = key_figures.records_figure(np.array([2000, 2001, 2002]), np.array([1.0, 3.0, 2.0]))
    assert figure.value == "2001, 3.00 °C"
    assert figure.note == "coldest 2000, 1.00 °C; 2002 was the 2nd warmest of 3 years"


def test_emergence_has_its_year_or_not_yet():
    row = pd.Series({"value": 2.4, "low95": 2.0, "high95": 2.8, "unit": "times the noise", "doubt": ""})
    since = pd.Series({"value": 2011.0, "low95": 2004.0, "high95": np.nan})
    assert key_figures.emergence_figure(row, since).note == (
        "95 % CI 2.0 to 2.8; emerged (S/N > 2) in 2011 (95 % CI 2004 to later)"
    )
    assert key_figures.emergence_figure(row, None).note.endswith("not yet emerged")


def test_two_data_sets_are_compared_by_their_trends():
    weather = 0.1 * np.cos(YEARS)
    one, other = 0.02 * YEARS + weather, 0.03 * YEARS + weather + 0.01 * np.cos(3 * YEARS)
    both = trend(YEARS, one), trend(YEARS, other), trend(YEARS, one - other)
    wording = country.two_datasets(*both)
    assert "CRU TS minus ERA5: −0.10 °C per decade (95 % CI −0.1" in wording
    # The weather is common to both, so the difference is known ten times as well as either trend.
    widths = [line.high95 - line.low95 for line in both]
    assert widths[2] < 0.2 * min(widths[:2])


def test_era5_and_cru_are_compared_over_the_same_years_or_era5_is_reported_missing(warming: pd.DataFrame):
    rows = queries.warmings(warming.assign(window="1995–2024 minus 1961–1990"), ECONOMIES)
    slope = queries.warmings(warming.assign(window="1975–2024", unit="°C per decade"), ECONOMIES)["GIB"]
    held = {"change_common": rows["NAM"], "change_common_era5": rows["MDV"], "trend_era5": slope}
    (figure,) = key_figures.second_data_set(held, "Namibia")
    assert (figure.label, figure.value) == ("By ERA5 (reanalysis)", "+0.10 °C")
    assert figure.note == (
        "95 % CI −0.10 to 0.30, year-to-year variability only; 1995–2024 relative to 1961–1990; "
        "CRU TS over the same years +1.20 °C (95 % CI 1.00 to 1.40); "
        "trend 1975–2024 by ERA5 −0.40 °C per decade (95 % CI −0.60 to −0.20)"
    )
    (lacking,) = key_figures.second_data_set({"change_common": rows["NAM"]}, "Namibia")
    assert (lacking.value, lacking.note) == ("not available", "no ERA5 temperatures of Namibia")
    assert key_figures.second_data_set({}, "Namibia") == []  # a snapshot of before


def test_a_filled_year_is_not_called_the_warmest(shipped):
    key = CountryKey("KIR", (1961, 1990), (1975, 2024), "none", False)
    data = country_data(shipped, key)
    values = dict(zip(data.temperature.years.tolist(), data.temperature.values, strict=True))
    assert values[1929] == values[1930] == max(values.values())  # filled in, as 1901-1930 is there
    (figure,) = (figure for figure in key_figures.key_figures(data) if figure.label == "Warmest year")
    assert "1929" not in figure.value
    assert "1930" not in figure.value
    assert "1901–1930 left out: insufficient station data" in figure.note


@pytest.mark.parametrize(
    ("low", "high", "wording"),
    [(0.003, 0.19, "0.003 to 0.19"), (-0.19, -0.0004, "−0.19 to −0.0004"), (0.0, 0.19, "0.00 to 0.19")],
)
def test_an_end_that_rounds_to_zero_shows_its_side(low: float, high: float, wording: str):
    assert country.interval(low, high) == f"95 % CI {wording}"
