"""Tornado handlers that replace Bokeh's page, and /healthz, for `python -m dashboard`."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from panel.io.server import DocHandler, WSHandler
from tornado.web import RequestHandler
from typing_extensions import override

from dashboard import app, config
from dashboard.server import session_thread, site
from dashboard.server._internals import CachedPages
from dashboard.server.plain_text import PlainTextErrors
from dashboard.server.websocket import LONGEST_ADDRESS, SameHostWebSocket
from dashboard.snapshot import store, vintages
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.views.page.page import Page
from dashboard.views.registry import VIEWS

log = logging.getLogger(__name__)

LIMITS = {"max_body_size": 4_096, "max_header_size": 262_144, "idle_connection_timeout": 75, "body_timeout": 20}
"""Bytes of a request, and seconds, for Tornado's HTTP server. Nothing but a reader's own file is ever posted
(own_file.py sets its limits); headers may be long enough to be refused with a sentence, where Tornado itself would only
hang up. A connection without a request is closed after 75 s (Tornado: an hour): proxies close theirs after 60 s, and
one of them must not send a request into a connection that is just being closed."""

_probes = ThreadPoolExecutor(1, thread_name_prefix="health")

SESSION = "Bokeh-Session-Id"
"""Header by which Bokeh's clients choose a session."""


class PageHandler(CachedPages):
    """The page; a page that says why there are no figures has the status 503, for clients that read no sentences."""

    async def get(self, *path: Any, **named: Any) -> None:
        """Answer with the page, or with a sentence where the URL is too long or names a session."""
        if len(self.request.query) > LONGEST_ADDRESS:
            self._refuse(
                414,
                f"This address is {len(self.request.query):,} characters long, and none that this page makes is longer "
                f"than {url.LONGEST_QUERY:,}. Take away all that follows the question mark.",
            )
        elif any(name.startswith("bokeh-") for name in self.request.arguments) or SESSION in self.request.headers:
            self._refuse(403, "A session cannot be chosen. Take away what begins with bokeh- from this address.")
        else:
            self._set_keys()
            await super().get(*path, **named)

    @override
    def refuse_busy(self) -> None:
        self.set_header("Retry-After", "10")
        self._refuse(503, "Too many visitors at once. Load the page again in some seconds.")

    def write_error(self, status_code: int, **_: Any) -> None:
        """Answer an exception, which is in the log; Tornado calls this."""
        self._refuse(status_code, "The server met a fault that it did not expect; it is logged.")

    def _refuse(self, status: int, sentence: str) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.finish(f"{sentence}\n")

    def _set_keys(self) -> None:
        """Set what decides how the page is rendered, unless there are no figures.

        The page names its own URL and the day (in a citation), so these are among it.
        """
        request = self.request
        try:
            name = vintages.of_query(request.query).catalog["snapshot"]
        except SnapshotError:
            return
        colours = request.headers.get(config.COLOUR_SCHEME_HEADER, "")
        self.cache_key = (name, request.query, colours, self.page_url(), datetime.now(UTC).date())
        asked = {key.lower(): value.lower() for key, value in parse_qsl(request.query)}
        view = asked.get("view", VIEWS[0].name)
        if not any(slow.name == view for slow in VIEWS if slow.is_slow):
            self.shell_key = (name, view)

    @override
    def page_url(self) -> str:
        path = self.request.path
        return f"{site.base_url(self.request, path)}{path}"

    @override
    def new_page(self) -> Page | None:
        query, colours = self.request.query, self.request.headers.get(config.COLOUR_SCHEME_HEADER, "")
        try:
            return app.new_page(f"?{query}" if query else "", colours, self.page_url())
        except Exception:  # error boundary: the page is made again with its session, which reports the reason
            log.warning("a page could not be made before its session", exc_info=True)
            return None

    async def head(self, *path: Any, **named: Any) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get(*path, **named)


class Health(PlainTextErrors):
    """/healthz: whether figures can be read now, and visitors' changes are answered.

    It reads a row group of one series, and renders no page.
    """

    async def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get()

    async def get(self) -> None:
        """Answer with the snapshot's name and age as JSON, or with a sentence and status 503.

        A newer snapshot that cannot be read is reported with status 200: the older figures are shown, and a process
        that an orchestrator started in place of this one would have none.
        """
        self.set_header("Cache-Control", "no-store")
        if not await session_thread.answers():
            log.error(session_thread.NO_ANSWER)
            self.refuse(503, session_thread.NO_ANSWER)
            return
        try:
            snapshot = store.current()
            # In a thread, as another one may be reading series at this moment.
            await asyncio.get_running_loop().run_in_executor(_probes, snapshot.observations.probe)
        except SnapshotError as error:
            log.error(error.for_log)
            self.refuse(503, str(error))
            return
        published = datetime.fromisoformat(snapshot.catalog["published_at"])
        self.set_header("Content-Type", "application/json")
        self.finish(
            json.dumps(
                {
                    "snapshot": snapshot.catalog["snapshot"],
                    "published_at": snapshot.catalog["published_at"],
                    "age_days": round((datetime.now(UTC) - published).total_seconds() / 86_400, 2),
                    "series": len(snapshot.indicators),
                }
                | ({"newer_snapshot": newer} if (newer := store.newer_fault()) else {})
            )
        )


REPLACEMENTS: dict[type[RequestHandler], type[RequestHandler]] = {WSHandler: SameHostWebSocket, DocHandler: PageHandler}
"""What is served in place of Panel's own. The rest of its patterns, a script by which another site would put the page
into its own and a list of sessions' metadata, are not served."""


def session_options() -> dict[str, Any]:
    """Return Bokeh's options for signed sessions: a browser cannot choose one, or guess another's.

    The key is made at each start, unless BOKEH_SECRET_KEY is set, for several processes to share.
    """
    return {"sign_sessions": True, "secret_key": (config.SECRET_KEY or secrets.token_urlsafe(32)).encode()}
