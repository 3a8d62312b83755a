"""Faults within the server: each is reported, ends with its cause, and does no harm to other visitors."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from bokeh.server.server import Server
from bokeh.util.token import get_token_payload
from tornado.httpclient import HTTPResponse
from tornado.websocket import WebSocketClientConnection

from dashboard.server import _internals, handlers, websocket
from dashboard.server.addresses import NOT_FOUND
from dashboard.server.page_cache import pages
from dashboard.server.shells import shells
from dashboard.snapshot.caching import CACHES
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.views.page.page import Page
from tests.dashboard.server.test_messages import BOMB, HEADER, change
from tests.helpers.own_server import fetch, own_server, within
from tests.helpers.websocket import TOKEN, connect

MAP = b'id="map-title"'
POLICY = 1008
"""RFC 6455: the connection ended because of a message against the policy."""


@pytest.fixture
def server() -> Iterator[Server]:
    pages.clear()
    shells.clear()
    with own_server() as server:
        yield server
    pages.clear()
    shells.clear()


def get(server: Server, path: str = "", **options: Any) -> HTTPResponse:
    return within(server, lambda: fetch(server, path, **options))


def refused(answer: HTTPResponse, status: int) -> str:
    """Return the sentence of an answer in plain text."""
    assert answer.code == status
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert not any(word in answer.body for word in (b"Traceback", b".py", b"/dashboard"))
    return answer.body.decode()


# What is made under a fault


def test_a_page_that_cannot_be_served_is_reported_and_not_cached(server: Server, monkeypatch, caplog):
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as fault:
        fault.setattr(Page, "servable", full)
        answer = get(server, "?country=NOR")
    assert answer.code == 503
    assert b"The dashboard met a fault that it did not expect." in answer.body
    assert MAP not in answer.body
    assert "No space left on device" in caplog.text
    assert {record.name for record in caplog.records if "served" in record.message} == {"dashboard.app"}
    healed = get(server, "?country=NOR")
    assert (healed.code, MAP in healed.body) == (200, True)


def test_a_page_whose_script_ends_is_an_outage_not_an_empty_page(server: Server, monkeypatch, caplog):
    def fail(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as fault:
        fault.setattr(Page, "servable", fail)
        fault.setattr("dashboard.views.page.page.FaultPage.servable", fail)
        assert refused(get(server), 503) == "The server met a fault that it did not expect; it is logged.\n"
    healed = get(server)
    assert (healed.code, MAP in healed.body) == (200, True)


@pytest.mark.parametrize("shell_first", [True, False], ids=["made before its session", "made with its session"])
def test_a_page_with_a_sentence_in_place_of_figures_is_not_cached(
    server: Server, monkeypatch, shipped: Snapshot, shell_first: bool
):
    if shell_first:
        get(server)
    read, query = Snapshot.values, "?indicator=SP.DYN.LE00.IN&country=KEN"

    def damaged(self: Snapshot, series: str):
        if series == "SP.DYN.LE00.IN":
            raise SnapshotError("The values of SP.DYN.LE00.IN are damaged.")
        return read(self, series)

    vars(shipped).pop(CACHES, None)
    with monkeypatch.context() as fault:
        fault.setattr(Snapshot, "values", damaged)
        assert b"The values of SP.DYN.LE00.IN are damaged." in get(server, query).body
    assert b"are damaged" not in get(server, query).body
    assert b"are damaged" not in get(server, query).body


# Sessions


def payload(answer: HTTPResponse) -> dict[str, Any]:
    token = TOKEN.search(answer.body.decode())
    assert token is not None
    return get_token_payload(token[1])


def test_every_page_has_its_query_in_its_token(server: Server):
    ways = ["?country=NOR", "?country=NOR", "?country=SWE", "?view=drivers"]  # with its session, cached, before, slow
    assert [payload(get(server, query))["query"] for query in ways] == [query[1:] for query in ways]


def test_pages_that_no_websocket_follows_make_a_few_sessions_only(server: Server, monkeypatch):
    monkeypatch.setattr(_internals, "MAKE_AFTER_S", 0)
    most = _internals.MOST_UNCONNECTED + 1  # and the one of the first page

    async def crawl() -> tuple[int, dict[str, Any], int]:
        for number in range(12):
            last = await fetch(server, f"?year={1990 + number}")
        before = len(server.get_sessions("/"))
        token = TOKEN.search(last.body.decode())
        assert token is not None
        connection = await connect(f"http://localhost:{server.port}/", token=token[1])
        acknowledged = json.loads(str(await connection.read_message()))
        after = len(server.get_sessions("/"))
        connection.close()
        return before, acknowledged, after

    before, acknowledged, after = within(server, crawl)
    assert 0 < before <= most
    assert acknowledged["msgtype"] == "ACK"
    assert after == before + 1


def test_pages_that_need_a_session_are_refused_when_too_many_wait(server: Server, monkeypatch):
    monkeypatch.setattr(_internals, "MOST_WAITING", 0)
    answer = get(server, "?view=drivers")
    assert refused(answer, 503) == "Too many visitors at once. Load the page again in some seconds.\n"
    assert answer.headers["Retry-After"] == "10"


@pytest.mark.parametrize("query", ["?bokeh-token=abc", "?bokeh-session-id=x", "?BOKEH=1&bokeh%2Dtoken=", "?bokeh-x="])
def test_an_address_that_names_a_session_is_refused_in_words(server: Server, query: str):
    assert refused(get(server, query), 403).startswith("A session cannot be chosen.")


# Addresses


@pytest.mark.parametrize(
    "path",
    [
        "static/js/%00",
        "static/extensions/panel/%00.js",
        "static/%00",
        "components/x/%00",
        "components/dashboard_made/scripts/__javascript__/%00.js",
        "download/%00",
        "%00",
    ],
)
def test_an_address_with_nul_is_refused_in_words(server: Server, path: str):
    assert refused(get(server, path), 400) == "This address cannot be read: it has the sign NUL (%00).\n"


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize("path", ["components/{}", "components/{}/a/b/c", "components/{}/Any/__javascript__/a.js?v=1"])
def test_an_address_with_the_name_of_a_module_imports_no_module(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, method: str
):
    (tmp_path / "ends_the_process.py").write_text("raise SystemExit\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    body = b"" if method == "POST" else None
    answer = get(server, path.format("ends_the_process"), method=method, body=body)
    sentence = refused(answer, 404)
    assert sentence.startswith(NOT_FOUND) or (method == "HEAD" and not sentence)
    assert "ends_the_process" not in sys.modules


def test_a_connection_without_a_request_is_closed(monkeypatch):
    monkeypatch.setitem(handlers.LIMITS, "idle_connection_timeout", 0.2)
    monkeypatch.setitem(handlers.LIMITS, "body_timeout", 0.2)
    post = b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nab"
    with own_server() as server:

        async def half_open(sent: bytes) -> bytes:
            reader, writer = await asyncio.open_connection("localhost", server.port)
            writer.write(sent)
            received = await asyncio.wait_for(reader.read(), 20)
            writer.close()
            return received

        for sent in (b"", b"GET / HTTP/1.1\r\nHost: loc", post):
            received = within(server, lambda sent=sent: half_open(sent))
            assert received == b"" or (sent == post and received.startswith(b"HTTP/1.1 400 "))


# Websockets


@asynccontextmanager
async def opened(server: Server) -> AsyncIterator[WebSocketClientConnection]:
    connection = await connect(f"http://localhost:{server.port}/")
    try:
        assert '"ACK"' in str(await connection.read_message())
        await connection.read_message()  # its metadata
        await connection.read_message()  # its content
        yield connection
    finally:
        connection.close()


async def answers(connection: WebSocketClientConnection, *parts: str | bytes) -> list[Any]:
    """Return the parts of the answer to a message; the connection's end is None."""
    for part in parts:
        await connection.write_message(part, binary=isinstance(part, bytes))
    received = [await connection.read_message()]
    while received[-1] is not None and len(received) < 3:
        received.append(await connection.read_message())
    return received


