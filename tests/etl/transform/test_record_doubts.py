"""Disagreement between sources, and steps relative to neighbours: found where planted, and nowhere else."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.transform.record_doubts import disagreements, neighbour_steps
from etl.transform.warming import warming

YEARS = pd.RangeIndex(1901, 2025, name="year")
CODES = [f"A{chr(65 + n)}A" for n in range(20)]
POSITIONS = pd.DataFrame(
    {"latitude_deg": np.repeat([0.0, 10.0, 20.0, 30.0], 5), "longitude_deg": np.tile([0.0, 10.0, 20.0, 30.0, 40.0], 4)},
    index=CODES,
)


@pytest.fixture
def records() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return neighbours with the same weather and warming; each source has its own noise, the second begins in 1950."""
    chance = np.random.default_rng(4)
    shared = chance.normal(0, 0.3, len(YEARS)) + np.linspace(0, 1, len(YEARS)) + 20
    first, second = (
        pd.DataFrame(shared[:, None] + chance.normal(0, 0.1, (len(YEARS), len(CODES))), index=YEARS, columns=CODES)
        for _ in range(2)
    )
    second.loc[:1949] = np.nan
    return first, second


def test_records_that_agree_are_not_flagged(records):
    assert disagreements(*records, CODES) == {}
    assert neighbour_steps(records[0], POSITIONS) == {}


def test_a_drift_between_the_sources_is_found_with_its_size(records):
    first, second = records
    second["AFA"] += np.linspace(0, 1.845, len(YEARS))  # 0.15 degC per decade
    (found,) = disagreements(first, second, CODES).items()
    assert found[0] == "AFA"
    assert found[1].difference.slope_per_decade == pytest.approx(-0.15, abs=0.03)
    assert "CRU TS and ERA5 disagree: since 1960 their trends differ by -0.1" in found[1].reason


def test_a_break_of_the_second_source_before_1960_is_left_out(records):
    first, second = records
    second.loc[1950:1956, "AFA"] -= 1.5
    assert disagreements(first, second, CODES) == {}


def test_a_planted_step_is_found_at_its_year(records):
    first, _ = records
    first.loc[1940:, "AGA"] -= 0.8
    (iso3, found), *others = neighbour_steps(first, POSITIONS).items()
    assert (iso3, others) == ("AGA", [])
    assert abs(found.step.year - 1940) <= 1
    assert found.step.size == pytest.approx(-0.8, abs=0.1)
    assert found.change_difference_c == pytest.approx(-0.8, abs=0.15)
    assert "in 1940 (SNHT, p < 0.001), and its change differs from theirs by -0." in found.reason


def test_a_step_that_all_neighbours_share_is_climate(records):
    first, _ = records
    first.loc[1940:] -= 0.8
    assert neighbour_steps(first, POSITIONS) == {}


def test_a_small_step_is_not_reported(records):
    first, _ = records
    first.loc[1940:, "AGA"] -= 0.3
    assert neighbour_steps(first, POSITIONS) == {}


def test_countries_without_position_or_neighbours_are_not_tested(records):
    first, _ = records
    first.loc[1940:, "AGA"] -= 0.8
    assert neighbour_steps(first, POSITIONS.drop("AGA")) == {}
    assert neighbour_steps(first[CODES[:8]], POSITIONS.loc[CODES[:8]]) == {}


def test_flags_are_on_the_measures_whose_years_they_concern(records):
    first, second = records
    first.loc[1940:, "AGA"] -= 0.8
    second["AFA"] += np.linspace(0, 1.86, len(YEARS))
    long = [
        frame.stack(future_stack=True).rename(name).rename_axis(["year", "iso3"])
        for frame, name in ((first, "temperature_c"), (second, "temperature_era5_c"))
    ]
    temperature = pd.concat(long, axis=1).reset_index()
    rows = warming(temperature, set(CODES), POSITIONS).set_index(["iso3", "measure", "window"]).sort_index()
    kind = rows.doubt_kind
    assert kind["AGA", "period_change", "1995–2024 minus 1901–1930"] == "step"
    assert kind["AGA", "trend", "1975–2024"] == ""
    assert set(kind["AFA", "trend"]) == {"disagreement"}
    assert kind["AFA", "trend_era5", "1975–2024"] == "disagreement"
    assert set(kind.drop(index=["AGA", "AFA"], level=0)) == {""}
    assert (rows.doubt.eq("") == kind.eq("")).all()
