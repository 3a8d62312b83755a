"""Bokeh's and Panel's internals that the server uses: all of them, and what each buys.

Tested with Bokeh 3.9 and 3.10, and Panel 1.9 and 1.10. With any other minor version `install` leaves Panel's own
handlers in place: the page works, but it is rendered for each visitor, and websockets are accepted by Bokeh's own rule
only (BOKEH_ALLOW_WS_ORIGIN; by default, pages of localhost).
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from bokeh.core.types import ID
from bokeh.server.session import ServerSession
from bokeh.server.urls import per_app_patterns
from bokeh.util.token import generate_jwt_token, generate_session_id
from panel.io.server import DocHandler
from tornado.web import HTTPError, RequestHandler
from tornado.websocket import WebSocketHandler

from dashboard.assets.versions import is_tested
from dashboard.server import page_queue
from dashboard.server.page_cache import CachedPage, pages
from dashboard.server.shells import Recorder, shells
from dashboard.server.static_files import accepts_brotli
from dashboard.snapshot.errors import faults
from dashboard.views.page import prepared
from dashboard.views.page.page import Page

MAKE_AFTER_S = 0.2
"""A session whose page was cached is made so long after the page was sent: by then the browser has its scripts, which a
server busy with the session would make it wait for."""

PAUSE_S = 0.005
"""Between the steps of making a page, some 0.1 s each: others, as /healthz, are answered meanwhile."""

MOST_UNCONNECTED = 4
"""Sessions whose websocket has not come, besides which one more is made before its own has. A reader's comes within
seconds; a crawler's never does, and each of its sessions would take 0.2 s of CPU, and 1 MB for half a minute. Beyond it
a session is made when its websocket comes."""

MOST_WAITING = 24
"""Such sessions besides which a page that needs its session first is still made."""

_unconnected = set[ID]()
"""Ids of sessions made before their websocket, until it comes."""


def install(
    replacements: Mapping[type[RequestHandler], type[RequestHandler]],
    first: Sequence[tuple[str, type[RequestHandler]]] = (),
) -> None:
    """Serve these handlers in place of Panel's, none of its others, and `first` before all; before a server is made.

    Buys: the cached page (below), the check of a websocket's origin without a host name in the image, and no script by
    which another site would put the page into its own. Bokeh has no public way to replace a handler of an application:
    `extra_patterns` do not get the application's context. Panel changes the same list when it is imported.
    """
    if is_tested("bokeh") and is_tested("panel"):
        ours = [(path, replacements[handler]) for path, handler in per_app_patterns if handler in replacements]
        per_app_patterns[:] = [*first, *ours]


class CachedPages(DocHandler):
    """Panel's page handler, with a cache.

    Buys: a page in 20 ms, where the first page of a URL takes 1 s. A cached page names its own session by the token,
    and its models by those of the session it was rendered for: bokehjs matches the roots by their order (3.9).
    """

    cache_key: Hashable | None = None
    """What decides how the page is rendered; None where it must be rendered."""
    shell_key: Hashable | None = None
    """What decides what the page has in common with others."""
    _made_session: ServerSession | None = None
    _recorder: Recorder | None = None
    _faults_before = 0
    _is_gone = False

    async def get(self, *path: Any, **named: Any) -> None:
        """Answer with the cached page, or in turn with one made before its session, or rendered with it."""
        if self.cache_key and (page := pages.get(self.cache_key)):
            self._send(page, None)
            pages.improve(self.cache_key)
            return
        try:
            async with page_queue.queue.turn():
                if not self._is_gone:
                    await self._make_page(*path, **named)
        except page_queue.QueueFullError:
            self.refuse_busy()

    def on_connection_close(self) -> None:
        """Note that the reader has gone, so that no page is made; Tornado calls this."""
        self._is_gone = True
        super().on_connection_close()

    async def _make_page(self, *path: Any, **named: Any) -> None:
        """Make the page, unless it was made for another request meanwhile."""
        made, self._faults_before = None, faults()
        if self.cache_key and not pages.get(self.cache_key):
            made = await self._page_without_session()
        if self.cache_key and (page := pages.get(self.cache_key)):
            self._send(page, made)
        elif self._waiting() >= MOST_WAITING:
            self.refuse_busy()
        else:
            await super().get(*path, **named)

    def refuse_busy(self) -> None:
        """Answer that no more pages are made just now."""
        raise NotImplementedError

    def _waiting(self) -> int:
        """Return the number of sessions whose websocket has not come, those that are being made included."""
        context = self.application_context
        _unconnected.intersection_update(one.id for one in context.sessions if not one.connection_count)
        return len(context._pending_sessions) + len(_unconnected)

    def page_url(self) -> str:
        """Return the URL of the page as its reader sees it, without the query."""
        raise NotImplementedError

    def new_page(self) -> Page | None:
        """Return the page that the request asks for, without a session; None where it must be made with one."""
        raise NotImplementedError

    async def _page_without_session(self) -> Page | None:
        """Render and cache the page, if one of its view was rendered before; return None otherwise.

        With a fault in it, a sentence in place of figures, it is left to the session: no other visitor gets it.
        """
        before = faults()
        shell = shells.get(self.shell_key) if self.shell_key else None
        made = self.new_page() if shell else None
        if shell is None or made is None or shell.names(made.selection.view) != made.root_names():
            return None
        await asyncio.sleep(PAUSE_S)
        html = shell.render(made.variables())
        if faults() != before:
            return None
        await asyncio.sleep(PAUSE_S)
        pages.put(self.cache_key, html, shell.token)
        return made

    def _new_session(self) -> tuple[ID, str]:
        """Return the id of a new session and its token.

        The token has the page's URL and query besides what Bokeh's has: the session may be made for the websocket,
        whose own URL has neither, in this process or in another; and only a request has a proxy's headers.
        """
        app = self.application
        signed: dict[str, Any] = {"secret_key": app.secret_key, "signed": app.sign_sessions}
        session_id = generate_session_id(**signed)
        own = {"query": self.request.query, "page_url": self.page_url()}
        payload = {**self._generate_token_payload(), **own}
        token = generate_jwt_token(session_id, extra_payload=payload, expiration=app.session_token_expiration, **signed)
        return session_id, token

    def _send(self, page: CachedPage, made: Page | None) -> None:
        """Answer with a cached page, and then make the session that it names, which takes over the page `made`.

        The session is left to its websocket while others wait for theirs.
        """
        session_id, token = self._new_session()
        self.set_header("Cache-Control", "no-store")
        self.set_header("Content-Type", "text/html")
        if accepts_brotli(self.request):
            self.set_header("Content-Encoding", "br")
            self.finish(page.compressed_with_token(token))
        else:
            self.finish(page.with_token(token))
        if self.request.method == "GET":
            if made:
                prepared.put(session_id, made)
            self.application.io_loop.call_later(MAKE_AFTER_S, self._make, session_id, token)

    async def _make(self, session_id: ID, token: str) -> None:
        """Make the session; if it fails, clear the cache, so that the next visitor gets its status."""
        if self._waiting() >= MOST_UNCONNECTED:
            return
        session = await self.application_context.create_session_if_needed(session_id, self.request, token)
        _unconnected.add(session_id)
        variables = session.document.template_variables
        is_without_page = "own_names" not in variables and not session.connection_count
        if variables.get("status", 200) != 200 or is_without_page:
            pages.clear()

    def write(self, chunk: Any) -> None:
        """Cache the page that Bokeh writes, at once, unless there was a fault in making it."""
        is_sound = self.get_status() == 200 and faults() == self._faults_before
        if self.cache_key and self._made_session and is_sound:
            pages.put(self.cache_key, chunk, self._made_session.token)
            shell = self._recorder.shell(self._made_session.token) if self._recorder else None
            if shell and self.shell_key:
                shells[self.shell_key] = shell
        super().write(chunk)

    async def get_session(self) -> ServerSession:
        """Return a new session with the page just made, and take its status.

        A script that failed leaves a page without the page's template, which Bokeh would send as an empty one.
        """
        session_id, token = self._new_session()
        session = await self.application_context.create_session_if_needed(session_id, self.request, token)
        self._made_session = session
        _unconnected.add(session_id)
        document = session.document
        session.block_expiration()  # one that is discarded before its page is rendered has no document any more
        try:
            await asyncio.sleep(PAUSE_S)
        finally:
            session.unblock_expiration()
        if "own_names" not in document.template_variables:
            raise HTTPError(503, "the page's script failed")
        self.set_status(document.template_variables.get("status", 200))
        document.template = self._recorder = Recorder.of(document.template)
        return session


def unread_bytes(handler: WebSocketHandler) -> int:
    """Return the number of bytes that wait for the reader of a websocket; 0 where Tornado does not report it.

    Buys: a bound on the memory for a reader who asks and does not read. Tornado counts these bytes and offers a limit
    only as an exception, which Panel takes for a reason to try again.
    """
    stream = getattr(handler.ws_connection, "stream", None)
    return len(getattr(stream, "_write_buffer", None) or b"")


def is_of_a_closed_connection(error: BaseException) -> bool:
    """Return whether an error means only that the visitor has closed the page.

    Buys: a log without a traceback for each closed tab. Bokeh discards a session when a ping finds the websocket
    closed; what that websocket still sends or reports, its own closing too, then fails on an assertion in
    bokeh/server/connection.py. With another version such a traceback is logged.
    """
    if not is_tested("bokeh"):
        return False
    frames = traceback.extract_tb(error.__traceback__)
    return isinstance(error, AssertionError) and bool(frames) and frames[-1].filename.endswith("server/connection.py")
