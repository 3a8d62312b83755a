"""Reads and writes a published snapshot: parquet files in a folder of their own, and the catalog that points at it.

data/catalog.json is the only file that is ever replaced, in one step, so a reader sees the old snapshot or the new
one and never a mixture. The files of a snapshot are written once, beside the published one, and never changed. How
that is done on a disk or in an object store is `storage`'s business.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.contract import tables as tables_contract
from etl.contract.schema import Table
from etl.errors import PublishError
from etl.snapshot import revisions
from storage import Folder
from storage.locations import etl_command

CATALOG = "catalog.json"
RESTORE = "restore it from version control or move the folder away and refresh"
OBSERVATIONS = pa.schema(
    [("series", pa.string()), ("iso3", pa.string()), ("year", pa.int16()), ("value", pa.float64())]
)


class OtherContract(PublishError):
    """What is published follows another version of the contract; `catalog` is its catalog."""

    def __init__(self, sentence: str, catalog: dict[str, Any]):
        super().__init__(sentence)
        self.catalog = catalog


class Published:
    """A published snapshot, opened for reading. A table is read, and its checksum compared, when first asked for."""

    def __init__(self, folder: Folder, catalog: dict[str, Any]):
        """Open what `catalog` names in `folder`."""
        self._folder, self.catalog = folder, catalog

    def path(self, name: str) -> Path:
        """The file of a table.

        Raises:
            PublishError: it is missing or damaged.
        """
        return self.file(self.catalog["tables"][name])

    def file(self, entry: Mapping[str, Any]) -> Path:
        """A published file by what the catalog says of it.

        Raises:
            PublishError: it is missing or damaged.
        """
        try:
            path = self._folder.local(entry["file"])
        except FileNotFoundError:
            path = None
        if path is None or sha256(path) != entry["sha256"]:
            raise PublishError(f"{self._folder.place}/{entry['file']} is missing or damaged; {RESTORE}")
        return path

    @property
    def is_whole(self) -> bool:
        """Whether no file of it is missing or damaged."""
        try:
            files = [*self.catalog["tables"].values(), *self.catalog.get("model", {}).get("files", {}).values()]
            return all(self.file(entry) for entry in files)
        except PublishError:
            return False

    def table(self, name: str) -> pd.DataFrame:
        """A table as a frame; `countries` with its shapes. One that came into the contract later has no rows."""
        if name not in self.catalog["tables"]:
            return empty(next(table for table in tables_contract.TABLES if table.name == name))
        read = gpd.read_parquet if name == tables_contract.COUNTRIES.name else pd.read_parquet
        return read(self.path(name))

    def has_text(self, name: str, text: str) -> bool:
        """Whether the file `name` beside the catalog holds this text."""
        return self._folder.read(name) == text.encode()

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The table of indicators by id, in the order of the observations' row groups."""
        return self.table(tables_contract.INDICATORS.name).set_index("id", drop=False)

    def holds(self, code: str) -> bool:
        """Whether the series is in the snapshot."""
        return code in self.indicators.index

    def description(self, code: str) -> dict[str, Any]:
        """The row of a series in the table of indicators."""
        return {str(name): value for name, value in self.indicators.loc[code].items()}

    @cached_property
    def _observations(self) -> pq.ParquetFile:
        return pq.ParquetFile(self.path(tables_contract.OBSERVATIONS.name))

    @cached_property
    def _group(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.indicators.id)}

    def row_group(self, code: str) -> pa.Table:
        """The values of one series as stored.

        Raises:
            KeyError: the snapshot does not hold the series.
            PublishError: another series stands in its place.
        """
        rows = self._observations.read_row_group(self._group[code])
        if rows.column("series").unique().to_pylist() != [code]:
            raise PublishError(
                f"the values of {code} in {self._folder.place} are not where the indicators say; {RESTORE}"
            )
        return rows

    def values(self, code: str) -> pd.DataFrame:
        """The values of one series: series, iso3, year, value."""
        return self.row_group(code).to_pandas()

    def all_values(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Every series in order, one at a time, so that no more than one is in memory."""
        for code in self.indicators.id:
            yield code, self.values(code)


def open_published(folder: Folder) -> Published | None:
    """The published snapshot, or None where nothing is published.

    Raises:
        OtherContract: it follows another version of the contract.
        PublishError: there is a catalog, but it cannot be read.
    """
    body = folder.read(CATALOG)
    if body is None:
        return None
    try:
        catalog = json.loads(body)
        version, _ = catalog["contract"], (catalog["snapshot"], catalog["published_at"], catalog["tables"])
    except (ValueError, KeyError, TypeError) as error:
        raise PublishError(
            f"{folder.place}/{CATALOG} cannot be read ({type(error).__name__}: {error}); {RESTORE}"
        ) from error
    if version != tables_contract.VERSION:
        raise OtherContract(
            f"{folder.place}/{CATALOG} follows contract version {version}, this is version {tables_contract.VERSION}; "
            f"run: {etl_command('refresh')}",
            catalog,
        )
    return Published(folder, catalog)


def empty(table: Table) -> pd.DataFrame:
    """A table of the contract without rows, where it may be so.

    Raises:
        PublishError: it may not.
    """
    if not table.may_be_empty:
        raise PublishError(f"the table {table.name} is not published; {RESTORE}")
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in table.columns})


def revisions_of(folder: Folder, catalog: Mapping[str, Any]) -> pd.DataFrame:
    """The ledger of revisions of a snapshot of another contract, as far as it is one; it outlives the others."""
    entry = catalog["tables"].get(tables_contract.REVISIONS.name)
    if entry is None:
        return revisions.empty()
    held = pd.read_parquet(folder.local(entry["file"]))
    return (
        held[tables_contract.REVISIONS.names]
        if set(tables_contract.REVISIONS.names) <= set(held.columns)
        else revisions.empty()
    )


def publish(
    folder: Folder,
    staged: Path,
    written: Mapping[str, Mapping[str, Any]],
    about: Mapping[str, Any],
    old: Published | None,
    *,
    at: str | None = None,
) -> dict[str, Any]:
    """Makes what was staged the published snapshot in one step, and removes the one before. Returns the new catalog.

    Where the tables are those already published, only the catalog is replaced, and says when that was found.

    Args:
        folder: where the snapshot is.
        staged: holds the files of the tables.
        written: what the catalog says of each table (`draft.Draft.entries`).
        about: what else it says. The files of its `model` are in `staged` as well.
        old: what is published.
        at: now, ISO 8601, UTC, where that is not `checked_at`.
    """
    entries = {table.name: written[table.name] for table in tables_contract.TABLES}
    model = about["model"]
    at = at or about["checked_at"]
    digest = _digest(entries, model)
    if old and _digest(old.catalog["tables"], old.catalog.get("model", {})) == digest:
        name, published_at = old.catalog["snapshot"], old.catalog["published_at"]
        if not old.is_whole:  # damaged since: the same figures take its place
            folder.put(staged, name)
    else:
        name, published_at = f"snapshot-{at[:10]}-{digest[:8]}", at
        folder.put(staged, name)
    catalog = {
        "contract": tables_contract.VERSION,
        "snapshot": name,
        "published_at": published_at,
        **about,
        "model": {**model, "files": _located(model["files"], name)} if "files" in model else model,
        "tables": _located(entries, name),
    }
    folder.replace(CATALOG, (json.dumps(catalog, indent=1, ensure_ascii=False) + "\n").encode())
    # A reader that was about to open an earlier one finds it gone, and reads the catalog again.
    for other in folder.folders():
        if other.startswith("snapshot-") and other != name:
            folder.remove(other)
    return catalog


def _located(entries: Mapping[str, Mapping[str, Any]], folder: str) -> dict[str, dict[str, Any]]:
    return {name: {**entry, "file": f"{folder}/{Path(entry['file']).name}"} for name, entry in entries.items()}


def _digest(tables: Mapping[str, Mapping[str, Any]], model: Mapping[str, Any]) -> str:
    files = {**tables, **model.get("files", {})}
    return hashlib.sha256("".join(files[name]["sha256"] for name in sorted(files)).encode()).hexdigest()


def sha256(path: Path) -> str:
    """Checksum of a file, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
