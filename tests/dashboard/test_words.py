"""The sentences: right figures, units and years, and honest about what is not known."""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard import queries, words

ECONOMIES = {"NAM", "MDV", "GIB"}


def said_of(warming: pd.DataFrame, iso3: str, name: str) -> str:
    return words.warming(name, queries.warming_of(warming, ECONOMIES, iso3), None)


def test_warming_is_said_with_interval_years_and_rank(warming: pd.DataFrame):
    assert said_of(warming, "NAM", "Namibia") == (
        "Namibia has warmed by 1.20 °C (95 % interval +1.00 to +1.40): the mean of 1995–2024 minus the mean of "
        "1901–1930. Rank 1 of 3 economies, the most warmed first."
    )


def test_cooling_is_called_cooling(warming: pd.DataFrame):
    assert said_of(warming, "GIB", "Gibraltar").startswith("Gibraltar has cooled by 0.40 °C")


def test_an_interval_that_holds_zero_is_no_clear_change(warming: pd.DataFrame):
    assert said_of(warming, "MDV", "Maldives").startswith(
        "Maldives shows no clear change: +0.10 °C (95 % interval −0.10"
    )


def test_no_series_is_said(warming: pd.DataFrame):
    assert said_of(warming, "CHI", "Channel Islands") == (
        "There is no temperature series for Channel Islands in this snapshot."
    )


def test_an_indicator_is_said_with_first_and_last_value_and_its_gaps():
    series = pd.DataFrame({"year": [2000, 2001, 2002], "value": [1500.0, np.nan, 2_000_000.0]})
    assert words.indicator("Namibia", "Population", "people", series) == (
        "Population in Namibia: 2.00 million people in 2002; 1,500 in 2000. 1 of these 3 years have no value."
    )


def test_an_indicator_without_values_is_an_answer_not_an_emptiness():
    series = pd.DataFrame({"year": [], "value": []})
    assert words.indicator("Namibia", "Literacy", "%", series) == (
        "This snapshot holds no values of “Literacy” for Namibia."
    )


def test_a_single_value_is_called_the_only_one():
    series = pd.DataFrame({"year": [2019], "value": [3.5]})
    assert words.indicator("Namibia", "Deaths", "per 1,000", series).endswith("in 2019, the only year with a value.")


def test_the_map_says_how_many_are_clear_and_how_many_are_not(warming: pd.DataFrame):
    assert words.map_sentence(warming, ECONOMIES) == (
        "Of 3 economies 1 have clearly warmed and 1 clearly cooled; "
        "for 0 the record is too thin to tell, for 1 more the interval holds zero. "
        "The median economy warmed by 0.10 °C."
    )


def test_a_thin_record_is_said_and_counts_as_uncertain(warming: pd.DataFrame):
    doubted = warming.assign(doubt=["the early years hardly vary", "", "", ""])
    assert said_of(doubted, "NAM", "Namibia").endswith("Treat this with care: the early years hardly vary.")
    assert words.map_sentence(doubted, ECONOMIES).startswith(
        "Of 3 economies 0 have clearly warmed and 1 clearly cooled; for 1 the record is too thin to tell"
    )
