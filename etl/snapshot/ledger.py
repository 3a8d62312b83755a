"""The published ledger of revisions: the only tables that a refresh cannot fetch again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from etl.contract.tables import REVISION_COUNTS, REVISIONS
from etl.snapshot import revisions
from etl.snapshot.published import Published
from etl.snapshot.revisions import Ledger
from storage import Folder


def published(old: Published | None) -> Ledger:
    """Return the ledger of a snapshot, or an empty one."""
    if old is None:
        return revisions.empty()
    return Ledger(old.table(REVISIONS.name), old.table(REVISION_COUNTS.name))


def of_other_contract(folder: Folder, catalog: Mapping[str, Any]) -> Ledger:
    """Return the ledger of a snapshot with another contract version, or an empty one if it does not fit."""
    entry, none = catalog["tables"].get(REVISIONS.name), revisions.empty()
    if entry is None:
        return none
    entries = pd.read_parquet(folder.local(entry["file"]))
    return Ledger(entries[REVISIONS.names], none.counts) if set(REVISIONS.names) <= set(entries.columns) else none
