"""A visitor without a browser: requests the page, opens its websocket, and changes the address as address.js does.

It speaks Bokeh's protocol (header, metadata and content, then buffers, each in its own frame), but reads only what is
needed to tell whether an answer is right. Many fit into one process.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
import time
from collections.abc import Collection
from typing import Any, Self

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

TOKEN = re.compile(r'"token":"([^"]+)"')
TIMEOUT_S = 180.0
DRAWN = {
    "kind": "MessageSent",
    "msg_type": "bokeh_event",
    "msg_data": {"type": "event", "name": "document_ready", "values": {"type": "map"}},
}
"""The event that a browser sends when all is drawn."""
LARGEST_BYTES = 20 << 20


class WrongAnswer(Exception):
    """The server sent a wrong answer, or none; the message says which."""


class Guest:
    """One open session of the page at `address`; `search` is its current query."""

    def __init__(self, socket: Any, search: str):
        """Take over an open websocket."""
        self._socket, self._address, self.search = socket, "", search
        self._sent = 0

    @classmethod
    async def arrive(cls, address: str, search: str = "", expected: Collection[str] = ()) -> Self:
        """Open the page and its websocket, and read the document; one of both must contain every text in `expected`.

        Args:
            address: of the server, without a slash at the end.
            search: query of the address, with its question mark.
            expected: texts, as a reader sees them.

        Raises:
            WrongAnswer: there is no page, or page and document lack a text.
        """
        asked = HTTPRequest(f"{address}/{search}", request_timeout=TIMEOUT_S, connect_timeout=TIMEOUT_S)
        page = (await AsyncHTTPClient(max_clients=1000).fetch(asked)).body.decode()
        token = TOKEN.search(page)
        if not token:
            raise WrongAnswer("the page has no session")
        where = HTTPRequest(
            f"{address.replace('http', 'ws', 1)}/ws",
            headers={"Origin": address},
            request_timeout=TIMEOUT_S,
            connect_timeout=TIMEOUT_S,
        )
        socket = await websocket_connect(
            where,
            subprotocols=["bokeh", token[1]],
            compression_options={},
            max_message_size=LARGEST_BYTES,
        )
        socket.protocol.stream.set_nodelay(True)  # as a browser's; a message of three frames would wait 40 ms otherwise
        guest = cls(socket, search)
        await guest._until("ACK")
        guest._send("PULL-DOC-REQ", {})
        document = await guest._until("PULL-DOC-REPLY")
        guest._address = _id_of_address(document)
        guest._send("PATCH-DOC", {"events": [DRAWN]})  # as a browser does; before this event Panel sends no changes
        shown = html.unescape(page) + _readable_text(document)
        missing = [text for text in expected if text not in shown]
        if missing:
            raise WrongAnswer(f"the page does not say {missing[0]!r}")
        return guest

    async def go(self, search: str, expected: Collection[str]) -> float:
        """Change the address, and return the seconds until every text in `expected` has arrived.

        Raises:
            WrongAnswer: a text does not arrive, or an error does.
        """
        began, self.search = time.monotonic(), search
        model = {"id": self._address}
        change = {"kind": "ModelChanged", "model": model, "attr": "value", "new": search}
        self._send("PATCH-DOC", {"events": [change]})
        shown = ""
        try:
            async with asyncio.timeout(TIMEOUT_S):
                while not all(text in shown for text in expected):
                    shown += _readable_text(await self._until("PATCH-DOC"))
        except TimeoutError:
            missing = [text for text in expected if text not in shown]
            raise WrongAnswer(f"{search} is not answered by {missing[0]!r}") from None
        return time.monotonic() - began

    def leave(self) -> None:
        """Close the tab."""
        self._socket.close()

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        self._sent += 1
        for part in ({"msgid": str(self._sent), "msgtype": kind}, {}, content):
            self._socket.write_message(json.dumps(part))

    async def _until(self, kind: str) -> Any:
        """Return the content of the next message of this kind; ignore those before it."""
        while True:
            header = json.loads(await self._frame())
            await self._frame()  # metadata
            content = json.loads(await self._frame())
            for _ in range(2 * header.get("num_buffers", 0)):
                await self._frame()
            if header["msgtype"] == "ERROR":
                raise WrongAnswer(content["text"])
            if header["msgtype"] == kind:
                return content

    async def _frame(self) -> str | bytes:
        frame = await self._socket.read_message()
        if frame is None:
            raise WrongAnswer("the server closed the connection")
        return frame


def _id_of_address(document: Any) -> str:
    """Return the id of the model with the query of the address."""
    return next(root["id"] for root in document["doc"]["roots"] if root["attributes"].get("name") == "query")


def _readable_text(content: Any) -> str:
    """Return all text in a message as a reader sees it, unescaped once for Panel and once for HTML."""
    return html.unescape(html.unescape(json.dumps(content, ensure_ascii=False)))
