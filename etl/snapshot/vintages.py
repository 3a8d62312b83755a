"""Earlier snapshots beside the published one: which are kept, and the catalog that each is opened by.

A snapshot that is replaced stays in its folder, with its catalog in the same folder. catalog.json lists them, newest
first, as `vintages`; a snapshot that it does not list is removed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from storage import CATALOG, Folder

MOST_BY_DEFAULT = 3
"""Snapshots in a data folder: the published one and the two before it."""


def kept(old: Mapping[str, Any] | None, name: str, most: int | None) -> list[dict[str, str]]:
    """Return the entries of earlier snapshots for the catalog of the snapshot `name`, newest first.

    Args:
        old: the published catalog, if any.
        name: of the new snapshot; the published one if no figure changed.
        most: snapshots to keep, the new one among them; None for those that are kept already, without the published
            one: a step that follows a refresh, such as the model, replaces its snapshot.
    """
    if old is None:
        return []
    listed = [dict(entry) for entry in old.get("vintages", [])]
    if most is None:
        return [entry for entry in listed if entry["snapshot"] != name]
    last = {"snapshot": str(old["snapshot"]), "published_at": str(old["published_at"])}
    return [entry for entry in [last, *listed] if entry["snapshot"] != name][: most - 1]


def archive(folder: Folder, old: Mapping[str, Any] | None, entries: list[dict[str, str]]) -> None:
    """Write the catalog of the published snapshot into its folder, if it is to be kept."""
    if old is None or old["snapshot"] not in [entry["snapshot"] for entry in entries]:
        return
    catalog = {key: value for key, value in old.items() if key != "vintages"}
    folder.replace(f"{old['snapshot']}/{CATALOG}", (json.dumps(catalog, ensure_ascii=False) + "\n").encode())
