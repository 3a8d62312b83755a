"""Climate tables from the portal's products: annual and monthly values, normals, climate zones. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import geopandas as gpd
import numpy as np
import pandas as pd

from etl.contract.climate import CLIMATE_MONTHLY, CLIMATE_NORMALS, PERIODS
from etl.contract.tables import COUNTRIES
from etl.snapshot import revisions as revisions_snapshot
from etl.snapshot.revisions import Revised
from etl.transform.annual import annual_sum, completed
from etl.transform.clean import weighted_mean
from etl.transform.climate_groups import with_groups
from etl.transform.climate_product import ClimateProduct
from measures.change import FEWEST_PERIOD_YEARS
from measures.koeppen import ZONE_NAMES, koeppen_zone, warmer_from_april

ZONE_PERIOD = "1991–2020"

LEAST_KNOWN_AREA = 0.9
"""Least share of a region's land with a value for a regional mean: with less, the mean would be of another area."""


ANNUAL = {
    "temperature_c": ("temperature", "cru_tas_annual"),
    "temperature_era5_c": ("temperature", "era5_tas_monthly"),
    "precipitation_mm": ("precipitation", "cru_pr_monthly"),
}
"""Columns whose changes the ledger records: their table, and the product whose release dates the change."""


def tables(products: Mapping[str, ClimateProduct], countries: gpd.GeoDataFrame) -> dict[str, pd.DataFrame]:
    """Return the climate tables without `warming`, and `countries` with climate zones.

    Args:
        products: from `climate_products.reconcile`.
        countries: from `clean.countries`, with a row for every code of the products.
    """
    values = {key: product.values for key, product in products.items()}
    weights = land(countries, values["cru_tas_annual"])
    era5 = completed(values["era5_tas_annual"], values["era5_tas_monthly"])
    temperature = _side_by_side(
        {
            "temperature_c": with_regions(values["cru_tas_annual"], weights),
            "temperature_era5_c": with_regions(era5, weights),
        }
    )
    precipitation = with_regions(annual_sum(values["cru_pr_monthly"]), weights)
    monthly = _side_by_side(
        {
            "temperature_c": with_regions(values["cru_tas_monthly"], weights),
            "temperature_era5_c": with_regions(values["era5_tas_monthly"], weights),
            "precipitation_mm": with_regions(values["cru_pr_monthly"], weights),
        }
    )
    normals = normals_of(monthly, products["cru_tas_monthly"].release, products["era5_tas_monthly"].release)
    return {
        "countries": with_zones(countries, normals),
        "temperature": temperature.dropna(subset="temperature_c").reset_index(drop=True),
        "precipitation": precipitation.rename(columns={"value": "precipitation_mm"}),
        "climate_monthly": monthly.astype({c.name: c.dtype for c in CLIMATE_MONTHLY.columns}),
        "climate_normals": normals,
    }


def revisions(
    before: Mapping[str, pd.DataFrame], after: Mapping[str, pd.DataFrame], releases: Mapping[str, tuple[str, str]]
) -> list[Revised]:
    """Return the changes of published annual values, for the ledger.

    Args:
        before: the published tables.
        after: the new ones.
        releases: release of each product in `before` and in `after`.
    """
    found = []
    for column, (table, product) in ANNUAL.items():
        old, new = (
            tables[table][["iso3", "year", column]].rename(columns={column: "value"}).dropna()
            for tables in (before, after)
        )
        if not new.equals(old):  # they mostly are, and a comparison value by value is slower
            found.append(Revised(column, revisions_snapshot.change(old, new), *releases[product]))
    return found


def with_regions(frame: pd.DataFrame, land: pd.DataFrame) -> pd.DataFrame:
    """Return the values of countries and the area-weighted means of the World (WLD) and its regions.

    Every area of `land` counts in the World's mean and, if it is an economy, in its region's mean. The World or a
    region has no value if less than nine tenths of its land has one.

    Args:
        frame: iso3, year, month (if monthly), value.
        land: iso3, region_iso3 and area_km2 of all land in the climate data.

    Returns:
        As `frame`, sorted.
    """
    member = pd.concat([land.assign(member_of="WLD"), land[land.region_iso3 != ""].assign(member_of=land.region_iso3)])
    whole = member.groupby("member_of").area_km2.sum()
    placed = frame.merge(member[["iso3", "member_of", "area_km2"]], on="iso3")
    placed = placed.drop(columns="iso3").rename(columns={"member_of": "iso3", "area_km2": "weight"})
    mean = weighted_mean(placed)
    known = mean[mean.weight >= LEAST_KNOWN_AREA * mean.iso3.map(whole).astype(float)]
    both = pd.concat([frame, known[frame.columns]], ignore_index=True)
    return both.sort_values([name for name in frame.columns if name != "value"], ignore_index=True)


