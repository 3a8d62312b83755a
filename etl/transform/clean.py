"""Providers' words -> our names, codes and dtypes. Pure functions; no figure is changed, none is dropped unsaid."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import Geod

from etl.errors import ContractError
from etl.indicators.configured import Configured
from etl.indicators.naming import unit_in
from etl.sources.worldbank import SeriesAnswer

MAPPING: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "mappings" / "areas.toml").read_text("utf-8")
)

SIMPLIFY_DEG = 0.1
"""Tolerance of the shapes' simplification, the square root of the area of a corner that may go: a quarter of a pixel on
a map 900 pixels wide, so that there is something left to see when zooming in."""
COORDINATE_DECIMALS = 3
"""About 100 m: finer than the shapes are, and half the bytes."""

LICENCE = "CC BY 4.0"
"""The World Bank's default for its data; a series under other terms says so in indicators.toml."""

COUNTRY_COLUMNS = [
    *("iso3", "iso2", "name", "kind", "region", "region_iso3", "income_group", "capital"),
    *("longitude_deg", "latitude_deg", "area_km2", "geometry"),
]


def countries(listed: pd.DataFrame, shapes: gpd.GeoDataFrame, climate_codes: set[str]) -> gpd.GeoDataFrame:
    """Every economy, aggregate and map area, one row each, with its shape where one is drawn.

    Args:
        listed: the World Bank's list (`worldbank.fetch_countries`).
        shapes: Natural Earth's shapes (`naturalearth.fetch_boundaries`).
        climate_codes: the codes of the climate's products, so that each has a row here.

    Returns:
        The contract's `countries` table but for the climate zones, sorted by kind and code, EPSG:4326.
    """
    drawn = _merged_shapes(shapes)
    economies = _listed(listed)
    known = set(economies.iso3)
    names = dict(zip(drawn.iso3, drawn.shape_name, strict=True)) | MAPPING["area"]
    areas = pd.DataFrame(
        [
            {"iso3": code, "name": names.get(code, code), "kind": "area"}
            for code in sorted((set(drawn.iso3) | climate_codes) - known)
        ]
    )
    table = pd.concat([economies, areas], ignore_index=True).merge(
        drawn[["iso3", "area_km2", "geometry"]], on="iso3", how="left", validate="one_to_one"
    )
    table = gpd.GeoDataFrame(table, geometry="geometry", crs="EPSG:4326")
    table[["longitude_deg", "latitude_deg"]] = _positions(table)
    table["area_km2"] = table.area_km2.astype(float)
    for column in ("iso2", "region", "region_iso3", "income_group", "capital"):
        table[column] = table[column].fillna("")
    kinds = pd.Categorical(table.kind, ["economy", "aggregate", "area"], ordered=True)
    return table.assign(_order=kinds).sort_values(["_order", "iso3"])[COUNTRY_COLUMNS].reset_index(drop=True)


def observations(answer: SeriesAnswer, code_of: Mapping[str, str]) -> pd.DataFrame:
    """The values of one series by economy and year: series, iso3, year, value; no nulls, sorted.

    Args:
        answer: what the service gave.
        code_of: iso3 by any code the service uses in `country_id` (iso2, iso3, its own).

    Raises:
        ContractError: a row's country stands in no list; it is named.
    """
    rows = answer.rows
    # The service leaves the iso3 code of income groups empty, and writes iso3 in place of iso2 in some series.
    is_empty = rows.iso3 == ""
    iso3 = rows.iso3.mask(is_empty, rows.country_id[is_empty].map(code_of)) if is_empty.any() else rows.iso3
    known = set(code_of.values())
    strange = [code for code in iso3.unique() if code not in known]
    if strange:
        unknown = sorted(set(rows.country_id[iso3.isin(strange)]))
        raise ContractError([f"{answer.code}: values for codes in no list of countries: {', '.join(unknown)}"])
    return (
        pd.DataFrame({"series": answer.code, "iso3": iso3, "year": rows.year.astype("int16"), "value": rows.value})
        .sort_values(["iso3", "year"])
        .reset_index(drop=True)
    )


def by_country(raw: pd.DataFrame, area_km2: dict[str, float]) -> pd.DataFrame:
    """A product of the climate portal by our codes: iso3, year, month (of monthly ones), value; sorted.

    Where several of the portal's areas make up one economy (the Channel Islands), their area-weighted mean stands.
    """
    frame = raw.assign(
        iso3=raw.code.map(MAPPING["climate"]).fillna(raw.code).astype("str"),
        weight=raw.code.map(area_km2).fillna(1.0),
    )
    return weighted_mean(frame.drop(columns="code")).drop(columns="weight")


