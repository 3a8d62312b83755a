"""A visitor without a browser: asks for the page, opens its websocket, and changes the address as address.js does.

Speaks Bokeh's protocol as the browser does (a header, metadata and content, then buffers, each a frame of its own), but
reads no more of it than is needed to tell whether an answer is right. Many fit into one process.
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
PATIENCE_S = 180.0
DRAWN = {
    "kind": "MessageSent",
    "msg_type": "bokeh_event",
    "msg_data": {"type": "event", "name": "document_ready", "values": {"type": "map"}},
}
"""What a browser says when all is drawn."""
LARGEST_BYTES = 20 << 20


class WrongAnswer(Exception):
    """The server said something else than it should, or nothing; the sentence says what."""


class Guest:
    """One open session of the page at `address`; `search` is what its address says now."""

    def __init__(self, socket: Any, search: str):
        """Hold a websocket that is open."""
        self._socket, self._address, self.search = socket, "", search
        self._sent = 0

    @classmethod
    async def arrive(cls, address: str, search: str = "", expected: Collection[str] = ()) -> Self:
        """Opens the page and its websocket, and reads the document, which must say every text `expected`.

        Args:
            address: of the server, without a slash at the end.
            search: the address's query, with its question mark.
            expected: texts, as a reader sees them.

        Raises:
            WrongAnswer: there is no page, or its document lacks a text.
        """
        asked = HTTPRequest(f"{address}/{search}", request_timeout=PATIENCE_S, connect_timeout=PATIENCE_S)
        page = (await AsyncHTTPClient(max_clients=1000).fetch(asked)).body.decode()
        token = TOKEN.search(page)
        if not token:
            raise WrongAnswer("the page has no session")
        where = HTTPRequest(
            f"{address.replace('http', 'ws', 1)}/ws",
            headers={"Origin": address},
            request_timeout=PATIENCE_S,
            connect_timeout=PATIENCE_S,
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
        guest._send("PATCH-DOC", {"events": [DRAWN]})  # as a browser does; before it Panel answers nothing
        said = _said(document)
        missing = [text for text in expected if text not in said]
        if missing:
            raise WrongAnswer(f"the page does not say {missing[0]!r}")
        return guest

    async def go(self, search: str, expected: Collection[str]) -> float:
        """Changes the address; seconds until everything `expected` has been said.

        Raises:
            WrongAnswer: it is not said, or an error is.
        """
        began, self.search = time.monotonic(), search
        model = {"id": self._address}
        change = {"kind": "ModelChanged", "model": model, "attr": "value", "new": search}
        self._send("PATCH-DOC", {"events": [change]})
        said = ""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not all(text in said for text in expected):
                    said += _said(await self._until("PATCH-DOC"))
        except TimeoutError:
            missing = [text for text in expected if text not in said]
            raise WrongAnswer(f"{search} is not answered by {missing[0]!r}") from None
        return time.monotonic() - began

    def leave(self) -> None:
        """Closes the tab."""
        self._socket.close()

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        self._sent += 1
        for part in ({"msgid": str(self._sent), "msgtype": kind}, {}, content):
            self._socket.write_message(json.dumps(part))

    async def _until(self, kind: str) -> Any:
        """The content of the next message of this kind; what comes before it is let go."""
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
    """The id of the one model that holds the query of the browser's address."""
    return next(root["id"] for root in document["doc"]["roots"] if root["attributes"].get("name") == "query")


def _said(content: Any) -> str:
    """Every text in a message as a reader sees it: markup's escapes are undone, once for Panel and once for HTML."""
    return html.unescape(html.unescape(json.dumps(content, ensure_ascii=False)))
