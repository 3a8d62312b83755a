"""Make a table of the dashboard as a test wants it."""

from __future__ import annotations

from typing import Any

from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection
from dashboard.tables.registry import TABLES
from dashboard.tables.table import Table


def made(name: str, snapshot: Snapshot, choices: Selection, **chosen: Any) -> Table:
    """Return a table by its name in the registry, after setting some of the choices."""
    choices.param.update(**chosen)
    return TABLES[name].make(snapshot, choices)
