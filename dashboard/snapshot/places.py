"""Places on the map in drawing order: the columns of the map's values."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot


@dataclass(frozen=True, eq=False)
class DrawnPlaces:
    """Countries and areas, larger before smaller, so that enclaves are drawn on top."""

    countries: gpd.GeoDataFrame
    iso3: list[str]
    names: list[str]
    is_economy: np.ndarray


def drawn_countries(countries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the rows of places on the map, in drawing order."""
    placed = countries[countries.kind.isin(["economy", "area"]) & countries.longitude_deg.notna()]
    return placed.sort_values("area_km2", ascending=False, na_position="last", ignore_index=True)


@cached_on_argument(published=True)
def drawn_places(snapshot: Snapshot) -> DrawnPlaces:
    """Return the places on the map."""
    drawn = drawn_countries(snapshot.countries)
    return DrawnPlaces(drawn, list(drawn.iso3), list(drawn["name"]), (drawn.kind == "economy").to_numpy())
