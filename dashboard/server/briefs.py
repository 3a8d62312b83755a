"""Country briefs over HTTP: `country/KEN` as HTML, without a session.

One thread makes them, beside the event loop, and only so many requests wait for it; each is cached once a snapshot.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from cachetools import LRUCache
from tornado.web import RequestHandler

from dashboard import config
from dashboard.documents import html
from dashboard.documents.brief import brief
from dashboard.server import site
from dashboard.server.plain_text import PlainTextErrors
from dashboard.snapshot import store
from dashboard.snapshot.errors import faults
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.state.options import options_of
from dashboard.views.page.variables import BRIEFS

log = logging.getLogger(__name__)

FOLDER = "country"
CODE = r"[A-Za-z0-9]{2,4}"
MOST_WAITING = 32
"""Requests that wait for the thread, some 80 ms of CPU each; more are refused."""
MOST_BYTES = 4_000_000
"""Of briefs cached, 29 kB each."""
CACHED_S = 300
RETRY_S = 5

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
"""Content-security policy of documents: they run no script and load nothing."""

_thread = ThreadPoolExecutor(1, thread_name_prefix="briefs")
_lock = threading.Lock()
_pages = LRUCache[tuple[str, str, str], str](MOST_BYTES, getsizeof=len)


class Document(PlainTextErrors):
    """A handler of documents about a place: reads the code, and answers in a thread."""

    waiting = 0

    async def head(self, *path: str) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get(*path)

    async def get(self, *path: str) -> None:
        """Answer with the document."""
        raise NotImplementedError

    def place(self, snapshot: Snapshot, code: str) -> str | None:
        """Return the code of a place as it is written; None, after an answer, where it is another or unknown."""
        known = code.upper()
        if known not in options_of(snapshot).countries:
            self.refuse(404, f"“{code}” is not a country or region in this dataset. Codes: download/series.csv.")
            return None
        if known != code:
            self.redirect(self.request.path.replace(f"/{code}", f"/{known}", 1), permanent=True)
            return None
        return known

    def busy(self) -> None:
        """Refuse a request, as too many wait."""
        self.refuse(503, f"Too many documents are being made. Try again in {RETRY_S} seconds.", retry_s=RETRY_S)

    def answer(self, kind: str, body: str | bytes) -> None:
        """Send a document, which a cache may keep for some minutes."""
        self.set_header("Content-Type", kind)
        self.set_header("Cache-Control", f"public, max-age={CACHED_S}")
        self.set_header(
            "Content-Security-Policy", f"{POLICY}; frame-ancestors {config.frame_ancestors(config.FRAME_ANCESTORS)}"
        )
        self.finish(body)


class BriefPage(Document):
    """The brief of a place as HTML."""

    async def get(self, *path: str) -> None:
        """Answer with the page, or with a sentence that says what is wrong."""
        if BriefPage.waiting >= MOST_WAITING:
            return self.busy()
        BriefPage.waiting += 1
        try:
            snapshot = store.current()
            iso3 = self.place(snapshot, path[0])
            if iso3 is None:
                return None
            base = site.base_url(self.request, f"/{FOLDER}/")
            made = await asyncio.get_running_loop().run_in_executor(_thread, page_of, snapshot, iso3, base)
        except SnapshotError as error:
            log.error(error.for_log)
            return self.refuse(503, str(error))
        finally:
            BriefPage.waiting -= 1
        return self.answer("text/html; charset=utf-8", made)


def page_of(snapshot: Snapshot, iso3: str, base: str) -> str:
    """Return the brief of a place as HTML; `base` is the URL of the dashboard, without a slash at its end."""
    key = snapshot.catalog["snapshot"], iso3, base
    with _lock:
        known = _pages.get(key)
    if known is not None:
        return known
    before = faults()
    made = brief(snapshot, iso3)
    own = f"{base}/{FOLDER}/{iso3}"
    links = html.Links(dashboard=f"{base}/{made.query}", own=own, files=own, picture=f"{base}/preview.png{made.query}")
    page = html.page(made, links)
    if faults() == before:
        with _lock:
            _pages[key] = page
    return page


def routes() -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Return the routes for Tornado, and let pages know that they are there."""
    BRIEFS[:] = [FOLDER]
    return [(rf"/{FOLDER}/({CODE})", BriefPage, {})]
