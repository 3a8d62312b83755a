"""Read and write the published snapshot: Parquet files in one folder, and the catalog that points to it.

data/catalog.json is the only file that is replaced, in one step, so a reader sees the old snapshot or the new one,
never a mixture. The files of a snapshot are written once, next to the published one, and never changed. `storage`
does this on a disk or in an object store.
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
from etl.snapshot import vintages
from etl.snapshot.new_columns import rows_with_new_columns, with_new_columns
from storage import Folder
from storage.locations import etl_command

CATALOG = "catalog.json"
RESTORE = "restore it from version control or move the folder away and refresh"


class OtherContract(PublishError):
    """The published snapshot has another contract version; `catalog` is its catalog."""

    def __init__(self, sentence: str, catalog: dict[str, Any]):
        super().__init__(sentence)
        self.catalog = catalog


class Published:
    """A published snapshot opened for reading; each table is read and its checksum compared on demand."""

    def __init__(self, folder: Folder, catalog: dict[str, Any]):
        """Open the files that `catalog` names in `folder`."""
        self._folder, self.catalog = folder, catalog

    def path(self, name: str) -> Path:
        """Return the file of a table.

        Raises:
            PublishError: it is missing or damaged.
        """
        return self.file(self.catalog["tables"][name])

    def file(self, entry: Mapping[str, Any]) -> Path:
        """Return a published file by its catalog entry.

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
        """Whether no file is missing or damaged."""
        try:
            files = [*self.catalog["tables"].values(), *self.catalog.get("model", {}).get("files", {}).values()]
            return all(self.file(entry) for entry in files)
        except PublishError:
            return False

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as a frame, `countries` with shapes; a table newer than the snapshot has no rows."""
        if name not in self.catalog["tables"]:
            return empty(next(table for table in tables_contract.TABLES if table.name == name))
        read = gpd.read_parquet if name == tables_contract.COUNTRIES.name else pd.read_parquet
        return with_new_columns(read(self.path(name)), name)

    def text(self, name: str) -> str:
        """Return the text of the file `name` next to the catalog; empty without the file."""
        return (self._folder.read(name) or b"").decode("utf-8", "replace")

    @cached_property
    def indicators(self) -> pd.DataFrame:
        """The table of indicators by id, in the order of the row groups of `observations`."""
        return self.table(tables_contract.INDICATORS.name).set_index("id", drop=False)

    def holds(self, code: str) -> bool:
        """Return whether the series is in the snapshot."""
        return code in self.indicators.index

    def description(self, code: str) -> dict[str, Any]:
        """Return the row of a series in the table of indicators."""
        return {str(name): value for name, value in self.indicators.loc[code].items()}

    @cached_property
    def _observations(self) -> pq.ParquetFile:
        return pq.ParquetFile(self.path(tables_contract.OBSERVATIONS.name))

    @cached_property
    def _group(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.indicators.id)}

    def row_group(self, code: str) -> pa.Table:
        """Return the stored values of one series, with the columns that the contract has gained since.

        Raises:
            KeyError: the series is not in the snapshot.
            PublishError: its row group has another series.
        """
        rows = self._observations.read_row_group(self._group[code])
        if rows.column("series").unique().to_pylist() != [code]:
            raise PublishError(
                f"the values of {code} in {self._folder.place} are not where the indicators say; {RESTORE}"
            )
        return rows_with_new_columns(rows)

    def values(self, code: str) -> pd.DataFrame:
        """Return the values of one series: series, iso3, year, value, status."""
        return self.row_group(code).to_pandas()

    def all_values(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield every series in order, so that only one is in memory."""
        for code in self.indicators.id:
            yield code, self.values(code)


def open_published(folder: Folder) -> Published | None:
    """Open the published snapshot; return None if nothing is published.

    Raises:
        OtherContract: it has another version of the contract.
        PublishError: its catalog cannot be read.
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
            f"{folder.place}/{CATALOG} has contract version {version}, not {tables_contract.VERSION}; "
            f"run: {etl_command('refresh')}",
            catalog,
        )
    return Published(folder, catalog)


def empty(table: Table) -> pd.DataFrame:
    """Return a table of the contract without rows.

    Raises:
        PublishError: the contract requires rows.
    """
    if not table.may_be_empty:
        raise PublishError(f"the table {table.name} is not published; {RESTORE}")
    return pd.DataFrame({column.name: pd.Series(dtype=column.dtype) for column in table.columns})


def publish(
    folder: Folder,
    staged: Path,
    written: Mapping[str, Mapping[str, Any]],
    about: Mapping[str, Any],
    old: Published | None,
    *,
    at: str | None = None,
    keep: int | None = None,
) -> dict[str, Any]:
    """Publish the staged files in one step, remove snapshots that are not to be kept, and return the new catalog.

    If the tables are the published ones, only the catalog is replaced: its `checked_at` is new.

    Args:
        folder: the data folder.
        staged: has the files of the tables.
        written: catalog entry of each table (`draft.Draft.entries`).
        about: the other entries of the catalog. The files of its `model` are in `staged`, too.
        old: the published snapshot.
        at: now, ISO 8601, UTC, if that is not `checked_at`.
        keep: snapshots to keep, this one among them; None for those that are kept already.
    """
    entries = {table.name: written[table.name] for table in tables_contract.TABLES}
    model = about["model"]
    at = at or about["checked_at"]
    digest = _digest(entries, model)
    if old and _digest(old.catalog["tables"], old.catalog.get("model", {})) == digest:
        name, published_at = old.catalog["snapshot"], old.catalog["published_at"]
        if not old.is_whole:  # replace the damaged files by the same figures
            folder.put(staged, name)
    else:
        name, published_at = f"snapshot-{at[:10]}-{digest[:8]}", at
        folder.put(staged, name)
    earlier = vintages.kept(old.catalog if old else None, name, keep)
    vintages.archive(folder, old.catalog if old else None, earlier)
    catalog = {
        "contract": tables_contract.VERSION,
        "snapshot": name,
        "published_at": published_at,
        **{key: value for key, value in about.items() if key != "vintages"},
        **({"vintages": earlier} if earlier else {}),
        "model": {**model, "files": _located(model["files"], name)} if "files" in model else model,
        "tables": _located(entries, name),
    }
    folder.replace(CATALOG, (json.dumps(catalog, indent=1, ensure_ascii=False) + "\n").encode())
    # A reader that was about to open an earlier snapshot finds no file, and reads the catalog again.
    for other in folder.folders():
        if other.startswith("snapshot-") and other not in {name, *(entry["snapshot"] for entry in earlier)}:
            folder.remove(other)
    return catalog


def _located(entries: Mapping[str, Mapping[str, Any]], folder: str) -> dict[str, dict[str, Any]]:
    return {name: {**entry, "file": f"{folder}/{Path(entry['file']).name}"} for name, entry in entries.items()}


def _digest(tables: Mapping[str, Mapping[str, Any]], model: Mapping[str, Any]) -> str:
    files = {**tables, **model.get("files", {})}
    return hashlib.sha256("".join(files[name]["sha256"] for name in sorted(files)).encode()).hexdigest()


def sha256(path: Path) -> str:
    """Return the SHA-256 checksum of a file in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
