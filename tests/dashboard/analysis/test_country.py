"""The value object of one country: made once for all visitors, whole where figures are missing."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.analysis.country import CountryKey, country_data
from dashboard.analysis.indicator import indicator_data
from dashboard.analysis.season import season_data
from dashboard.snapshot.store import Snapshot
from dashboard.text import country
from measures.anomaly import anomaly
from tests.helpers.newer import newer

NORWAY = CountryKey("NOR", (1961, 1990), (1975, 2024), "zone", False)


def test_the_same_choices_give_the_same_object(shipped: Snapshot):
    assert country_data(shipped, NORWAY) is country_data(shipped, CountryKey(*NORWAY))


def test_anomalies_and_covered_years_follow_from_the_values(shipped: Snapshot):
    temperature = country_data(shipped, NORWAY).temperature
    assert temperature is not None
    assert temperature.covered == (1901, 2024)
    expected = anomaly(temperature.years, temperature.values, (1961, 1990))
    assert temperature.anomaly == pytest.approx(np.asarray(expected))


def test_a_place_without_temperatures_has_a_row_and_no_sentences(shipped: Snapshot):
    data = country_data(shipped, NORWAY._replace(iso3="ATA"))
    assert (data.temperature, data.trend, data.ranks) == (None, None, ())
    assert country.sentences(data) == []
    assert country.headline(data).startswith("There is no temperature series for")


def test_a_short_trend_period_has_neither_trend_nor_theil_sen(shipped: Snapshot):
    temperature = country_data(shipped, NORWAY._replace(trend_period=(2015, 2024))).temperature
    assert temperature is not None
    assert (temperature.trend, temperature.theil_sen) == (None, None)


def test_both_data_sets_have_trends_over_the_years_they_share(shipped: Snapshot):
    richer = newer(shipped)
    assert country_data(richer, NORWAY).temperature.dataset_trends is None
    temperature = country_data(richer, NORWAY._replace(era5=True)).temperature
    cru, era5, difference = temperature.dataset_trends
    assert cru.slope_per_decade == pytest.approx(era5.slope_per_decade)  # made up as CRU plus half a degree
    assert difference.slope_per_decade == pytest.approx(0, abs=1e-9)
    assert temperature.era5 - temperature.values == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("place", "lacks_zone", "group"),
    [("NOR", False, "of climate zone Dfc (subarctic)"), ("ATG", True, "of Latin America & Caribbean")],
)
def test_the_region_replaces_a_climate_zone_with_one_economy(
    shipped: Snapshot, place: str, lacks_zone: bool, group: str
):
    reference = country_data(newer(shipped), NORWAY._replace(iso3=place)).reference
    assert reference.lacks_zone is lacks_zone
    assert reference.group is not None
    assert reference.group.label == group


def test_a_total_has_no_quantile_bands(shipped: Snapshot):
    assert indicator_data(shipped, "NOR", "SP.POP.TOTL", "region").bands is None
    assert indicator_data(shipped, "NOR", "SP.DYN.LE00.IN", "region").bands is not None
    assert indicator_data(shipped, "NOR", "SP.DYN.LE00.IN", "none").bands is None


def test_the_change_of_each_month_is_late_minus_early(shipped: Snapshot):
    data = season_data(newer(shipped), "NOR")
    assert list(data.change_c) == [3.0] + [1.0] * 11
    assert season_data(newer(shipped), "BRA").change_c is None
