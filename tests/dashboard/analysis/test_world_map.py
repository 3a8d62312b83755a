"""Values of the map: hand-computed values, bins fixed over the years, coverage, latest year, and sentences."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboard.analysis import world_map as world_map_analysis
from dashboard.analysis.map_values import (
    DISPUTED,
    NOT_SIGNIFICANT,
    THIN_RECORD,
    MapKey,
    MapValues,
    map_key,
    rank_ranges,
)
from dashboard.charts.core import legend
from dashboard.charts.map.layers import THIN, UNCERTAIN
from dashboard.charts.map.notebook_map import columns
from dashboard.snapshot import newer_columns
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR
from dashboard.text import world_map as world_map_text

BASELINE = (1961, 1990)


class Few:
    """The part of a snapshot that the map's values need."""

    def __init__(self, countries, warming, temperature):
        self.countries, self.warming, self.temperature = countries, warming, temperature
        self.catalog = {"sources": [{"id": "cckp", "vintage": "CRU TS"}], "snapshot": "few"}
        listed = [("S.ONE", "Share", "%"), ("S.NONE", "Nothing", "%")]
        known = pd.DataFrame(listed, columns=["id", "title", "unit"]).assign(
            name="its name", topic="Topic", source="WDI", licence="CC BY 4.0", last_updated="2025-07-01"
        )
        self.indicators = newer_columns.filled(known)

    def values(self, series: str) -> pd.DataFrame:
        rows = [("NAM", 2000, 10.0), ("NAM", 2002, 30.0), ("MDV", 2000, 50.0), ("WLD", 1990, 1.0), ("ESH", 2002, 70.0)]
        held = rows if series == "S.ONE" else []
        return pd.DataFrame(held, columns=["iso3", "year", "value"])


@pytest.fixture
def few(countries, warming, temperature) -> Few:
    return Few(countries, warming, temperature)


def by_code(shown: MapValues, row: np.ndarray) -> dict:
    return dict(zip(shown.places.iso3, np.asarray(row).tolist(), strict=True))


def test_an_indicator_has_its_years_true_years_and_coverage(few):
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.ONE"))
    assert shown.years.tolist() == [2000, 2001, 2002]
    assert by_code(shown, shown.values[1]) == pytest.approx(
        {"NAM": 10, "ESH": 70, "MDV": 50, "GIB": np.nan}, nan_ok=True
    )
    assert by_code(shown, shown.offsets[1]) == {"NAM": -1, "ESH": 1, "MDV": -1, "GIB": NO_YEAR}
    assert shown.exact_counts.tolist() == [2, 0, 1]
    assert shown.covered_counts.tolist() == [2, 2, 2]
    assert (
        world_map_text.coverage(shown, 2)
        == "Data for 1 of 3 countries in 2002; 1 more uses a value from up to 3 years away"
    )


def test_a_sentence_warns_that_amounts_in_local_currencies_are_not_comparable(few):
    few.indicators = few.indicators.assign(currency=["local currency", ""])
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.ONE"))
    assert shown.note == "Each country's own currency: amounts of different countries cannot be compared, " + (
        "their changes can."
    )
    assert world_map_analysis.map_values(few, MapKey("indicator", "S.NONE")).note == ""


def test_the_latest_year_is_the_last_that_is_covered_and_a_year_out_of_range_is_the_nearest(few):
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.ONE"))
    assert shown.year("latest") == 2002
    assert (shown.year(1950), shown.year(2001), shown.year(2024)) == (2000, 2001, 2002)
    assert world_map_analysis.map_values(few, MapKey("period_change")).year(2001) is None


def test_a_series_without_values_is_a_map_without_data(few):
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.NONE"))
    assert (shown.years.size, shown.values.shape, shown.latest_year) == (0, (1, 4), None)
    assert world_map_text.sentence(shown, 0) == "No data on “Nothing”."


def test_the_tooltip_and_the_sentence_have_the_true_year(few):
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.ONE"))
    at = shown.places.iso3.index("MDV")
    assert world_map_text.value_of(shown, 2, at) == "50 % in 2000"
    assert world_map_text.sentence(shown, 2) == (
        "In 2002, values range from 30 (Namibia) to 50 (Maldives, 2000); the median is 40 %."
    )