def weighted_mean(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean of `value` weighted with `weight`, rounded to the 2 decimals of its input, and the sum of the weights.

    Args:
        frame: value, weight, and the columns to group by: iso3, year, month or some of them.
    """
    keys = [name for name in ("iso3", "year", "month") if name in frame.columns]
    sums = frame.assign(product=frame.value * frame.weight).groupby(keys, as_index=False)[["product", "weight"]].sum()
    return sums[keys].assign(value=(sums["product"] / sums.weight).round(2), weight=sums.weight)


def indicator(entry: Configured, described: Mapping[str, str], last_updated: str, fetched_at: str) -> dict[str, Any]:
    """What is known of one series, in the contract's words, but for what `derive.coverage` adds.

    Args:
        entry: what the list says of it.
        described: name, note, source and organisation, as the service gives them or as they were published.
        last_updated: the service's date of the values.
        fetched_at: when they were read.
    """
    return {
        "id": entry.code,
        "title": entry.title,
        "name": described["name"],
        "unit": entry.unit or unit_in(described["name"]),
        "topic": entry.topic,
        "source": described["source"],
        "organisation": described["organisation"],
        "licence": entry.licence or LICENCE,
        "last_updated": last_updated,
        "fetched_at": fetched_at,
        "is_configured": entry.is_configured,
        "note": described["note"],
    }


def natural_earth_code(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Our code of each shape: ISO_A3_EH, but for those that etl/mappings/areas.toml decides."""
    return shapes.ADM0_A3.map(MAPPING["shape"]).fillna(shapes.ISO_A3_EH).astype("str")


def areas_by_provider_code(shapes: gpd.GeoDataFrame) -> dict[str, float]:
    """Geodesic area in km2 by Natural Earth's ADM0_A3 and ISO_A3_EH codes."""
    areas = _area_km2(shapes.geometry)
    by_iso = dict(zip(shapes.ISO_A3_EH, areas, strict=True))
    return by_iso | dict(zip(shapes.ADM0_A3, areas, strict=True))


def _listed(listed: pd.DataFrame) -> pd.DataFrame:
    is_aggregate = listed["region.id"] == "NA"
    number = {column: pd.to_numeric(listed[column], errors="coerce") for column in ("longitude", "latitude")}
    return pd.DataFrame(
        {
            "iso3": listed.id.str.strip(),
            "iso2": listed.iso2Code.str.strip(),
            "name": listed["name"].str.strip(),
            "kind": np.where(is_aggregate, "aggregate", "economy"),
            "region": listed["region.value"].str.strip().where(~is_aggregate, ""),
            "region_iso3": listed["region.id"].str.strip().where(~is_aggregate, ""),
            "income_group": listed["incomeLevel.value"].str.strip().where(~is_aggregate, ""),
            "capital": listed.capitalCity.str.strip(),
            "capital_longitude": number["longitude"],
            "capital_latitude": number["latitude"],
        }
    )


def _merged_shapes(shapes: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """One simplified shape a code, neighbours still sharing their border, with its true area."""
    coded = shapes.assign(iso3=natural_earth_code(shapes), area_km2=_area_km2(shapes.geometry))
    merged = coded.dissolve("iso3", aggfunc={"area_km2": "sum", "ADMIN": "first"}, as_index=False)
    simple = shapely.coverage_simplify(merged.geometry.to_numpy(), SIMPLIFY_DEG)
    rounded = shapely.transform(simple, lambda xy: np.round(xy, COORDINATE_DECIMALS))
    return merged.assign(geometry=rounded, area_km2=merged.area_km2.round(1)).rename(columns={"ADMIN": "shape_name"})


def _area_km2(geometry: gpd.GeoSeries) -> np.ndarray:
    """Area on the WGS 84 ellipsoid."""
    geod = Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(shape)[0]) / 1e6 for shape in geometry])


def _positions(table: gpd.GeoDataFrame) -> np.ndarray:
    """Longitude and latitude of a point inside each shape; without one that of the capital, or as decided by hand."""
    points = [
        _label_point(row.geometry).coords[0]
        if row.geometry is not None
        else MAPPING["position"].get(row.iso3, (row.capital_longitude, row.capital_latitude))
        for row in table.itertuples()
    ]
    return np.array(points, dtype=float).round(4)


def _label_point(shape: shapely.Geometry) -> shapely.Point:
    """A point well inside the largest part."""
    parts = list(getattr(shape, "geoms", [shape]))
    return max(parts, key=lambda part: part.area).representative_point()
