"""A gate in a page's websocket: a test decides when the messages of one side arrive."""

from __future__ import annotations

import re

from playwright.sync_api import Page, WebSocketRoute

PARTS = 3
"""Of a message of Bokeh's: header, metadata and content."""


class Gate:
    """A page's websocket that passes on so many messages of one side, and the rest when it opens."""

    def __init__(self, page: Page, side: str, messages: int):
        self._side, self._parts, self._waiting = side, messages * PARTS, list[str | bytes]()
        self._is_open = False
        self._ends: dict[str, WebSocketRoute] = {}
        page.route_web_socket(re.compile(r"/ws(\?|$)"), self._take)

    def open(self) -> None:
        """Pass on what waits, at once, and all that follows."""
        self._is_open = True
        for part in self._waiting:
            self._ends[self._side].send(part)

    def _take(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        self._ends = {"server": socket, "page": server}  # where what comes from a side goes to
        socket.on_message(lambda part: self._pass("page", part))
        server.on_message(lambda part: self._pass("server", part))

    def _pass(self, side: str, part: str | bytes) -> None:
        if side == self._side and not self._is_open:
            if self._parts == 0:
                self._waiting.append(part)
                return
            self._parts -= 1
        self._ends[side].send(part)
