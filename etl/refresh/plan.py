"""Which series a refresh looks up, and which it carries over as they are published. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from etl.indicators.configured import Configured


@dataclass(frozen=True)
class PlannedSeries:
    """One series of the snapshot to come; `is_asked` if it is looked up now."""

    entry: Configured
    is_asked: bool


def planned_series(
    asked: list[Configured], configured: list[Configured], published: pd.DataFrame | None, *, prune: bool = False
) -> list[PlannedSeries]:
    """The series of the snapshot to come, in menu order: the configured set, then those once asked for besides.

    A published series that is not asked for now is carried over. One that was of the configured set and is no longer
    listed is left out: whoever took it off the list meant that.

    Args:
        asked: the series to look up, configured or not.
        configured: the list in menu order.
        published: the published table of indicators, or None.
        prune: leave out the published series that are not of the configured set, unless asked for now.
    """
    wanted = {entry.code: entry for entry in asked}
    listed = {entry.code: entry for entry in configured}
    held = set() if published is None else set(published.id)
    first = [PlannedSeries(listed[code], code in wanted) for code in listed if code in wanted or code in held]
    besides = {} if prune or published is None else _besides(published, set(listed))
    besides |= {code: entry for code, entry in wanted.items() if code not in listed}
    return [*first, *(PlannedSeries(entry, code in wanted) for code, entry in besides.items())]


def removed(steps: list[PlannedSeries], published: pd.DataFrame | None) -> list[str]:
    """Codes that are published and will not be any more."""
    return [] if published is None else sorted(set(published.id) - {step.entry.code for step in steps})


def _besides(published: pd.DataFrame, listed: set[str]) -> dict[str, Configured]:
    """Published series outside the configured set, as they were when asked for."""
    rows = published[~published.is_configured & ~published.id.isin(listed)]
    return {
        row["id"]: Configured(
            row["id"],
            row["topic"],
            row["title"],
            unit=row["unit"] or None,
            licence=row["licence"],
            is_configured=False,
        )
        for row in rows.to_dict("records")
    }
