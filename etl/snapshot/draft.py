"""A snapshot being written into a local folder, before it is published."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.contract import tables
from etl.contract.schema import Table
from etl.snapshot import model_state, published
from etl.snapshot.published import OBSERVATIONS, Published, sha256

COMPRESSION: dict[str, Any] = {"compression": "zstd", "compression_level": 9}


class Draft:
    """The tables of a snapshot to come: the series one after the other, then the small tables.

    Series that did not change are not written until one that did comes along: where none does, the published file is
    taken as it stands.
    """

    def __init__(self, staging: Path, old: Published | None):
        """Write into `staging`, which is empty; `old` is where unchanged series are taken from."""
        self._staging, self._old = staging, old
        self._as_published: list[str] = []
        self._writer: pq.ParquetWriter | None = None
        self.entries: dict[str, dict[str, Any]] = {}

    def add_series(self, code: str, rows: pd.DataFrame | None) -> None:
        """The next series; None stands for its published values."""
        if rows is None and self._writer is None:
            self._as_published.append(code)
            return
        if self._writer is None:
            self._begin()
        if rows is None:
            self._copy(code)
        else:
            self._write(pa.Table.from_pandas(rows, OBSERVATIONS, preserve_index=False))

    def finish_series(self) -> None:
        """Closes the observations."""
        if self._writer is None and self._old and self._as_published == list(self._old.indicators.id):
            self._carry(tables.OBSERVATIONS, self._old)
            return
        if self._writer is None:
            self._begin()
        assert self._writer is not None
        self._writer.close()
        self._enter(tables.OBSERVATIONS, self._rows)

    @property
    def is_as_published(self) -> bool:
        """Whether not one series changed, so that the observations are the published file."""
        return self._writer is None

    def observations(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """The finished observations as they read back, one series at a time."""
        file = pq.ParquetFile(self._staging / f"{tables.OBSERVATIONS.name}.parquet")
        for number in range(file.num_row_groups):
            rows = file.read_row_group(number).to_pandas()
            yield rows.series.iloc[0], rows

    def add_table(self, table: Table, frame: pd.DataFrame) -> None:
        """One of the small tables."""
        frame.to_parquet(self._staging / f"{table.name}.parquet", index=False, **COMPRESSION)
        self._enter(table, len(frame))

    def carry_table(self, table: Table) -> pd.DataFrame:
        """A table as it is published, to the byte; without rows where no snapshot holds it. Gives its rows."""
        if self._old is None or table.name not in self._old.catalog["tables"]:
            frame = published.empty(table)
            self.add_table(table, frame)
            return frame
        self._carry(table, self._old)
        return self._old.table(table.name)

    def add_file(self, name: str, content: bytes) -> dict[str, Any]:
        """A file beside the tables; gives what the catalog is to say of it."""
        path = self._staging / name
        path.write_bytes(content)
        return {"file": name, "bytes": len(content), "sha256": sha256(path)}

    def carry_model(self, now: str) -> dict[str, Any]:
        """The published model's files, to the byte; gives what the catalog is to say of it beside the new tables.

        Args:
            now: ISO 8601, UTC.
        """
        model = self._old.catalog.get("model", model_state.ABSENT) if self._old else model_state.ABSENT
        for name, entry in model.get("files", {}).items():
            assert self._old is not None
            _link(self._old.file(entry), self._staging / name)
        return model_state.carried(model, self.entries, now)

    def _carry(self, table: Table, old: Published) -> None:
        path = self._staging / f"{table.name}.parquet"
        _link(old.path(table.name), path)
        self.entries[table.name] = {**old.catalog["tables"][table.name], **table.as_data(), "file": path.name}

    def _begin(self) -> None:
        path = self._staging / f"{tables.OBSERVATIONS.name}.parquet"
        # Statistics let a reader who filters by series skip the others; of the other columns they only take room.
        self._writer = pq.ParquetWriter(path, OBSERVATIONS, write_statistics=["series"], **COMPRESSION)
        self._rows = 0
        for code in self._as_published:
            self._copy(code)

    def _copy(self, code: str) -> None:
        assert self._old is not None
        self._write(self._old.row_group(code).cast(OBSERVATIONS))

    def _write(self, rows: pa.Table) -> None:
        assert self._writer is not None
        self._writer.write_table(rows, row_group_size=max(len(rows), 1))
        self._rows += len(rows)

    def _enter(self, table: Table, rows: int) -> None:
        path = self._staging / f"{table.name}.parquet"
        held = pq.ParquetFile(path).metadata.num_rows
        if held != rows:
            raise OSError(f"{path.name} reads back with {held} rows of {rows}")
        self.entries[table.name] = {
            "file": path.name,
            "rows": rows,
            "bytes": path.stat().st_size,
            "sha256": sha256(path),
            **table.as_data(),
        }


def _link(source: Path, target: Path) -> None:
    """The same file under a second name where the disk can do that: nothing is copied."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
