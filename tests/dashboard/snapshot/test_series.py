"""Grids of years by places: right columns, gaps as NaN, shared by all visitors."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard.snapshot import groups, series
from dashboard.snapshot.store import Snapshot
from tests.helpers.newer import newer, older

BASELINE = (1961, 1990)


def test_a_place_s_column_is_its_rows(shipped: Snapshot):
    table = series.temperature(shipped)
    own = shipped.temperature[shipped.temperature.iso3 == "NOR"].sort_values("year")
    assert list(table.of("NOR")) == list(own.temperature_c)
    assert (table.years[0], table.years[-1]) == (1901, 2024)


def test_an_unknown_place_has_nothing_but_years(shipped: Snapshot):
    assert np.isnan(series.temperature(shipped).of("XSG")).all()
    assert not series.temperature(shipped).has("XSG")


def test_anomalies_average_zero_over_their_baseline(shipped: Snapshot):
    table = series.anomalies(shipped, BASELINE)
    within = (table.years >= 1961) & (table.years <= 1990)
    assert np.nanmean(table.of("NOR")[within]) == pytest.approx(0, abs=1e-9)


def test_the_bands_of_a_group_are_its_quantiles(shipped: Snapshot):
    members = groups.place_index(shipped).region("IND").members
    found = series.temperature_bands(shipped, BASELINE, members)
    row = series.anomalies(shipped, BASELINE).among(members)[-1]
    assert found.median[-1] == pytest.approx(np.nanmedian(row))
    assert found.p25[-1] == pytest.approx(np.nanquantile(row, 0.25))


def test_series_are_computed_once_for_all_visitors(shipped: Snapshot):
    members = groups.place_index(shipped).world.members
    assert series.temperature(shipped) is series.temperature(shipped)
    first = series.temperature_bands(shipped, BASELINE, members)
    assert series.temperature_bands(shipped, BASELINE, members) is first


def test_shared_arrays_are_read_only(shipped: Snapshot):
    with pytest.raises(ValueError, match="read-only"):
        series.indicator(shipped, "SP.POP.TOTL").values[0, 0] = 0


@pytest.mark.parametrize(
    ("code", "is_total"),
    [("SP.POP.TOTL", True), ("NY.GDP.MKTP.KD", True), ("NY.GDP.PCAP.KD", False), ("SP.DYN.LE00.IN", False)],
)
def test_a_total_is_recognised_by_its_correlation_with_population(shipped: Snapshot, code: str, is_total: bool):
    assert series.is_total(shipped, code, groups.place_index(shipped).world.members) is is_total


def test_a_snapshot_without_era5_has_none_and_a_newer_one_has(shipped: Snapshot):
    assert not series.temperature(older(shipped), series.ERA5).has("NOR")
    richer = newer(shipped)
    difference = series.temperature(richer, series.ERA5).of("NOR") - series.temperature(richer).of("NOR")
    assert difference == pytest.approx(0.5)


def test_a_span_is_from_the_first_to_the_last_value_with_gaps_as_nan():
    years, values = series.span(np.arange(2000, 2006), np.array([np.nan, 1, np.nan, 3, np.nan, np.nan]))
    assert list(years) == [2001, 2002, 2003]
    assert np.isnan(values[1])
    assert series.span(np.arange(2), np.array([np.nan, np.nan]))[0].size == 0
