"""Doubts about temperature records: their kinds, and the reasons that concern a period that the reader sets.

Three kinds are published with each measure (`warming.doubt`, `warming.doubt_kind`). A snapshot older than these kinds
has infilled years only.
"""

from __future__ import annotations

import re

import pandas as pd

from dashboard.snapshot import queries
from dashboard.snapshot.store import Snapshot

INFILLED, DISAGREEMENT, STEP = "infilled", "disagreement", "step"

COMPARED_SINCE = 1960
"""CRU TS and ERA5 are compared from this year on (`etl/transform/record_doubts.py`)."""

LABELS = {
    INFILLED: "insufficient station data",
    DISAGREEMENT: "sources disagree",
    STEP: "the record has a step",
}
DISPUTED_LABEL = "sources disagree, or a step in the record"
"""Label of the two kinds that share a mark on the map and in Rank."""


def reasons(doubt: object, kind: object = "") -> dict[str, str]:
    """Return the reasons of one row by kind; a doubt without a kind means infilled years.

    Args:
        doubt: `warming.doubt`; a missing value means no doubt.
        kind: `warming.doubt_kind`, or "" if the snapshot lacks it.
    """
    if not isinstance(doubt, str) or not doubt:
        return {}
    kinds = kind.split(",") if isinstance(kind, str) and kind else [INFILLED]
    parts = doubt.split("; ") if len(kinds) > 1 else [doubt]
    return dict(zip(kinds, parts, strict=True)) if len(parts) == len(kinds) else dict.fromkeys(kinds, doubt)


def by_place(rows: pd.DataFrame) -> dict[str, dict[str, str]]:
    """Return the reasons of rows of the table `warming` by code, one row a place; those without a doubt left out."""
    frame = rows if "doubt_kind" in rows else rows.assign(doubt_kind="")
    found = {
        str(iso3): reasons(doubt, kind)
        for iso3, doubt, kind in zip(frame.iso3, frame.doubt, frame.doubt_kind, strict=True)
    }
    return {iso3: own for iso3, own in found.items() if own}


def over_period(snapshot: Snapshot, period: tuple[int, int], *, is_era5: bool) -> dict[str, dict[str, str]]:
    """Return the disagreements and steps that concern a period, by code; the rules are those of the table `warming`.

    Args:
        snapshot: the figures.
        period: first and last year.
        is_era5: whether the values are ERA5's, which a step of CRU TS does not concern.
    """
    rows = queries.measure(snapshot.warming, "trend")
    whole = rows[rows.window == rows.window.min()]  # of the whole record, which every reason concerns
    found = {}
    for iso3, own in by_place(whole).items():
        kept = {kind: reason for kind, reason in own.items() if _concerns(kind, reason, period, is_era5=is_era5)}
        if kept:
            found[iso3] = kept
    return found


def _concerns(kind: str, reason: str, period: tuple[int, int], *, is_era5: bool) -> bool:
    if kind == DISAGREEMENT:
        return period[1] >= COMPARED_SINCE
    year = re.search(r" in (\d{4}) \(SNHT", reason)
    return kind == STEP and not is_era5 and year is not None and period[0] < int(year[1]) <= period[1]
