"""Baselines and anomalies, against hand calculations."""

from __future__ import annotations

import numpy as np
import pytest

from measures.anomaly import BASELINES, DEFAULT_BASELINE, anomaly, baseline_mean
from measures.trend import TooFewYearsError

YEARS = np.arange(1901, 2025)
VALUES = YEARS - 1901.0


def test_the_default_baseline_is_1961_to_1990_inclusive():
    # 60 ... 89, mean 74.5
    assert baseline_mean(YEARS, VALUES) == 74.5
    assert anomaly(YEARS, VALUES)[[0, 60, 89, 123]] == pytest.approx([-74.5, -14.5, 14.5, 48.5])


@pytest.mark.parametrize(
    ("baseline", "mean"), [((1901, 1930), 14.5), ((1951, 1980), 64.5), ((1981, 2010), 94.5), ((1991, 2020), 104.5)]
)
def test_other_baselines_match_a_hand_calculation(baseline, mean):
    assert baseline in BASELINES
    assert baseline_mean(YEARS, VALUES, baseline) == mean


def test_anomalies_average_to_zero_over_each_baseline():
    values = np.cos(YEARS) + 0.01 * YEARS
    for first, last in BASELINES:
        inside = (first <= YEARS) & (last >= YEARS)
        assert anomaly(YEARS, values, (first, last))[inside].mean() == pytest.approx(0, abs=1e-12)


def test_a_missing_year_stays_missing_and_is_not_in_the_baseline():
    values = VALUES.copy()
    values[60] = np.nan  # 1961: the mean of 61 ... 89 is 75
    departures = anomaly(YEARS, values)
    assert np.isnan(departures[60])
    assert departures[75] == pytest.approx(0)


def test_a_baseline_with_19_years_is_refused():
    values = VALUES.copy()
    values[60:70] = np.nan
    assert baseline_mean(YEARS, values) == 79.5  # 20 years, 70 ... 89
    values[70] = np.nan
    first, last = DEFAULT_BASELINE
    with pytest.raises(TooFewYearsError, match=f"needs 20 years with values, {first}-{last} has 19"):
        anomaly(YEARS, values)
