"""Natural Earth's country shapes at 1:50 million, public domain."""

from __future__ import annotations

import io
import zipfile

import geopandas as gpd

from etl.errors import Unreachable
from etl.sources.http import Fetcher

ARCHIVE = "ne_50m_admin_0_countries"
PARTS = (".shp", ".shx", ".dbf", ".prj", ".VERSION.txt")
FRESH_S = 30 * 24 * 3600.0
"""Natural Earth publishes a new version every other year."""
COLUMNS = ["ADMIN", "NAME_LONG", "ADM0_A3", "ISO_A3_EH", "ISO_A2_EH"]


def fetch_boundaries(fetcher: Fetcher, base: str) -> tuple[str, gpd.GeoDataFrame]:
    """Version of the archive and its shapes in Natural Earth's own columns, EPSG:4326."""
    return fetcher.get(f"{base}/{ARCHIVE}.zip", parse_boundaries, fresh_for_s=FRESH_S)


def parse_boundaries(body: bytes) -> tuple[str, gpd.GeoDataFrame]:
    """Version and shapes in one archive.

    Raises:
        Unreachable: the body is no such archive.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            broken = archive.testzip()
            if broken:
                raise Unreachable(f"{broken} is damaged in the archive of boundaries")
            missing = {f"{ARCHIVE}{part}" for part in PARTS} - set(archive.namelist())
            if missing:
                raise Unreachable(f"not the archive of boundaries: without {', '.join(sorted(missing))}")
            version = archive.read(f"{ARCHIVE}.VERSION.txt").decode().strip()
    except zipfile.BadZipFile as error:
        raise Unreachable(f"not the archive of boundaries: {error}") from error
    shapes = gpd.read_file(io.BytesIO(body), columns=COLUMNS)
    missing = set(COLUMNS) - set(shapes.columns)
    if missing:
        raise Unreachable(f"the boundaries lack the columns {', '.join(sorted(missing))}")
    return version, shapes
