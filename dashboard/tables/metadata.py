"""Metadata of a table's files: title, units, intervals, doubts, sources, licences; also as CSV on the Web (CSVW)."""

from __future__ import annotations

import pandas as pd

from dashboard import config
from dashboard.snapshot.provenance import Source, sources_of
from dashboard.snapshot.store import Snapshot
from dashboard.tables.columns import Column
from dashboard.tables.table import Table

MOST_SOURCES, MOST_DOUBTS = 80, 50
"""Series and doubts named in a file: a model of all series has 1,300 sources, which is 300 kB of metadata."""

MOST_DESCRIBED = 6
ELSEWHERE = "of every series in the published table indicators (download/everything/indicators.parquet)"
"""With more series than these the metadata would be longer than most of the tables."""

CSVW_TYPES = {"text": "string", "integer": "integer", "number": "double"}


def type_of(values: pd.Series) -> str:
    """Return text, integer or number."""
    if pd.api.types.is_float_dtype(values):
        return "number"
    return "integer" if pd.api.types.is_integer_dtype(values) else "text"


def described(column: Column) -> dict[str, str | None]:
    """Return a column's name, heading, unit (None without one) and type."""
    return {"name": column.name, "title": column.title, "unit": column.unit, "type": type_of(column.values)}


def metadata(table: Table, snapshot: Snapshot, link: str) -> dict[str, object]:
    """Return the metadata of a file without those of its columns.

    Args:
        table: in the file.
        snapshot: that it is from.
        link: an address that restores the view.

    Returns:
        Texts and lists of texts, none of them empty. A line on an indicator begins with its code.
    """
    sources = sources_of(snapshot, table.series)
    doubts = [f"{source.code}: {sentence}" for source in sources for sentence in source.doubts]
    about = {
        "title": table.title,
        "baseline": table.baseline,
        "intervals": table.intervals,
        "notes": list(table.notes),
        "sources": _some(
            [_source_line(source) for source in sources], MOST_SOURCES, "in the published table indicators"
        ),
        **(_descriptions(sources) if len(sources) <= MOST_DESCRIBED else {"definitions": [ELSEWHERE]}),
        "corrections": [f"{source.code}: {sentence}" for source in sources for sentence in source.corrections],
        "doubts": _some(doubts, MOST_DOUBTS, "in the published table doubts"),
        "snapshot": snapshot.catalog["snapshot"],
        "published": snapshot.catalog["published_at"],
        "read_from": snapshot.catalog["origin"].get("read_from", ""),
        "made_by": config.TITLE,
        "link": link,
    }
    return {name: value for name, value in about.items() if value}


def csvw(table: Table, snapshot: Snapshot, link: str, address: str) -> dict[str, object]:
    """Return the metadata of a CSV file as a table description of CSV on the Web (W3C, 2015).

    Args:
        table: in the file.
        snapshot: that it is from.
        link: an address that restores the view.
        address: URL of the CSV file.
    """
    about = metadata(table, snapshot, link)
    sources = sources_of(snapshot, table.series)
    licences = [source.licence for source in sources] or [source["licence"] for source in snapshot.catalog["sources"]]
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": address,
        "dc:title": about.pop("title"),
        "dc:license": list(dict.fromkeys(licences)),
        "dc:source": about.pop("sources", []),
        "dc:issued": about.pop("published"),
        "dc:publisher": about.pop("made_by"),
        "dc:relation": about.pop("link"),
        "dialect": {"encoding": "utf-8", "header": True, "delimiter": ",", "quoteChar": '"', "lineTerminators": "\n"},
        "notes": [{name: value} for name, value in about.items()],
        "tableSchema": {"columns": [_csvw_column(column) for column in table.in_files]},
    }


def _csvw_column(column: Column) -> dict[str, object]:
    about: dict[str, object] = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.title,
        "datatype": CSVW_TYPES[type_of(column.values)],
        "required": bool(len(column.values) and column.values.notna().all() and type_of(column.values) != "text"),
    }
    return about | ({"schema:unitText": column.unit} if column.unit else {})


def _source_line(source: Source) -> str:
    state = f"stale since {source.stale_since} ({source.reason})" if source.stale_since else ""
    parts = [source.publisher, source.dataset, source.unit, source.licence, f"vintage {source.vintage}", source.link]
    return "; ".join(part for part in (*parts, state) if part)


def _some(lines: list[str], most: int, elsewhere: str) -> list[str]:
    """Return the first lines, and how many more there are."""
    return lines if len(lines) <= most else [*lines[:most], f"{len(lines) - most:,} more {elsewhere}"]


def _descriptions(sources: list[Source]) -> dict[str, list[str]]:
    """Return definition, producer and coverage of each series."""
    covered = "{0.code}: {0.first_year}–{0.last_year}, {0.economies} economies"
    return {
        "definitions": [f"{source.code}: {source.definition}" for source in sources if source.definition],
        "made_first_by": [f"{source.code}: {source.producer}" for source in sources if source.producer],
        "coverage": [covered.format(source) for source in sources if source.first_year],
    }
