"""Natural Earth: country shapes at 1:50 million, public domain."""

from __future__ import annotations

import io
import zipfile

import geopandas as gpd
import shapefile
from shapely.geometry import shape

from etl.errors import Unreachable
from etl.sources.http import Fetcher

ARCHIVE = "ne_50m_admin_0_countries"
PARTS = (".shp", ".shx", ".dbf", ".prj", ".VERSION.txt")
FRESH_S = 30 * 24 * 3600.0
"""Natural Earth publishes a new version every other year."""
COLUMNS = ["ADMIN", "NAME_LONG", "ADM0_A3", "ISO_A3_EH", "ISO_A2_EH"]


def fetch_boundaries(fetcher: Fetcher, base: str) -> tuple[str, gpd.GeoDataFrame]:
    """Return the version of the archive and its shapes with Natural Earth's own columns, EPSG:4326."""
    return fetcher.get(f"{base}/{ARCHIVE}.zip", parse_boundaries, fresh_for_s=FRESH_S)


def parse_boundaries(body: bytes) -> tuple[str, gpd.GeoDataFrame]:
    """Return version and shapes of one archive.

    Raises:
        Unreachable: the body is not the archive.
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
            parts = {part: io.BytesIO(archive.read(f"{ARCHIVE}.{part}")) for part in ("shp", "shx", "dbf")}
    except zipfile.BadZipFile as error:
        raise Unreachable(f"not the archive of boundaries: {error}") from error
    # Not with geopandas, which would need GDAL: a tenth of the container image, for this one file.
    with shapefile.Reader(**parts, encoding="utf-8") as reader:
        lacking = set(COLUMNS) - {field[0] for field in reader.fields}
        if lacking:
            raise Unreachable(f"the boundaries lack the columns {', '.join(sorted(lacking))}")
        rows = [[record[column] for column in COLUMNS] for record in reader.iterRecords()]
        outlines = [shape(drawn.__geo_interface__) for drawn in reader.iterShapes()]
    return version, gpd.GeoDataFrame(rows, columns=COLUMNS, geometry=outlines, crs="EPSG:4326")
