"""The page's websocket: who may open it, what it may carry, and how much waits for its reader."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from bokeh.protocol.exceptions import ProtocolError
from bokeh.protocol.message import Message
from bokeh.protocol.messages.error import error
from panel.io.server import WSHandler
from typing_extensions import override

from dashboard import config
from dashboard.server import messages
from dashboard.server._internals import unread_bytes
from dashboard.state import url

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 4 * url.LONGEST_QUERY
"""Characters of a query that is answered with a page at all. The address goes into the token by which a page opens its
websocket, and a websocket's token is a header: with a longer one the page would be served, and stay dead."""

LONGEST_MESSAGE = LONGEST_ADDRESS + 1_000
"""Bytes of one part of a message from a browser: the longest has the address. Others have at most 1 kB
(tests/ui/test_security_policy.py)."""

MOST_UNREAD = 2_000_000
"""Bytes that wait for the reader of one websocket: some twenty views."""

REFUSED = 1008
"""RFC 6455: the websocket is closed because of a message that is against the server's policy."""

PING = {"websocket_ping_interval": 60, "websocket_ping_timeout": 60}
"""Seconds: a reader whose machine or line has gone, without a sign, holds a session no longer. Browsers answer pings by
themselves, also for a tab in the background."""


class SameHostWebSocket(WSHandler):
    """Accepts a websocket from pages of the requested host, unless BOKEH_ALLOW_WS_ORIGIN lists other hosts.

    Bokeh wants to know the public host's name in advance. Behind a router that passes the Host header on, as Heroku's
    does, comparing it with the Origin does the same without a name in the image: another site's page has another
    Origin.
    """

    def __init__(self, *args: Any, **named: Any) -> None:
        """Begin without a message."""
        super().__init__(*args, **named)
        self._parts: list[str] = []

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

    @override
    async def on_message(self, fragment: str | bytes) -> None:
        """Hand a message on to Bokeh when its three parts are there, or end the connection with a line in the log."""
        if self.ws_connection is None or self.ws_connection.is_closing():
            return
        if unread_bytes(self) > MOST_UNREAD:
            self._end("its reader takes no answers")
        elif isinstance(fragment, bytes):
            self._end("a message is binary")
        elif self.receiver is None:
            self._end("a message came before the session")
        else:
            self._parts.append(fragment)
            if len(self._parts) == messages.PARTS:
                await self._take(*self._parts)

    async def _take(self, *parts: str) -> None:
        self._parts = []
        if reason := messages.refusal(*parts):
            self._end(reason)
            return
        for part in parts:
            await super().on_message(part)

    def _end(self, reason: str) -> None:
        log.warning("ended a websocket: %s", reason)
        self.close(REFUSED, reason)

    @override
    async def send_message(self, message: Message[Any]) -> None:
        """Send a message of Bokeh's; an error without its text and traceback, which have paths of the server."""
        if message.msgtype == "ERROR":
            message = error.create(message.header["reqid"], "The server met a fault; it is logged.")
            message.content["traceback"] = None
        await super().send_message(message)
