"""Sentences of the Data view: counts of series and of rows, and the preview of a link."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.snapshot.provenance import ABSENT, Source


def series_counts(series: Sequence[Source]) -> str:
    """Return the number of series published, kept from an earlier refresh, and absent."""
    absent = sum(source.state == ABSENT for source in series)
    stale = sum(bool(source.stale_since) for source in series)
    kept = f", {stale} of them from an earlier refresh" if stale else ""
    missing = f"; {absent} requested {'is' if absent == 1 else 'are'} missing" if absent else ""
    return f"{len(series) - absent:,} indicators available{kept}{missing}."


def series_listed(shown: int, count: int) -> str:
    """Return the heading of a list of series, which may have only the featured and the absent ones."""
    return "All indicators" if shown == count else f"Featured and missing indicators: {shown} of {count:,}"


def row_count(count: int, most: int) -> str:
    """Return the number of rows of a table, of which `most` are shown."""
    return f"{count:,} rows" if count <= most else f"First {most} of {count:,} rows; downloads contain all."


def preview(title: str) -> str:
    """Return the description in the preview of a link to a table of this title."""
    return f"{title}: table, CSV and Parquet, with sources, citation and methods."
