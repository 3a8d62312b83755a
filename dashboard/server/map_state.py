"""`map-state?query`: what the page's map paints for a query, as JSON: for pages without a session, or not yet with one.

The browser asks when the address changes to a map that it has no file of (assets/js/map/state.js). The query is read as
the page's own is. One thread answers, beside the event loop, and only so many requests wait for it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from cachetools import LRUCache
from tornado.web import RequestHandler

from dashboard.server.plain_text import PlainTextErrors
from dashboard.snapshot import vintages
from dashboard.snapshot.errors import faults
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state import url
from dashboard.state.options import new_selection
from dashboard.views.explore import page_map

log = logging.getLogger(__name__)

ADDRESS = "map-state"
MOST_WAITING = 32
"""Requests that wait for the thread, 5 to 150 ms each; more are refused."""
MOST_ANSWERS = 256
"""Answers cached, some 2 kB each."""
CACHED_S = 60

_thread = ThreadPoolExecutor(1, thread_name_prefix="map state")
_answers, _lock = LRUCache[tuple[str, str], str](MOST_ANSWERS), threading.Lock()


class MapState(PlainTextErrors):
    """The map's files, year, outlined places and sentence for the query of an address."""

    _waiting = 0

    async def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get()

    async def get(self) -> None:
        """Answer with JSON, or with a sentence that says what is wrong."""
        query = self.request.query
        if len(query) > url.LONGEST_QUERY:
            return self.refuse(
                414, f"This query is {len(query):,} characters long; give at most {url.LONGEST_QUERY:,}."
            )
        if MapState._waiting >= MOST_WAITING:
            return self.refuse(503, "Too many maps at once. Try again in a second.")
        MapState._waiting += 1
        try:
            snapshot = vintages.of_query(query)
            answer, is_sound = await asyncio.get_running_loop().run_in_executor(_thread, state_of, snapshot, query)
        except SnapshotError as error:
            log.error(error.for_log)
            return self.refuse(503, str(error))
        finally:
            MapState._waiting -= 1
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", f"public, max-age={CACHED_S}" if is_sound else "no-store")
        self.finish(answer)
        return None


def state_of(snapshot: Snapshot, query: str) -> tuple[str, bool]:
    """Return the state of a query as JSON, and whether it may be cached, as no fault occurred.

    It is `page_map.state` of what the query selects; what it cannot select is ignored.
    """
    key = snapshot.catalog["snapshot"], query
    with _lock:
        known = _answers.get(key)
    if known is not None:
        return known, True
    before = faults()
    selection = new_selection(snapshot)
    selection.param.update(**url.decode(query, selection)[0])
    state = page_map.state(snapshot, selection)
    answer = json.dumps(state, ensure_ascii=False)
    is_sound = faults() == before
    if is_sound:
        with _lock:
            _answers[key] = answer
    return answer, is_sound


def routes() -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Return the route, and let pages know that it is there."""
    page_map.ASKS[:] = [ADDRESS]
    return [(rf"/{ADDRESS}", MapState, {})]
