"""State of the published model in the catalog: fresh, stale (since when and why), or absent.

Does not import LightGBM, as a refresh only carries the model over.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storage.locations import etl_command

FILE = "model.txt"
"""File of the trees in LightGBM's text format, next to the tables."""

BUILT_FROM = ("observations", "temperature")
"""Tables whose values go into the model."""

AGAIN = f"run: {etl_command('model')}"

ABSENT: dict[str, Any] = {"state": "absent", "reason": f"no model has been made of these figures; {AGAIN}"}


def built_from(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the checksums of the tables that a model is fitted to, from their catalog entries."""
    return {name: tables[name]["sha256"] for name in BUILT_FROM}


def carried(model: Mapping[str, Any], tables: Mapping[str, Mapping[str, Any]], now: str) -> dict[str, Any]:
    """Return the catalog entry of a published model after a refresh of the tables.

    The model is stale once a table differs from the one it was fitted to, and fresh again if that table returns.

    Args:
        model: its entry in the published catalog.
        tables: the tables' entries in the new catalog.
        now: time of the refresh, ISO 8601, UTC.
    """
    if model["state"] == "absent":
        return dict(model)
    entry = {key: value for key, value in model.items() if key not in ("stale_since", "reason")}
    changed = [name for name, sha in built_from(tables).items() if model["built_from"][name] != sha]
    if not changed:
        return entry | {"state": "fresh"}
    since = model.get("stale_since", now)
    reason = f"the table {' and the table '.join(changed)} changed after the model was made; {AGAIN}"
    return entry | {"state": "stale", "stale_since": since, "reason": reason}
