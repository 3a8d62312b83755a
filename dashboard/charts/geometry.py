"""Country shapes as a browser takes them: projected once a process, flat arrays with gaps between the rings."""

from __future__ import annotations

from dataclasses import dataclass

import cartopy.crs as ccrs
import geopandas as gpd
import numpy as np
import shapely

PROJECTION = ccrs.EqualEarth()
"""Equal Earth: areas compare as they are, which a map of rates and changes owes its reader."""

SMALL_KM2 = 6_000
"""Smaller economies get a dot as well as a shape: on a map 900 pixels wide they are less than three pixels across."""

SOUTH_DEG = -65.0
"""Lower edge of the map before anyone zooms: below all land with people, with room for the tools."""

MARGIN = 0.02
"""Share of the world's width left free at its edges."""


@dataclass(frozen=True)
class Outlines:
    """One row a country, in the order of the table given: rings, and a place for a dot.

    `xs` and `ys` hold float32 arrays in metres of the projection; NaN stands between rings. `dot_x` and `dot_y` are
    NaN for countries that need no dot.
    """

    xs: list[np.ndarray]
    ys: list[np.ndarray]
    x: np.ndarray
    y: np.ndarray
    dot_x: np.ndarray
    dot_y: np.ndarray


def outlines(countries: gpd.GeoDataFrame) -> Outlines:
    """Projects the shapes of `countries` (EPSG:4326); those without a shape get a dot at their position."""
    projected = countries.geometry.to_crs(PROJECTION.proj4_init)
    rings = [_rings(shape) for shape in projected]
    at = gpd.points_from_xy(countries.longitude_deg, countries.latitude_deg, crs="EPSG:4326").to_crs(
        PROJECTION.proj4_init
    )
    is_small = countries.geometry.isna() | (countries.area_km2 < SMALL_KM2)
    needs_dot = is_small & (countries.kind == "economy")
    return Outlines(
        xs=[ring[:, 0] for ring in rings],
        ys=[ring[:, 1] for ring in rings],
        x=at.x,
        y=at.y,
        dot_x=np.where(needs_dot, at.x, np.nan),
        dot_y=np.where(needs_dot, at.y, np.nan),
    )


def view_limits(aspect: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits of the world view along x and y, in metres of the projection, `aspect` times as wide as high."""
    east = PROJECTION.transform_point(180, 0, ccrs.PlateCarree())[0] * (1 + MARGIN)
    south = PROJECTION.transform_point(0, SOUTH_DEG, ccrs.PlateCarree())[1]
    return (-east, east), (south, south + 2 * east / aspect)


def _rings(shape: shapely.Geometry | None) -> np.ndarray:
    """Outer rings of all parts, largest first, with a row of NaN between them; shape (n, 2), float32.

    Inner rings are left out: what lies in them is another country (Lesotho, San Marino), which is drawn on top because
    the table draws larger countries first. Exclaves of larger countries within smaller ones (Oman's in the Emirates)
    are painted over; at this scale they are half a pixel.
    """
    if shape is None or shape.is_empty:
        return np.full((1, 2), np.nan, "float32")
    parts = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    gap = np.full((1, 2), np.nan)
    pieces = [piece for part in parts for piece in (shapely.get_coordinates(part.exterior), gap)]
    return np.vstack(pieces[:-1]).astype("float32")
