"""Derived tables by hand: regional means, warming rows, false discoveries, coverage."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl import derive
from measures.robust import theil_sen_slope_per_decade
from measures.trend import trend

YEARS = np.arange(1901, 2025)


def temperatures(**series: np.ndarray | float) -> pd.DataFrame:
    """One row a year and code; NaN leaves the year out."""
    parts = [
        pd.DataFrame({"iso3": code, "year": YEARS.astype("int16"), "temperature_c": values})
        for code, values in series.items()
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset="temperature_c")


def places(*rows: tuple[str, str, str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["iso3", "name", "kind", "region_iso3", "area_km2"])


COUNTRIES = places(
    ("BRA", "Brazil", "economy", "AMR", 6.0),
    ("URY", "Uruguay", "economy", "AMR", 2.0),
    ("FRA", "France", "economy", "EUR", 4.0),
    ("GIB", "Gibraltar", "economy", "EUR", np.nan),
    ("GRL", "Greenland", "area", "", 8.0),
    ("AMR", "America", "aggregate", "", np.nan),
    ("EUR", "Europe", "aggregate", "", np.nan),
    ("WLD", "World", "aggregate", "", np.nan),
)


def noisy(seed: int, warming: float = 0.0) -> np.ndarray:
    return 15 + np.random.default_rng(seed).normal(0, 0.3, 124) + warming * (YEARS - 1901)


def test_regions_and_the_world_are_weighted_with_area():
    # America: (25 * 6 + 17 * 2) / 8 = 23. Europe: Gibraltar has no shape, so France alone.
    # World: (25 * 6 + 17 * 2 + 11 * 4 - 18 * 8) / 20 = 4.2, Greenland counts there and in no region.
    found = derive.regional_temperature(temperatures(BRA=25.0, URY=17.0, FRA=11.0, GIB=18.0, GRL=-18.0), COUNTRIES)
    means = found[found.year == 1990].set_index("iso3").temperature_c
    assert means.to_dict() == pytest.approx({"AMR": 23.0, "EUR": 11.0, "WLD": 4.2})
    assert found.groupby("iso3").size().to_dict() == {"AMR": 124, "EUR": 124, "WLD": 124}


def test_measures_and_windows_of_one_country():
    warming = derive.warming(temperatures(BRA=noisy(1, 0.01)), {"BRA"})
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
    ]


def test_period_change_index_and_endpoints_by_hand():
    values = np.where(YEARS <= 1930, 10.0, 11.0)
    values[YEARS >= 1995] = 12.5
    values[YEARS == 1960] = 11.25
    values[YEARS == 2012] = 12.0
    values[YEARS == 2024] = 13.0
    found = derive.warming(temperatures(BRA=values), {"BRA"}).set_index("measure").value
    # 28 years of 12.5, one of 12 and one of 13, less 10; 13 - 11.25; 12 - 10
    assert found["period_change"] == pytest.approx(2.5)
    assert found["index_1960"] == pytest.approx(1.75)
    assert found["endpoints_1901_2012"] == pytest.approx(2.0)


def test_trend_rows_are_the_measures_of_their_window():
    values = noisy(2, 0.02)
    rows = derive.warming(temperatures(BRA=values), {"BRA"}).set_index(["measure", "window"])
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


def test_a_gap_costs_only_the_measures_that_need_it():
    values = noisy(3)
    values[YEARS == 1960] = np.nan
    values[(YEARS >= 1995) & (YEARS <= 2005)] = np.nan  # 19 of the last 30 years are left
    found = derive.warming(temperatures(BRA=noisy(4), URY=values), {"BRA", "URY"})
    measures = found.query("iso3 == 'URY'").measure
    assert set(found.query("iso3 == 'BRA'").measure) - set(measures) == {"period_change", "index_1960"}
    assert found.query("iso3 == 'URY' and window == '1995–2024'").n_years.to_list() == [19, 19]


def test_false_discoveries_are_held_by_hand():
    # Benjamini and Hochberg at 5 %, m = 5: ranked p against 0.01, 0.02, 0.03, 0.04, 0.05. The largest that passes is
    # the third, 0.029 <= 0.03, so the first three are marked, even though the second alone, 0.025 > 0.02, would fail.
    p = {"A": 0.001, "B": 0.025, "C": 0.029, "D": 0.045, "E": 0.2}
    frame = pd.DataFrame({"iso3": list(p), "measure": "trend", "window": "w", "p": list(p.values())})
    marks = derive._significant(frame, set(p))
    assert marks.to_list() == [True, True, True, False, False]


def test_aggregates_are_neither_marked_nor_counted():
    # Of two, 0.03 must be below 0.025. Were the World one of three, 0.03 would pass as the second, below 0.033.
    frame = pd.DataFrame({"iso3": ["A", "B", "WLD"], "measure": "m", "window": "w", "p": [0.03, 0.06, 1e-9]})
    assert derive._significant(frame, {"A", "B"}).to_list() == [False, False, pd.NA]


def test_each_measure_is_its_own_family():
    frame = pd.DataFrame(
        {"iso3": ["A", "B"] * 2, "measure": ["m"] * 2 + ["n"] * 2, "window": "w", "p": [0.03, 0.9, 0.04, 0.045]}
    )
    # m: 0.03 against 0.025 fails. n: 0.045 against 0.05 passes and takes 0.04 along.
    assert derive._significant(frame, {"A", "B"}).to_list() == [False, False, True, True]


def test_a_row_without_p_is_not_judged():
    frame = pd.DataFrame({"iso3": ["A", "B"], "measure": "m", "window": "w", "p": [np.nan, 0.04]})
    assert derive._significant(frame, {"A", "B"}).to_list() == [pd.NA, True]


def observed(by_year: dict[int, int], **extra: list[int]) -> pd.DataFrame:
    rows = [(f"E{place:02}", year) for year, count in by_year.items() for place in range(count)]
    rows += [(code, year) for code, years in extra.items() for year in years]
    return pd.DataFrame(rows, columns=["iso3", "year"])


ECONOMIES = {f"E{place:02}" for place in range(20)}


@pytest.mark.parametrize(
    ("by_year", "default"),
    [
        ({2000: 20, 2001: 20, 2002: 13}, 2001),  # 13 of 20 are too few
        ({2000: 20, 2001: 18, 2002: 17}, 2001),  # 18 of 20 are just enough
        ({2000: 5, 2001: 10, 2002: 10}, 2002),  # measured against the best year, not against all economies
        ({2000: 1}, 2000),
    ],
)
def test_the_default_year_is_the_latest_that_is_nearly_full(by_year, default):
    assert derive.coverage(observed(by_year), ECONOMIES)["default_year"] == default


def test_coverage_counts_economies_only():
    rows = observed({2000: 3, 2001: 2}, WLD=[1960, 2025], EUR=[2025])
    assert derive.coverage(rows, ECONOMIES) == {
        "first_year": 2000,
        "last_year": 2001,
        "default_year": 2000,
        "countries": 3,
    }


def test_the_input_is_left_as_it_was():
    table, countries = temperatures(BRA=noisy(5), FRA=noisy(6)), COUNTRIES.copy()
    before = table.copy()
    derive.warming(table, {"BRA"})
    derive.regional_temperature(table, countries)
    assert table.equals(before)
    assert countries.equals(COUNTRIES)


def doubts(values: np.ndarray) -> dict[str, str]:
    rows = derive.warming(temperatures(BRA=values), {"BRA"})
    return {f"{row.measure} {row.window}": row.doubt for row in rows.itertuples()}


def test_measures_that_draw_on_years_without_observations_are_doubted_and_no_others():
    values = noisy(3)
    values[:30] = 15.0  # 1901 to 1930: the long-term mean, thirty times
    found = doubts(values)
    doubted = {name for name, doubt in found.items() if doubt}
    assert doubted == {
        "period_change 1995–2024 minus 1901–1930",
        "trend 1901–2024",
        "trend_theil_sen 1901–2024",
        "endpoints_1901_2012 2012 minus 1901",
    }
    assert found["trend 1901–2024"].startswith("the temperatures of 1901–1930 hardly vary")


def test_latest_years_without_observations_cast_doubt_on_every_measure_but_none_that_ends_before():
    values = noisy(4)
    values[-30:] = 15.0
    found = doubts(values)
    assert all("1995–2024" in doubt for doubt in found.values())


def test_a_well_observed_country_is_not_doubted():
    assert set(doubts(noisy(5)).values()) == {""}
