"""Sentences of the Data view: counts of series and of rows, and the preview of a link."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.snapshot.provenance import ABSENT, Source


def series_counts(series: Sequence[Source]) -> str:
    """Return the number of series published, kept from an earlier refresh, and absent."""
    absent = sum(source.state == ABSENT for source in series)
    stale = sum(bool(source.stale_since) for source in series)
    kept = f", {stale} of them kept from before" if stale else ""
    missing = f"; {absent} that were asked for are absent" if absent else ""
    return f"{len(series) - absent} series are held{kept}{missing}."


def series_listed(shown: int, count: int) -> str:
    """Return the heading of a list of series, which may have only the featured and the absent ones."""
    return "Every series" if shown == count else f"Featured and absent series: {shown} of {count:,}"


def row_count(count: int, most: int) -> str:
    """Return the number of rows of a table, of which `most` are shown."""
    return f"{count} rows" if count <= most else f"The first {most} of {count} rows; a file has all."


def preview(title: str) -> str:
    """Return the description in the preview of a link to a table of this title."""
    return f"{title}. As a table, CSV and Parquet, with sources, citation and method."
