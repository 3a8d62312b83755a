"""The shipped snapshot with climate figures of a few countries made up, so that answers are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard.snapshot.store import Snapshot
from etl.transform.climate_groups import with_groups

ZONES = {"NOR": "Dfc", "SWE": "Dfc", "FIN": "Dfc", "BRA": "Aw", "COD": "Aw", "ATG": "Am"}


def newer(shipped: Snapshot) -> Snapshot:
    """Zones for six economies, ERA5 half a degree above CRU; months, amplification and emergence of Norway."""
    held = {}
    zones = shipped.countries.iso3.map(ZONES).fillna("")
    held["countries"] = before_groups(shipped).countries.assign(
        climate_zone=zones, climate_zone_name=zones.map({"Dfc": "subarctic"}).fillna("")
    )
    held["temperature"] = shipped.temperature.assign(temperature_era5_c=shipped.temperature.temperature_c + 0.5)
    row = {"iso3": "NOR", "window": "1901–2024", "p": 0.0, "n_years": 124, "n_effective": 90.0, "doubt": ""}
    more = pd.DataFrame(
        [
            {**row, "measure": "amplification", "value": 1.31, "low95": 1.1, "high95": 1.5, "unit": "°C per °C"},
            {**row, "measure": "emergence", "value": 2.4, "low95": 2.0, "high95": 2.8, "unit": "times the noise"},
            {**row, "measure": "emergence_year", "value": 2011.0, "low95": 2004.0, "high95": np.nan, "unit": "year"},
        ]
    )
    others = shipped.warming[~((shipped.warming.iso3 == "NOR") & shipped.warming.measure.isin(set(more.measure)))]
    held["warming"] = pd.concat([others, more], ignore_index=True)
    return replace(shipped, **held, climate_normals=_normals())


def older(shipped: Snapshot) -> Snapshot:
    """Without zones, ERA5 and months, as a refresh without these products gives it."""
    return replace(
        shipped,
        countries=before_groups(shipped).countries.assign(climate_zone="", climate_zone_name=""),
        temperature=shipped.temperature.assign(temperature_era5_c=np.nan),
        climate_normals=shipped.climate_normals.iloc[:0],
    )


def before_groups(shipped: Snapshot) -> Snapshot:
    """Without climate groups by share of land, as published before they were added."""
    groups = ["climate_group", "climate_group_share", "climate_group_name"]
    return replace(shipped, countries=shipped.countries.drop(columns=groups, errors="ignore"))


def by_land(shipped: Snapshot) -> Snapshot:
    """With the climate groups by share of land that a refresh publishes."""
    return replace(shipped, countries=with_groups(shipped.countries))


def with_members(shipped: Snapshot, members: dict[str, set[str]], **groupings: list[str]) -> Snapshot:
    """With a table of the members of groupings, all of one list, and the catalog's entry of those without members."""
    rows = [(code, iso3, "listed", "2026-11-29") for code, own in members.items() for iso3 in sorted(own)]
    table = pd.DataFrame(rows, columns=["grouping", "iso3", "basis", "listed_on"], dtype="str")
    catalog = {
        **shipped.catalog,
        "tables": shipped.catalog["tables"] | {"grouping_members": {}},
        "groupings": {"unlisted": [], "unread": []} | groupings,
    }
    return replace(shipped, catalog=catalog, model={**shipped.model, "grouping_members": table})


def _normals() -> pd.DataFrame:
    """Norway: each month 1 degC warmer, January 3 degC; 10 mm wetter."""
    rows = [
        {
            "iso3": "NOR",
            "month": month,
            "period": period,
            "temperature_c": month - 6.0 + (is_late * (3.0 if month == 1 else 1.0)),
            "precipitation_mm": 80.0 + 10 * is_late,
            "temperature_dataset": "CRU TS",
        }
        for month in range(1, 13)
        for is_late, period in enumerate(("1961–1990", "1991–2020"))
    ]
    return pd.DataFrame(rows)
