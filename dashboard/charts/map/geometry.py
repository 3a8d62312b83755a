"""Projected shapes of countries and of the backdrop, as a browser takes them: flat arrays with gaps between rings."""

from __future__ import annotations

from dataclasses import dataclass

import cartopy.crs as ccrs
import geopandas as gpd
import numpy as np
import shapely

PROJECTIONS: dict[str, ccrs.Projection] = {"equal-earth": ccrs.EqualEarth(), "robinson": ccrs.Robinson()}
"""Equal Earth first: its areas are true to each other, as a map of rates and changes needs."""

PROJECTION = PROJECTIONS["equal-earth"]

DEGREES = ccrs.Geodetic()
"""Longitudes and latitudes on the ellipsoid. From cartopy's PlateCarree, PROJ 9.8 places points up to 30 km off and the
poles nowhere, as its equidistant cylindrical projection has become ellipsoidal."""

GRATICULE_DEG = 30
ALONG_DEG = 2.5
"""Steps between the points of a parallel, a meridian or the edge of the world."""

SMALL_KM2 = 6_000
"""Smaller economies get a dot as well as a shape: on a map 900 pixels wide they are less than three pixels across."""

SOUTH_DEG = -65.0
"""Lower edge of the map before zooming: below all inhabited land, with room for the tools."""

MARGIN = 0.02
"""Share of the world's width left free at its edges."""


@dataclass(frozen=True)
class Outlines:
    """Shapes of countries, a row each, in the order of the table: rings, and a position for a dot.

    `xs` and `ys` are float32 arrays in metres of the projection, with NaN between rings. `dot_x` and `dot_y` are NaN
    for countries that need no dot.
    """

    xs: list[np.ndarray]
    ys: list[np.ndarray]
    x: np.ndarray
    y: np.ndarray
    dot_x: np.ndarray
    dot_y: np.ndarray


@dataclass(frozen=True)
class Backdrop:
    """The edge of the world and the lines of the graticule, each as x and y in metres of the projection, float32."""

    sphere: np.ndarray
    graticule: list[np.ndarray]


def outlines(
    countries: gpd.GeoDataFrame, projection: ccrs.Projection = PROJECTION, simpler_by_m: float = 0.0
) -> Outlines:
    """Project the shapes of `countries` (EPSG:4326); those without a shape get a dot at their position.

    Args:
        countries: the table, in drawing order.
        projection: to be drawn in.
        simpler_by_m: bends whose triangle is smaller than the square of so many metres are removed, alike on both
            sides of a border (Visvalingam and Whyatt 1993), and islands smaller than it, except a country's largest.
    """
    projected = countries.geometry.to_crs(projection.proj4_init)
    if simpler_by_m:
        projected = projected.dropna().simplify_coverage(simpler_by_m).reindex(projected.index)
    rings = [_rings(shape, simpler_by_m**2) for shape in projected]
    at = gpd.points_from_xy(countries.longitude_deg, countries.latitude_deg, crs="EPSG:4326").to_crs(
        projection.proj4_init
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


def backdrop(projection: ccrs.Projection = PROJECTION) -> Backdrop:
    """Return a graticule of 30 degrees, and the edge of the world, which are the outermost meridians."""
    latitudes, longitudes = _steps(-90, 90), _steps(-180, 180)
    east, west = np.full(latitudes.size, 180.0), np.full(latitudes.size, -180.0)
    edge = _line(projection, np.r_[west, east, west[:1]], np.r_[latitudes, latitudes[::-1], latitudes[:1]])
    meridians = [
        _line(projection, np.full(latitudes.size, float(at)), latitudes)
        for at in range(-180 + GRATICULE_DEG, 180, GRATICULE_DEG)
    ]
    parallels = [
        _line(projection, longitudes, np.full(longitudes.size, float(at)))
        for at in range(-90 + GRATICULE_DEG, 90, GRATICULE_DEG)
    ]
    return Backdrop(edge, meridians + parallels)


def view_limits(
    aspect: float, projection: ccrs.Projection = PROJECTION
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return limits of the world view along x and y, in metres of the projection, `aspect` times as wide as high."""
    east = projection.transform_point(180, 0, DEGREES)[0] * (1 + MARGIN)
    south = projection.transform_point(0, SOUTH_DEG, DEGREES)[1]
    return (-east, east), (south, south + 2 * east / aspect)


REGIONS_DEG: dict[str, tuple[float, float, float, float]] = {
    "EAS": (73, -48, 180, 54),
    "ECS": (-25, 34, 90, 72),
    "LCN": (-118, -56, -34, 33),
    "MEA": (-18, 11, 80, 42),
    "NAC": (-170, 22, -50, 75),
    "SAS": (59, -2, 98, 39),
    "SSF": (-26, -36, 58, 28),
}
"""West, south, east and north of the view of each region. Chosen by eye, as bounds would not do: those of Europe &
Central Asia reach from Greenland round to Alaska, those of East Asia & Pacific round the world."""


def region_limits(projection: ccrs.Projection) -> dict[str, tuple[float, float, float, float]]:
    """Return west, south, east and north of each region's view, in metres of the projection."""
    limits = {}
    for code, (west, south, east, north) in REGIONS_DEG.items():
        along, up = np.linspace(west, east, 25), np.linspace(south, north, 25)
        longitudes = np.r_[along, along, np.full(25, west), np.full(25, east)]
        latitudes = np.r_[np.full(25, south), np.full(25, north), up, up]
        edge = projection.transform_points(DEGREES, longitudes, latitudes)[:, :2]
        low, high = edge.min(0), edge.max(0)
        limits[code] = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))
    return limits


def _steps(first: float, last: float) -> np.ndarray:
    return np.linspace(first, last, round((last - first) / ALONG_DEG) + 1)


def _line(projection: ccrs.Projection, longitudes: np.ndarray, latitudes: np.ndarray) -> np.ndarray:
    """Return the projected points of a line, shape (n, 2), float32."""
    return projection.transform_points(DEGREES, longitudes, latitudes)[:, :2].astype("float32")


def _rings(shape: shapely.Geometry | None, least_m2: float) -> np.ndarray:
    """Return the outer rings of all parts, largest first, with a row of NaN between them; shape (n, 2), float32.

    Parts smaller than `least_m2` are left out, but never the largest.

    Inner rings are left out: in them is another country (Lesotho, San Marino), which is drawn on top because
    the table draws larger countries first. Exclaves of larger countries within smaller ones (Oman's in the Emirates)
    are painted over; at this scale they are half a pixel.
    """
    if shape is None or shape.is_empty:
        return np.full((1, 2), np.nan, "float32")
    largest, *others = sorted(getattr(shape, "geoms", [shape]), key=lambda part: -part.area)
    parts = [largest, *(part for part in others if part.area >= least_m2)]
    gap = np.full((1, 2), np.nan)
    pieces = [piece for part in parts for piece in (shapely.get_coordinates(part.exterior), gap)]
    return np.vstack(pieces[:-1]).astype("float32")