def _with_values(shown, row: int, by_place: dict[str, float]):
    values = shown.values.copy()
    values[row] = np.nan
    for iso3, value in by_place.items():
        values[row, shown.places.iso3.index(iso3)] = value
    return replace(shown, values=values, offsets=np.zeros_like(shown.offsets))


@pytest.mark.parametrize(
    ("by_place", "sentence"),
    [
        (
            {"NAM": 100.0, "MDV": 100.0, "GIB": 7.0},
            "In 2002, values range from 7 (Gibraltar) to 100 (2 countries); the median is 100 %.",
        ),
        ({"NAM": 0.0, "MDV": 0.0}, "In 2002, all 2 countries with data have the same value (0 %)."),
        ({"NAM": 0.0}, "In 2002, the only value is 0 % (Namibia)."),
    ],
)
def test_countries_that_share_an_end_are_counted_and_none_is_named(few, by_place, sentence):
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.ONE"))
    assert world_map_text.sentence(_with_values(shown, 2, by_place), 2) == sentence


def test_a_unit_that_makes_the_sentence_too_long_is_left_to_the_title(few):
    shown = world_map_analysis.map_values(few, MapKey("indicator", "S.ONE"))
    long = world_map_text.sentence(replace(shown, unit="t of a thing for each of the ten people there"), 2)
    assert long.endswith("; the median is 40.")


def test_an_anomaly_is_the_year_minus_the_mean_of_its_baseline(few):
    shown = world_map_analysis.map_values(few, MapKey("anomaly", baseline=BASELINE))
    # Namibia warms by 0.01 degC a year; the baseline's mean lies at 1975.5.
    found = by_code(shown, shown.values[shown.row(2024)])
    assert found["NAM"] == pytest.approx(0.01 * (2024 - 1975.5), abs=1e-5)
    assert np.isnan(found["MDV"])  # two years are no baseline
    assert shown.unit == "°C"
    assert world_map_text.title(shown) == "Annual temperature anomaly, relative to 1961–1990 (°C)"
    other = world_map_analysis.map_values(few, MapKey("anomaly", baseline=(1991, 2020)))
    assert by_code(other, other.values[-1])["NAM"] == pytest.approx(0.01 * (2024 - 2005.5), abs=1e-5)


def test_a_trend_over_the_reader_s_window_is_the_line_s(few):
    shown = world_map_analysis.map_values(few, MapKey("trend", trend_period=(1990, 2010)))
    assert by_code(shown, shown.values[0])["NAM"] == pytest.approx(0.1, abs=1e-6)
    assert world_map_text.title(shown) == "Linear trend, 1990–2010 (°C per decade)"


@pytest.mark.parametrize(
    ("measure", "window"),
    [
        *(("trend", window) for window in ((1901, 2024), (1975, 2024), (1995, 2024))),
        *(("trend_theil_sen", window) for window in ((1901, 2024), (1975, 2024))),
        ("trend_era5", (1975, 2024)),
    ],
)
def test_the_trend_of_a_window_that_is_published_is_the_published_one(shipped: Snapshot, measure, window):
    shown = world_map_analysis.map_values(shipped, MapKey(measure, trend_period=window))
    rows = shipped.warming[(shipped.warming.measure == measure)]
    own = rows[rows.window == f"{window[0]}–{window[1]}"].set_index("iso3").reindex(shown.places.iso3)
    np.testing.assert_allclose(shown.values[0], own.value.to_numpy(float), atol=1e-5)
    if measure == "trend_theil_sen":
        assert shown.low is None
    else:
        np.testing.assert_allclose(shown.low, own.low95.to_numpy(float), atol=1e-5)
    is_thin = own.doubt_kind.fillna("").str.contains("infilled").to_numpy()
    assert ((shown.marks == THIN_RECORD) == is_thin).all()
    is_doubted = own.doubt.fillna("").ne("").to_numpy()
    assert ((shown.marks == DISPUTED) == (is_doubted & ~is_thin)).all()
    is_unclear = (own.significant == False).fillna(False).to_numpy(bool) & ~is_doubted  # noqa: E712
    counted = shown.places.is_economy
    assert ((shown.marks == NOT_SIGNIFICANT) == is_unclear)[counted].all()


