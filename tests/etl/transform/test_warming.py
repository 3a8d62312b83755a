"""Warming table: rows, windows, units, quality flags, significance, and measures that need the World or ERA5."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.transform import warming as warming_transform
from measures.amplification import amplification
from measures.emergence import emergence, smoothed
from measures.theil_sen import theil_sen_slope_per_decade
from measures.trend import trend

YEARS = np.arange(1901, 2025)


def temperatures(era5: dict[str, np.ndarray] | None = None, **series: np.ndarray | float) -> pd.DataFrame:
    """Return one row a year and code, without the years of NaN."""
    parts = [
        pd.DataFrame(
            {
                "iso3": code,
                "year": YEARS.astype("int16"),
                "temperature_c": values,
                "temperature_era5_c": (era5 or {}).get(code, np.nan),
            }
        )
        for code, values in series.items()
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset="temperature_c")


def noisy(seed: int, warming: float = 0.0) -> np.ndarray:
    return 15 + np.random.default_rng(seed).normal(0, 0.3, 124) + warming * (YEARS - 1901)


def test_a_country_has_all_measures_and_windows():
    warming = warming_transform.warming(temperatures(BRA=noisy(1, 0.01)), {"BRA"})
    assert list(zip(warming.measure, warming.window, strict=True)) == [
        ("period_change", "1995–2024 minus 1901–1930"),
        ("trend", "1901–2024"),
        ("trend", "1975–2024"),
        ("trend", "1995–2024"),
        ("trend_theil_sen", "1901–2024"),
        ("trend_theil_sen", "1975–2024"),
        ("trend_theil_sen", "1995–2024"),
        ("index_1960", "2024 minus 1960"),
        ("endpoints_1901_2012", "2012 minus 1901"),
        ("change_common", "1995–2024 minus 1961–1990"),
    ]


def test_period_change_index_and_endpoints_match_a_hand_calculation():
    values = np.where(YEARS <= 1930, 10.0, 11.0)
    values[YEARS >= 1995] = 12.5
    values[YEARS == 1960] = 11.25
    values[YEARS == 2012] = 12.0
    values[YEARS == 2024] = 13.0
    found = warming_transform.warming(temperatures(BRA=values), {"BRA"}).set_index("measure").value
    # 28 years of 12.5, one of 12 and one of 13, minus 10; the same minus 11; 13 - 11.25; 12 - 10
    assert found["period_change"] == pytest.approx(2.5)
    assert found["change_common"] == pytest.approx(1.5)
    assert found["index_1960"] == pytest.approx(1.75)
    assert found["endpoints_1901_2012"] == pytest.approx(2.0)


def test_trend_rows_equal_the_measures_of_their_window():
    values = noisy(2, 0.02)
    rows = warming_transform.warming(temperatures(BRA=values), {"BRA"}).set_index(["measure", "window"])
    line = trend(YEARS[-50:], values[-50:])
    row = rows.loc[("trend", "1975–2024")]
    assert [row.value, row.low95, row.high95, row.p] == pytest.approx(
        [line.slope_per_decade, line.low95, line.high95, line.p]
    )
    assert (row.unit, row.n_years) == ("°C per decade", 50)
    robust = rows.loc[("trend_theil_sen", "1975–2024")]
    assert robust.value == pytest.approx(theil_sen_slope_per_decade(YEARS[-50:], values[-50:]))
    assert np.isnan([robust.low95, robust.high95, robust.p]).all()
    assert robust.significant is pd.NA


def test_a_gap_affects_only_the_measures_that_need_it():
    values = noisy(3)
    values[YEARS == 1960] = np.nan
    values[(YEARS >= 1995) & (YEARS <= 2005)] = np.nan  # 19 of the last 30 years are left
    found = warming_transform.warming(temperatures(BRA=noisy(4), URY=values), {"BRA", "URY"})
    measures = found.query("iso3 == 'URY'").measure
    assert set(found.query("iso3 == 'BRA'").measure) - set(measures) == {
        "period_change",
        "index_1960",
        "change_common",
    }
    assert found.query("iso3 == 'URY' and window == '1995–2024'").n_years.to_list() == [19, 19]


def test_significance_matches_a_hand_calculation_of_benjamini_hochberg():
    # Benjamini and Hochberg at 5 %, m = 5: ranked p against 0.01, 0.02, 0.03, 0.04, 0.05. The largest that passes is
    # the third, 0.029 <= 0.03, so the first three are significant, although the second by itself, 0.025 > 0.02, fails.
    p = {"A": 0.001, "B": 0.025, "C": 0.029, "D": 0.045, "E": 0.2}
    frame = pd.DataFrame({"iso3": list(p), "measure": "trend", "window": "w", "p": list(p.values())})
    significant = warming_transform._significant(frame, set(p))
    assert significant.to_list() == [True, True, True, False, False]


def test_aggregates_are_neither_tested_nor_counted():
    # Of two, 0.03 must be below 0.025. With the World as one of three, 0.03 would pass as the second, below 0.033.
    frame = pd.DataFrame({"iso3": ["A", "B", "WLD"], "measure": "m", "window": "w", "p": [0.03, 0.06, 1e-9]})
    assert warming_transform._significant(frame, {"A", "B"}).to_list() == [False, False, pd.NA]


def test_each_measure_is_tested_as_its_own_family():
    frame = pd.DataFrame(
        {"iso3": ["A", "B"] * 2, "measure": ["m"] * 2 + ["n"] * 2, "window": "w", "p": [0.03, 0.9, 0.04, 0.045]}
    )
    # m: 0.03 against 0.025 fails. n: 0.045 against 0.05 passes, and so does 0.04.
    assert warming_transform._significant(frame, {"A", "B"}).to_list() == [False, False, True, True]


def test_a_row_without_a_p_value_is_not_tested():
    frame = pd.DataFrame({"iso3": ["A", "B"], "measure": "m", "window": "w", "p": [np.nan, 0.04]})
    assert warming_transform._significant(frame, {"A", "B"}).to_list() == [pd.NA, True]


def test_the_input_is_not_changed():
    temperature = temperatures(WLD=noisy(5), FRA=noisy(6))
    before = temperature.copy()
    warming_transform.warming(temperature, {"FRA"})
    assert temperature.equals(before)


def flags(values: np.ndarray) -> dict[str, str]:
    rows = warming_transform.warming(temperatures(BRA=values), {"BRA"})
    return {f"{row.measure} {row.window}": row.doubt for row in rows.itertuples()}


def test_only_measures_that_use_infilled_years_are_flagged():
    values = noisy(3)
    values[:30] = 15.0  # 1901 to 1930: the long-term mean, thirty times
    found = flags(values)
    flagged = {name for name, doubt in found.items() if doubt}
    assert flagged == {
        "period_change 1995–2024 minus 1901–1930",
        "trend 1901–2024",
        "trend_theil_sen 1901–2024",
        "endpoints_1901_2012 2012 minus 1901",
    }
    assert found["trend 1901–2024"].startswith("only the temperatures of 1901–1930 hardly vary")


def test_infilled_latest_years_flag_every_measure():
    values = noisy(4)
    values[-30:] = 15.0
    found = flags(values)
    assert all("1995–2024" in doubt for doubt in found.values())


def test_a_well_observed_country_is_not_flagged():
    assert set(flags(noisy(5)).values()) == {""}


def test_amplification_and_emergence_need_the_world_mean():
    rows = warming_transform.warming(temperatures(BRA=noisy(1, 0.01)), {"BRA"})
    assert not {"amplification", "emergence", "emergence_year"} & set(rows.measure)
    rows = warming_transform.warming(temperatures(BRA=noisy(1, 0.02), WLD=noisy(2, 0.01)), {"BRA"})
    found = {code: set(part.measure) for code, part in rows.groupby("iso3")}
    assert {"amplification", "emergence", "emergence_year"} <= found["BRA"]
    assert found["BRA"] - found["WLD"] == {"amplification"}


def test_amplification_and_emergence_are_of_the_whole_record():
    local, world = noisy(1, 0.03), noisy(2, 0.01)
    rows = (
        warming_transform.warming(temperatures(BRA=local, WLD=world), {"BRA"})
        .query("iso3 == 'BRA'")
        .set_index("measure")
    )
    slope = amplification(local, world)
    ratio = emergence(YEARS, local, smoothed(YEARS, world), (1901, 1930))
    row = rows.loc["amplification"]
    assert [row.value, row.low95, row.high95, row.p] == pytest.approx([slope.value, slope.low95, slope.high95, slope.p])
    assert (row.unit, row.window, row.n_years) == ("°C per °C", "1901–2024", 124)
    row = rows.loc["emergence"]
    assert [row.value, row.low95, row.high95] == pytest.approx(
        [ratio.ratio.value, ratio.ratio.low95, ratio.ratio.high95]
    )
    assert (row.unit, row.window) == ("times the noise", "1901–2024")
    row = rows.loc["emergence_year"]
    assert [row.value, row.low95, row.high95] == [ratio.year, ratio.earliest_year, ratio.latest_year]
    assert (row.unit, row.window, row.significant) == ("year", "1901–2024", pd.NA)


def test_a_country_that_has_not_emerged_has_no_year():
    rows = warming_transform.warming(temperatures(BRA=noisy(1), WLD=noisy(2, 0.01)), {"BRA"}).query("iso3 == 'BRA'")
    assert "emergence" in set(rows.measure)
    assert "emergence_year" not in set(rows.measure)


def test_a_year_of_emergence_may_have_an_open_interval():
    rows = warming_transform.warming(temperatures(BRA=noisy(1, 0.006), WLD=noisy(2, 0.01)), {"BRA"}).query(
        "iso3 == 'BRA'"
    )
    row = rows.set_index("measure").loc["emergence_year"]
    assert row.low95 <= row.value
    assert np.isnan(row.high95)


def test_a_series_without_noise_lacks_only_its_own_emergence():
    rows = warming_transform.warming(temperatures(BRA=np.full(124, 15.0), WLD=noisy(2, 0.01)), {"BRA"}).query(
        "iso3 == 'BRA'"
    )
    assert "emergence" not in set(rows.measure)
    assert "amplification" in set(rows.measure)


def test_infilled_years_flag_amplification_and_emergence():
    values = noisy(3, 0.02)
    values[:30] = 15.0
    rows = warming_transform.warming(temperatures(BRA=values, WLD=noisy(2, 0.01)), {"BRA"}).query("iso3 == 'BRA'")
    doubt = rows.set_index("measure").doubt
    assert all("1901–1930" in doubt[name] for name in ("amplification", "emergence", "emergence_year"))


def test_both_datasets_have_a_trend_over_the_same_window():
    cru, era5 = noisy(1, 0.01), np.where(YEARS < 1950, np.nan, noisy(7, 0.02))
    rows = warming_transform.warming(temperatures(era5={"BRA": era5}, BRA=cru), {"BRA"}).query("window == '1975–2024'")
    rows = rows.set_index("measure")
    for measure, values in (("trend", cru), ("trend_era5", era5)):
        line = trend(YEARS[-50:], values[-50:])
        row = rows.loc[measure]
        assert [row.value, row.low95, row.high95] == pytest.approx([line.slope_per_decade, line.low95, line.high95])
        assert (row.unit, row.n_years, row.doubt) == ("°C per decade", 50, "")


def test_era5_and_cru_have_their_change_over_the_same_years():
    cru = np.where(YEARS >= 1995, 11.0, 10.0)
    era5 = np.where(YEARS < 1950, np.nan, np.where(YEARS >= 1995, 12.75, 11.25))
    rows = warming_transform.warming(temperatures(era5={"BRA": era5}, BRA=cru, URY=cru), {"BRA", "URY"})
    common = rows[rows.measure.str.startswith("change_common")].set_index(["iso3", "measure"])
    assert common.value.to_dict() == {
        ("BRA", "change_common"): 1.0,
        ("BRA", "change_common_era5"): 1.5,
        ("URY", "change_common"): 1.0,  # without ERA5, no row of it
    }
    assert set(common.window) == {"1995–2024 minus 1961–1990"}
    assert set(common.unit) == {"°C"}


@pytest.mark.parametrize(("missing", "rows"), [(5, 1), (6, 0)])
def test_era5_needs_nine_tenths_of_the_window_for_a_trend(missing, rows):
    era5 = np.where(2024 - missing < YEARS, np.nan, noisy(7, 0.02))
    found = warming_transform.warming(temperatures(era5={"BRA": era5}, BRA=noisy(1)), {"BRA"}).query(
        "measure == 'trend_era5'"
    )
    assert found.n_years.to_list() == [45] * rows
