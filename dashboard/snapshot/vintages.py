"""Earlier snapshots: the list of those beside the published one, and the figures of one, read only.

An address with `vintage=snapshot-2026-11-29-a8f51e04` shows the figures as they were published then. Each store that is
open takes memory as the published one does, so only a few are open at once.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from dashboard import config
from dashboard.snapshot import store
from dashboard.snapshot.store import Snapshot, SnapshotError

PARAMETER = "vintage"
"""Name in an address."""

MOST_OPEN = 2
"""Earlier snapshots open at once: as many as a refresh keeps beside the published one by default."""

SHORTEST_OPEN_S = 60.0
"""Seconds that one stays open at least: requests for many in turn would only read files."""

LONGEST_QUERY = 2_000
"""Characters of a query that are read, as of the page's own."""

EARLIER = "is_earlier"
"""Entry of the catalog of an earlier snapshot that was opened by its name."""


@dataclass(frozen=True)
class Vintage:
    """A snapshot that is kept: its name, and when it was published, ISO 8601, UTC."""

    name: str
    published_at: str


_open: OrderedDict[tuple[str, str], tuple[float, Snapshot]] = OrderedDict()
"""Time of opening and snapshot, by the names of the published and of the earlier one, least recently used first."""
_lock = threading.Lock()


def listed(snapshot: Snapshot) -> tuple[Vintage, ...]:
    """Return the earlier snapshots that can be opened, newest first."""
    return tuple(Vintage(one["snapshot"], one["published_at"]) for one in snapshot.catalog.get("vintages", []))


def own_name(snapshot: Snapshot) -> str:
    """Return the name of an earlier snapshot, as in an address; "" for the published one."""
    return str(snapshot.catalog["snapshot"]) if snapshot.catalog.get(EARLIER) else ""


def of_query(query: str) -> Snapshot:
    """Return the snapshot that the query of an address asks for: the published one unless it names one that is kept.

    Raises:
        SnapshotError: there are no figures, the earlier one cannot be read, or too many are asked for in turn.
    """
    published = store.current()
    asked = dict(parse_qsl(query[:LONGEST_QUERY].removeprefix("?"))).get(PARAMETER, "").lower()
    return opened(published, asked) if asked in [one.name for one in listed(published)] else published


def opened(published: Snapshot, name: str) -> Snapshot:
    """Return an earlier snapshot, opened at most once.

    Raises:
        SnapshotError: it cannot be read, or too many are asked for in turn.
    """
    key = (str(published.catalog["snapshot"]), name)
    with _lock:
        if key in _open:
            _open.move_to_end(key)
            return _open[key][1]
        for stale in [other for other in _open if other[0] != key[0]]:
            del _open[stale]
        if len(_open) >= MOST_OPEN:
            oldest = next(iter(_open))
            if time.monotonic() - _open[oldest][0] < SHORTEST_OPEN_S:
                raise SnapshotError("Too many earlier snapshots are asked for at once. Try again in a minute.")
            del _open[oldest]
        earlier = store.read_earlier(config.DATA_DIR, name)
        catalog = {**earlier.catalog, EARLIER: True, "vintages": published.catalog["vintages"]}
        _open[key] = (time.monotonic(), replace(earlier, catalog=catalog))
        return _open[key][1]
