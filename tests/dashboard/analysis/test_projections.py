"""The delta method: observed mean of 2015-2024 plus modelled change, as means of 20 years."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.future import future
from dashboard.analysis.projections import PERIODS, period_change, reference_c
from dashboard.snapshot.store import Snapshot
from tests.helpers.projected import projected, without_projections

BASELINE = (1961, 1990)


@pytest.fixture(scope="module")
def figures(shipped: Snapshot) -> Snapshot:
    return projected(shipped)


def mean(snapshot: Snapshot, iso3: str, first: int, last: int) -> float:
    rows = snapshot.temperature.query("iso3 == @iso3 and @first <= year <= @last")
    assert len(rows) == last - first + 1
    return float(rows.temperature_c.mean())


@pytest.mark.parametrize(("iso3", "scenario"), [("NOR", "ssp585"), ("KEN", "ssp126"), ("PHL", "ssp370")])
def test_a_change_is_the_observed_one_plus_the_modelled_one(figures: Snapshot, iso3: str, scenario: str):
    a_year = {"ssp585": 0.05, "ssp126": 0.01, "ssp370": 0.04}[scenario]
    observed = mean(figures, iso3, 2015, 2024) - mean(figures, iso3, 1961, 1990)
    middle, end = (period_change(figures, iso3, scenario, period, BASELINE) for period in PERIODS)
    assert middle.median_c == pytest.approx(observed + 31 * a_year, abs=1e-5)
    assert end.median_c == pytest.approx(observed + 71 * a_year, abs=1e-5)


def test_each_percentile_has_its_own_change(figures: Snapshot):
    observed = mean(figures, "NOR", 2015, 2024) - mean(figures, "NOR", 1991, 2020)
    found = period_change(figures, "NOR", "ssp245", (2041, 2060), (1991, 2020))
    assert found.low_c == pytest.approx(observed + 0.31, abs=1e-5)
    assert found.median_c == pytest.approx(observed + 0.62, abs=1e-5)
    assert found.high_c == pytest.approx(observed + 1.24, abs=1e-5)


def test_a_percentile_on_the_wrong_side_of_the_median_does_not_narrow_the_range(shipped: Snapshot):
    """In the Philippines' SSP1-1.9 the 10th percentile changes by 0.24 degC until 2081-2100, the median by 0.22."""
    found = period_change(shipped, "PHL", "ssp119", (2081, 2100), BASELINE)
    assert found is not None
    assert found.low_c == found.median_c < found.high_c


def test_without_percentiles_there_is_no_spread(figures: Snapshot):
    found = period_change(figures, "KEN", "ssp245", (2041, 2060), BASELINE)
    assert (found.low_c, found.high_c) == (None, None)
    assert not future(figures, "KEN", BASELINE, "ssp245").course.has_spread
    assert future(figures, "NOR", BASELINE, "ssp245").course.has_spread


def test_a_course_begins_after_the_observed_years_and_ends_in_2100(figures: Snapshot):
    course = future(figures, "NOR", BASELINE, "ssp585").course
    assert (course.years[0], course.years[-1]) == (2025, 2100)
    assert course.median[-1] == pytest.approx(mean(figures, "NOR", 2015, 2024) + 0.05 * 80.5, abs=1e-4)


def test_means_are_of_20_years_and_at_their_middle(figures: Snapshot):
    course = future(figures, "NOR", BASELINE, "ssp585").course
    assert (course.mean_years[0], course.mean_years[-1]) == (2025, 2090)
    at = int(np.flatnonzero(course.mean_years == 2050)[0])
    assert course.means[at] == pytest.approx(mean(figures, "NOR", 2015, 2024) + 31 * 0.05, abs=1e-4)


def test_a_scenario_without_figures_for_the_place_is_replaced_by_the_middle_one(figures: Snapshot):
    found = future(figures, "KEN", BASELINE, "ssp370")
    assert (found.scenario, found.is_other) == ("ssp245", True)
    assert [course.scenario for course in found.courses] == ["ssp126", "ssp245", "ssp585"]
    assert not future(figures, "NOR", BASELINE, "ssp370").is_other


def test_the_world_has_the_share_of_its_land(figures: Snapshot):
    assert future(figures, "WLD", BASELINE, "ssp245").land_share_pct == 97.5
    assert future(figures, "NOR", BASELINE, "ssp245").land_share_pct is None


def test_a_place_without_projections_or_without_temperature_has_no_future(figures: Snapshot, shipped: Snapshot):
    assert future(figures, "SWE", BASELINE, "ssp245") is None
    assert future(without_projections(shipped), "NOR", BASELINE, "ssp245") is None
    assert reference_c(figures, "XSG") is None
    assert period_change(figures, "SWE", "ssp245", (2041, 2060), BASELINE) is None
