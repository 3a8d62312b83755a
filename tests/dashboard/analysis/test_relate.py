"""Two quantities: common years, logarithms, correlations of the shipped figures, and counts of close series."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest

from dashboard.analysis import relate
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import quantities, queries
from dashboard.snapshot.store import Snapshot, SnapshotError
from measures.bootstrap import spatial_blocks
from measures.correlation import cross_country_correlation, rank_correlation, within_country_correlation

GDP, LIFE, GINI, FERTILITY = "NY.GDP.PCAP.KD", "SP.DYN.LE00.IN", "SI.POV.GINI", "SP.DYN.TFRT.IN"
LINEAR = (False, False)


@pytest.fixture(scope="session")
def everyone(shipped: Snapshot) -> np.ndarray:
    return np.ones(len(economies_snapshot.economies(shipped).iso3), bool)


def value(snapshot: Snapshot, series: str, iso3: str, year: int) -> float:
    rows = snapshot.values(series)
    return float(rows[(rows.iso3 == iso3) & (rows.year == year)].value.iloc[0])


def test_the_years_are_common_to_both_and_the_values_are_the_table_s(shipped: Snapshot):
    pair = relate.pair(shipped, "NY.GDP.PCAP.PP.KD", LIFE)
    of_gdp, of_life = (set(shipped.values(series).year) for series in ("NY.GDP.PCAP.PP.KD", LIFE))
    assert pair.years.tolist() == sorted(of_gdp & of_life)
    brazil = economies_snapshot.economies(shipped).iso3.index("BRA")
    row = pair.row(2000)
    assert pair.years[row] == 2000
    assert pair.x[row, brazil] == value(shipped, "NY.GDP.PCAP.PP.KD", "BRA", 2000)
    assert pair.y[row, brazil] == value(shipped, LIFE, "BRA", 2000)
    assert pair.x_offsets[row, brazil] == 0


def test_a_gap_is_filled_and_the_year_of_the_value_is_named(shipped: Snapshot):
    pair = relate.pair(shipped, GDP, GINI)
    rows, columns = np.nonzero(pair.y_offsets)
    assert rows.size > 100
    for row, column in list(zip(rows, columns, strict=True))[::200]:
        iso3, year = (
            economies_snapshot.economies(shipped).iso3[column],
            int(pair.years[row]) + int(pair.y_offsets[row, column]),
        )
        assert pair.y[row, column] == value(shipped, GINI, iso3, year)
        assert np.isnan(pair.unfilled[1][row, column])


def test_a_measure_has_no_years_and_two_of_them_have_none(shipped: Snapshot):
    one = relate.pair(shipped, GDP, "period_change")
    assert one.years.size > 50
    assert (one.y[0] == one.y[-1])[np.isfinite(one.y[0])].all()
    two = relate.pair(shipped, "period_change", "trend")
    assert (two.years.size, two.latest_year, two.row("latest"), two.row(1990), two.x.shape[0]) == (0, None, 0, 0, 1)


def test_a_year_beyond_is_the_nearest_there_is_and_the_latest_is_well_covered(shipped: Snapshot):
    pair = relate.pair(shipped, GDP, LIFE)
    assert pair.row(1901) == 0
    assert pair.row(2100) == len(pair.years) - 1
    count = pair.has_both.sum(1)
    assert count[pair.row("latest")] >= 0.9 * count.max()


def test_an_axis_is_logarithmic_where_that_fits():
    assert relate.fits_log(np.array([1.0, 101, np.nan]))
    assert not relate.fits_log(np.array([1.0, 99]))
    assert not relate.fits_log(np.array([0.0, 1000]))
    assert not relate.allows_log(np.array([-1.0, 1000]))
    assert not relate.allows_log(np.array([np.nan]))
    assert relate.scaled(np.array([100.0, 0]), True)[0] == 2


def test_income_and_life_expectancy_correlate_in_levels_and_hardly_in_changes(shipped: Snapshot, everyone: np.ndarray):
    pair, logs = relate.pair(shipped, GDP, LIFE), (True, False)
    row = pair.row(2019)
    levels = relate.correlate_levels(pair, row, everyone, logs)
    x, y = np.log10(pair.x[row]), pair.y[row]
    held = np.isfinite(x) & np.isfinite(y)
    assert levels.pearson
    assert levels.pearson.value == pytest.approx(np.corrcoef(x[held], y[held])[0, 1])
    assert levels.pearson.value > 0.8
    assert levels.pearson.n == held.sum()
    over = relate.correlate_changes(pair, row, everyone, logs)
    changes = relate.correlate_annual_changes(shipped, pair, everyone, logs)
    assert over.spearman
    assert changes.spearman
    assert abs(over.spearman.value) < 0.4
    assert abs(changes.spearman.value) < 0.4


def test_annual_changes_of_a_measure_use_the_temperature_and_ten_year_changes_are_missing(
    shipped: Snapshot, everyone: np.ndarray
):
    pair = relate.pair(shipped, GDP, "period_change")
    over = relate.correlate_changes(pair, pair.row("latest"), everyone, (True, False))
    assert over.spearman is None
    assert "already a change" in over.why_not
    assert relate.correlate_annual_changes(shipped, pair, everyone, (True, False)).spearman
    both = relate.pair(shipped, "period_change", "trend")
    assert "the same temperatures" in relate.correlate_annual_changes(shipped, both, everyone, LINEAR).why_not


@pytest.mark.parametrize(
    ("series", "independent", "blocks"),
    [
        ("NY.GDP.PCAP.PP.KD", (0.37, 0.58), (0.25, 0.61)),
        ("SP.POP.65UP.TO.ZS", (0.34, 0.56), (0.11, 0.68)),
    ],
)
def test_intervals_of_levels_allow_for_similar_neighbours(
    shipped: Snapshot,
    everyone: np.ndarray,
    series: str,
    independent: tuple[float, float],
    blocks: tuple[float, float],
):
    """Against an independent computation of the same figures with blocks of 20 by 30 degrees.

    Tolerance 0.1: moving the grid by half a block moves our own ends by up to 0.06, and the other grid is not known.
    """
    pair = relate.pair(shipped, series, "period_change")
    row = pair.row("latest")
    found = relate.correlate_levels(pair, row, everyone, LINEAR).spearman
    alone = cross_country_correlation(pair.x[row], pair.y[row], by_rank=True)
    assert found
    assert (found.low95, found.high95) == pytest.approx(blocks, abs=0.1)
    assert (alone.low95, alone.high95) == pytest.approx(independent, abs=0.03)
    assert found.value == alone.value
    assert 1.5 < (found.high95 - found.low95) / (alone.high95 - alone.low95) < 2.6


def test_changes_are_drawn_in_blocks_as_well(shipped: Snapshot, everyone: np.ndarray):
    pair, logs = relate.pair(shipped, GDP, LIFE), (True, False)
    row = pair.row(2019)
    listed = economies_snapshot.economies(shipped)
    block = spatial_blocks(listed.latitude_deg, listed.longitude_deg)
    assert len(np.unique(block)) == 43
    x, y = (relate.scaled(values, log) for values, log in zip(pair.unfilled, logs, strict=True))
    over = cross_country_correlation(x[row] - x[row - 10], y[row] - y[row - 10], block=block)
    assert astuple(relate.correlate_changes(pair, row, everyone, logs).pearson) == pytest.approx(
        astuple(over), abs=1e-9
    )
    year_to_year = within_country_correlation(x, y, block=block)
    assert astuple(relate.correlate_annual_changes(shipped, pair, everyone, logs).pearson) == pytest.approx(
        astuple(year_to_year), abs=1e-9
    )


def test_a_selection_uses_the_blocks_of_its_own_countries(shipped: Snapshot):
    pair, listed = relate.pair(shipped, GDP, LIFE), economies_snapshot.economies(shipped)
    rich, row = listed.mask("", "HIC"), pair.row(2019)
    block = spatial_blocks(listed.latitude_deg, listed.longitude_deg)[rich]
    expected = cross_country_correlation(pair.x[row, rich], pair.y[row, rich], block=block)
    assert astuple(relate.correlate_levels(pair, row, rich, LINEAR).pearson) == pytest.approx(
        astuple(expected), abs=1e-9
    )


def test_a_selection_without_countries_has_a_reason_in_every_row(shipped: Snapshot):
    pair = relate.pair(shipped, GDP, LIFE)
    nobody = economies_snapshot.economies(shipped).mask("ECS", "LIC")
    assert nobody.sum() == 0
    row = pair.row(2019)
    for found in (
        relate.correlate_levels(pair, row, nobody, LINEAR),
        relate.correlate_changes(pair, row, nobody, LINEAR),
        relate.correlate_annual_changes(shipped, pair, nobody, LINEAR),
    ):
        assert (found.pearson, found.spearman) == (None, None)
        assert "here are 0" in found.why_not


def test_positions_are_those_of_the_published_table(shipped: Snapshot):
    listed = economies_snapshot.economies(shipped)
    rows = shipped.countries.set_index("iso3")
    for iso3, latitude, longitude in zip(listed.iso3, listed.latitude_deg, listed.longitude_deg, strict=True):
        assert (latitude, longitude) == (rows.latitude_deg[iso3], rows.longitude_deg[iso3])


def test_fewer_than_ten_economies_give_no_correlation_but_a_reason(shipped: Snapshot):
    pair = relate.pair(shipped, GDP, LIFE)
    few = economies_snapshot.economies(shipped).mask("SAS", "")
    assert few.sum() == 6
    found = relate.correlate_levels(pair, pair.row("latest"), few, LINEAR)
    assert found.spearman is None
    assert "here are 6" in found.why_not
    assert relate.count_close_series(shipped, pair, pair.row("latest"), few) is None


def test_no_ten_year_change_begins_before_the_first_year(shipped: Snapshot, everyone: np.ndarray):
    pair = relate.pair(shipped, GDP, LIFE)
    assert "10 years earlier" in relate.correlate_changes(pair, 5, everyone, LINEAR).why_not


def test_other_series_that_correlate_as_closely_are_counted(shipped: Snapshot, everyone: np.ndarray):
    pair = relate.pair(shipped, GDP, LIFE)
    row = pair.row(2018)
    found = relate.count_close_series(shipped, pair, row, everyone)
    assert found is not None
    own = rank_correlation(pair.x[row], pair.y[row])
    by_hand = []
    configured = shipped.indicators.id[shipped.indicators.is_configured]
    assert len(configured) < len(shipped.indicators)
    for code in configured:
        if code not in (GDP, LIFE):
            other = relate.pair(shipped, code, code)
            at = np.nonzero(other.years == 2018)[0]
            if at.size:
                by_hand.append(rank_correlation(other.x[at[0]], pair.y[row]))
    assert found[0] == sum(abs(each) >= abs(own) for each in by_hand if np.isfinite(each))
    assert found[1] >= 30
    assert found.unread == 0


def test_a_damaged_series_is_left_out_of_the_comparison_counted_and_logged(
    shipped: Snapshot, everyone: np.ndarray, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    pair = relate.pair(shipped, GDP, LIFE)
    row = pair.row(2018)
    whole = relate.count_close_series(shipped, pair, row, everyone)
    assert whole is not None
    read = quantities.grid
    damaged = set(shipped.indicators.id[shipped.indicators.is_configured][:5]) - {GDP, LIFE}

    def grid(snapshot: Snapshot, code: str):
        if code in damaged:
            raise SnapshotError(f"The values of {code} are damaged.")
        return read(snapshot, code)

    monkeypatch.setattr(quantities, "grid", grid)
    monkeypatch.setattr(relate, "_in_year", relate._in_year.__wrapped__)
    found = relate.count_close_series(shipped, pair, row, everyone)
    assert found is not None
    assert (found.unread, found.compared) == (len(damaged), whole.compared - len(damaged))
    assert sorted(caplog.messages) == sorted(f"The values of {code} are damaged." for code in damaged)


def test_a_region_and_an_income_group_keep_their_own(shipped: Snapshot):
    economies = economies_snapshot.economies(shipped)
    mask = economies.mask("SSF", "LIC")
    frame = shipped.countries.set_index("iso3")
    for code in np.array(economies.iso3)[mask]:
        assert frame.region[code] == "Sub-Saharan Africa"
        assert frame.income_group[code] == "Low income"
    assert 15 < mask.sum() < 30
    assert economies.mask("", "").all()


def test_a_trend_over_several_windows_is_shown_over_fifty_years(shipped: Snapshot):
    assert quantities.quantities(shipped)["trend"].window == "1975–2024"
    rows = queries.measure_rows(shipped.warming, "trend")
    assert rows.iso3.is_unique
