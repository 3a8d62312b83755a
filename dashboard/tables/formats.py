"""Write a table as a CSV, Parquet or JSON file.

Parquet and JSON have their metadata inside. A CSV has a header and rows only, as readers of CSV expect; its metadata is
a file beside it, NAME.csv-metadata.json (CSV on the Web), and on request lines that begin with "#" before its header.
Numbers have the same digits in all three.
"""

from __future__ import annotations

import csv
import io
import json
import math

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dashboard.snapshot.store import Snapshot
from dashboard.tables.metadata import csvw, described, metadata
from dashboard.tables.table import Table

MIME = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}
"""MIME type by format."""

CSVW_SUFFIX, CSVW_MIME = "csv-metadata.json", "application/csvm+json"

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters of a cell that a spreadsheet reads as a formula (OWASP, CSV injection)."""

METADATA_KEY = b"world_climate_and_development"


def file_name(table: Table, snapshot: Snapshot, suffix: str) -> str:
    """Return slug and the snapshot's day, such as temperature-nor-2026-11-21.csv."""
    return f"{table.slug}-{snapshot.catalog['published_at'][:10]}.{suffix}"


def as_csv(table: Table, snapshot: Snapshot, link: str, *, notes: bool = False) -> bytes:
    """Return UTF-8 with the byte order mark that spreadsheets need; decimal points; missing values empty.

    Args:
        table: to write.
        snapshot: that it is from.
        link: an address that restores the view.
        notes: whether the metadata precedes the header, in lines that begin with "#".
    """
    out = io.StringIO(newline="")
    for name, value in metadata(table, snapshot, link).items() if notes else ():
        for line in value if isinstance(value, list) else [value]:
            out.write(f"# {name}: {_one_line(line)}\n")
    writer = csv.writer(out, lineterminator="\n")
    frame = table.file_frame
    writer.writerow(frame)
    writer.writerows(zip(*(_cells(frame[name]) for name in frame), strict=True))
    return out.getvalue().encode("utf-8-sig")


def as_csvw(table: Table, snapshot: Snapshot, link: str, address: str) -> bytes:
    """Return the metadata of the CSV at an address; see `metadata.csvw`."""
    return json.dumps(csvw(table, snapshot, link, address), ensure_ascii=False, indent=1).encode()


def as_parquet(table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return a Zstandard-compressed file with the table's dtypes, and `metadata` as JSON in the schema."""
    arrow = pa.Table.from_pandas(table.file_frame, preserve_index=False)
    own = {METADATA_KEY: json.dumps(_about(table, snapshot, link), ensure_ascii=False).encode()}
    out = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **own}), out, compression="zstd")
    return out.getvalue()


def as_json(table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return "about", the metadata; "columns"; and "rows" of a value a column, null if missing."""
    about = _about(table, snapshot, link)
    columns, frame = about.pop("columns"), table.file_frame
    rows = list(zip(*(_values(frame[name]) for name in frame), strict=True))
    return json.dumps({"about": about, "columns": columns, "rows": rows}, ensure_ascii=False, allow_nan=False).encode()


def in_format(suffix: str, table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return the file in a format of `MIME`."""
    return {"csv": as_csv, "parquet": as_parquet, "json": as_json}[suffix](table, snapshot, link)


def _about(table: Table, snapshot: Snapshot, link: str) -> dict[str, object]:
    """Return metadata and columns."""
    return {**metadata(table, snapshot, link), "columns": [described(column) for column in table.in_files]}


def _cells(values: pd.Series) -> list[object]:
    if pd.api.types.is_float_dtype(values):
        return [_shortest(value) if math.isfinite(value) else "" for value in _floats(values)]
    if pd.api.types.is_integer_dtype(values):
        return ["" if pd.isna(value) else int(value) for value in values]
    return ["" if pd.isna(value) else _safe(str(value)) for value in values]


def _values(values: pd.Series) -> list[object]:
    """Return JSON values: the same digits as in CSV, text unchanged."""
    if pd.api.types.is_float_dtype(values):
        return [float(_shortest(value)) if math.isfinite(value) else None for value in _floats(values)]
    known = int if pd.api.types.is_integer_dtype(values) else str
    return [None if pd.isna(value) else known(value) for value in values]


def _floats(values: pd.Series) -> np.ndarray:
    """Return floats in their own width: the shortest digits of 0.1 in 32 bits are "0.1", those of its 64 are not."""
    return values.to_numpy(np.float32, na_value=np.nan) if values.dtype == "float32" else values.to_numpy(float)


def _shortest(value: np.floating | float) -> str:
    """Return at most twelve significant digits: 0.23, not 0.22999999999999976; never a power such as 1e+06."""
    text = np.format_float_positional(value, precision=12, fractional=False, trim="-")
    return "0" if text == "-0" else text


def _safe(text: str) -> str:
    """Return text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
