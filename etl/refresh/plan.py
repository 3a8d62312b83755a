"""Plan of a refresh: which series it looks up, and which it carries over as published. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.contract.indicators import OWN
from etl.indicators.configured import Configured, without_default
from etl.indicators.quantity import unit_of


@dataclass(frozen=True)
class PlannedSeries:
    """One series of the new snapshot; `is_asked` if it is looked up, else carried over."""

    entry: Configured
    is_asked: bool


def planned_series(
    asked: list[Configured], configured: list[Configured], published: pd.DataFrame | None, *, prune: bool = False
) -> list[PlannedSeries]:
    """Return the series of the new snapshot in menu order: the configured ones, then extra ones.

    A published series that is not asked for is carried over, and a user's own series always. One that was configured
    and is no longer in the list is dropped: its removal from the list was on purpose.

    Args:
        asked: the series to look up, configured or not.
        configured: the list in menu order.
        published: the published table of indicators, or None.
        prune: drop the published series that are neither configured nor asked for nor a user's own.
    """
    wanted = {entry.code: entry for entry in asked}
    listed = {entry.code: entry for entry in configured}
    published_codes = set() if published is None else set(published.id)
    first = [
        PlannedSeries(listed[code], code in wanted) for code in listed if code in wanted or code in published_codes
    ]
    extra = {} if published is None else _extra(published, set(listed))
    if prune:
        extra = {code: entry for code, entry in extra.items() if code.startswith(OWN)}
    extra |= {code: entry for code, entry in wanted.items() if code not in listed}
    return [*first, *(PlannedSeries(entry, code in wanted) for code, entry in extra.items())]


def removed(steps: list[PlannedSeries], published: pd.DataFrame | None) -> list[str]:
    """Return the codes of published series that the new snapshot drops."""
    return [] if published is None else sorted(set(published.id) - {step.entry.code for step in steps})


def _extra(published: pd.DataFrame, listed: set[str]) -> dict[str, Configured]:
    """Return the published series outside the list, as they were when asked for."""
    rows = published[~published.is_configured & ~published.id.isin(listed)]
    return {
        row["id"]: Configured(
            row["id"],
            row["topic"],
            row["title"],
            unit=None if row["unit"] == unit_of(row["id"], row["name"]) else row["unit"],
            licence=row["licence"],
            is_configured=False,
            source_id=without_default(row["source_id"]),
        )
        for row in rows.to_dict("records")
    }
