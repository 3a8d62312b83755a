"""The smallest snapshot that the contract allows, as frames: three economies and the World."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
from shapely.geometry import box

from etl.contract import tables as tables_contract
from etl.snapshot import published as published_snapshot
from etl.snapshot import revisions
from etl.snapshot.draft import Draft
from etl.snapshot.published import Published
from storage.local import LocalFolder
from tests.helpers.projections import projection_areas, projections

ABOUT = {
    "checked_at": "2026-11-21T08:20:01+00:00",
    "origin": {"is_official": True, "read_from": "the publishers' own services", "note": ""},
    "sources": [
        {"id": "world_bank", "title": "World Bank", "link": "https://x", "licence": "CC BY 4.0", "vintage": ""}
    ],
    "series": {
        "SP.POP.TOTL": {"state": "fresh", "title": "Population"},
        "EG.ELC.ACCS.ZS": {"state": "kept", "title": "Access to electricity", "reason": "status 503"},
        "EN.GHG.CO2.MT": {"state": "absent", "title": "CO₂ emissions", "reason": "the service holds no values"},
    },
    "climate": {
        "cru_tas_annual": {
            "state": "fresh",
            "title": "Annual mean temperature, CRU TS",
            "release": "CRU TS 4.09",
            "period": "1901–2024",
        },
        "era5_tas_monthly": {"state": "absent", "title": "Monthly mean temperature, ERA5", "reason": "status 503"},
    },
}

LATER = ABOUT | {"checked_at": "2026-11-22T08:20:01+00:00"}
"""The same entries of the catalog, checked a day later."""

CODES = ["BRA", "NAM", "XKX", "WLD"]


def valid_tables() -> dict[str, pd.DataFrame]:
    return (
        {
            "countries": _countries(),
            "indicators": _indicators(),
            "observations": _observations(),
            "temperature": _temperature(),
            "precipitation": _precipitation(),
            "climate_monthly": _monthly(),
            "climate_normals": _normals(),
            "warming": _warming(),
            "projections": projections({"BRA": 1.0, "NAM": 1.5, "XKX": 2.0, "WLD": 1.0}, full=()),
            "projection_areas": projection_areas({"WLD": 100.0}),
        }
        | revisions.empty().tables
        | {
            table.name: published_snapshot.empty(table)
            for table in (
                *tables_contract.MODEL_TABLES,
                tables_contract.DOUBTS,
                tables_contract.CATALOGUE,
                tables_contract.GROUPING_MEMBERS,
            )
        }
    )


def warmer_tables() -> dict[str, pd.DataFrame]:
    """Return the valid tables with every temperature 1 degC higher."""
    tables = valid_tables()
    tables["temperature"] = tables["temperature"].assign(temperature_c=tables["temperature"].temperature_c + 1)
    return tables


def by_series(tables: dict[str, pd.DataFrame]) -> list[tuple[str, pd.DataFrame]]:
    """Return the observations of each series, in their order."""
    grouped = tables["observations"].groupby("series", sort=False)
    return [(code, rows.reset_index(drop=True)) for code, rows in grouped]


def publish(
    data_dir: Path, tables: dict[str, pd.DataFrame], about: dict[str, Any] = ABOUT, keep: int = 1
) -> dict[str, Any]:
    """Publish these tables as a refresh would that keeps so many snapshots, and return the catalog."""
    folder = LocalFolder(data_dir)
    with folder.lock(), folder.staging() as staging:
        old = published_snapshot.open_published(folder)
        draft = Draft(staging, old)
        for code, rows in by_series(tables):
            draft.add_series(code, rows)
        draft.finish_series()
        for table in tables_contract.TABLES:
            if table in tables_contract.MODEL_TABLES:
                draft.carry_table(table)
            elif table is not tables_contract.OBSERVATIONS:
                draft.add_table(table, tables[table.name])
        about = about | {"model": draft.carry_model(about["checked_at"])}
        return published_snapshot.publish(folder, staging, draft.entries, about, old, keep=keep)


def published_in(data_dir: Path) -> Published:
    """Return the published snapshot."""
    published = published_snapshot.open_published(LocalFolder(data_dir))
    assert published is not None
    return published


def tables_of(published: Published) -> dict[str, pd.DataFrame]:
    """Return every table of a snapshot, the observations as one frame."""
    tables = {t.name: published.table(t.name) for t in tables_contract.TABLES if t is not tables_contract.OBSERVATIONS}
    return tables | {"observations": pd.concat([rows for _, rows in published.all_values()], ignore_index=True)}


def _countries() -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(
        {
            "iso3": CODES,
            "iso2": ["BR", "NA", "XK", "1W"],
            "name": ["Brazil", "Namibia", "Kosovo", "World"],
            "kind": ["economy", "economy", "economy", "aggregate"],
            "region": ["Americas", "Africa", "Europe", ""],
            "region_iso3": ["WLD", "WLD", "WLD", ""],
            "income_group": ["Upper middle income"] * 3 + [""],
            "capital": ["Brasilia", "Windhoek", "Pristina", ""],
            "longitude_deg": [-52.0, 16.0, 20.5, float("nan")],
            "latitude_deg": [-12.0, -23.0, 42.5, float("nan")],
            "area_km2": [3e6, 1e6, 1e4, float("nan")],
            "climate_zone": ["Am", "BWh", "", ""],
            "climate_zone_name": ["Tropical, monsoon", "Arid, desert, hot", "", ""],
            "climate_group": ["A", "B", "", ""],
            "climate_group_share": [0.8492, 0.9998, float("nan"), float("nan")],
            "climate_group_name": ["Tropical", "Arid", "", ""],
        },
        geometry=[box(-60, -20, -45, -5), box(12, -28, 20, -18), box(20, 42, 21, 43), None],
        crs="EPSG:4326",
    )


def _indicators() -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "id": ["SP.POP.TOTL", "EG.ELC.ACCS.ZS"],
            "title": ["Population", "Access to electricity"],
            "name": ["Population, total", "Access to electricity (% of population)"],
            "unit": ["people", "% of population"],
            "topic": ["People", "Energy"],
            "source": "World Development Indicators",
            "organisation": "World Bank",
            "licence": "CC BY 4.0",
            "last_updated": ["2026-07-13", "2025-04-15"],
            "fetched_at": "2026-11-21T08:20:01+00:00",
            "first_year": 2000,
            "last_year": 2001,
            "default_year": 2001,
            "countries": 3,
            "is_configured": True,
            "note": "What it is.",
            "short_title": "",
            "summary": "",
            "topics": ["People", "Energy"],
            "source_id": "2",
            "quantity_kind": ["count", "share"],
            "currency": "",
            "prices": "",
            "lower_bound": 0.0,
            "upper_bound": [float("nan"), 100.0],
            "decimals": 0,
            "log_by_default": False,
            "featured": [1, 2],
            "economies": 3,
            "aggregates": 1,
            "is_own": False,
        }
    )
    return frame.astype({column.name: column.dtype for column in tables_contract.INDICATORS.columns})


def _observations() -> pd.DataFrame:
    rows = [
        (series, iso3, year, base + 10 * place + year - 2000, "")
        for series, base in (("SP.POP.TOTL", 1e6), ("EG.ELC.ACCS.ZS", 50.0))
        for place, iso3 in enumerate(CODES)
        for year in (2000, 2001)
    ]
    return pd.DataFrame(rows, columns=tables_contract.OBSERVATIONS.names).astype({"year": "int16"})


def _temperature() -> pd.DataFrame:
    rows = [(iso3, year, 10.0 + place, float("nan")) for place, iso3 in enumerate(CODES) for year in (1901, 1902)]
    frame = pd.DataFrame(rows, columns=["iso3", "year", "temperature_c", "temperature_era5_c"])
    return frame.astype({"year": "int16"})


def _precipitation() -> pd.DataFrame:
    rows = [(iso3, year, 600.0) for iso3 in CODES[:2] for year in (1901, 1902)]
    return pd.DataFrame(rows, columns=["iso3", "year", "precipitation_mm"]).astype({"year": "int16"})


def _monthly() -> pd.DataFrame:
    rows = [(iso3, year, month, 50.0) for iso3 in CODES[:2] for year in (1901, 1902) for month in range(1, 13)]
    frame = pd.DataFrame(rows, columns=["iso3", "year", "month", "precipitation_mm"])
    frame = frame.assign(temperature_c=float("nan"), temperature_era5_c=20.5)
    names = ["temperature_c", "temperature_era5_c", "precipitation_mm"]
    types = {"year": "int16", "month": "int8"} | dict.fromkeys(names, "float32")
    return frame[["iso3", "year", "month", *names]].astype(types)


def _normals() -> pd.DataFrame:
    rows = [
        (iso3, month, period, 20.5, "ERA5", 50.0)
        for iso3 in CODES[:2]
        for month in range(1, 13)
        for period in ("1961–1990", "1991–2020")
    ]
    names = ["iso3", "month", "period", "temperature_c", "temperature_dataset", "precipitation_mm"]
    return pd.DataFrame(rows, columns=names).astype({"month": "int8"})


def _warming() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "iso3": CODES,
            "measure": "period_change",
            "window": "1995–2024 minus 1901–1930",
            "value": [1.0, 1.2, 1.5, 1.1],
            "unit": "°C",
            "low95": [0.5, 0.9, 1.0, float("nan")],
            "high95": [1.5, 1.5, 2.0, float("nan")],
            "p": [0.001, 0.002, 0.003, float("nan")],
            "n_years": pd.array([60, 60, 60, 60]).astype("int64"),
            "n_effective": [40.0, 41.0, 42.0, 43.0],
            "significant": pd.array([True, True, True, None], dtype="boolean"),
            "doubt": "",
            "doubt_kind": "",
        }
    ).astype({"n_years": "int16"})
