"""Years in which a country passes a warming level: observed and modelled years together, by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import world_warming
from dashboard.analysis.warming_levels import LEVELS_C, passings
from dashboard.snapshot.codes import SCENARIOS

AHEAD = np.arange(2015, 2101)
BASELINE = (1901, 1930)


class Few:
    """Namibia is 0 degC warmer than 1901-1930 until 2014 and 1 degC from 2015; the World has no observed years."""

    def __init__(self, *, last: int = 2024, scenarios: tuple[str, ...] = ("ssp126", "ssp585")):
        self.catalog = {"tables": {"projections": {"rows": 1}}}
        years = np.arange(1901, last + 1)
        warmth = np.where(years >= 2015, 21.0, 20.0)
        self.temperature = pd.DataFrame({"iso3": "NAM", "year": years, "temperature_c": warmth})
        # SSP1-2.6 adds nothing; SSP5-8.5 adds 2 degC from 2025 on.
        steps = {"ssp126": 0.0, "ssp585": 2.0}
        self._rows = pd.concat(
            pd.DataFrame(
                {
                    "iso3": iso3,
                    "scenario": scenario,
                    "percentile": "median",
                    "year": AHEAD,
                    "change_c": np.where(AHEAD > 2024, steps[scenario], 0.0).astype("float32"),
                }
            )
            for iso3 in ("NAM", "WLD")
            for scenario in scenarios
        )

    def table(self, name: str) -> pd.DataFrame:
        assert name == "projections"
        return self._rows


def by_level(few: Few, scenario: str) -> dict[float, int | None]:
    return {one.level_c: one.first_year for one in passings(few, "NAM", BASELINE) if one.scenario == scenario}


def test_a_level_is_passed_in_the_first_twenty_years_with_a_mean_that_reaches_it():
    few = Few()
    # 3 degC from 2025 on, 1 degC in 2015-2024: 2015-2034 has a mean of 2.0, 2025-2044 of 3.0. With n years at 3, ten
    # at 1 and the rest at 0 degC the mean is (10 + 3 n) / 20: 1.4 for n = 6 and 1.55 for n = 7, the years 2012-2031.
    assert by_level(few, "ssp585") == {1.5: 2012, 2.0: 2015, 3.0: 2025, 4.0: None}
    assert by_level(few, "ssp126") == {1.5: None, 2.0: None, 3.0: None, 4.0: None}


def test_the_year_is_the_middle_of_the_period():
    (one,) = (one for one in passings(Few(), "NAM", BASELINE) if (one.scenario, one.level_c) == ("ssp585", 3.0))
    assert (one.period, one.year) == ((2025, 2044), 2034)
    never = passings(Few(), "NAM", BASELINE)[-1]
    assert (never.level_c, never.period, never.year) == (4.0, None, None)


def test_a_record_that_ends_two_years_earlier_is_continued_by_the_models():
    assert by_level(Few(last=2022), "ssp585") == by_level(Few(), "ssp585")
    assert passings(Few(last=2021), "NAM", BASELINE) == ()  # seven of the ten years are too few


def test_each_scenario_has_every_level_from_low_emissions_to_high():
    found = [(one.scenario, one.level_c) for one in passings(Few(), "NAM", BASELINE)]
    assert found == [(scenario, level) for scenario in ("ssp126", "ssp585") for level in LEVELS_C]


def test_a_place_without_a_baseline_passes_nothing():
    assert passings(Few(), "WLD", BASELINE) == ()
    assert passings(Few(), "FRA", BASELINE) == ()


def test_figures_without_projections_have_no_levels():
    few = Few()
    few.catalog = {"tables": {}}
    assert passings(few, "NAM", BASELINE) == ()


def test_the_assessed_warming_of_the_world_has_every_scenario_with_a_range_around_its_best_estimate():
    assert list(world_warming.TABLE) == list(SCENARIOS)
    for periods in world_warming.TABLE.values():
        assert list(periods) == [(2021, 2040), (2041, 2060), (2081, 2100)]
        assert all(one.low_c < one.best_c < one.high_c for one in periods.values())
    assert world_warming.assessed("ssp245", (2081, 2100)) == world_warming.Assessed(2.7, 2.1, 3.5)


@pytest.mark.parametrize(("scenario", "period"), [("ssp245", (2061, 2080)), ("rcp45", (2041, 2060))])
def test_what_ipcc_did_not_assess_is_not_made_up(scenario: str, period: tuple[int, int]):
    assert world_warming.assessed(scenario, period) is None
