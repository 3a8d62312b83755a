"""Reads and writes a published snapshot: parquet files in a folder of their own, and the catalog that points at it.

data/catalog.json is the only file that is ever replaced, in one step, so a reader sees the old snapshot or the new
one and never a mixture. The files of a snapshot are written once, beside the published one, and never changed.
One writer at a time: the publishing of a second refresh waits for that of the first.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl import contract
from etl.errors import PublishError

CATALOG = "catalog.json"
RESTORE = "restore it from version control or move the folder away and refresh"
_COMPRESSION: dict[str, Any] = {"compression": "zstd", "compression_level": 9}


def read_catalog(data_dir: Path) -> dict[str, Any] | None:
    """The published catalog, or None where nothing is published.

    Raises:
        PublishError: there is a catalog, but it cannot be read.
    """
    path = data_dir / CATALOG
    if not path.exists():
        return None
    try:
        catalog = json.loads(path.read_text("utf-8"))
        version, _ = catalog["contract"], (catalog["snapshot"], catalog["published_at"], catalog["tables"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PublishError(f"{path} cannot be read ({type(error).__name__}: {error}); {RESTORE}") from error
    if version != contract.VERSION:
        raise PublishError(
            f"{path} follows contract version {version}, this is version {contract.VERSION}; move the folder away and "
            "refresh"
        )
    return catalog


def read_tables(data_dir: Path, catalog: Mapping[str, Any]) -> dict[str, pd.DataFrame]:
    """The published tables, with every file's checksum compared.

    Raises:
        PublishError: a file is missing or damaged; it is named.
    """
    tables = {}
    for name, entry in catalog["tables"].items():
        path = data_dir / entry["file"]
        if not _is_whole(path, entry):
            raise PublishError(f"{path} is missing or damaged; {RESTORE}")
        read = gpd.read_parquet if name == contract.COUNTRIES.name else pd.read_parquet
        tables[name] = read(path)
    return tables


def publish(data_dir: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> dict[str, Any]:
    """Writes the tables and then, in one step, makes them the published snapshot. Returns the new catalog.

    Args:
        data_dir: folder of the snapshot; made if missing.
        tables: one frame for each table of the contract, already checked.
        about: what else the catalog says (origin, sources, series).

    Raises:
        PublishError: the folder cannot be written; the published snapshot stands untouched.
    """
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with _alone(data_dir):
            return _publish(data_dir, tables, about)
    except OSError as error:
        raise PublishError(
            f"the snapshot cannot be written to {data_dir} ({error.strerror or error}); the published one stands"
        ) from error


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder for one writer. The system lets go of it when the process ends, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _publish(data_dir: Path, tables: Mapping[str, pd.DataFrame], about: Mapping[str, Any]) -> dict[str, Any]:
    staging = data_dir / ".staging"
    shutil.rmtree(staging, ignore_errors=True)  # what a killed refresh left
    try:
        staging.mkdir()
        entries = {table.name: _write(staging, table, tables[table.name]) for table in contract.TABLES}
        folder = _folder_name(about["published_at"], entries)
        catalog = {
            "contract": contract.VERSION,
            "snapshot": folder,
            **about,
            "tables": {
                name: {"file": f"{folder}/{entry['file']}"} | _without_file(entry) for name, entry in entries.items()
            },
        }
        _swap_in(data_dir, staging, folder, catalog)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    _remove_others(data_dir, folder)
    return catalog


def _write(folder: Path, table: contract.Table, frame: pd.DataFrame) -> dict[str, Any]:
    path = folder / f"{table.name}.parquet"
    if isinstance(frame, gpd.GeoDataFrame):
        frame.to_parquet(path, index=False, **_COMPRESSION)
    elif table.name == contract.OBSERVATIONS.name:
        _write_by_series(path, frame)
    else:
        frame.to_parquet(path, index=False, **_COMPRESSION)
    _sync(path)
    rows = pq.ParquetFile(path).metadata.num_rows
    if rows != len(frame):
        raise OSError(f"{path.name} reads back with {rows} rows of {len(frame)}")
    return {
        "file": path.name,
        "rows": rows,
        "bytes": path.stat().st_size,
        "sha256": _sha256(path),
        **table.as_data(),
    }


def _write_by_series(path: Path, frame: pd.DataFrame) -> None:
    """One row group a series, so that one series is read without touching the others."""
    schema = pa.schema(
        [
            ("series", pa.string()),
            ("iso3", pa.string()),
            ("year", pa.int16()),
            ("value", pa.float64()),
        ]
    )
    with pq.ParquetWriter(path, schema, **_COMPRESSION) as writer:
        for _, rows in frame.groupby("series", sort=False, observed=True):
            writer.write_table(pa.Table.from_pandas(rows, schema, preserve_index=False))


def _swap_in(data_dir: Path, staging: Path, folder: str, catalog: Mapping[str, Any]) -> None:
    target = data_dir / folder
    # A folder is named by its content: where it stands whole already, it may be the published one, and stays.
    if not all(_is_whole(data_dir / entry["file"], entry) for entry in catalog["tables"].values()):
        shutil.rmtree(target, ignore_errors=True)
        _sync(staging)
        staging.rename(target)
        _sync(data_dir)
    replace_text(data_dir / CATALOG, json.dumps(catalog, indent=1, ensure_ascii=False) + "\n")


def replace_text(path: Path, text: str) -> None:
    """Puts `text` in the place of a file in one step: a reader finds the old text or the new one, whole.

    Raises:
        OSError: it cannot be written; the old file stands.
    """
    beside = path.with_name(f".{path.name}")
    try:
        beside.write_text(text, "utf-8")
        _sync(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def _remove_others(data_dir: Path, keep: str) -> None:
    """Removes earlier snapshots. A reader that was about to open one finds it gone, and reads the catalog again."""
    for path in data_dir.glob("snapshot-*"):
        if path.name != keep and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def _folder_name(published_at: str, entries: Mapping[str, Mapping[str, Any]]) -> str:
    content = "".join(entry["sha256"] for entry in entries.values()).encode()
    return f"snapshot-{published_at[:10]}-{hashlib.sha256(content).hexdigest()[:8]}"


def _without_file(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "file"}


def _is_whole(path: Path, entry: Mapping[str, Any]) -> bool:
    return path.exists() and _sha256(path) == entry["sha256"]


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    """Waits until the file or folder is on the disk, not only in its cache."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