def patch(*events: Any) -> tuple[str, str, str]:
    return json.dumps(HEADER), "{}", json.dumps({"events": list(events)})


HOSTILE: dict[str, tuple[str | bytes, ...]] = {
    "bytes that are unpacked": patch(change(BOMB)),
    "a new root": patch(
        {"kind": "RootAdded", "model": {"type": "object", "name": "Div", "attributes": {"tags": [BOMB]}}}
    ),
    "a new document": (json.dumps(HEADER | {"msgtype": "PUSH-DOC"}), "{}", json.dumps({"doc": {}})),
    "binary": (b"\x00" * 9,),
    "no JSON": ("{", "{", "{"),
    "deep": (json.dumps(HEADER), "{}", "[" * 8_000),
    "arrays": (json.dumps(HEADER | {"num_buffers": 3}), "{}", "{}"),
}


@pytest.mark.parametrize("parts", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_message_that_no_page_sends_ends_its_connection(server: Server, parts, caplog):
    async def talk() -> tuple[list[Any], int | None]:
        async with opened(server) as connection:
            return await answers(connection, *parts), connection.close_code

    caplog.clear()
    received, code = within(server, talk)
    assert (received, code) == ([None], POLICY)
    lines = [line for line in caplog.messages if line.startswith("ended a websocket: ")]
    assert len(lines) == 1
    assert "Traceback" not in caplog.text
    assert get(server).code == 200


def test_random_messages_end_their_connections_and_leave_no_traceback(server: Server, caplog):
    generator = random.Random(7)
    alphabet = [
        '{"events":',
        "[",
        "]",
        "{",
        "}",
        '"kind":"ModelChanged"',
        ",",
        '"msgid":"1"',
        "null",
        "1e999",
        "\\u0000",
    ]

    async def talk() -> list[list[Any]]:
        ends = []
        for _ in range(60):
            parts = ["".join(generator.choices(alphabet, k=generator.randrange(1, 12))) for _ in range(3)]
            async with opened(server) as connection:
                ends.append(await answers(connection, *parts))
        return ends

    assert within(server, talk) == [[None]] * 60
    assert "Traceback" not in caplog.text


def test_an_error_of_bokeh_reaches_a_browser_without_path_and_traceback(server: Server):
    async def talk() -> list[Any]:
        async with opened(server) as connection:
            return await answers(connection, *patch(change(model={"id": "no such model"})))

    header, _, content = (json.loads(part) for part in within(server, talk))
    assert header["msgtype"] == "ERROR"
    assert content == {"text": "The server met a fault; it is logged.", "traceback": None}


def test_a_reader_who_does_not_read_answers_is_disconnected(server: Server, monkeypatch, caplog):
    monkeypatch.setattr(websocket, "unread_bytes", lambda _: websocket.MOST_UNREAD + 1)

    async def talk() -> list[Any]:
        async with opened(server) as connection:
            return await answers(connection, json.dumps(HEADER))

    assert within(server, talk) == [None]
    assert "ended a websocket: its reader takes no answers" in caplog.text


def test_what_waits_for_a_reader_is_counted(server: Server, monkeypatch):
    seen: list[int] = []

    def look(handler: Any) -> int:
        seen.append(_internals.unread_bytes(handler))
        return seen[-1]

    monkeypatch.setattr(websocket, "unread_bytes", look)

    async def talk() -> None:
        async with opened(server) as connection:
            handler = next(iter(server.get_sessions("/")[0]._subscribed_connections))._socket
            handler.ws_connection.stream.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
            for _ in range(20):
                handler.ws_connection.write_message(random.Random(1).randbytes(1 << 20), binary=True)
            assert _internals.unread_bytes(handler) > websocket.MOST_UNREAD
            await connection.write_message(json.dumps(HEADER))
            while await connection.read_message() is not None:
                pass

    within(server, talk)
    assert max(seen) > websocket.MOST_UNREAD
