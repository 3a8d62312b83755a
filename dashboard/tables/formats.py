"""Write a table as a CSV, Parquet or JSON file, with title, units, baseline, sources and a link.

CSV has them in lines that begin with "#" before the header: one file that keeps its papers, where a second one beside
it would soon be lost. Read it with `pandas.read_csv(file, comment="#")` or R's `read.csv(file, comment.char = "#")`.
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

from dashboard import config
from dashboard.snapshot.provenance import Source, sources_of
from dashboard.snapshot.store import Snapshot
from dashboard.tables.table import Table

MIME = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "json": "application/json",
}
"""MIME type by format."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters of a cell that a spreadsheet reads as a formula (OWASP, CSV injection)."""

MOST_DESCRIBED = 6
ELSEWHERE = "of every series in the published table indicators (download/everything/indicators.parquet)"
"""With more series than these the metadata would be longer than most of the tables."""

METADATA_KEY = b"world_climate_and_development"


def file_name(table: Table, snapshot: Snapshot, suffix: str) -> str:
    """Return slug and the snapshot's day, such as temperature-nor-2026-11-21.csv."""
    return f"{table.slug}-{snapshot.catalog['published_at'][:10]}.{suffix}"


def metadata(table: Table, snapshot: Snapshot, link: str) -> dict[str, object]:
    """Return the metadata of a file.

    Args:
        table: in the file.
        snapshot: that it is from.
        link: an address that restores the view.

    Returns:
        Texts and lists of texts, none of them empty. A line on an indicator begins with its code.
    """
    sources = sources_of(snapshot, table.series)
    about = {
        "title": table.title,
        "columns": [str(name) for name in table.frame],
        "baseline": table.baseline,
        "notes": list(table.notes),
        "sources": [_source_line(source) for source in sources],
        **(_described(sources) if len(sources) <= MOST_DESCRIBED else {"definitions": [ELSEWHERE]}),
        "corrections": [f"{source.code}: {sentence}" for source in sources for sentence in source.corrections],
        "snapshot": snapshot.catalog["snapshot"],
        "published": snapshot.catalog["published_at"],
        "read_from": snapshot.catalog["origin"].get("read_from", ""),
        "made_by": config.TITLE,
        "link": link,
    }
    return {name: value for name, value in about.items() if value}


def as_csv(table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return UTF-8 with the byte order mark that spreadsheets need; decimal points; missing values empty."""
    out = io.StringIO(newline="")
    for name, value in metadata(table, snapshot, link).items():
        if name != "columns":  # the header line has them
            for line in value if isinstance(value, list) else [value]:
                out.write(f"# {name}: {_one_line(line)}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([_safe(str(name)) for name in table.frame])
    writer.writerows(zip(*(_cells(table.frame[name]) for name in table.frame), strict=True))
    return out.getvalue().encode("utf-8-sig")


def as_parquet(table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return a Zstandard-compressed file with the table's dtypes, and `metadata` as JSON in the schema."""
    arrow = pa.Table.from_pandas(table.frame, preserve_index=False)
    own = {METADATA_KEY: json.dumps(metadata(table, snapshot, link), ensure_ascii=False).encode()}
    out = io.BytesIO()
    pq.write_table(arrow.replace_schema_metadata({**(arrow.schema.metadata or {}), **own}), out, compression="zstd")
    return out.getvalue()


def as_json(table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return `metadata` as "about"; "columns" with name, unit and type; "rows" of a value a column, null if missing."""
    about = {name: value for name, value in metadata(table, snapshot, link).items() if name != "columns"}
    columns = [{"name": column.title, "unit": column.unit, "type": _type(column.values)} for column in table.on_page]
    rows = list(zip(*(_values(column.values) for column in table.on_page), strict=True))
    whole = {"about": about, "columns": columns, "rows": rows}
    return json.dumps(whole, ensure_ascii=False, allow_nan=False).encode()


def in_format(suffix: str, table: Table, snapshot: Snapshot, link: str) -> bytes:
    """Return the file in a format of `MIME`."""
    return {"csv": as_csv, "parquet": as_parquet, "json": as_json}[suffix](table, snapshot, link)


def _source_line(source: Source) -> str:
    state = f"stale since {source.stale_since} ({source.reason})" if source.stale_since else ""
    parts = [source.publisher, source.dataset, source.unit, source.licence, f"vintage {source.vintage}", source.link]
    return "; ".join(part for part in (*parts, state) if part)


def _described(sources: list[Source]) -> dict[str, list[str]]:
    """Return definition, producer and coverage of each series."""
    covered = "{0.code}: {0.first_year}–{0.last_year}, {0.economies} economies"
    return {
        "definitions": [f"{source.code}: {source.definition}" for source in sources if source.definition],
        "made_first_by": [f"{source.code}: {source.producer}" for source in sources if source.producer],
        "coverage": [covered.format(source) for source in sources if source.first_year],
    }


def _cells(column: pd.Series) -> list[object]:
    if pd.api.types.is_float_dtype(column):
        return ["" if math.isnan(value) else _shortest(value) for value in _floats(column)]
    if pd.api.types.is_integer_dtype(column):
        return ["" if pd.isna(value) else int(value) for value in column]
    return ["" if pd.isna(value) else _safe(str(value)) for value in column]


def _values(column: pd.Series) -> list[object]:
    """Return JSON values: the same digits as in CSV, text unchanged."""
    if pd.api.types.is_float_dtype(column):
        return [float(_shortest(value)) if math.isfinite(value) else None for value in _floats(column)]
    known = int if pd.api.types.is_integer_dtype(column) else str
    return [None if pd.isna(value) else known(value) for value in column]


def _floats(column: pd.Series) -> np.ndarray:
    """Return floats in their own width: the shortest digits of 0.1 in 32 bits are "0.1", those of its 64 are not."""
    return column.to_numpy(np.float32, na_value=np.nan) if column.dtype == "float32" else column.to_numpy(float)


def _type(column: pd.Series) -> str:
    if pd.api.types.is_float_dtype(column):
        return "number"
    return "integer" if pd.api.types.is_integer_dtype(column) else "text"


def _shortest(value: np.floating | float) -> str:
    """Return at most twelve significant digits: 0.23, not 0.22999999999999976; never a power such as 1e+06."""
    return np.format_float_positional(value, precision=12, fractional=False, trim="-")


def _safe(text: str) -> str:
    """Return text that no spreadsheet reads as a formula."""
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
