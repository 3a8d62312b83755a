"""A copy of the shipped snapshot with more series, and with a catalogue: to try the search and weigh the page."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]

CATALOGUE = pd.DataFrame(
    [
        ("ER.FSH.PROD.MT", "Total fisheries production (metric tons)", "World Development Indicators", "Environment"),
        ("6.0.GDP_growth", "GDP growth (annual %)", "LAC Equity Lab", ""),
        ("ER.FSH.AQUA.MT", "Aquaculture production (metric tons)", "World Development Indicators", "Environment"),
        ("ER.FSH.OLD.MT", "Total fisheries production", "WDI Database Archives", "Environment"),
        ("SP.POP.TOTL", "Population, total", "World Development Indicators", "Health"),
    ],
    columns=["id", "name", "source", "topic"],
)
"""Five series of a catalogue, the last of which is among the shipped figures."""


def made_up(count: int) -> pd.DataFrame:
    """Return code, title, unit and topic of series that do not exist: each title twice, in two units."""
    rows = range(count)
    return pd.DataFrame(
        {
            "id": [f"XX.MADE.{row:04d}" for row in rows],
            "title": [f"Made-up quantity number {row // 2} of the households surveyed" for row in rows],
            "unit": ["% of households" if row % 2 else "people" for row in rows],
            "topic": [f"Made-up topic {row % 18}" for row in rows],
        }
    )


def copy_with(folder: Path, *, series: int = 0, catalogue: pd.DataFrame | None = CATALOGUE) -> Path:
    """Write the snapshot into `folder`, with so many made-up series behind its own; return `folder`."""
    shutil.copytree(ROOT / "data", folder, dirs_exist_ok=True)
    catalog = json.loads((folder / "catalog.json").read_text("utf-8"))
    tables = catalog["tables"]
    if series:
        _add_series(folder, tables, made_up(series))
    if catalogue is not None:
        file = Path(tables["indicators"]["file"]).with_name("catalogue.parquet")
        catalogue.to_parquet(folder / file, index=False)
        tables["catalogue"] = {"file": str(file), "rows": len(catalogue), "bytes": (folder / file).stat().st_size}
    (folder / "catalog.json").write_text(json.dumps(catalog), "utf-8")
    return folder


def _add_series(folder: Path, tables: dict, more: pd.DataFrame) -> None:
    """Give the made-up series the words and the values of the shipped ones, in turn."""
    own = pd.read_parquet(folder / tables["indicators"]["file"])
    lent = own.iloc[[row % len(own) for row in range(len(more))]].reset_index(drop=True)
    listed = lent.assign(**more, name=more.title + " (" + more.unit + ")", is_configured=False)
    if "featured" in listed:
        listed["featured"] = 0
    pd.concat([own, listed]).astype(own.dtypes).to_parquet(folder / tables["indicators"]["file"], index=False)
    path = folder / tables["observations"]["file"]
    before = path.rename(path.with_name("before.parquet"))
    with pq.ParquetFile(before) as read, pq.ParquetWriter(path, read.schema_arrow, compression="zstd") as out:
        groups = [read.read_row_group(row) for row in range(len(own))]
        for group in groups:
            out.write_table(group)
        at = read.schema_arrow.get_field_index("series")
        for row, code in enumerate(more["id"]):
            lent_values = groups[row % len(groups)]
            named = pa.array([code] * len(lent_values), read.schema_arrow.field(at).type)
            out.write_table(lent_values.set_column(at, read.schema_arrow.field(at), named))
    before.unlink()
