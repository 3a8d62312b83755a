"""`search?q=words`: series of the World Bank's catalogue that are not among the figures, as JSON.

The search fields ask it while a reader types (assets/js/page/finder.js). One thread searches, beside the event loop,
and only so many requests wait for it; results are cached by words.
"""

from __future__ import annotations

import asyncio
import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

from tornado.web import RequestHandler

from dashboard.server.plain_text import PlainTextErrors
from dashboard.snapshot import catalogue, store
from dashboard.snapshot.store import SnapshotError

log = logging.getLogger(__name__)

MOST_CHARACTERS = 120
"""Of a query: names in the catalogue have 60 on average."""
MOST_WAITING = 32
"""Requests that wait for the thread, some 5 ms each; more are refused, and a field then shows the figures' series."""
CACHED_S = 300

_thread = ThreadPoolExecutor(1, thread_name_prefix="catalogue search")


class Search(PlainTextErrors):
    """The best results and the number of all, for the words of the parameter `q`."""

    _waiting = 0

    async def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get()

    async def get(self) -> None:
        """Answer with JSON, or with a sentence that says what is wrong with the query."""
        text = self.get_query_argument("q", "")
        words = catalogue.words_of(text[:MOST_CHARACTERS])
        if len(text) > MOST_CHARACTERS:
            return self.refuse(400, f"This query is {len(text):,} characters long; give at most {MOST_CHARACTERS}.")
        if not words:
            return self.refuse(400, "This query has no words. Give some, as in search?q=forest+area")
        if Search._waiting >= MOST_WAITING:
            self.refuse(503, "Too many searches at once. Try again in a second.")
            return None
        Search._waiting += 1
        try:
            snapshot = store.current()
            found = await asyncio.get_running_loop().run_in_executor(_thread, catalogue.search, snapshot, words)
        except SnapshotError as error:
            log.error(error.for_log)
            return self.refuse(503, str(error))
        finally:
            Search._waiting -= 1
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", f"public, max-age={CACHED_S}")
        self.finish(json.dumps({"total": found.total, "results": [asdict(one) for one in found.results]}))
        return None


ROUTES: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [(r"/search", Search, {})]
