"""Opens the published snapshot. The only module of the dashboard that touches the figures' files.

What is returned is shared by every visitor: treat frames and arrays as read-only.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq

CONTRACT = 1
"""Version of the snapshot's contract that this dashboard reads."""

NEEDED = {
    "countries": {"iso3", "name", "kind", "region", "income_group", "capital", "longitude_deg", "latitude_deg"},
    "indicators": {
        "id",
        "title",
        "name",
        "unit",
        "topic",
        "source",
        "licence",
        "last_updated",
        "first_year",
        "last_year",
    },
    "observations": {"series", "iso3", "year", "value"},
    "temperature": {"iso3", "year", "temperature_c"},
    "warming": {"iso3", "measure", "window", "value", "unit", "low95", "high95", "significant", "doubt"},
}
"""Tables and columns that the pages draw from."""

REFRESH = "Run: python -m etl refresh"
RESTORE = "Restore the data folder from version control, or move it away and run: python -m etl refresh"


class SnapshotError(Exception):
    """The snapshot cannot be used; the sentence says why and what to do."""


@dataclass(frozen=True, eq=False)  # compared and hashed by identity, as a thing that caches hang on
class Snapshot:
    """One published snapshot. Small tables are in memory; a series' values are read when first asked for."""

    catalog: dict[str, Any]
    countries: gpd.GeoDataFrame
    indicators: pd.DataFrame
    temperature: pd.DataFrame
    warming: pd.DataFrame
    _observations: pq.ParquetFile = field(repr=False)
    _series: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def values(self, series: str) -> pd.DataFrame:
        """iso3, year and value of one series; one row group a series, so nothing else is read.

        Raises:
            KeyError: the snapshot does not hold the series.
            SnapshotError: its rows are damaged, or not where the list of indicators says.
        """
        with self._lock:
            if series not in self._series:
                codes = list(self.indicators.id)
                if series not in codes:
                    raise KeyError(series)
                self._series[series] = self._read(codes.index(series), series)
            return self._series[series]

    def _read(self, group: int, series: str) -> pd.DataFrame:
        try:
            rows = self._observations.read_row_group(group).to_pandas()
        except (OSError, ValueError) as error:
            raise SnapshotError(f"The values of {series} are damaged. {RESTORE}") from error
        if set(rows.series) != {series}:
            raise SnapshotError(f"The values of {series} are not where the list of indicators says. {RESTORE}")
        return rows[["iso3", "year", "value"]]


_opened: dict[Path, tuple[tuple[int, int], Snapshot]] = {}
_opening = threading.Lock()


def open_snapshot(data_dir: Path) -> Snapshot:
    """The snapshot published in `data_dir`; read once, and again when another one is published.

    Raises:
        SnapshotError: nothing is published, the files are damaged, or their contract is another one.
    """
    path = data_dir / "catalog.json"
    with _opening:
        try:
            status = path.stat()
        except OSError as error:
            raise SnapshotError(f"There are no figures in {data_dir.name}/ yet. {REFRESH}") from error
        mark = (status.st_mtime_ns, status.st_ino)
        held = _opened.get(data_dir)
        if held is None or held[0] != mark:
            held = (mark, _read(data_dir))
            _opened[data_dir] = held
        return held[1]


def _read(data_dir: Path) -> Snapshot:
    catalog = _catalog(data_dir)
    try:
        return _tables(data_dir, catalog)
    except FileNotFoundError as missing:
        # A refresh may have removed the folder between our reading the catalog and its files: look once more.
        again = _catalog(data_dir)
        if again["snapshot"] == catalog["snapshot"]:
            name = Path(missing.filename).name if missing.filename else "a file"
            raise SnapshotError(f"The snapshot is incomplete: {name} is missing. {RESTORE}") from missing
        return _read(data_dir)


def _catalog(data_dir: Path) -> dict[str, Any]:
    try:
        catalog = json.loads((data_dir / "catalog.json").read_text("utf-8"))
        version, absent = catalog["contract"], [name for name in NEEDED if name not in catalog["tables"]]
        _ = [catalog[name] for name in ("snapshot", "published_at", "origin", "sources")]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"catalog.json cannot be read ({type(error).__name__}). {RESTORE}") from error
    if version != CONTRACT:
        raise SnapshotError(
            f"The figures follow contract version {version}, this dashboard reads version {CONTRACT}. "
            "Bring both to the same release."
        )
    if absent:
        raise SnapshotError(f"The snapshot lacks the table {absent[0]}. {RESTORE}")
    return catalog


def _tables(data_dir: Path, catalog: dict[str, Any]) -> Snapshot:
    files = {name: data_dir / entry["file"] for name, entry in catalog["tables"].items()}
    for path in files.values():
        path.stat()  # a missing file is told apart from a damaged one
    try:
        frames = {name: pd.read_parquet(files[name]) for name in ("indicators", "temperature", "warming")}
        countries = gpd.read_parquet(files["countries"])
        observations = pq.ParquetFile(files["observations"])
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise SnapshotError(f"The snapshot is damaged. {RESTORE}") from error
    held = {name: set(frame.columns) for name, frame in {**frames, "countries": countries}.items()}
    held["observations"] = set(observations.schema_arrow.names)
    for name, needed in NEEDED.items():
        if needed - held[name]:
            raise SnapshotError(f"The table {name} lacks the column {sorted(needed - held[name])[0]}. {RESTORE}")
    return Snapshot(catalog, countries, frames["indicators"], frames["temperature"], frames["warming"], observations)
