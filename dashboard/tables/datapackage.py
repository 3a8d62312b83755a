"""Frictionless data package of all files: the published tables and the tables of the views, with their columns.

`download/datapackage.json` serves it. https://specs.frictionlessdata.io/data-package/ (version 1, which readers of
version 2 accept).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard import config
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import slug
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection
from dashboard.tables.columns import Column
from dashboard.tables.formats import MIME
from dashboard.tables.metadata import type_of
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table, TableSpec

FILE = "datapackage.json"

TYPES = {"text": "string", "integer": "integer", "number": "number"}
"""Frictionless type of a column of a view's table."""

CC_BY = "CC BY 4.0"
"""How the catalog writes the licence of most figures; of other licences the source's own page has the text."""


@cached_on_argument(published=True)
def data_package(snapshot: Snapshot) -> dict[str, Any]:
    """Return the descriptor; paths are relative to `download/`. Shared: not to be changed.

    A view's table is described as it is without parameters: of the World where it is of one country. Those that need a
    country are left out.

    Raises:
        SnapshotError: the figures are damaged.
    """
    catalog, selection = snapshot.catalog, new_selection(snapshot)
    made = [(spec, spec.make(snapshot, selection)) for spec in TABLES.values()]
    return {
        "profile": "data-package",
        "name": slug(config.TITLE),
        "title": config.TITLE,
        "version": catalog["snapshot"],
        "created": catalog["published_at"],
        "licenses": list({one["title"]: one for one in map(_licence, catalog["sources"])}.values()),
        "sources": [
            {"title": one["title"]} | ({"path": one["link"]} if one["link"] else {}) for one in catalog["sources"]
        ],
        "resources": [
            *(_view_resource(spec, table) for spec, table in made if table.has_rows),
            *(_published_resource(name, entry) for name, entry in catalog["tables"].items()),
        ],
    }


def _licence(source: Mapping[str, str]) -> dict[str, str]:
    if source["licence"] == CC_BY:
        return {"name": "CC-BY-4.0", "title": CC_BY, "path": "https://creativecommons.org/licenses/by/4.0/"}
    return {"title": source["licence"], "path": source["link"]}


def _view_resource(spec: TableSpec, table: Table) -> dict[str, Any]:
    keys = [name for name in ("iso3", "year", "series") if name in table.file_frame]
    rows = table.file_frame[keys]
    is_unique = bool(keys) and not rows.duplicated().any() and bool(rows.notna().all(axis=None))
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.in_files], "missingValues": [""]}
    return {
        "profile": "tabular-data-resource",
        "name": spec.name,
        "title": spec.title,
        "description": f"{table.title}. Parameters: see download/.",
        "path": f"{spec.name}.csv",
        "format": "csv",
        "mediatype": MIME["csv"].partition(";")[0],
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True, "lineTerminator": "\n"},
        "schema": schema | ({"primaryKey": keys} if is_unique else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    about = {"name": column.name, "title": column.title, "type": TYPES[type_of(column.values)]}
    return about | ({"unit": column.unit} if column.unit else {})


def _published_resource(name: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    schema = {"fields": [_published_field(column) for column in entry["columns"]], "primaryKey": list(entry["key"])}
    return {
        "profile": "data-resource",
        "name": f"everything-{name.replace('_', '-')}",
        "title": name,
        "description": entry["description"],
        "path": f"everything/{name}.parquet",
        "format": "parquet",
        "mediatype": MIME["parquet"],
        "bytes": entry["bytes"],
        "hash": f"sha256:{entry['sha256']}",
        "schema": schema,
    }


def _published_field(column: Mapping[str, str]) -> dict[str, str]:
    dtype = column["dtype"].lower()
    kinds = {"int": "integer", "float": "number", "bool": "boolean", "str": "string"}
    kind = next((kind for start, kind in kinds.items() if dtype.startswith(start)), "any")
    about = {"name": column["name"], "type": kind, "description": column["description"]}
    return about | ({"unit": column["unit"]} if column.get("unit") else {})
