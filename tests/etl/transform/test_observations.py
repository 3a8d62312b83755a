"""From a service's rows to observations: codes, forecasts, and what is left out and named."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.errors import ContractError
from etl.sources.worldbank import SeriesAnswer
from etl.transform import observations


def answer(*rows) -> SeriesAnswer:
    columns = ["country_id", "iso3", "year", "value"]
    return SeriesAnswer("X.Y", "2026-07-13", pd.DataFrame(rows, columns=columns).assign(status=""), "now")


CODE_OF = {"NA": "NAM", "XD": "HIC", "NAM": "NAM", "HIC": "HIC", "BRA": "BRA", "BR": "BRA"}


def test_rows_find_their_economy_by_any_of_its_codes():
    found, left_out = observations.of_answer(
        answer(("NA", "NAM", 2001, 3.0), ("XD", "", 2001, 2.0), ("BRA", "", 2002, 1.5), ("BR", "ROM", 2001, 1.0)),
        CODE_OF,
        2026,
    )
    assert left_out == []
    assert found[["iso3", "year", "value"]].to_numpy().tolist() == [
        ["BRA", 2001, 1.0],
        ["BRA", 2002, 1.5],
        ["HIC", 2001, 2.0],
        ["NAM", 2001, 3.0],
    ]
    assert found.year.dtype == "int16"


def test_places_in_no_list_are_left_out_and_named():
    former = [("AN", "ANT", 1990, 1.0), ("YU", "YUG", 1990, 2.0), ("YU", "YUG", 1991, 2.0)]
    found, left_out = observations.of_answer(
        answer(*former, *(("NA", "NAM", y, 1.0) for y in range(1990, 1993))), CODE_OF, 2026
    )
    assert found.iso3.to_list() == ["NAM"] * 3
    assert left_out == ["3 values left out, of places in no list of countries: ANT, YUG"]


def test_a_series_of_unknown_places_is_refused_with_their_number_and_three_of_them():
    regions = [(f"R{n:04}", "", 2001, 1.0) for n in range(2170)]
    with pytest.raises(ContractError) as refused:
        observations.of_answer(answer(*regions, ("NA", "NAM", 2001, 1.0)), CODE_OF, 2026)
    assert str(refused.value) == "X.Y: values for 2170 codes in no list of countries, such as R0000, R0001, R0002"


def test_forecasts_are_marked_by_the_service_or_by_their_year():
    sent = answer(*(("NA", "NAM", year, 1.0) for year in range(2024, 2029)))
    sent.rows["status"] = ["", "E", "F", "", ""]
    found, _ = observations.of_answer(sent, CODE_OF, 2026)
    assert dict(zip(found.year, found.status, strict=True)) == {2024: "", 2025: "E", 2026: "F", 2027: "F", 2028: "F"}


def shares(negatives: list[float], others: int) -> pd.DataFrame:
    values = [*negatives, *([40.0] * others)]
    return pd.DataFrame({"iso3": [f"E{n:02}" for n in range(len(values))], "year": 2015, "value": values})


def test_a_few_negative_values_of_a_share_are_left_out_and_named():
    rows, left_out = observations.without_negative_shares(shares([-1.227, -61.4], 398), 0, "% of energy consumption")
    assert (len(rows), rows.value.min()) == (398, 40.0)  # 2 of 400 are just few enough
    assert left_out == ["2 values below zero left out, as a share is not negative: E00 2015 (-1.23), E01 2015 (-61.4)"]


@pytest.mark.parametrize(
    ("negatives", "others", "low", "unit"),
    [
        ([-1.2, -0.1], 397, 0, "% of GDP"),  # 2 of 399 are too many: left to the configured range
        ([-1.2], 399, -50, "% of GDP"),  # a balance may be negative
        ([-1.2], 399, None, "% of GDP"),
        ([-1.2], 399, 0, "kg"),
        ([], 400, 0, "% of GDP"),
    ],
)
def test_other_negative_values_stay(negatives, others, low, unit):
    given = shares(negatives, others)
    rows, left_out = observations.without_negative_shares(given, low, unit)
    assert rows is given
    assert left_out == []
