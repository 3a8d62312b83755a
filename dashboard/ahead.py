"""Makes ahead what visitors will ask for: the map's file of every choice, and the first page.

A browser that knows the file of a choice draws it before the server has said a word (assets/js/map_menus.js).
"""

from __future__ import annotations

import logging
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from dashboard import config, figures
from dashboard.kept import pages
from dashboard.offer import selection_of
from dashboard.store import Snapshot, SnapshotError, open_snapshot
from dashboard.views import map_files

log = logging.getLogger(__name__)

REST_S = 0.05
"""Between two files, which take 25 ms each: visitors come first."""


def begin(port: int) -> None:
    """Starts to make them for every new snapshot, beside the server's work on `port`, until the process ends."""
    threading.Thread(target=_follow, args=[port], name="ahead", daemon=True).start()


def make(snapshot: Snapshot, rest_s: float = 0.0) -> None:
    """The file of every measure and indicator, with the baseline and the window that stand when nobody has chosen.

    An indicator whose values are damaged is left out: who chooses it is told so.
    """
    for chosen in map_files.choices(selection_of(snapshot)).values():
        try:
            map_files.values_file(snapshot, figures.shown(snapshot, chosen))
        except SnapshotError as error:
            log.error("%s (%s)", error, error.__cause__)
        time.sleep(rest_s)


def _follow(port: int) -> None:
    while not _visited(port):
        time.sleep(REST_S)
    made = None
    while True:
        made = look(made, lambda: _visited(port), REST_S)
        time.sleep(config.LOOK_EVERY_S)


def look(made: Snapshot | None, visit: Callable[[], object], rest_s: float = 0.0) -> Snapshot | None:
    """Makes what the snapshot published now needs, unless it was `made` already; gives what is made then.

    Pages rendered before are forgotten, as they know fewer files than there are now, and the first is asked for by
    `visit`. While no snapshot can be read nothing is done: every visitor's page says so, and /healthz.
    """
    try:
        snapshot = open_snapshot(config.DATA_DIR, config.LOOK_EVERY_S)
        if snapshot is not made:
            make(snapshot, rest_s)
            pages.forget()
            visit()
    except SnapshotError:
        return made
    return snapshot


def _visited(port: int) -> bool:
    """Whether the server has been asked for the first page, which is then kept; it may not listen yet."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
    except urllib.error.HTTPError:
        return True  # a page that says why; the log has it
    except OSError:
        return False
    return True
