"""Each rule of the contract fails once, by one change to valid tables; and what counts as a loss of data."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.contract import validate
from tests.helpers.tiny_tables import by_series, valid_tables


@pytest.fixture(autouse=True)
def three_economies(monkeypatch):
    monkeypatch.setattr(validate, "FEWEST_ECONOMIES", 3)


def put(table, row, column, value):
    def change(tables):
        tables[table].loc[row, column] = value

    return change


def replace(table, **columns):
    def change(tables):
        tables[table] = tables[table].assign(**columns)

    return change


def grouping_member(grouping, iso3):
    def change(tables):
        row = {"grouping": grouping, "iso3": iso3, "basis": "listed", "listed_on": "2026-11-21"}
        tables["grouping_members"] = pd.DataFrame([row], dtype="str")

    return change


def drop(table, **where):
    ((column, value),) = where.items()

    def change(tables):
        tables[table] = tables[table][tables[table][column] != value]

    return change


def change_all(*changes):
    def change(tables):
        for each in changes:
            each(tables)

    return change


def without_column(tables):
    tables["temperature"] = tables["temperature"].drop(columns="year")


def repeated_row(tables):
    tables["temperature"] = pd.concat([tables["temperature"]] * 2, ignore_index=True)


def no_table(tables):
    del tables["warming"]


def year_as(dtype):
    def change(tables):
        first = tables["observations"].query("series == 'SP.POP.TOTL'")
        tables["observations"] = first.assign(year=first.year.astype(dtype))
        tables["indicators"] = tables["indicators"].head(1)

    return change


def swapped_series(tables: dict) -> None:
    tables["observations"] = tables["observations"].sort_values("series", ignore_index=True)


def extra_country(code: str):
    """Return a change that adds an area with this code."""

    def violation(tables: dict) -> None:
        countries = tables["countries"]
        tables["countries"] = pd.concat(
            [countries, countries.tail(1).assign(iso3=code, kind="area")], ignore_index=True
        )

    return violation


def problems(tables: dict) -> list[str]:
    return validate.problems(tables) or list(validate.observation_problems(tables, by_series(tables)))


VIOLATIONS = {
    "table missing": (no_table, "table warming is missing"),
    "column missing": (
        without_column,
        "temperature: columns ['iso3', 'temperature_c', 'temperature_era5_c'] instead of ['iso3', 'year', ",
    ),
    "extra column": (
        replace("temperature", note="x"),
        "temperature: columns ['iso3', 'year', 'temperature_c', 'temperature_era5_c', 'note']",
    ),
    "dtype": (year_as("int64"), "SP.POP.TOTL: observations.year: dtype int64 instead of int16"),
    "repeated key": (repeated_row, "temperature: 8 repeated keys, the first is BRA, 1901"),
    "missing value": (put("observations", 3, "value", np.nan), "SP.POP.TOTL: observations.value: 1 missing values"),
    "missing text": (put("countries", 1, "iso2", None), "countries.iso2: 1 missing values"),
    "infinite value": (put("observations", 3, "value", np.inf), "SP.POP.TOTL: observations.value: infinite values"),
    "infinite interval": (put("warming", 0, "high95", np.inf), "warming.high95: infinite values"),
    "too warm": (
        put("temperature", 2, "temperature_c", 45.5),
        "temperature.temperature_c: 1 values outside -60 to 45, the first is 45.5",
    ),
    "too cold": (
        put("temperature", 2, "temperature_c", -273.15),
        "temperature.temperature_c: 1 values outside -60 to 45, the first is -273.15",
    ),
    "year before the record": (
        put("temperature", 0, "year", 1900),
        "temperature.year: 1 values outside 1901 to 2100, the first is 1900",
    ),
    "off the globe": (
        put("countries", 0, "longitude_deg", 181.0),
        "countries.longitude_deg: 1 values outside -180 to 180, the first is 181.0",
    ),
    "p above one": (put("warming", 0, "p", 1.2), "warming.p: 1 values outside 0 to 1, the first is 1.2"),
    "unknown code of an observation": (
        put("observations", [0, 1], "iso3", "ZZZ"),
        "SP.POP.TOTL: codes that are in no row of countries: ZZZ",
    ),
    "unknown code of a temperature": (
        put("temperature", [6, 7], "iso3", "YYY"),
        "temperature: codes that are in no row of countries: YYY",
    ),
    "unknown code of a warming measure": (
        put("warming", 3, "iso3", "QQQ"),
        "warming: codes that are in no row of countries: QQQ",
    ),
    "series without description": (
        drop("indicators", id="SP.POP.TOTL"),
        "observations and indicators differ in SP.POP.TOTL",
    ),
    "series without values": (
        drop("observations", series="EG.ELC.ACCS.ZS"),
        "observations and indicators differ in EG.ELC.ACCS.ZS",
    ),
    "a placeholder code of Natural Earth": (
        extra_country("-99"),
        "countries: not codes of three letters: -99",
    ),
    "series out of order": (
        swapped_series,
        "observations and indicators differ in their order",
    ),
    "region without a row": (
        put("countries", 0, "region_iso3", "XYZ"),
        "countries: regions without a row of their own: XYZ",
    ),
    "a grouping that is an economy": (
        grouping_member("NAM", "BRA"),
        "grouping_members.grouping: codes of no aggregate: NAM",
    ),
    "a member that is no economy": (
        grouping_member("WLD", "YUG"),
        "grouping_members.iso3: codes of no economy: YUG",
    ),
    "a scenario of an earlier report": (
        replace("projections", scenario="rcp85"),
        "projections: 688 repeated keys, the first is BRA, rcp85, median, 2015",
    ),
    "a scenario that no report has": (
        put("projections", 0, "scenario", "ssp999"),
        "projections.scenario: unknown: ssp999",
    ),
    "a percentile that no ensemble has": (
        put("projection_areas", 0, "percentile", "p50"),
        "projection_areas.percentile: unknown: p50",
    ),
    "a change without a unit's sense": (
        put("projections", 0, "change_c", 273.0),
        "projections.change_c: 1 values outside -10 to 20, the first is 273.0",
    ),
    "a projection of an unknown place": (
        put("projections", 0, "iso3", "PPP"),
        "projections: codes that are in no row of countries: PPP",
    ),
    "unknown kind": (put("countries", 3, "kind", "planet"), "countries: unknown kinds ['planet']"),
    "economy missing": (put("countries", 2, "kind", "area"), "countries: 2 economies, at least 3 are known"),
    "economy without a position": (put("countries", 1, "longitude_deg", np.nan), "countries: no position for NAM"),
    "value below its interval": (put("warming", 0, "low95", 1.1), "warming: 1 values outside their own interval"),
    "value above its interval": (put("warming", 1, "high95", 1.1), "warming: 1 values outside their own interval"),
    "value outside an open interval": (
        change_all(put("warming", 0, "high95", np.nan), put("warming", 0, "low95", 1.1)),
        "warming: 1 values outside their own interval",
    ),
    "unknown measure": (put("warming", 0, "measure", "guess"), "warming: unknown measures guess"),
    "a change too large for its measure": (
        change_all(put("warming", 0, "value", 10.5), put("warming", 0, "high95", 11.0)),
        "warming: period_change: 1 values outside -10 to 10, the first is 10.5",
    ),
    "a measure in another's unit": (
        put("warming", 0, "unit", "°C per decade"),
        "warming: period_change in °C, °C per decade instead of °C",
    ),
    "a zone that does not exist": (
        put("countries", 0, "climate_zone", "Axz"),
        "countries: no climate zone, or another one's name, for BRA",
    ),
    "a zone under another's name": (
        put("countries", 1, "climate_zone_name", "Tropical, monsoon"),
        "countries: no climate zone, or another one's name, for NAM",
    ),
    "a climate group that does not exist": (
        put("countries", 0, "climate_group", "F"),
        "countries: no climate group, or another one's name, for BRA",
    ),
    "a climate group under another's name": (
        put("countries", 1, "climate_group_name", "Tropical"),
        "countries: no climate group, or another one's name, for NAM",
    ),
    "a climate group without its share": (
        put("countries", 0, "climate_group_share", np.nan),
        "countries: a climate group without its share, or a share without its group: BRA",
    ),
    "a share of land without its climate group": (
        put("countries", 2, "climate_group_share", 0.5),
        "countries: a climate group without its share, or a share without its group: XKX",
    ),
    "a share in per cent": (
        put("countries", 0, "climate_group_share", 84.92),
        "countries.climate_group_share: 1 values outside 0.2 to 1, the first is 84.92",
    ),
    "a month that does not exist": (
        put("climate_monthly", 0, "month", 13),
        "climate_monthly.month: 1 values outside 1 to 12, the first is 13",
    ),
    "a month too hot": (
        put("climate_monthly", 0, "temperature_era5_c", 51.0),
        "climate_monthly.temperature_era5_c: 1 values outside -75 to 50, the first is 51.0",
    ),
    "a month of negative rain": (
        put("climate_monthly", 0, "precipitation_mm", -1.0),
        "climate_monthly.precipitation_mm: 1 values outside 0 to 5000, the first is -1.0",
    ),
    "unknown code of precipitation": (
        put("precipitation", [0, 1], "iso3", "RRR"),
        "precipitation: codes that are in no row of countries: RRR",
    ),
    "a normal of eleven months": (
        drop("climate_normals", month=7),
        "climate_normals: 4 years without twelve months, the first is BRA, 1961–1990",
    ),
    "a normal of two data sets": (
        put("climate_normals", 0, "temperature_dataset", "CRU TS 4.09"),
        "climate_normals: 1 years of mixed data sets, the first is BRA, 1961–1990",
    ),
    "a normal of no data set": (
        replace("climate_normals", temperature_dataset=""),
        "climate_normals: 48 temperatures without a data set",
    ),
    "economy without temperature": (drop("temperature", iso3="NAM"), "temperature: no series for NAM"),
}


def test_valid_tables_have_no_problems():
    assert problems(valid_tables()) == []


@pytest.mark.parametrize(
    ("violation", "sentence"),
    VIOLATIONS.values(),
    ids=VIOLATIONS.keys(),
)
def test_each_violation_gives_one_problem(violation, sentence):
    tables = valid_tables()
    violation(tables)
    (problem,) = problems(tables)
    assert problem.startswith(sentence)


def test_an_empty_table_is_a_problem():
    tables = valid_tables()
    tables["warming"] = tables["warming"].iloc[:0]
    assert "warming: no rows" in problems(tables)


def test_all_violations_are_reported_at_once():
    tables = valid_tables()
    put("temperature", 2, "temperature_c", 99.0)(tables)
    put("countries", 0, "latitude_deg", -91.0)(tables)
    assert len(problems(tables)) == 2


def test_all_violations_between_tables_are_reported_at_once():
    tables = valid_tables()
    put("countries", 2, "kind", "area")(tables)
    put("warming", 0, "low95", 1.1)(tables)
    assert len(problems(tables)) == 2


def test_all_violations_in_the_observations_are_reported_at_once():
    tables = valid_tables()
    put("observations", 3, "value", np.nan)(tables)
    put("observations", 15, "iso3", "ZZZ")(tables)
    assert len(problems(tables)) == 2


def test_the_checks_do_not_change_the_tables():
    tables = valid_tables()
    put("temperature", 2, "temperature_c", 99.0)(tables)
    before = {name: frame.copy() for name, frame in tables.items()}
    problems(tables)
    assert all(tables[name].equals(before[name]) for name in tables)


def test_a_row_group_with_another_series_is_a_problem():
    tables = valid_tables()
    mixed = [(code, rows.assign(series=["X.Y", *rows.series[1:]])) for code, rows in by_series(tables)]
    found = list(validate.observation_problems(tables, mixed))
    assert "SP.POP.TOTL: its row group holds SP.POP.TOTL, X.Y" in found


def test_many_codes_are_counted_with_three_examples():
    tables = valid_tables()
    many = [f"X.{number:04}" for number in range(30)]
    mixed = by_series(tables)
    mixed += [(code, mixed[0][1]) for code in many]
    found = [
        problem for problem in validate.observation_problems(tables, mixed) if problem.startswith("observations and")
    ]
    assert found == ["observations and indicators differ in X.0000, X.0001, X.0002 and 27 more"]


def series_of(economies: int, years: int, value: float = 1.0) -> pd.DataFrame:
    """Return one series of this many economies, and of this many years up to 2023."""
    return pd.DataFrame(
        [(f"C{i:02}", year, value) for i in range(economies) for year in range(2024 - years, 2024)],
        columns=["iso3", "year", "value"],
    )


OLD = series_of(100, 10)
LOSSES = {
    "98 of 100 countries": (OLD[~OLD.iso3.isin(["C00", "C01"])], []),
    "97 of 100 countries": (OLD[~OLD.iso3.isin(["C00", "C01", "C02"])], ["X.Y: 97 countries instead of 100"]),
    "950 of 1000 values": (OLD.drop(OLD.index[5::20]), []),
    "949 of 1000 values": (OLD.drop([0, *OLD.index[5::20]]), ["X.Y: 949 values instead of 1,000"]),
    "half of the years": (series_of(100, 5), ["X.Y: 500 values instead of 1,000"]),
    "the latest year": (
        OLD[OLD.year < 2023],
        ["X.Y: 900 values instead of 1,000", "X.Y: ends in 2022 instead of 2023"],
    ),
    "more of everything": (series_of(120, 12), []),
    "99 times as much": (series_of(100, 10, 99.0), []),
    "100 times as much": (
        series_of(100, 10, 100.0),
        ["X.Y: the values are 100 times the published ones, as if the unit had changed"],
    ),
    "a thousandth": (
        series_of(100, 10, 0.001),
        ["X.Y: the values are 0.001 times the published ones, as if the unit had changed"],
    ),
    "half of them a thousand times": (OLD.assign(value=np.where(OLD.iso3 < "C49", 1000.0, 1.0)), []),
    "another sign": (OLD.assign(value=-1.0), []),
    "all zero": (OLD.assign(value=0.0), []),
}


@pytest.mark.parametrize(("new", "found"), LOSSES.values(), ids=LOSSES.keys())
def test_losses_compared_with_the_published_series(new, found):
    assert validate.series_losses("X.Y", new, OLD) == found


@pytest.mark.parametrize(
    ("values", "low", "high", "found"),
    [
        ([0.0, 100.0], 0, 100, []),
        ([0.0, 100.01, 250.0], 0, 100, ["X.Y: 2 values outside 0 to 100, the first is 100.01"]),
        ([-5e-6, 100.0000046], 0, 100, []),  # stored in single precision
        ([100.001], 0, 100, ["X.Y: 1 values outside 0 to 100, the first is 100.001"]),
        ([-1e-12, 1e-12], 0, None, ["X.Y: 1 values outside 0 to None, the first is -1e-12"]),
        ([-0.5], 0, None, ["X.Y: 1 values outside 0 to None, the first is -0.5"]),
        ([-1e300, 1e300], None, None, []),
        ([np.inf], None, None, ["X.Y: 1 values outside None to None, the first is inf"]),
    ],
)
def test_values_outside_the_range_of_a_series_are_a_problem(values, low, high, found):
    assert validate.range_problems("X.Y", pd.Series(values), low, high) == found
