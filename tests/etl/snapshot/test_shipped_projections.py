"""The shipped projections against the climate portal's own figures, worked out by hand for a few countries."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.commands.options import DATA_DIR as SHIPPED
from etl.contract.projections import PERCENTILES, SCENARIOS
from etl.transform.projection_checks import projection_checks
from tests.helpers.tiny_tables import published_in

KENYA, NORWAY, BRAZIL = (
    # Median temperatures of the portal in degC (CMIP6, read in July 2026): the mean of 2015-2024, then the sums of the
    # twenty years 2041-2060 and 2081-2100 by scenario.
    (25.67, {"ssp126": (524.29, 523.51), "ssp245": (529.58, 544.66), "ssp585": (537.49, 578.95)}),
    (1.53, {"ssp126": (41.39, 46.64), "ssp245": (54.25, 72.59), "ssp585": (58.75, 110.95)}),
    (25.35, {"ssp126": (521.27, 522.08), "ssp245": (526.85, 543.69), "ssp585": (537.83, 591.59)}),
)

PHILIPPINES = {
    # Temperatures of the portal in degC (CMIP6, read in July 2026): means of 2015-2024, 2041-2060 and 2081-2100.
    ("ssp119", "p10"): (26.1020, 26.4480, 26.3440),
    ("ssp119", "median"): (26.4260, 26.7955, 26.6490),
    ("ssp119", "p90"): (26.7480, 27.2100, 27.0230),
    ("ssp126", "p10"): (26.1370, 26.4945, 26.4300),
    ("ssp126", "median"): (26.4500, 26.9345, 26.9790),
    ("ssp126", "p90"): (26.7510, 27.4545, 27.7045),
    ("ssp245", "p10"): (26.1240, 26.7145, 27.1300),
    ("ssp245", "median"): (26.4660, 27.1650, 27.7840),
    ("ssp245", "p90"): (26.7970, 27.6575, 28.4715),
    ("ssp370", "p10"): (26.0800, 26.7740, 27.8380),
    ("ssp370", "median"): (26.4120, 27.2465, 28.5350),
    ("ssp370", "p90"): (26.7710, 27.9070, 29.5830),
    ("ssp585", "p10"): (26.1160, 27.0310, 28.3400),
    ("ssp585", "median"): (26.4570, 27.5520, 29.3035),
    ("ssp585", "p90"): (26.8090, 28.1885, 30.5960),
}


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return published_in(Path(SHIPPED)).table("projections").astype({"change_c": float})


def mean(table: pd.DataFrame, iso3: str, scenario: str, percentile: str, first: int, last: int) -> float:
    is_wanted = (table.iso3 == iso3) & (table.scenario == scenario) & (table.percentile == percentile)
    rows = table[is_wanted & table.year.between(first, last)]
    assert len(rows) == last - first + 1
    return float(rows.change_c.mean())


@pytest.mark.parametrize(("iso3", "figures"), [("KEN", KENYA), ("NOR", NORWAY), ("BRA", BRAZIL)])
def test_the_change_by_both_periods_is_that_of_the_portals_figures(table, iso3, figures):
    base, sums = figures
    for scenario, (middle, late) in sums.items():
        assert mean(table, iso3, scenario, "median", 2015, 2024) == pytest.approx(0, abs=0.001)
        assert mean(table, iso3, scenario, "median", 2041, 2060) == pytest.approx(middle / 20 - base, abs=0.001)
        assert mean(table, iso3, scenario, "median", 2081, 2100) == pytest.approx(late / 20 - base, abs=0.001)


@pytest.mark.parametrize("key", PHILIPPINES)
def test_all_scenarios_of_the_philippines_agree_with_the_portal_to_a_hundredth(table, key):
    base, middle, late = PHILIPPINES[key]
    assert mean(table, "PHL", *key, 2041, 2060) == pytest.approx(middle - base, abs=0.01)
    assert mean(table, "PHL", *key, 2081, 2100) == pytest.approx(late - base, abs=0.01)


def test_three_scenarios_have_medians_of_191_economies_and_the_world(table):
    medians = table[(table.percentile == "median") & table.scenario.isin(["ssp126", "ssp245", "ssp585"])]
    countries = published_in(Path(SHIPPED)).table("countries").set_index("iso3").kind
    for _, rows in medians.groupby("scenario"):
        kinds = countries[list(rows.iso3.unique())].value_counts()
        assert kinds["economy"] + kinds.get("area", 0) == 191
        assert kinds["aggregate"] == 8  # the World and seven regions
    rest = table.drop(index=medians.index)
    assert set(rest.iso3) == {"PHL"}  # and no aggregate of one country's scenarios
    assert set(zip(table.scenario, table.percentile, strict=True)) == {(s, p) for s in SCENARIOS for p in PERCENTILES}


def test_the_land_behind_each_mean_is_published():
    areas = published_in(Path(SHIPPED)).table("projection_areas").set_index(["iso3", "scenario", "percentile"])
    assert areas.land_share_pct["WLD", "ssp245", "median"] == pytest.approx(99.95, abs=0.01)
    assert areas.land_share_pct["WLD", "ssp370", "median"] == pytest.approx(0.22, abs=0.01)  # the Philippines alone


def test_the_worlds_land_warms_as_assessed(table):
    (sentence,), problems = projection_checks(table)
    assert sentence == (
        "projections: the World's land from 2015–2024 to 2081–2100: +0.91 °C under SSP1-2.6, +2.15 °C under SSP2-4.5, "
        "+4.69 °C under SSP5-8.5 (medians)"
    )
    assert problems == []
