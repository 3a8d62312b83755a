"""A snapshot of three countries and a World, small enough to compute every figure by hand."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from dashboard.analysis.map_values import MapKey, MapValues
from dashboard.snapshot.places import DrawnPlaces, drawn_countries
from dashboard.snapshot.store import Snapshot
from dashboard.snapshot.tolerance import NO_YEAR
from dashboard.state.selection import Options, Selection

YEARS = np.arange(1901, 2025)


def square(x: float, y: float, side: float = 10) -> shapely.Polygon:
    return shapely.box(x, y, x + side, y + side)


@pytest.fixture
def countries() -> gpd.GeoDataFrame:
    two_parts = shapely.MultiPolygon([square(0, 0), square(20, 0, 5)])
    rows = [
        (
            "NAM",
            "NA",
            "Namibia",
            "economy",
            "Sub-Saharan Africa",
            "Upper middle income",
            "Windhoek",
            5,
            5,
            825_000,
            two_parts,
        ),
        (
            "MDV",
            "MV",
            "Maldives",
            "economy",
            "South Asia",
            "Upper middle income",
            "Male",
            73,
            4,
            300,
            square(73, 4, 0.1),
        ),
        ("GIB", "GI", "Gibraltar", "economy", "Europe & Central Asia", "High income", "", -5.35, 36.14, np.nan, None),
        ("WLD", "1W", "World", "aggregate", "", "", "", np.nan, np.nan, np.nan, None),
        ("ESH", "", "Western Sahara", "area", "", "", "", -13, 24, 266_000, square(-15, 20)),
    ]
    names = ["iso3", "iso2", "name", "kind", "region", "income_group", "capital", "longitude_deg", "latitude_deg"]
    return gpd.GeoDataFrame(pd.DataFrame(rows, columns=[*names, "area_km2", "geometry"]), crs="EPSG:4326")


@pytest.fixture
def warming() -> pd.DataFrame:
    rows = [("NAM", 1.2, 1.0, 1.4, True), ("MDV", 0.1, -0.1, 0.3, False), ("GIB", -0.4, -0.6, -0.2, True)]
    frame = pd.DataFrame(rows, columns=["iso3", "value", "low95", "high95", "significant"])
    world = pd.DataFrame([{"iso3": "WLD", "value": 1.1, "low95": 1.0, "high95": 1.2, "significant": pd.NA}])
    both = pd.concat([frame, world], ignore_index=True).astype({"significant": "boolean"})
    return both.assign(measure="period_change", window="1995–2024 minus 1901–1930", unit="°C", doubt="")


@pytest.fixture
def shown_warming(countries, warming) -> MapValues:
    """What the map shows of `warming`."""
    drawn = drawn_countries(countries)
    own = warming.set_index("iso3").reindex(drawn.iso3)
    values = own.value.to_numpy("float32")[None, :]
    where = DrawnPlaces(drawn, list(drawn.iso3), list(drawn["name"]), (drawn.kind == "economy").to_numpy())
    return MapValues(
        key=MapKey("period_change"),
        places=where,
        title="Change",
        unit="°C",
        period="1995–2024 minus 1901–1930",
        source="a source.",
        years=np.array([], int),
        values=values,
        offsets=np.where(np.isnan(values), NO_YEAR, 0).astype("int8"),
        marks=(own.significant == False).fillna(False).to_numpy("uint8"),  # noqa: E712
        low=own.low95.to_numpy("float32"),
        high=own.high95.to_numpy("float32"),
        decimals=2,
        is_signed=True,
        is_diverging=True,
    )


@pytest.fixture
def temperature() -> pd.DataFrame:
    """Namibia warms by exactly 0.01 degC a year from 20 degC; the World is flat at 10 degC; Maldives has few years."""
    series = {"NAM": 20 + 0.01 * (YEARS - 1901), "WLD": np.full(YEARS.size, 10.0)}
    frames = [pd.DataFrame({"iso3": iso3, "year": YEARS, "temperature_c": t}) for iso3, t in series.items()]
    short = pd.DataFrame({"iso3": "MDV", "year": [2023, 2024], "temperature_c": [28.0, 28.2]})
    return pd.concat([*frames, short], ignore_index=True).astype({"year": "int16"})


@pytest.fixture
def selection() -> Selection:
    return Selection(Options(["WLD", "NAM", "MDV"], ["SP.POP.TOTL", "NY.GDP.PCAP.KD"]))


@pytest.fixture
def two_sessions(shipped: Snapshot):
    """Two visitors' pages on the shipped snapshot."""
    from dashboard.app import build

    return build(), build()
