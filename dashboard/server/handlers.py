"""Tornado handlers that replace Bokeh's: page, websocket and health, for `python -m dashboard`."""

from __future__ import annotations

import json
import logging
import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from bokeh.protocol.exceptions import ProtocolError
from panel.io.server import DocHandler, WSHandler
from tornado.web import RequestHandler
from typing_extensions import override

from dashboard import app, config
from dashboard.server import site
from dashboard.server._internals import CachedPages
from dashboard.server.plain_text import PlainTextErrors
from dashboard.snapshot import store
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from dashboard.views.page.page import Page
from dashboard.views.registry import VIEWS

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 4 * url.LONGEST_QUERY
"""Characters of a query that is answered with a page at all. The address goes into the token by which a page opens its
websocket, and a websocket's token is a header: with a longer one the page would be served, and stay dead."""

LIMITS = {"max_body_size": 4_096, "max_header_size": 262_144}
"""Bytes of a request, for Tornado's HTTP server. Nothing but a reader's own file is ever posted
(own_file.py sets its limit); headers may be long enough to be refused with
a sentence, where Tornado itself would only hang up."""

LONGEST_MESSAGE = 65_536
"""Bytes of one message from a browser. The longest that a view sends is 1 kB (tests/ui/test_security_policy.py)."""


class PageHandler(CachedPages):
    """The page; a page that says why there are no figures has the status 503, for clients that read no sentences."""

    async def get(self, *path: Any, **named: Any) -> None:
        """Answer with the page, or with a sentence where the URL is too long to be one of this page's."""
        if len(self.request.query) > LONGEST_ADDRESS:
            self.set_status(414)
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(
                f"This address is {len(self.request.query):,} characters long, and none that this page makes is longer "
                f"than {url.LONGEST_QUERY:,}. Take away all that follows the question mark.\n"
            )
            return
        self._set_keys()
        await super().get(*path, **named)

    def _set_keys(self) -> None:
        """Set what decides how the page is rendered, unless the request names a session, or there are no figures.

        The page names its own URL and the day (in a citation), so these are among it.
        """
        request = self.request
        if "bokeh-" in request.query or "Bokeh-Session-Id" in request.headers:
            return
        try:
            name = store.current().catalog["snapshot"]
        except SnapshotError:
            return
        colours = request.headers.get(config.COLOUR_SCHEME_HEADER, "")
        self.cache_key = (name, request.query, colours, self._page_url(), datetime.now(UTC).date())
        view = {key.lower(): value.lower() for key, value in parse_qsl(request.query)}.get("view")
        if not any(slow.name == view for slow in VIEWS if slow.is_slow):
            self.shell_key = (name, view)

    def _page_url(self) -> str:
        path = self.request.path
        return f"{site.base_url(self.request, path)}{path}"

    @override
    def new_page(self) -> Page | None:
        query, colours = self.request.query, self.request.headers.get(config.COLOUR_SCHEME_HEADER, "")
        try:
            return app.new_page(f"?{query}" if query else "", colours, self._page_url())
        except Exception:  # error boundary: the page is made again with its session, which reports the reason
            log.warning("a page could not be made before its session", exc_info=True)
            return None

    async def head(self, *path: Any, **named: Any) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        await self.get(*path, **named)


class SameHostWebSocket(WSHandler):
    """Accepts a websocket from pages of the requested host, unless BOKEH_ALLOW_WS_ORIGIN lists other hosts.

    Bokeh wants to know the public host's name in advance. Behind a router that passes the Host header on, as Heroku's
    does, comparing it with the Origin does the same without a name in the image: another site's page has another
    Origin.
    """

    def get_compression_options(self) -> dict[str, int]:
        """Return the options of compressed messages: a country's view is 40 kB of repeated text and smooth columns.

        The least memory that zlib takes (`mem_level`) costs a tenth of the saving.
        """
        return {"compression_level": 6, "mem_level": 2}

    def open(self) -> None:
        """Open the connection, or close it if its token is forged, old or missing, with one line in the log.

        Every frame is sent at once. Bokeh sends a message as three, of which Nagle's algorithm would hold back the
        second until the browser has acknowledged the first: up to 40 ms.
        """
        self.set_nodelay(True)
        try:
            super().open()
        except ProtocolError as error:  # the connection is closed already
            log.warning("refused a websocket: %s", error)

    def check_origin(self, origin: str) -> bool:
        """Return whether a page of `origin` may connect."""
        if config.ORIGINS:
            return super().check_origin(origin)
        return urlsplit(origin).netloc.lower() == self.request.host.lower()


class Health(PlainTextErrors):
    """/healthz: whether figures can be read now. It reads a row group of one series, and renders no page."""

    def head(self) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        """Answer with the snapshot's name and age as JSON, or with a sentence and status 503."""
        self.set_header("Cache-Control", "no-store")
        try:
            snapshot = store.current()
            snapshot.observations.probe()
        except SnapshotError as error:
            log.error("%s (%s)", error, error.__cause__)
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
