"""Cleaning: providers' names, codes and dtypes -> the contract's. Pure; no figure changes or is dropped silently."""

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

from etl.contract.indicators import OWN
from etl.indicators.configured import Configured
from etl.indicators.quantity import quantity, unit_of
from etl.indicators.topics import OTHER, topics_of

MAPPING: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "mappings" / "areas.toml").read_text("utf-8")
)

SIMPLIFY_DEG = 0.1
"""Tolerance of simplification: the square root of the largest corner area that is removed. It is a quarter of a pixel
on a map 900 pixels wide, which leaves detail for zooming in."""
COORDINATE_DECIMALS = 3
"""About 100 m: finer than the shapes, at half the bytes."""

LICENCE = "CC BY 4.0"
"""The World Bank's default for its data; indicators.toml names other terms."""

COUNTRY_COLUMNS = [
    *("iso3", "iso2", "name", "kind", "region", "region_iso3", "income_group", "capital"),
    *("longitude_deg", "latitude_deg", "area_km2", "geometry"),
]


def countries(listed: pd.DataFrame, shapes: gpd.GeoDataFrame, climate_codes: set[str]) -> gpd.GeoDataFrame:
    """Return every economy, aggregate and map area, one row each, with its shape, if it has one.

    Args:
        listed: the World Bank's list (`worldbank.fetch_countries`).
        shapes: Natural Earth's shapes (`naturalearth.fetch_boundaries`).
        climate_codes: the codes in the climate products; each gets a row.

    Returns:
        The contract's `countries` table without the climate zones, sorted by kind and code, EPSG:4326.
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


def by_country(raw: pd.DataFrame, area_km2: dict[str, float]) -> pd.DataFrame:
    """Return a product of the climate portal by iso3 code: iso3, year, month (if monthly), value; sorted.

    An economy that consists of several of the portal's areas (the Channel Islands) has their area-weighted mean.
    """
    frame = raw.assign(
        iso3=raw.code.map(MAPPING["climate"]).fillna(raw.code).astype("str"),
        weight=raw.code.map(area_km2).fillna(1.0),
    )
    return weighted_mean(frame.drop(columns="code")).drop(columns="weight")


def weighted_mean(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of `value` weighted by `weight`, rounded to the 2 decimals of the input, and the total weight.

    Args:
        frame: value, weight, and the columns to group by: any of iso3, year, month.
    """
    keys = [name for name in ("iso3", "year", "month") if name in frame.columns]
    sums = frame.assign(product=frame.value * frame.weight).groupby(keys, as_index=False)[["product", "weight"]].sum()
    return sums[keys].assign(value=(sums["product"] / sums.weight).round(2), weight=sums.weight)


def indicator(entry: Configured, description: Mapping[str, str], last_updated: str, fetched_at: str) -> dict[str, Any]:
    """Return the row of one series in `indicators`, without the columns of `coverage.coverage`.

    Args:
        entry: the series in the list.
        description: name, note, source and organisation, from the service or as published.
        last_updated: the service's date of the values.
        fetched_at: when they were read.
    """
    name = description["name"]
    unit = entry.unit or unit_of(entry.code, name)
    topics = [entry.topic, *topics_of(entry.code, description.get("topics", "").split("; "))]
    return {
        "id": entry.code,
        "title": entry.title,
        "name": name,
        "unit": unit,
        "topic": entry.topic,
        "source": description["source"],
        "organisation": description["organisation"],
        "licence": entry.licence or LICENCE,
        "last_updated": last_updated,
        "fetched_at": fetched_at,
        "is_configured": entry.is_configured,
        "is_own": entry.code.startswith(OWN),
        "note": description["note"],
        "short_title": entry.short_title,
        "summary": entry.summary,
        "topics": "; ".join(topic for topic in dict.fromkeys(topics) if topic != OTHER) or OTHER,
        "source_id": description.get("source_id", ""),
        **vars(quantity(entry.code, name, unit)),
        "featured": entry.featured,
    }


def natural_earth_code(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Return the code of each shape: ISO_A3_EH, unless etl/mappings/areas.toml has another."""
    return shapes.ADM0_A3.map(MAPPING["shape"]).fillna(shapes.ISO_A3_EH).astype("str")


def areas_by_provider_code(shapes: gpd.GeoDataFrame) -> dict[str, float]:
    """Return the geodesic area in km² by Natural Earth's ADM0_A3 and ISO_A3_EH codes."""
    areas = _area_km2(shapes.geometry)
    by_iso = dict(zip(shapes.ISO_A3_EH, areas, strict=True))
    return by_iso | dict(zip(shapes.ADM0_A3, areas, strict=True))


def latitudes(shapes: gpd.GeoDataFrame) -> pd.Series:
    """Return the latitude of each economy, in degrees north by iso3 code."""
    found = pd.Series([_label_point(shape).y for shape in shapes.geometry], index=natural_earth_code(shapes))
    return found[~found.index.duplicated()]


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
    """Return one simplified shape for each code, with borders still shared, and its area before simplification."""
    coded = shapes.assign(iso3=natural_earth_code(shapes), area_km2=_area_km2(shapes.geometry))
    merged = coded.dissolve("iso3", aggfunc={"area_km2": "sum", "ADMIN": "first"}, as_index=False)
    simple = shapely.coverage_simplify(merged.geometry.to_numpy(), SIMPLIFY_DEG)
    rounded = shapely.transform(simple, lambda xy: np.round(xy, COORDINATE_DECIMALS))
    return merged.assign(geometry=rounded, area_km2=merged.area_km2.round(1)).rename(columns={"ADMIN": "shape_name"})


def _area_km2(geometry: gpd.GeoSeries) -> np.ndarray:
    """Return the area on the WGS 84 ellipsoid in km²."""
    geod = Geod(ellps="WGS84")
    return np.array([abs(geod.geometry_area_perimeter(shape)[0]) / 1e6 for shape in geometry])


def _positions(table: gpd.GeoDataFrame) -> np.ndarray:
    """Return longitude and latitude of a point in each shape; without a shape, of the capital or from areas.toml."""
    points = [
        _label_point(row.geometry).coords[0]
        if row.geometry is not None
        else MAPPING["position"].get(row.iso3, (row.capital_longitude, row.capital_latitude))
        for row in table.itertuples()
    ]
    return np.array(points, dtype=float).round(4)


def _label_point(shape: shapely.Geometry) -> shapely.Point:
    """Return a point inside the largest part."""
    parts = list(getattr(shape, "geoms", [shape]))
    return max(parts, key=lambda part: part.area).representative_point()
