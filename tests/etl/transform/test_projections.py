"""Changes from 2015-2024 and area means of them, against answers worked out by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.contract.projections import PROJECTION_AREAS, PROJECTIONS
from etl.contract.validate import table_problems
from etl.transform import projections

YEARS = range(2015, 2101)
LAND = pd.DataFrame({"iso3": ["AAA", "BBB", "CCC"], "region_iso3": ["XXX", "XXX", ""], "area_km2": [300.0, 100.0, 4.0]})


def lines(**rates: float) -> pd.DataFrame:
    """Return 20 degC in the middle of 2015-2024 and a constant rise a year for each place."""
    rows = [(iso3, year, 20 + rate * (year - 2019.5)) for iso3, rate in rates.items() for year in YEARS]
    return pd.DataFrame(rows, columns=["iso3", "year", "value"]).astype({"year": "int16", "iso3": "str"})


def of(frame: pd.DataFrame, iso3: str, year: int) -> float:
    return frame[(frame.iso3 == iso3) & (frame.year == year)].iloc[0, frame.columns.get_loc("value")]


def test_a_change_is_counted_from_the_own_mean_of_ten_years():
    # 2015 to 2024 have 10, 11 ... 19 degC, mean 14.5; 2100 has 17 degC.
    values = lines(AAA=0.0)
    values["value"] = np.where(values.year <= 2024, values.year - 2005.0, 17.0)
    change = projections.changes(values)
    assert (of(change, "AAA", 2015), of(change, "AAA", 2024), of(change, "AAA", 2100)) == (-4.5, 4.5, 2.5)


def test_each_percentile_is_counted_from_its_own_mean():
    # p90 lies 1 degC above the median in 2015-2024 and 3 degC above it in 2100: the spread of the change is 2 degC.
    late = pd.Series(YEARS) == 2100
    median, p90 = lines(AAA=0.0), lines(AAA=0.0)
    median["value"] = np.where(late, 22.0, 20.0)
    p90["value"] = np.where(late, 25.0, 21.0)
    ends = [of(projections.changes(frame), "AAA", 2100) for frame in (median, p90)]
    assert ends == [2.0, 4.0]


def test_means_of_region_and_world_are_weighted_by_area():
    # 2100 is 80.5 years from the middle of 2015-2024: +1.61 and +4.83 degC, weights 300 and 100.
    means, shares = projections.aggregates(projections.changes(lines(AAA=0.02, BBB=0.06, CCC=0.0)), LAND)
    assert of(means, "XXX", 2100) == pytest.approx((300 * 1.61 + 100 * 4.83) / 400)
    assert of(means, "WLD", 2100) == pytest.approx((300 * 1.61 + 100 * 4.83) / 404, abs=0.0005)
    assert dict(shares.to_numpy().tolist()) == {"WLD": 100.0, "XXX": 100.0}


def test_an_aggregate_needs_nine_tenths_of_its_land_and_a_smaller_share_is_reported():
    means, shares = projections.aggregates(projections.changes(lines(AAA=0.02)), LAND)
    assert means.empty
    assert dict(shares.to_numpy().tolist()) == {"WLD": 74.26, "XXX": 75.0}  # 300 of 404 and of 400
    means, _ = projections.aggregates(projections.changes(lines(AAA=0.02, BBB=0.02)), LAND)
    assert set(means.iso3) == {"WLD", "XXX"}  # 400 of 404


def test_a_place_without_a_year_is_named():
    gap = lines(AAA=0.02, BBB=0.02).drop(index=86 + 40)
    assert projections.missing_years("SSP2-4.5", gap) == ["SSP2-4.5: years are missing in BBB"]
    assert projections.missing_years("SSP2-4.5", lines(AAA=0.02)) == []


def test_the_tables_follow_the_contract_with_and_without_figures():
    change = projections.changes(lines(AAA=0.02, BBB=0.06, CCC=0.0))
    some = projections.tables({("ssp245", "median"): change, ("ssp245", "p10"): change.iloc[:0]}, LAND)
    for found in (some, projections.tables({("ssp245", "median"): change.iloc[:0]}, LAND)):
        for table in (PROJECTIONS, PROJECTION_AREAS):
            assert list(table_problems(table, found[table.name])) == []
    assert len(some["projections"]) == 5 * 86
    assert set(some["projections"].percentile) == {"median"}


def test_published_changes_are_reproduced_without_aggregates():
    change = projections.changes(lines(AAA=0.02, BBB=0.06))
    table = projections.tables({("ssp245", "median"): change}, LAND)["projections"]
    back = projections.published(table, ("ssp245", "median"), {"XXX", "WLD"})
    pd.testing.assert_frame_equal(back, change)
