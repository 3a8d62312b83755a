"""Open the published snapshot. No other module of the dashboard reads the figures' files.

The results are shared by every visitor: treat frames and arrays as read-only.
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

from dashboard import config
from dashboard.snapshot import model_files, newer_columns, units
from dashboard.snapshot.codes import CLIMATE
from dashboard.snapshot.contract import CONTRACT, NEEDED
from dashboard.snapshot.errors import RESTORE as RESTORE
from dashboard.snapshot.errors import SnapshotError as SnapshotError
from dashboard.snapshot.links import web_link
from dashboard.snapshot.observations import Observations
from storage import CATALOG, Folder, FolderError, Watcher, open_folder
from storage.locations import how_to_get_figures


@dataclass(frozen=True, eq=False, repr=False)  # compared and hashed by identity, as caches are keyed by it
class Snapshot:
    """One published snapshot. Small tables are in memory; a series' values are read at first use."""

    catalog: dict[str, Any]
    countries: gpd.GeoDataFrame
    indicators: pd.DataFrame
    temperature: pd.DataFrame
    warming: pd.DataFrame
    climate_normals: pd.DataFrame
    observations: Observations = field(repr=False)
    _folder: Folder = field(repr=False)
    model: dict[str, pd.DataFrame] = field(default_factory=dict)
    """The model's tables by name; empty without a model."""
    model_text: str = ""

    def __repr__(self) -> str:
        return f"<{self.catalog['snapshot']}>"

    def values(self, series: str) -> pd.DataFrame:
        """Return iso3, year and value of one series without forecasts; only its row group is read.

        Raises:
            KeyError: the snapshot does not have the series.
            SnapshotError: its rows are damaged, or not at its place in the list of indicators.
        """
        return self.observations.of(series).observed

    def forecasts(self, series: str) -> pd.DataFrame:
        """Return iso3, year and value of the forecasts of one series; raises as `values`."""
        return self.observations.of(series).forecasts

    def file(self, table: str) -> Path:
        """Return the path on this machine of a published table's file.

        Raises:
            KeyError: the snapshot has no such table.
            FileNotFoundError: it is gone, as another snapshot has been published.
            FolderError: the folder cannot be reached.
        """
        return self._folder.local(str(self.catalog["tables"][table]["file"]))

    def table(self, name: str) -> pd.DataFrame:
        """Return a published table by its name in `catalog["tables"]`; one without an attribute is read at every call.

        Raises:
            KeyError: the snapshot has no such table.
            SnapshotError: the table cannot be read, or a newer snapshot has taken its place.
        """
        loaded = vars(self).get(name, self.model.get(name))
        if isinstance(loaded, pd.DataFrame):
            return loaded
        try:
            return pd.read_parquet(self.file(name))
        except FileNotFoundError as gone:
            raise SnapshotError(f"The table {name} is gone, as a newer snapshot is published. Open it again.") from gone
        except (OSError, ValueError, FolderError) as error:
            raise SnapshotError(f"The table {name} cannot be read. {RESTORE}") from error


_followed: dict[str, Watcher[Snapshot]] = {}
_following = threading.Lock()


def current() -> Snapshot:
    """Return the snapshot of the configured folder, as `open_snapshot` does, looked up at the configured pace."""
    return open_snapshot(config.DATA_DIR, config.LOOK_EVERY_S)


def open_snapshot(place: str | Path, look_every_s: float = 30.0) -> Snapshot:
    """Return the snapshot published at `place`; read once, and again when another one is published.

    If the new one cannot be read, the last good one stays in use, and the log has the reason.

    Args:
        place: path or URL of the data folder.
        look_every_s: seconds between two checks of a remote folder; the first call for a place decides.

    Raises:
        SnapshotError: no snapshot could be opened so far: nothing is published, the files are damaged or cannot be
            reached, or their contract is another one.
    """
    try:
        with _following:
            if str(place) not in _followed:
                _followed[str(place)] = Watcher(open_folder(place), _read, look_every_s)
            followed = _followed[str(place)]
        return followed.latest()
    except FolderError as error:  # its sentence names addresses and access rights: for the log, not for the visitor
        raise SnapshotError(
            "The figures cannot be reached where they are kept; the server's log says why. Try again in a minute."
        ) from error


def stop_watching_stores() -> None:
    """Stop watching every object store and drop what was read there; the next `open_snapshot` starts again."""
    with _following:
        for place in [place for place in _followed if "://" in place]:
            _followed.pop(place).stop()


