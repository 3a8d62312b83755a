"""A panel with planted effects for the model's tests, and a snapshot published from it."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from etl.contract import tables
from etl.model.panel import Panel
from etl.snapshot import model_state, published
from etl.snapshot.draft import Draft
from storage import Folder, open_folder

YEARS = np.arange(1960, 2000)
COUNTRIES = 40
REGIONS = 4
DRIVER, NOISE = "PLANTED.DRIVER", "PURE.NOISE"
NOW = "2026-11-21T08:20:01+00:00"


def codes(count: int = COUNTRIES) -> list[str]:
    """Return country codes: AAA, AAB, ..."""
    return [f"A{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(count)]


def panel(*, driven: float = 0.0, by_country: float = 0.0, seed: int = 1, noises: int = 3) -> Panel:
    """Return 40 countries over 40 years that warm by 0.03 degC a year, with noise of 0.1 degC.

    Args:
        driven: effect in degC of one unit of the first feature, which is standard normal and independent in every row.
        by_country: standard deviation in degC of a constant of each country.
        seed: of the random numbers.
        noises: number of features without any effect.
    """
    rng = np.random.default_rng(seed)
    rows = COUNTRIES * YEARS.size
    country, year = np.repeat(np.arange(COUNTRIES), YEARS.size), np.tile(YEARS, COUNTRIES)
    x = rng.normal(size=(rows, 1 + noises))
    own = rng.normal(scale=1.0, size=COUNTRIES)
    shared = 0.03 * (year - 1960) + rng.normal(scale=0.2, size=YEARS.size)[year - 1960]
    y = shared + driven * x[:, 0] + by_country * own[country] + rng.normal(scale=0.1, size=rows)
    features = [DRIVER, NOISE, *(f"{NOISE}.{n}" for n in range(2, noises + 1))]
    regions = np.arange(COUNTRIES) % REGIONS
    return Panel(codes(), regions.astype(np.int32), features, country.astype(np.int32), year.astype(np.int32), x, y)


def publish(place: Path, of: Panel, *, model: dict | None = None) -> Folder:
    """Publish a snapshot with the economies, observations and temperatures of the panel."""
    folder = open_folder(str(place))
    with folder.lock(), folder.staging() as staging:
        draft = Draft(staging, None)
        for feature, column in zip(of.features, of.x.T, strict=True):
            rows = pd.DataFrame({"series": feature, "iso3": np.array(of.codes)[of.country], "year": of.year})
            rows = rows.assign(value=column, status="").astype({"year": "int16"}).dropna()
            draft.add_series(feature, rows)
        draft.finish_series()
        frames = {"countries": countries(of), "indicators": indicators(of), "temperature": temperature(of)}
        frames["warming"] = warming(of)
        for table in tables.TABLES:
            if table.name != "observations":
                frame = frames.get(table.name)
                draft.add_table(table, published.empty(table) if frame is None else frame)
        about = {
            "checked_at": NOW,
            "origin": {"is_official": True, "read_from": "the publishers' own services", "note": ""},
            "sources": [],
            "climate": {},
            "formulas": "1234567890abcdef",
            "cross_checks": {"sentences": ["two data sets agree"], "problems": []},
            "series": {feature: {"state": "fresh", "title": feature} for feature in of.features},
            "model": model or model_state.ABSENT,
        }
        published.publish(folder, staging, draft.entries, about, None)
    return folder


def countries(of: Panel) -> gpd.GeoDataFrame:
    frame = pd.DataFrame({"iso3": [*of.codes, *(f"R{chr(65 + n)}X" for n in range(REGIONS))]})
    economies = len(of.codes)
    frame["kind"] = ["economy"] * economies + ["aggregate"] * REGIONS
    frame["region_iso3"] = [f"R{chr(65 + n)}X" for n in of.region] + [""] * REGIONS
    for column in tables.COUNTRIES.columns:
        if column.name not in frame:
            empty = "" if column.dtype == "str" else None if column.dtype == "geometry" else 0.0
            frame[column.name] = np.nan if column.name == "climate_group_share" else empty
    return gpd.GeoDataFrame(frame[tables.COUNTRIES.names], geometry="geometry", crs="EPSG:4326")


def indicators(of: Panel) -> pd.DataFrame:
    about = {"unit": "apples", "last_updated": "2026-07-13", "countries": len(of.codes), "is_configured": True}
    years = {"first_year": YEARS[0], "last_year": YEARS[-1], "default_year": YEARS[-1]}
    frame = pd.DataFrame({"id": of.features, "title": of.features}).assign(**about, **years)
    for column in tables.INDICATORS.columns:
        if column.name not in frame:
            frame[column.name] = {"str": "", "bool": False}.get(column.dtype, 0)
    frame = frame[tables.INDICATORS.names]
    return frame.astype({column.name: column.dtype for column in tables.INDICATORS.columns})


def temperature(of: Panel) -> pd.DataFrame:
    """Return temperatures that are the target plus 10 degC."""
    frame = pd.DataFrame({"iso3": np.array(of.codes)[of.country], "year": of.year, "temperature_c": 10 + of.y})
    return frame.assign(temperature_era5_c=np.nan).astype({"year": "int16"})


def warming(of: Panel) -> pd.DataFrame:
    row = {"iso3": of.codes[0], "measure": "trend", "window": "1960–1999", "value": 0.3, "unit": "°C per decade"}
    row |= {
        "low95": 0.2,
        "high95": 0.4,
        "p": 0.01,
        "n_years": 40,
        "n_effective": 40.0,
        "significant": True,
        "doubt": "",
        "doubt_kind": "",
    }
    return pd.DataFrame([row]).astype({column.name: column.dtype for column in tables.WARMING.columns})
