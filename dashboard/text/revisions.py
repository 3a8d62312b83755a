"""Sentences on what a refresh changed, and on figures that are not the latest."""

from __future__ import annotations

from datetime import datetime

from dashboard.snapshot.revisions import Changes, Revision
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import number

HEADING = "What changed with the last refresh"

ORDER = (
    "Order: the difference relative to both values, or to the spread of the series where it has values below zero. "
    "The spread is the interquartile range over all places and years. A hundredth of it is added to both values; "
    "without it, changes near zero would come first."
)
"""Method of the order, below the table of the largest revisions (dashboard/snapshot/revisions.py)."""

NO_CHANGES = "No published value has changed since the first of these figures were published."


def day(moment: str) -> str:
    """Return the day of an ISO 8601 time: "29 November 2026"."""
    then = datetime.fromisoformat(moment)
    return f"{then.day} {then:%B %Y}"


def as_of(snapshot: Snapshot) -> str:
    """Return the sentence above a page with earlier figures."""
    return f"Figures as of {day(snapshot.catalog['published_at'])}, not the latest."


def summary(changes: Changes) -> str:
    """Return the changes of a refresh in a sentence: "2 series revised (30 values changed), 1 new series."."""
    revised, changed = changes.of_kind("revised"), sum(one.changed for one in changes.series)
    withdrawn = sum(one.withdrawn for one in changes.series if one.kind != "lost")
    parts = []
    if revised:
        details = [f"{changed:,} values changed"] + ([f"{withdrawn:,} withdrawn"] if withdrawn else [])
        parts.append(f"{len(revised):,} series revised ({', '.join(details)})")
    for kind, words in (("extended", "extended by new values"), ("new", "new"), ("lost", "no longer published")):
        if found := changes.of_kind(kind):
            parts.append(f"{len(found):,} series {words}")
    later = sum(one.has_new_year for one in changes.series)
    if later:
        parts.append(f"{later:,} series have a later latest year")
    return f"{'; '.join(parts)}."


def change(revision: Revision) -> str:
    """Return the size of a revision: "+31 %", "×12", or "from 0"."""
    old, new = revision.old_value, revision.new_value
    if old == 0:
        return "from 0"
    if old * new < 0:
        return "other sign"
    ratio = new / old
    if ratio >= 3:
        return f"×{ratio:,.3g}"
    per_cent = 100 * (ratio - 1)
    return f"{'+' if per_cent > 0 else '−'}{number(abs(per_cent), 1 if abs(per_cent) < 10 else 0)} %"
