"""Sentences of the Data view: how many series there are, and how a long table goes on."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.snapshot.provenance import ABSENT, Source


def series_counts(series: Sequence[Source]) -> str:
    """Return how many series there are, how many of them are kept from before, and how many are absent."""
    absent = sum(source.state == ABSENT for source in series)
    stale = sum(bool(source.stale_since) for source in series)
    kept = f", {stale} of them kept from before" if stale else ""
    missing = f"; {absent} that were asked for are absent" if absent else ""
    return f"{len(series) - absent} series are held{kept}{missing}."


def row_count(count: int, most: int) -> str:
    """Return how many rows a table has; `most` of them are shown."""
    return f"{count} rows" if count <= most else f"The first {most} of {count} rows; a file has all."


def preview(title: str) -> str:
    """Return what a link to a table of this title offers."""
    return f"{title}. As a table, CSV and Parquet, with sources, citation and method."
