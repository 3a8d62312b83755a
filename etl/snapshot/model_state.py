"""What the catalog says of the model: fresh, stale since when and why, or absent.

Knows no LightGBM, so that a refresh, which only carries a model over, need not load it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.locations import etl_command

FILE = "model.txt"
"""The trees, in LightGBM's own text, beside the tables."""

BUILT_FROM = ("observations", "temperature")
"""The tables whose values go into a model."""

AGAIN = f"run: {etl_command('model')}"

ABSENT: dict[str, Any] = {"state": "absent", "reason": f"no model has been made of these figures; {AGAIN}"}


def built_from(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Checksums of the tables that a model is made from, out of the catalog's words on them."""
    return {name: tables[name]["sha256"] for name in BUILT_FROM}


def carried(model: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]], now: str) -> dict[str, Any]:
    """What is to be said of a published model beside tables that a refresh brought.

    It is stale once a value in them is another than it was made from, and fresh again should all return.

    Args:
        model: what the catalog says of it.
        tables: what the new catalog will say of the tables.
        now: time of the refresh, ISO 8601, UTC.
    """
    if model["state"] == "absent":
        return dict(model)
    told = {key: value for key, value in model.items() if key not in ("stale_since", "reason")}
    changed = [name for name, sha in built_from(tables).items() if model["built_from"][name] != sha]
    if not changed:
        return told | {"state": "fresh"}
    since = model.get("stale_since", now)
    reason = f"the table {' and the table '.join(changed)} changed after the model was made; {AGAIN}"
    return told | {"state": "stale", "stale_since": since, "reason": reason}
