"""Cache warm-up after the start and after each new snapshot: the map's file of every choice, and the first page.

A browser that knows the file of a choice draws it before the server has answered (assets/js/map/menus.js).
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
from dashboard.views.widgets import index_file

log = logging.getLogger(__name__)

END_WITHIN_S = 5.0
"""Time for the file that is being made when the server ends."""
PAUSE_S = 0.05
"""Between two files, which take 25 ms each: visitors come first."""


@contextmanager
def running(port: int) -> Iterator[None]:
    """Warm the caches for every new snapshot, in a thread beside the server on `port`, until the block ends.

    It ends before the process.
    """
    ended = threading.Event()
    worker = threading.Thread(target=_follow, args=[port, ended], name="cache warm-up", daemon=True)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join(END_WITHIN_S)


def make_files(snapshot: Snapshot, pause: Callable[[], bool] = lambda: False) -> None:
    """Make the search index and the map's file of every likely choice (`map_files.choices`).

    An indicator with damaged values is left out: the page shows the error if it is selected. `pause` is called
    after each file, and returns whether to stop.
    """
    index_file.index_url(snapshot)
    for chosen in map_files.choices(snapshot, new_selection(snapshot)).values():
        try:
            map_files.values_file(snapshot, world_map.map_values(snapshot, chosen))
        except SnapshotError as error:
            log.error(error.for_log)
        if pause():
            return


def _follow(port: int, ended: threading.Event) -> None:
    def pause() -> bool:
        return ended.wait(PAUSE_S)

    while not _visited(port):
        if pause():
            return
    last = None
    while not ended.is_set():
        last = refresh_once(last, lambda: ended.is_set() or _visited(port), pause)
        ended.wait(config.LOOK_EVERY_S)


def refresh_once(
    last: Snapshot | None, visit: Callable[[], object], pause: Callable[[], bool] = lambda: False
) -> Snapshot | None:
    """Warm the caches for the current snapshot, unless it is the `last` one; return the one that they are warm for.

    Cached pages are removed, as they know fewer files than there are now, and `visit` requests the first page again.
    Without a readable snapshot nothing is done: every page and /healthz report that.
    """
    try:
        snapshot = store.current()
        if snapshot is not last:
            make_files(snapshot, pause)
            pages.clear()
            visit()
    except SnapshotError:
        return last
    return snapshot


def _visited(port: int) -> bool:
    """Request the first page, which is then cached; return whether the server answered, as it may not listen yet."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=60).close()
    except urllib.error.HTTPError:
        return True  # a page with the reason, which is in the log
    except OSError:
        return False
    return True
