"""Makes ahead what visitors will ask for: the map's file of every choice, and the first page.

A browser that knows the file of a choice draws it before the server has said a word (assets/js/map/menus.js).
"""

from __future__ import annotations

import logging
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dashboard import config
from dashboard.analysis import world_map
from dashboard.server.page_cache import pages
from dashboard.snapshot import store
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.options import new_selection
from dashboard.views.explore import map_files

log = logging.getLogger(__name__)

PATIENCE_S = 5.0
"""For the file under way, when the server ends."""
REST_S = 0.05
"""Between two files, which take 25 ms each: visitors come first."""


@contextmanager
def running(port: int) -> Iterator[None]:
    """Makes them for every new snapshot, beside the server's work on `port`, until the block ends.

    It ends before the process does, which takes the folder of such files with it (dashboard/made.py).
    """
    ended = threading.Event()
    worker = threading.Thread(target=_follow, args=[port, ended], name="ahead", daemon=True)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join(PATIENCE_S)


def make_files(snapshot: Snapshot, rest: Callable[[], bool] = lambda: False) -> None:
    """The file of every measure and indicator, with the baseline and the window that stand when nobody has chosen.

    An indicator whose values are damaged is left out: who chooses it is told so. `rest` comes after each file, and says
    whether to leave it at that.
    """
    for chosen in map_files.choices(new_selection(snapshot)).values():
        try:
            map_files.values_file(snapshot, world_map.map_values(snapshot, chosen))
        except SnapshotError as error:
            log.error("%s (%s)", error, error.__cause__)
        if rest():
            return


def _follow(port: int, ended: threading.Event) -> None:
    def rest() -> bool:
        return ended.wait(REST_S)

    while not _visited(port):
        if rest():
            return
    made = None
    while not ended.is_set():
        made = refresh_once(made, lambda: ended.is_set() or _visited(port), rest)
        ended.wait(config.LOOK_EVERY_S)


def refresh_once(
    made: Snapshot | None, visit: Callable[[], object], rest: Callable[[], bool] = lambda: False
) -> Snapshot | None:
    """Makes what the snapshot published now needs, unless it was `made` already; gives what is made then.

    Pages rendered before are forgotten, as they know fewer files than there are now, and the first is asked for by
    `visit`. While no snapshot can be read nothing is done: every visitor's page says so, and /healthz.
    """
    try:
        snapshot = store.current()
        if snapshot is not made:
            make_files(snapshot, rest)
            pages.clear()
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
