"""OpenAPI description of `download/`, generated from the tables on offer and the parameters that they follow.

`download/openapi.json` serves it. https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from typing import Any

import param

from dashboard import config
from dashboard.snapshot.store import Snapshot
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.state.selection import Selection
from dashboard.tables.formats import MIME
from dashboard.tables.help import ANSWERS, CODES, COLUMNS, MOST_LISTED, values_in_words
from dashboard.tables.query import OWN
from dashboard.tables.registry import TABLES
from dashboard.tables.table import TableSpec

FILE = "openapi.json"
VERSION = "3.1.0"

REFUSALS = {
    "400": "A parameter is unknown, or its value is not on offer; the sentence says which.",
    "404": "The table has no rows for this choice; the sentence says why.",
    "503": "The figures cannot be read just now; try again in a minute.",
}

TABLE_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["about", "columns", "rows"],
    "properties": {
        "about": {"type": "object", "additionalProperties": True, "description": "Title, notes, sources, licences."},
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "title", "type"],
                "properties": {
                    "name": {"type": "string"},
                    "title": {"type": "string"},
                    "type": {"type": "string"},
                    "unit": {"type": ["string", "null"]},
                },
            },
        },
        "rows": {
            "type": "array",
            "description": "A value a column, null if missing.",
            "items": {"type": "array", "items": {"type": ["string", "number", "null"]}},
        },
    },
}


def description(snapshot: Snapshot, server: str) -> dict[str, Any]:
    """Return the description of all files; `server` is the URL that `download/` is in, without a slash at its end."""
    selection = new_selection(snapshot)
    paths = {
        f"/download/{spec.name}.{suffix}": {"get": _operation(spec, suffix, selection)}
        for spec in TABLES.values()
        for suffix in MIME
    }
    return {
        "openapi": VERSION,
        "info": {
            "title": config.TITLE,
            "version": snapshot.catalog["snapshot"],
            "description": f"{CODES} {COLUMNS} {ANSWERS}",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": {"Table": TABLE_SCHEMA, "Sentence": {"type": "string"}}},
    }


def _operation(spec: TableSpec, suffix: str, selection: Selection) -> dict[str, Any]:
    own = {name: {"type": "string"} for name in OWN}
    return {
        "operationId": f"get_{spec.name.replace('-', '_')}_{suffix}",
        "summary": spec.title,
        "tags": [spec.view],
        "parameters": [
            *(_parameter(selection, name) for name in spec.follows),
            *(_query(name, OWN[name], schema) for name, schema in own.items() if name != "notes" or suffix == "csv"),
        ],
        "responses": {
            "200": {
                "description": spec.title,
                "content": {MIME[suffix].partition(";")[0]: {"schema": _schema(suffix)}},
            },
            **{
                status: {
                    "description": why,
                    "content": {"text/plain": {"schema": {"$ref": "#/components/schemas/Sentence"}}},
                }
                for status, why in REFUSALS.items()
            },
        },
    }


def _schema(suffix: str) -> dict[str, Any]:
    if suffix == "json":
        return {"$ref": "#/components/schemas/Table"}
    return {"type": "string"} if suffix == "csv" else {"type": "string", "format": "binary"}


def _parameter(selection: Selection, name: str) -> dict[str, Any]:
    """Return a parameter of the page, with its values where they are few, and what it is without it."""
    about, (short, kind) = selection.param[name], url.NAMES[name]
    schema: dict[str, Any] = {"type": "string"}
    if isinstance(about, param.Selector) and len(about.objects) <= MOST_LISTED:
        schema["enum"] = [kind.write(value) for value in about.objects]
    default = selection.defaults[name]
    if default not in ("", (), None):
        schema["default"] = kind.write(default)
    return _query(short, f"{about.doc}. {values_in_words(selection, name)}", schema)


def _query(name: str, words: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
