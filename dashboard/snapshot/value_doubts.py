"""Data doubts: published values that may be wrong, or contradict others, with place, years and reason."""

from __future__ import annotations

import re
from typing import Any

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot

DOUBTS = "doubts"
"""Table of data doubts, in snapshots published since 2026-12."""


def of_place(snapshot: Snapshot, code: str, iso3: str) -> list[str]:
    """Return the data doubts about one series in one place, each with its years; none in an older snapshot."""
    if DOUBTS not in snapshot.catalog["tables"]:
        return []
    rows = _doubt_rows(snapshot)
    return [f"{_years(row)}: {_in_singular(row['reason'])}" for row in rows.get((code, iso3), [])]


@cached_on_argument(published=True)
def _doubt_rows(snapshot: Snapshot) -> dict[tuple[str, str], list[dict[Any, Any]]]:
    """Return the data doubts by series and place, read once for all visitors."""
    found: dict[tuple[str, str], list[dict[Any, Any]]] = {}
    for row in snapshot.table(DOUBTS).to_dict("records"):
        found.setdefault((row["series"], row["iso3"]), []).append(row)
    return found


def by_series(snapshot: Snapshot, named: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Return the data doubts of each series with the places' names."""
    found: dict[str, list[str]] = {}
    for code, iso3 in _doubt_rows(snapshot) if DOUBTS in snapshot.catalog["tables"] else ():
        found.setdefault(code, []).extend(
            f"{named.get(iso3, iso3)}, {doubt}" for doubt in of_place(snapshot, code, iso3)
        )
    return {code: tuple(doubts) for code, doubts in found.items()}


def _in_singular(reason: str) -> str:
    """Return a reason with the verb of one economy, which snapshots published before 2026-12 have in the plural."""
    return re.sub(r"^(1 of its \d+ economies) have ", r"\1 has ", reason)


def _years(row: dict[Any, Any]) -> str:
    first, last = row["first_year"], row["last_year"]
    return f"{first}" if first == last else f"{first}–{last}"
