"""Coverage of a series, against hand counts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.transform import coverage


def observed(by_year: dict[int, int], **extra: list[int]) -> pd.DataFrame:
    rows = [(f"E{place:02}", year) for year, count in by_year.items() for place in range(count)]
    rows += [(code, year) for code, years in extra.items() for year in years]
    return pd.DataFrame(rows, columns=["iso3", "year"]).assign(status="", value=1.0)


ECONOMIES = {f"E{place:02}" for place in range(20)}


@pytest.mark.parametrize(
    ("by_year", "default"),
    [
        ({2000: 20, 2001: 20, 2002: 13}, 2001),  # 13 of 20 are too few
        ({2000: 20, 2001: 18, 2002: 17}, 2001),  # 18 of 20 are just enough
        ({2000: 5, 2001: 10, 2002: 10}, 2002),  # relative to the best year, not to all economies
        ({2000: 1}, 2000),
    ],
)
def test_the_default_year_is_the_latest_with_nearly_full_coverage(by_year, default):
    assert coverage.coverage(observed(by_year), ECONOMIES)["default_year"] == default


def test_forecasts_are_no_latest_year_unless_there_is_nothing_else():
    rows = observed(dict.fromkeys(range(2020, 2029), 20))
    rows.loc[rows.year > 2025, "status"] = "F"
    found = coverage.coverage(rows, ECONOMIES)
    assert (found["first_year"], found["default_year"], found["last_year"]) == (2020, 2025, 2025)
    only = coverage.coverage(rows.assign(status="F"), ECONOMIES)
    assert (only["first_year"], only["default_year"], only["last_year"]) == (2020, 2028, 2028)


def test_coverage_counts_economies_and_aggregates_apart():
    rows = observed({2000: 3, 2001: 2}, WLD=[1960, 2025], EUR=[2025])
    assert coverage.coverage(rows, ECONOMIES) == {
        "first_year": 2000,
        "last_year": 2001,
        "default_year": 2000,
        "countries": 3,
        "economies": 3,
        "aggregates": 2,
        "decimals": 0,
        "log_by_default": False,
    }


@pytest.mark.parametrize(
    ("values", "decimals"),
    [
        ([1.0, 2.0, 3000.0], 0),  # all whole
        ([12.5, 34.56, 99.1], 1),  # the middling value in three digits: 34.6
        ([0.0, 0.0, 0.0042, 0.0043], 5),
        ([0.5, 48_213.2, 48_214.7], 0),
        ([1e-12, 2e-12], 6),  # never more
        ([0.0], 0),
    ],
)
def test_decimals_show_the_middling_value_in_three_digits(values, decimals):
    assert coverage.decimals(np.array(values)) == decimals


def test_a_scale_is_logarithmic_if_all_values_are_positive_and_span_more_than_three_orders():
    assert coverage.is_logarithmic(np.geomspace(1, 1e5, 200))
    assert not coverage.is_logarithmic(np.geomspace(1, 500, 200))
    assert not coverage.is_logarithmic(np.append(np.geomspace(1, 1e5, 200), 0))
