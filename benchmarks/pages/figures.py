"""The data of the compared pages: shapes and series of this project's snapshot."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import geopandas as gpd
import pandas as pd

DATA = Path(__file__).resolve().parents[2] / "data"
INDICATORS = [
    "SP.POP.TOTL",
    "NY.GDP.PCAP.KD",
    "SP.DYN.LE00.IN",
    "SP.URB.TOTL.IN.ZS",
    "SP.DYN.TFRT.IN",
    "AG.LND.FRST.ZS",
]


def _file(table: str) -> Path:
    return DATA / json.loads((DATA / "catalog.json").read_text())["tables"][table]["file"]


@cache
def countries() -> gpd.GeoDataFrame:
    """Return iso3, name and shape (EPSG:4326) of every place with a shape."""
    frame = gpd.read_parquet(_file("countries"))
    return frame.loc[frame.geometry.notna(), ["iso3", "name", "geometry"]]


@cache
def indicator(code: str) -> pd.DataFrame:
    """Return iso3, year and value of one series."""
    rows = pd.read_parquet(_file("observations"), filters=[("series", "==", code)])
    return rows[["iso3", "year", "value"]].astype({"year": int})


@cache
def years() -> list[int]:
    """Return the years of the first series."""
    return sorted(indicator(INDICATORS[0]).year.unique().tolist())