def normals_of(monthly: pd.DataFrame, cru: str, era5: str) -> pd.DataFrame:
    """Return the table `climate_normals`: means of each month over each period, of at least 20 years.

    All temperatures of a country and period are from one data set: the one with more months, and CRU if both have as
    many.

    Args:
        monthly: iso3, year, month, temperature_c, temperature_era5_c, precipitation_mm.
        cru: name of the release of temperature_c.
        era5: name of the release of temperature_era5_c.
    """
    normals = pd.concat([_means(monthly, a, b) for a, b in PERIODS], ignore_index=True)
    counted = normals.groupby(["iso3", "period"])[["temperature_c", "temperature_era5_c"]].transform("count")
    by_cru = counted.temperature_c >= counted.temperature_era5_c
    temperature = normals.temperature_c.where(by_cru, normals.temperature_era5_c)
    dataset = pd.Series(np.where(by_cru, cru, era5), index=normals.index).where(counted.max(axis=1) > 0, "")
    table = normals.assign(temperature_c=temperature, temperature_dataset=dataset.astype("str"))
    table = table[temperature.notna() | normals.precipitation_mm.notna()]
    table = table.sort_values(["iso3", "month", "period"], ignore_index=True)[CLIMATE_NORMALS.names]
    return table.astype({"period": "str"})


def with_zones(countries: gpd.GeoDataFrame, normals: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return `countries` with the zone of the mean climate, empty for aggregates and without normals, and the group.

    The group with the largest share of the land (`climate_groups`) needs no normals.
    """
    complete = normals[normals.period == ZONE_PERIOD].dropna(subset=["temperature_c", "precipitation_mm"])
    zones = {
        iso3: koeppen_zone(year.temperature_c, year.precipitation_mm, warmer_from_april(year.temperature_c))
        for iso3, year in complete.sort_values("month").groupby("iso3")
        if len(year) == 12
    }
    codes = [
        "" if kind == "aggregate" else zones.get(iso3, "")
        for iso3, kind in zip(countries.iso3, countries.kind, strict=True)
    ]
    names = [ZONE_NAMES.get(code, "") for code in codes]
    return with_groups(countries).assign(
        climate_zone=pd.Series(codes, countries.index, dtype="str"),
        climate_zone_name=pd.Series(names, countries.index, dtype="str"),
    )[COUNTRIES.names]


def land(countries: pd.DataFrame, cru: pd.DataFrame) -> pd.DataFrame:
    """Return iso3, region_iso3 and area_km2 of all land with CRU data and a shape, so without Antarctica.

    It is the total for the share of a region's land with values.
    """
    return countries.loc[
        countries.iso3.isin(cru.iso3) & countries.area_km2.notna() & (countries.kind != "aggregate"),
        ["iso3", "region_iso3", "area_km2"],
    ]


def _side_by_side(columns: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Join tables of one value each into one table with a column for each, with missing values for missing rows."""
    keys = [name for name in next(iter(columns.values())).columns if name != "value"]
    named = [frame.rename(columns={"value": name}) for name, frame in columns.items()]
    joined = reduce(lambda left, right: left.merge(right, on=keys, how="outer", validate="one_to_one"), named)
    return joined.sort_values(keys, ignore_index=True)


def _means(monthly: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    """Return the means of each month over one period, missing if fewer than 20 years have a value."""
    inside = monthly[monthly.year.between(first, last)].drop(columns="year").groupby(["iso3", "month"])
    means = inside.mean().where(inside.count() >= FEWEST_PERIOD_YEARS).round(2)
    return means.reset_index().assign(period=f"{first}–{last}")
