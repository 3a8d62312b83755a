"""Climate tables, against hand calculations: annual values, regions by area, normals of one dataset, zones."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest

from etl.contract import tables as tables_contract
from etl.contract import validate
from etl.sources import cckp
from etl.transform import climate
from etl.transform.annual import annual_mean, annual_sum
from etl.transform.climate_product import ClimateProduct

COUNTRIES = gpd.GeoDataFrame(
    [
        ("BRA", "Brazil", "economy", "AMR", 6.0),
        ("URY", "Uruguay", "economy", "AMR", 2.0),
        ("FRA", "France", "economy", "EUR", 4.0),
        ("GIB", "Gibraltar", "economy", "EUR", np.nan),
        ("GRL", "Greenland", "area", "", 8.0),
        ("ATA", "Antarctica", "area", "", 99.0),
        ("AMR", "America", "aggregate", "", np.nan),
        ("EUR", "Europe", "aggregate", "", np.nan),
        ("WLD", "World", "aggregate", "", np.nan),
    ],
    columns=["iso3", "name", "kind", "region_iso3", "area_km2"],
    geometry=[None] * 9,
    crs="EPSG:4326",
).assign(**dict.fromkeys(("iso2", "region", "income_group", "capital"), ""), longitude_deg=np.nan, latitude_deg=np.nan)
LAND = COUNTRIES[COUNTRIES.area_km2.notna() & (COUNTRIES.iso3 != "ATA")]


def annual(years=(1990,), **values: float) -> pd.DataFrame:
    rows = [(code, year, value) for code, value in values.items() for year in years]
    return pd.DataFrame(rows, columns=["iso3", "year", "value"]).astype({"year": "int16", "iso3": "str"})


def monthly(years, **values) -> pd.DataFrame:
    """Return monthly values; `values` has one for all months, or twelve."""
    rows = [
        (code, year, month + 1, float(value))
        for code, months in values.items()
        for year in years
        for month, value in enumerate(np.broadcast_to(months, 12))
    ]
    frame = pd.DataFrame(rows, columns=["iso3", "year", "month", "value"])
    return frame.astype({"iso3": "str", "year": "int16", "month": "int8", "value": "float64"})


def products(**values: pd.DataFrame) -> dict[str, ClimateProduct]:
    """Return every product; those without values are absent."""
    names = {"CRU TS": "CRU TS 4.09", "ERA5": "ERA5"}
    empty = {True: monthly(()), False: annual(())}
    return {
        p.id: ClimateProduct(p, "fresh", names[p.dataset.name], "", "", "", values[p.id])
        if p.id in values
        else ClimateProduct(p, "absent", "", "", "status 503", "", empty[p.is_monthly].astype({"value": "float64"}))
        for p in cckp.PRODUCTS
    }


def means(frame: pd.DataFrame) -> dict[str, float]:
    return climate.with_regions(frame, LAND).set_index("iso3").value.to_dict()


def test_regions_and_the_world_are_area_weighted():
    # America: (25 * 6 + 17 * 2) / 8 = 23. Europe: Gibraltar has no shape, so only France.
    # World: (25 * 6 + 17 * 2 + 11 * 4 - 18 * 8) / 20 = 4.2, with Greenland, which is in no region.
    found = means(annual(BRA=25.0, URY=17.0, FRA=11.0, GIB=18.0, GRL=-18.0))
    assert {code: found[code] for code in ("AMR", "EUR", "WLD")} == pytest.approx(
        {"AMR": 23.0, "EUR": 11.0, "WLD": 4.2}
    )
    assert found["GIB"] == 18.0


def test_a_region_needs_nine_tenths_of_its_land():
    # Without Uruguay America has 6 of 8 and the World 18 of 20, which is just enough:
    # (25 * 6 + 11 * 4 - 18 * 8) / 18 = 2.78. Without France as well the World has 14 of 20.
    found = means(annual(BRA=25.0, FRA=11.0, GRL=-18.0))
    assert "AMR" not in found
    assert found["WLD"] == 2.78
    assert set(means(annual(BRA=25.0, GRL=-18.0))) == {"BRA", "GRL"}


def test_the_share_of_land_counts_for_each_month():
    frame = monthly([2000], BRA=25, URY=17)
    found = climate.with_regions(frame.drop(frame.index[-1]), LAND).query("iso3 == 'AMR'")
    assert found.month.to_list() == list(range(1, 12))
    assert set(found.value) == {23.0}


def test_annual_values_are_weighted_by_the_days_of_twelve_months():
    # January 31 days of 3.66, else 0: 31 * 3.66 / 366 = 0.31 in a leap year, 31 * 3.66 / 365 = 0.3108 in another.
    # February 29 or 28 days of 36.6: 29 * 36.6 / 366 = 2.9, 28 * 36.6 / 365 = 2.8077.
    months = monthly((1900, 2000, 2023, 2024), BRA=[0, 36.6, *[0] * 10])
    assert annual_mean(months).value.to_list() == [2.81, 2.9, 2.81, 2.9]
    assert annual_sum(months).value.to_list() == [36.6] * 4
    without_july = months[(months.year != 2000) | (months.month != 7)]
    assert annual_mean(without_july).year.to_list() == [1900, 2023, 2024]
    assert annual_sum(without_july).year.to_list() == [1900, 2023, 2024]


def test_annual_era5_takes_precedence_over_its_months():
    by_product = products(
        cru_tas_annual=annual((2000, 2001), BRA=25.0),
        era5_tas_annual=annual((2000,), BRA=26.0),
        era5_tas_monthly=monthly((2000, 2001, 2002), BRA=24),
    )
    temperature = climate.tables(by_product, COUNTRIES)["temperature"].query("iso3 == 'BRA'")
    assert temperature[["year", "temperature_c", "temperature_era5_c"]].to_numpy().tolist() == [
        [2000, 25.0, 26.0],
        [2001, 25.0, 24.0],
    ]  # 2002 has no row: CRU has no value


def normals(cru=None, era5=None, rain=None) -> pd.DataFrame:
    by_product = {"cru_tas_annual": annual(BRA=25.0)}
    named = {"cru_tas_monthly": cru, "era5_tas_monthly": era5, "cru_pr_monthly": rain}
    by_product |= {name: frame for name, frame in named.items() if frame is not None}
    return climate.tables(products(**by_product), COUNTRIES)["climate_normals"].query("iso3 == 'BRA'")


def test_normals_are_means_of_each_period():
    both = pd.concat([monthly(range(1961, 1991), BRA=range(12)), monthly(range(1991, 2021), BRA=range(1, 13))])
    found = normals(cru=both, rain=monthly(range(1991, 2021), BRA=50))
    by_period = {p: rows for p, rows in found.groupby("period")}
    assert by_period["1961–1990"].temperature_c.to_list() == list(range(12))
    assert by_period["1991–2020"].temperature_c.to_list() == list(range(1, 13))
    assert by_period["1961–1990"].precipitation_mm.isna().all()
    assert set(by_period["1991–2020"].precipitation_mm) == {50.0}
    assert set(found.temperature_dataset) == {"CRU TS 4.09"}


@pytest.mark.parametrize(("years", "known"), [(20, True), (19, False)])
def test_a_normal_needs_twenty_years(years, known):
    found = normals(cru=monthly(range(2021 - years, 2021), BRA=10), rain=monthly(range(1991, 2021), BRA=50))
    assert found.temperature_c.notna().all() == known
    assert set(found.temperature_dataset) == ({"CRU TS 4.09"} if known else {""})


def test_era5_replaces_all_months_of_a_normal_or_none():
    era5 = monthly(range(1961, 2021), BRA=20)
    assert set(normals(era5=era5).temperature_dataset) == {"ERA5"}
    whole = normals(cru=monthly(range(1961, 2021), BRA=10), era5=era5)
    assert (set(whole.temperature_dataset), set(whole.temperature_c)) == ({"CRU TS 4.09"}, {10.0})
    # CRU lacks July in the later period: ERA5 replaces all of that period, and none of the earlier one.
    cru = monthly(range(1961, 2021), BRA=10)
    mixed = normals(cru=cru[(cru.year < 1991) | (cru.month != 7)], era5=era5)
    datasets = {p: (set(rows.temperature_dataset), set(rows.temperature_c)) for p, rows in mixed.groupby("period")}
    assert datasets == {"1961–1990": ({"CRU TS 4.09"}, {10.0}), "1991–2020": ({"ERA5"}, {20.0})}


def test_climate_zones_are_of_1991_to_2020_and_not_of_aggregates():
    hot, even = [25.0] * 12, [100.0] * 12
    temperate = [5, 6, 8, 11, 15, 18, 20, 20, 17, 13, 8, 5]
    years = range(1961, 2021)
    by_product = products(
        cru_tas_annual=annual(BRA=25.0, URY=16.0, FRA=12.0, GRL=25.0),
        era5_tas_monthly=monthly(years, BRA=hot, URY=np.roll(temperate, 6), FRA=temperate, GRL=hot),
        cru_pr_monthly=monthly(years, BRA=even, FRA=even, GRL=even),
    )
    tables = climate.tables(by_product, COUNTRIES)
    found = tables["countries"].set_index("iso3")
    assert found.climate_zone.to_dict() == {
        **dict.fromkeys(["URY", "GIB", "ATA", "AMR", "EUR", "WLD"], ""),  # Uruguay: no precipitation
        "BRA": "Af",
        "FRA": "Cfb",
        "GRL": "Af",
    }
    assert found.climate_zone_name["FRA"] == "Temperate, no dry season, warm summer"
    assert list(tables["countries"].columns) == tables_contract.COUNTRIES.names
    assert isinstance(tables["countries"], gpd.GeoDataFrame)


def contract_problems(tables: dict[str, pd.DataFrame]) -> list[str]:
    """Return the problems of the climate's tables by the contract."""
    return [
        problem
        for table in (
            tables_contract.TEMPERATURE,
            tables_contract.PRECIPITATION,
            tables_contract.CLIMATE_MONTHLY,
            tables_contract.CLIMATE_NORMALS,
        )
        for problem in validate.table_problems(table, tables[table.name])
    ]


