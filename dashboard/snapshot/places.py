"""Everything that has a place on the map, in drawing order: the columns of what the map shows."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np

from dashboard.snapshot.store import Snapshot


@dataclass(frozen=True, eq=False)
class DrawnPlaces:
    """One element a country or area, larger before smaller, so that enclaves lie on top."""

    countries: gpd.GeoDataFrame
    iso3: list[str]
    names: list[str]
    is_economy: np.ndarray


def drawn_countries(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The rows with a place on the map, in drawing order."""
    placed = countries[countries.kind.isin(["economy", "area"]) & countries.longitude_deg.notna()]
    return placed.sort_values("area_km2", ascending=False, na_position="last", ignore_index=True)


@lru_cache(maxsize=2)
def drawn_places(snapshot: Snapshot) -> DrawnPlaces:
    """Two are held, so that sessions on a snapshot just replaced still find theirs."""
    drawn = drawn_countries(snapshot.countries)
    return DrawnPlaces(drawn, list(drawn.iso3), list(drawn["name"]), (drawn.kind == "economy").to_numpy())