def test_a_year_that_may_yet_move_is_open_to_later(shipped: Snapshot):
    shown = world_map_analysis.map_values(shipped, MapKey("emergence_year"))
    own = shipped.warming[(shipped.warming.measure == "emergence_year") & (shipped.warming.iso3 == "GRL")].iloc[0]
    assert np.isnan(own.high95)
    assert world_map_text.interval_of(shown, shown.places.iso3.index("GRL")) == (
        f"95 % CI {own.low95:.0f} or later; year-to-year variability only"
    )


LIFE, PEOPLE, RENEWABLE = "SP.DYN.LE00.IN", "SP.POP.TOTL", "EG.FEC.RNEW.ZS"


def test_a_change_since_a_year_is_in_per_cent_of_that_year_s_value(shipped: Snapshot):
    shown = world_map_analysis.map_values(shipped, MapKey("indicator", PEOPLE, base_year=1990))
    assert world_map_text.title(shown) == "Population, change since 1990 (%)"
    assert shown.years[0] == 1990
    assert by_code(shown, shown.values[0])["KEN"] == 0
    own = shipped.values(PEOPLE).query("iso3 == 'KEN'").set_index("year").value
    assert by_code(shown, shown.values[shown.row(2020)])["KEN"] == pytest.approx(
        100 * (own[2020] / own[1990] - 1), rel=1e-5
    )
    assert legend.of(shown).bins.edges == (-75, -50, -25, -10, 0, 10, 33, 100, 300)
    assert [(100 + low) / 100 * (100 + high) / 100 for low, high in ((-75, 300), (-50, 100))] == [1, 1]
    small = world_map_analysis.map_values(shipped, MapKey("indicator", LIFE, base_year=2000))
    assert legend.of(small).bins.edges[-1] < 50  # equal steps


def test_a_change_of_a_share_is_in_percentage_points(shipped: Snapshot):
    shown = world_map_analysis.map_values(shipped, MapKey("indicator", RENEWABLE, base_year=2000))
    own = shipped.values(RENEWABLE).query("iso3 == 'NOR'").set_index("year").value
    assert shown.unit == "percentage points"
    assert by_code(shown, shown.values[shown.row(2015)])["NOR"] == pytest.approx(own[2015] - own[2000], abs=1e-4)


def test_a_base_year_beyond_the_record_is_replaced_by_the_last_one_with_a_notice(shipped: Snapshot):
    early, late = (
        world_map_analysis.map_values(shipped, MapKey("indicator", LIFE, base_year=year)) for year in (1901, 2030)
    )
    assert early.period == "change since 1960"
    assert late.years.size == 2
    assert str(late.years[0]) in late.period


def test_a_trend_of_few_years_is_warned_of_on_the_map_too(shipped: Snapshot):
    warned = "20 years: trends over fewer than 30 years mostly reflect natural variability."
    for measure in ("trend", "trend_theil_sen", "trend_era5"):
        short, long = (
            world_map_analysis.map_values(shipped, MapKey(measure, trend_period=w))
            for w in ((2005, 2024), (1995, 2024))
        )
        assert world_map_text.sentence(short, 0).endswith(warned)
        assert "fewer than 30" not in world_map_text.sentence(long, 0)


def test_era5_s_trend_names_its_years(shipped: Snapshot):
    shown = world_map_analysis.map_values(shipped, MapKey("trend_era5", trend_period=(1901, 2024)))
    assert world_map_text.title(shown) == "Linear trend (ERA5), 1950–2024 (°C per decade)"
    early = world_map_analysis.map_values(
        shipped, MapKey("trend_era5", trend_period=(1901, 1960))
    )  # eleven years are too few for a trend
    assert np.isnan(early.values).all()


