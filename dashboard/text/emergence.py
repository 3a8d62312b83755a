"""Clauses on places whose warming has not emerged from the noise yet."""

from __future__ import annotations

from dashboard.snapshot.emergence import NotEmerged


def of_one(places: NotEmerged) -> str:
    """Return the clause on one of these places; "" without any."""
    return f"has not emerged by {places.year}" if places.iso3 else ""


def counted(places: NotEmerged, count: int) -> str:
    """Return the clause on `count` of these places, in addition to those with a year; "" for 0."""
    if not count:
        return ""
    return f"{count} more {'has' if count == 1 else 'have'} not emerged by {places.year}"