def newer_fault() -> str:
    """Return why a newer snapshot than the one shown cannot be read; "" if there is no such snapshot."""
    followed = _followed.get(str(config.DATA_DIR))
    error = followed.fault_of_newer() if followed else None
    if error is None:
        return ""
    return str(error) if isinstance(error, SnapshotError) else "The newer figures cannot be reached; see the log."


def read_earlier(place: str | Path, name: str) -> Snapshot:
    """Return a snapshot that is kept beside the published one, read now.

    Raises:
        SnapshotError: it is gone, damaged, of another contract, or its folder cannot be reached.
    """
    try:
        folder, file = open_folder(place), f"{name}/{CATALOG}"
        if folder.read(file) is None:
            raise FileNotFoundError(file)
        return _tables(folder, _catalog(folder, file))
    except FileNotFoundError as gone:
        raise SnapshotError("These earlier figures are gone, as a refresh has removed them.") from gone
    except FolderError as error:
        raise SnapshotError("These earlier figures cannot be reached now. Try again in a minute.") from error


def _read(folder: Folder) -> Snapshot:
    catalog = _catalog(folder)
    try:
        return _tables(folder, catalog)
    except FileNotFoundError as missing:
        # A refresh may have removed the folder between our reading the catalog and its files: look once more.
        again = _catalog(folder)
        if again["snapshot"] == catalog["snapshot"]:
            name = Path(missing.filename).name if missing.filename else "a file"
            raise SnapshotError(f"The snapshot is incomplete: {name} is missing. {RESTORE}") from missing
        return _read(folder)


def _catalog(folder: Folder, file: str = CATALOG) -> dict[str, Any]:
    text = folder.read(file)
    if text is None:
        raise SnapshotError(
            f"There are no figures in {folder.place.rpartition('/')[2]}/ yet. Run: {how_to_get_figures()}."
        ) from FileNotFoundError(f"{folder.place} has no {file}")
    try:
        catalog = json.loads(text)
        version, absent = catalog["contract"], [name for name in NEEDED if name not in catalog["tables"]]
        _ = [catalog[name] for name in ("snapshot", "published_at", "origin", "sources")]
        _ = [entry["file"] for entry in catalog["tables"].values()]
        sources = {entry["id"]: entry for entry in catalog["sources"]}
        _ = [entry[name] for entry in sources.values() for name in ("title", "licence", "vintage")]
        for entry in sources.values():
            entry["link"] = web_link(entry["link"])
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotError(f"catalog.json cannot be read ({type(error).__name__}). {RESTORE}") from error
    if version != CONTRACT:
        raise SnapshotError(
            f"The figures follow contract version {version}, this dashboard reads version {CONTRACT}. "
            "Bring both to the same release."
        )
    if CLIMATE not in sources:
        raise SnapshotError(f"The catalog names no source of the temperatures ({CLIMATE}). {RESTORE}")
    if absent:
        raise SnapshotError(f"The snapshot lacks the table {absent[0]}. {RESTORE}")
    return catalog


def _tables(folder: Folder, catalog: dict[str, Any]) -> Snapshot:
    # Only the needed tables are fetched: a newer refresh may publish others.
    files = {name: folder.local(catalog["tables"][name]["file"]) for name in NEEDED}
    try:
        frames = {
            name: pd.read_parquet(files[name]) for name in ("indicators", "temperature", "warming", "climate_normals")
        }
        countries = gpd.read_parquet(files["countries"])
        observations = pq.ParquetFile(files["observations"])
    except FileNotFoundError:
        raise
    except (OSError, ValueError) as error:
        raise SnapshotError(f"The snapshot is damaged. {RESTORE}") from error
    columns = {name: set(frame.columns) for name, frame in {**frames, "countries": countries}.items()}
    columns["observations"] = set(observations.schema_arrow.names)
    for name, needed in NEEDED.items():
        if needed - columns[name]:
            raise SnapshotError(f"The table {name} lacks the column {sorted(needed - columns[name])[0]}. {RESTORE}")
    model, text, catalog["model"] = model_files.read(folder, catalog)
    indicators, temperature, warming, normals = frames.values()
    indicators = newer_columns.filled(indicators)
    indicators["unit"] = indicators.unit.map(units.printed)
    by_series = Observations(observations, tuple(indicators.id))
    return Snapshot(catalog, countries, indicators, temperature, warming, normals, by_series, folder, model, text)
