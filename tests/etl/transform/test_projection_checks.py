"""Each cross-check of projections fails once, by one fault of a kind that has occurred in climate files."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.transform.projection_checks import land_range_c, level_problems, projection_checks, spread_problems
from tests.helpers.projections import projections

PLACES = {"WLD": 1.0} | {f"{letter}AA": 1.0 for letter in "BCDEFG"}


def table(**spread) -> pd.DataFrame:
    return projections(PLACES, **spread)


def problems(frame: pd.DataFrame) -> list[str]:
    return projection_checks(frame)[1]


def test_good_projections_are_confirmed_in_one_sentence():
    (sentence,), none = projection_checks(table())
    # 71 years from 2019.5 to 2090.5 at 0.02, 0.03 and 0.05 degC a year.
    assert sentence == (
        "projections: the World's land from 2015–2024 to 2081–2100: +1.42 °C under SSP1-2.6, +2.13 °C under SSP2-4.5, "
        "+3.55 °C under SSP5-8.5 (medians)"
    )
    assert none == []
    assert projection_checks(table().iloc[:0]) == ([], [])


def test_the_range_follows_from_the_published_global_one():
    # SSP5-8.5: 3.3 to 5.7 above 1850-1900, so 2.06 to 4.46 above 2015-2024; land up to 1.7 times; 0.3 to spare.
    assert land_range_c("ssp585") == pytest.approx((2.06 - 0.3, 4.46 * 1.7 + 0.3))
    # SSP1-1.9 may cool: 1.0 is 0.24 below 1.24.
    assert land_range_c("ssp119")[0] == pytest.approx(-0.24 * 1.7 - 0.3)


def test_another_unit_is_out_of_range():
    (problem,) = problems(table().assign(change_c=lambda frame: frame.change_c * 9 / 5 + 2))[:1]
    assert problem.startswith("projections: SSP1-2.6 warms the World's land by +4.56 °C by 2081–2100, where -0.2 to")


def test_exchanged_scenarios_are_out_of_order():
    swapped = {"ssp126": "ssp245", "ssp245": "ssp126"}
    frame = table()
    found = problems(frame.assign(scenario=frame.scenario.replace(swapped)))
    assert found == [
        "projections: the World's scenarios are not in the order of their forcing by 2081–2100",
        "projections: in 7 of 7 places the scenarios are not in the order of their forcing by 2081–2100: "
        "BAA, CAA, DAA, EAA, FAA, GAA, WLD",
    ]


def test_a_single_place_out_of_order_is_no_fault_of_the_file():
    places = {f"{a}{b}A": 1.0 for a in "BCDE" for b in "BCDE"}
    frame = projections({"WLD": 1.0} | places, full=())
    odd = (frame.iso3 == "BBA") & (frame.scenario == "ssp585")
    assert problems(frame.assign(change_c=frame.change_c.where(~odd, 0))) == []


def test_exchanged_percentiles_are_named():
    frame = table(full=("BAA", "CAA"))
    swapped = frame.percentile.replace({"p10": "p90", "p90": "p10"})
    found = problems(frame.assign(percentile=swapped))
    assert found == ["projections: the median is not between p10 and p90 in BAA, CAA: percentiles exchanged?"]
    assert problems(frame) == []


def levels(value: float, places: int = 6) -> pd.DataFrame:
    rows = [(f"{chr(65 + n)}AA", year, value) for n in range(places) for year in range(2015, 2101)]
    return pd.DataFrame(rows, columns=["iso3", "year", "value"])


def test_another_unit_of_the_level_is_named_beside_the_observed_one():
    (problem,) = level_problems("SSP2-4.5", levels(68.0), levels(20.0))
    assert problem.startswith("SSP2-4.5: its mean of 2015–2024 is +48.0 °C from the observed one in the median economy")
    assert level_problems("SSP2-4.5", levels(22.9), levels(20.0)) == []
    assert level_problems("SSP2-4.5", levels(68.0, 5), levels(20.0, 5)) == []  # too few to conclude anything


def test_a_lower_percentile_above_the_median_is_named():
    found = spread_problems("SSP2-4.5, p10", levels(20.5, 2), levels(20.0, 2))
    assert found == ["SSP2-4.5, p10: 172 values on the wrong side of the median, in AAA, BAA: percentiles exchanged?"]
    assert spread_problems("SSP2-4.5, p10", levels(20.01), levels(20.0)) == []  # printed with two decimals
