"""Draft of a snapshot in a local folder, before it is published."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from etl.contract import tables
from etl.contract.schema import Table
from etl.snapshot import model_state, published
from etl.snapshot.new_columns import OBSERVATIONS, rows_with_new_columns
from etl.snapshot.published import Published, sha256

COMPRESSION: dict[str, Any] = {"compression": "zstd", "compression_level": 9}


class Draft:
    """Files of the new snapshot: the series one after the other, then the small tables.

    Unchanged series are written only when a changed one follows: if none does, the published file is reused.
    """

    def __init__(self, staging: Path, old: Published | None):
        """Write into `staging`, which is empty; unchanged series come from `old`."""
        self._staging, self._old = staging, old
        self._as_published: list[str] = []
        self._writer: pq.ParquetWriter | None = None
        self.entries: dict[str, dict[str, Any]] = {}

    def add_series(self, code: str, rows: pd.DataFrame | None) -> None:
        """Add the next series; None means its published values."""
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
        """Close the file of observations."""
        if self._writer is None and self._old and self._as_published == list(self._old.indicators.id):
            self._carry(tables.OBSERVATIONS, self._old)
            return
        if self._writer is None:
            self._begin()
        assert self._writer is not None
        self._writer.close()
        self._register(tables.OBSERVATIONS, self._rows)

    @property
    def is_as_published(self) -> bool:
        """Whether no series changed, so that the observations are the published file."""
        return self._writer is None

    def observations(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """Yield the observations as read back from the finished file, or as published, one series at a time."""
        file = pq.ParquetFile(self._staging / f"{tables.OBSERVATIONS.name}.parquet")
        for number in range(file.num_row_groups):
            rows = rows_with_new_columns(file.read_row_group(number)).to_pandas()
            yield rows.series.iloc[0], rows

    def add_table(self, table: Table, frame: pd.DataFrame) -> None:
        """Add one of the small tables."""
        frame.to_parquet(self._staging / f"{table.name}.parquet", index=False, **COMPRESSION)
        self._register(table, len(frame))

    def carry_table(self, table: Table) -> pd.DataFrame:
        """Reuse the published file of a table, or write it without rows if it was never published; return the table."""
        if self._old is None or table.name not in self._old.catalog["tables"]:
            frame = published.empty(table)
            self.add_table(table, frame)
            return frame
        self._carry(table, self._old)
        return self._old.table(table.name)

    def add_or_carry_tables(self, changed: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Add the changed small tables, reuse all others; return the tables by name."""
        found = dict(changed)
        for table in tables.TABLES:
            if table.name in changed:
                self.add_table(table, changed[table.name])
            elif table is not tables.OBSERVATIONS:
                found[table.name] = self.carry_table(table)
        return found

    def add_file(self, name: str, content: bytes) -> dict[str, Any]:
        """Add a file next to the tables; return its catalog entry."""
        path = self._staging / name
        path.write_bytes(content)
        return {"file": name, "bytes": len(content), "sha256": sha256(path)}

    def carry_model(self, now: str) -> dict[str, Any]:
        """Reuse the published model's files; return the model's catalog entry.

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
        # Statistics let a reader that filters by series skip row groups; for other columns they only cost space.
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

    def _register(self, table: Table, rows: int) -> None:
        path = self._staging / f"{table.name}.parquet"
        read_back = pq.ParquetFile(path).metadata.num_rows
        if read_back != rows:
            raise OSError(f"{path.name} reads back with {read_back} rows of {rows}")
        self.entries[table.name] = {
            "file": path.name,
            "rows": rows,
            "bytes": path.stat().st_size,
            "sha256": sha256(path),
            **table.as_data(),
        }


def _link(source: Path, target: Path) -> None:
    """Hard-link a file, or copy it where the file system has no hard links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
