"""Places whose warming has not emerged from the noise yet: they have a signal-to-noise ratio, but no year of emergence.

They are a class of their own wherever that year is shown: neither a colour of the scale nor "no data".
"""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.snapshot import queries
from dashboard.snapshot.store import Snapshot

YEAR, RATIO = "emergence_year", "emergence"
"""The measure that such a place has no value of, and the one that it has one of."""


@dataclass(frozen=True)
class NotEmerged:
    """Codes of these places, and the last year of the record, "" where there are none."""

    iso3: frozenset[str]
    year: str


ALL_EMERGED = NotEmerged(frozenset(), "")


def not_emerged(snapshot: Snapshot, measure: str) -> NotEmerged:
    """Return the places without a value of `measure` as they have not emerged: none, of any measure but the year."""
    if measure != YEAR:
        return ALL_EMERGED
    ratio, since = (queries.measure(snapshot.warming, name).dropna(subset="value") for name in (RATIO, YEAR))
    without = frozenset(ratio.iso3) - frozenset(since.iso3)
    return NotEmerged(without, str(ratio.window.iloc[0]).rpartition("–")[2]) if without else ALL_EMERGED
