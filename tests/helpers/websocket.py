"""A page's websocket without a browser: open it with the page's own token, from a thread and a loop of its own.

Playwright runs its event loop in the thread of the tests, so nothing else can run one there.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.ioloop import IOLoop
from tornado.websocket import WebSocketClientConnection, websocket_connect

TOKEN = re.compile(r'"token":"([^"]+)"')
"""Bokeh's token of the session, in the HTML of a page."""

LONGEST_ANSWER = 20 << 20
"""Bytes; a whole document is one message."""

T = TypeVar("T")


def in_a_thread(coroutine: Callable[[], Awaitable[T]]) -> T:
    """Return what the coroutine returns, run in a thread and a loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: IOLoop().run_sync(coroutine, timeout=60)).result()


async def connect(server: str, *, search: str = "", origin: str = "", token: str = "") -> WebSocketClientConnection:
    """Return the open websocket of a page just served.

    Args:
        server: URL of the page.
        search: query of the page's address, with its question mark.
        origin: of the page that connects; the server's own if not given.
        token: instead of the one in the page just served.

    Raises:
        HTTPClientError: the server refuses it.
    """
    token = token or TOKEN.search((await AsyncHTTPClient().fetch(server + search)).body.decode())[1]
    request = HTTPRequest(server.replace("http", "ws") + "ws", headers={"Origin": origin or server.rstrip("/")})
    return await websocket_connect(
        request, subprotocols=["bokeh", token], compression_options={}, max_message_size=LONGEST_ANSWER
    )