def test_marks_of_a_published_measure_are_those_of_the_table(shipped: Snapshot):
    counted = {}
    for measure in ("period_change", "change_common"):
        shown = world_map_analysis.map_values(shipped, MapKey(measure))
        rows = shipped.warming[(shipped.warming.measure == measure) & shipped.warming.iso3.isin(shown.places.iso3)]
        is_infilled = rows.doubt_kind.fillna("").str.contains("infilled")
        is_doubted = rows.doubt.fillna("").ne("")
        is_tested = rows.significant.notna()
        is_unclear = np.where(is_tested, rows.significant == False, (rows.low95 <= 0) & (rows.high95 >= 0))  # noqa: E712
        counted[measure] = (is_infilled.sum(), (is_doubted & ~is_infilled).sum(), (is_unclear & ~is_doubted).sum())
        hatches = columns(shown, 0)["hatch"]
        for mark, hatch, count in zip(
            (THIN_RECORD, DISPUTED, NOT_SIGNIFICANT), (THIN, "disputed", UNCERTAIN), counted[measure], strict=True
        ):
            assert int((shown.marks == mark).sum()) == hatches.count(hatch) == count
    assert counted["period_change"][0] > 30
    assert counted["period_change"][1] > 0
    assert counted["change_common"][2] > 0
    shown = world_map_analysis.map_values(shipped, MapKey("period_change"))
    assert world_map_text.interval_of(shown, shown.places.iso3.index("MDV")).endswith(
        "(insufficient station data); year-to-year variability only"
    )


def test_every_choice_of_the_shipped_snapshot_has_a_map_and_a_sentence(shipped: Snapshot):
    choices = [MapKey(measure) for measure in set(shipped.warming.measure) - {"trend"}]
    for chosen in [*choices, *(MapKey("indicator", code) for code in shipped.indicators.id)]:
        shown = world_map_analysis.map_values(shipped, chosen)
        assert world_map_analysis.map_values(shipped, chosen) is shown
        bins = legend.of(shown).bins
        assert len(bins.colours) >= 2
        row = shown.row(shown.year("latest"))
        assert shown.covered_counts[row] >= 0.9 * shown.covered_counts.max()
        assert not re.search(r"\bnan\b", world_map_text.sentence(shown, row))  # "financial" is a word
        # Bins are fixed over the years: one scale for all of them.
        assert np.isnan(bins.index(shown.values)).sum() == np.isnan(shown.values).sum()


def test_choices_that_do_not_matter_to_a_map_do_not_make_another(selection):
    before = map_key(selection)
    selection.param.update(baseline=(1991, 2020), trend_period=(1901, 1950), indicator="NY.GDP.PCAP.KD")
    assert map_key(selection) == before
    selection.measure = "indicator"
    assert map_key(selection) == MapKey("indicator", "NY.GDP.PCAP.KD")
    selection.measure = "anomaly"
    assert map_key(selection) == MapKey("anomaly", baseline=(1991, 2020))


def test_ranks_on_the_map_have_the_range_that_the_intervals_allow(shown_warming: MapValues, shipped: Snapshot):
    own = dict(zip(shown_warming.places.iso3, rank_ranges(shown_warming).tolist(), strict=True))
    # Intervals 1.0 to 1.4, -0.1 to 0.3 and -0.6 to -0.2 leave no doubt about the order; no economy, no rank.
    assert own == {"NAM": [1, 1], "MDV": [2, 2], "GIB": [3, 3], "ESH": [0, 0]}
    shown = world_map_analysis.map_values(shipped, MapKey("period_change"))
    first, last = rank_ranges(shown)[shown.places.iso3.index("KEN")]
    assert 1 < first < last < 217
    assert not rank_ranges(
        world_map_analysis.map_values(shipped, MapKey("trend_theil_sen", trend_period=(1975, 2024)))
    ).any()


@pytest.mark.parametrize(
    ("code", "unit"), [(LIFE, "years"), ("SP.DYN.TFRT.IN", "births per woman"), ("SI.POV.GINI", "points")]
)
def test_a_change_of_years_children_or_a_scale_is_in_its_own_unit(shipped: Snapshot, code: str, unit: str):
    shown = world_map_analysis.map_values(shipped, MapKey("indicator", code, base_year=2000))
    own = shipped.values(code).query("iso3 == 'CRI'").set_index("year").value
    assert shown.unit == unit
    assert by_code(shown, shown.values[shown.row(2018)])["CRI"] == pytest.approx(own[2018] - own[2000], abs=1e-4)
