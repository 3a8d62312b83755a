"""Places whose warming has not emerged from the noise yet: they have a signal-to-noise ratio, but no year of emergence.

They are a separate class wherever that year is shown: neither a colour of the scale nor "no data".
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.snapshot import queries, windows
from dashboard.snapshot.store import Snapshot

YEAR, RATIO = "emergence_year", "emergence"
"""The measure without a value for such a place, and the one with a value."""


@dataclass(frozen=True)
class NotEmerged:
    """Codes of these places, and the last year of the record; "" without any place."""

    iso3: frozenset[str]
    year: str


ALL_EMERGED = NotEmerged(frozenset(), "")


def not_emerged(snapshot: Snapshot, measure: str) -> NotEmerged:
    """Return the places without a year of emergence; none for any other `measure`."""
    if measure != YEAR:
        return ALL_EMERGED
    ratio, since = (queries.measure(snapshot.warming, name).dropna(subset="value") for name in (RATIO, YEAR))
    without = frozenset(ratio.iso3) - frozenset(since.iso3)
    return NotEmerged(without, windows.last_year(ratio.window.iloc[0])) if without else ALL_EMERGED
