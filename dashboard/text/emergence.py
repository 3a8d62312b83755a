"""Words for places whose warming has not emerged from the noise yet."""

from __future__ import annotations

from dashboard.snapshot.emergence import NotEmerged


def of_one(places: NotEmerged) -> str:
    """Return the words for one of these places; "" where there are none."""
    return f"has not emerged by {places.year}" if places.iso3 else ""


def counted(places: NotEmerged, count: int) -> str:
    """Return the words for `count` of these places, beside those with a year; "" for none."""
    return f"{count} more {'has' if count == 1 else 'have'} not emerged by {places.year}" if count else ""