def test_tables_of_the_annual_temperature_only_follow_the_contract():
    tables = climate.tables(products(cru_tas_annual=annual((2000, 2001), BRA=25.0)), COUNTRIES)
    assert contract_problems(tables) == []
    assert [len(tables[name]) for name in ("precipitation", "climate_monthly", "climate_normals")] == [0, 0, 0]
    assert tables["temperature"].temperature_era5_c.isna().all()


def test_tables_of_all_products_follow_the_contract():
    years = range(1961, 2021)
    by_product = products(
        cru_tas_annual=annual(years, BRA=25.0, URY=16.0),
        cru_tas_monthly=monthly(years, BRA=25.01),
        cru_pr_monthly=monthly(years, URY=[4999.99] + [10] * 11),
        era5_tas_monthly=monthly(years, BRA=-0.07, URY=13),
        era5_tas_annual=annual(years, BRA=25.0),
    )
    tables = climate.tables(by_product, COUNTRIES)
    assert contract_problems(tables) == []
    months = tables["climate_monthly"].groupby("iso3").first()
    # A 32-bit float equals the value once rounded to its decimals.
    assert float(months.precipitation_mm["URY"]) != 4999.99
    assert round(float(months.precipitation_mm["URY"]), 2) == 4999.99
    assert round(float(months.temperature_era5_c["BRA"]), 2) == -0.07


def test_the_input_is_not_changed():
    by_product = products(cru_tas_annual=annual(BRA=25.0), era5_tas_monthly=monthly([1990], BRA=24))
    before = {name: product.values.copy() for name, product in by_product.items()}
    countries = COUNTRIES.copy()
    climate.tables(by_product, countries)
    assert all(by_product[name].values.equals(frame) for name, frame in before.items())
    assert countries.equals(COUNTRIES)
