"""`POST own-file` over a real socket: who may send a file, how large, how often, and what is answered."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from bokeh.document import Document
from tornado.httpclient import HTTPResponse
from tornado.iostream import IOStream

from dashboard.server import own_file
from dashboard.server.handlers import LIMITS
from dashboard.server.own_file import KEY_HEADER, MOST_BYTES, OwnFile
from dashboard.snapshot.own import TooManySeriesError
from tabular import OwnTable, PlaceNames, read_text
from tests.helpers.answers import ask, serving

KEY = "the key of a session"
CSV = b"iso3,year,value\nKEN,2001,1\nXYZ,2001,2\n"
PLACES = PlaceNames([("KEN", "KE", ["Kenya"])])


class Session:
    """Own files of a session, without a page."""

    def __init__(self) -> None:
        self.shown: list[tuple[OwnTable, str, str]] = []
        self.is_locked = self.is_quick = False
        self.is_unlimited = True
        self.threads: set[int] = set()
        self.is_full = False
        self.document: Any = Document()
        context = SimpleNamespace(with_locked_document=self._locked)
        self.document._session_context = lambda: context

    async def _locked(self, show: Callable) -> None:
        self.is_locked = True
        await show(self.document)
        self.is_locked = False

    def may_add(self) -> bool:
        return self.is_unlimited

    def read(self, content: bytes) -> OwnTable:
        self.threads.add(threading.get_ident())
        return read_text(content, PLACES)

    def show(self, table: OwnTable, title: str, unit: str) -> None:
        assert self.is_locked
        if self.is_full:
            raise TooManySeriesError("A session has at most 5.")
        self.shown.append((table, title, unit))


@pytest.fixture
def session(monkeypatch) -> Iterator[Session]:
    session = Session()
    monkeypatch.setattr(own_file.own_file, "of_key", {KEY: session}.get)
    yield session
    assert OwnFile._open == 0  # every response makes room for the next


def send(body: bytes = CSV, *, method: str = "POST", key: str = KEY, **headers: str) -> HTTPResponse:
    return ask(
        own_file.ROUTES,
        "/own-file",
        limits=LIMITS,
        method=method,
        body=body if method == "POST" else None,
        headers={KEY_HEADER: key, **{name.replace("_", "-"): value for name, value in headers.items()}},
    )


def raw(*parts: bytes) -> bytes:
    """Return the response to a request sent as it is."""

    async def answer() -> bytes:
        async with serving(own_file.ROUTES, **LIMITS) as port:
            stream = IOStream(socket.socket())
            await stream.connect(("127.0.0.1", port))
            for part in parts:
                await stream.write(part)
            return await stream.read_until(b"\n", max_bytes=65_536) + await stream.read_until_close()

    return asyncio.run(answer())


def test_a_file_is_read_in_a_thread_and_shown_with_the_document_locked(session):
    answer = send(X_Title="Zebras%20%E2%80%93%20all", X_Unit="head")
    assert answer.code == 200
    assert json.loads(answer.body)["sentences"][1:] == [
        "1 value of 1 place, 2001.",
        "1 value left out, of places in no list: “XYZ”.",
    ]
    assert answer.headers["Cache-Control"] == "no-store"
    ((table, title, unit),) = session.shown
    assert (table.value, title, unit) == ([1.0], "Zebras – all", "head")
    assert session.threads.isdisjoint({threading.get_ident()})


def test_a_bad_file_is_answered_with_its_sentence(session):
    answer = send(b"<html>no</html>")
    assert (answer.code, answer.body.decode()) == (
        422,
        "The file is a web page, not a table; download the data themselves as CSV.\n",
    )
    assert send(b"").code == 422
    assert session.shown == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"key": "a guess"}, 403),
        ({"key": ""}, 403),
        ({"Origin": "https://other.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"method": "GET"}, 405),
    ],
)
def test_a_sender_without_permission_is_refused_and_nothing_is_read(session, headers, status):
    answer = send(**headers)
    assert answer.code == status
    assert answer.body.decode().endswith(".\n")
    assert (session.shown, session.threads) == ([], set())


def test_other_sites_get_no_consent_to_send_the_header(session):
    answer = send(method="OPTIONS", Origin="https://other.example", Access_Control_Request_Headers=KEY_HEADER)
    assert answer.code == 405
    assert not any(name.startswith("Access-Control") for name in answer.headers)


def test_a_page_of_another_host_may_send_where_the_server_allows_it(session, monkeypatch):
    monkeypatch.setattr(own_file.config, "ORIGINS", ("maps.example",))
    assert send(Origin="https://maps.example").code == 200
    assert send(Origin="https://other.example").code == 403


def test_a_session_that_has_ended_takes_no_file(session):
    session.document._session_context = lambda: None
    assert send().code == 403
    session.document = None
    assert send().code == 403
    assert session.shown == []


def head(*lines: str) -> bytes:
    return "\r\n".join(["POST /own-file HTTP/1.1", "Host: localhost", f"{KEY_HEADER}: {KEY}", *lines, "", ""]).encode()


def test_a_file_that_is_too_large_is_refused_before_it_arrives(session):
    answer = raw(head(f"Content-Length: {MOST_BYTES + 1}"))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"The file is larger than 2 MB" in answer


def test_a_file_of_unknown_size_is_cut_off_at_the_limit(session):
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    answer = raw(head("Transfer-Encoding: chunked", "Connection: close"), *[chunk] * (MOST_BYTES // 65_536 + 2))
    assert answer.startswith(b"HTTP/1.1 4")
    assert (session.shown, session.threads) == ([], set())


def test_the_largest_file_is_taken(session):
    content = b"iso3,year,value,note\nKEN,2001,1,\n" + b",,," + b"x" * 96 + b"\n"
    content += b"\n" * ((MOST_BYTES - len(content)) % 100) + (b",,," + b"x" * 96 + b"\n") * (MOST_BYTES // 100 - 2)
    content += b"\n" * (MOST_BYTES - len(content))
    assert len(content) == MOST_BYTES
    assert send(content).code == 200


def test_a_sender_that_is_too_slow_is_cut_off(session, monkeypatch):
    monkeypatch.setattr(own_file, "WITHIN_S", 0.05)
    with pytest.raises(Exception, match=r"Stream is closed"):
        raw(head("Content-Length: 1000"), b"iso3,")
    assert session.shown == []


def test_too_many_files_are_refused(session, monkeypatch):
    session.is_unlimited = False
    assert send().code == 429
    session.is_unlimited = True
    monkeypatch.setattr(own_file, "MOST_AT_ONCE", 0)
    assert send().code == 503
    assert session.threads == set()


def test_a_session_with_too_many_series_refuses_another(session):
    session.is_full = True
    answer = send()
    assert (answer.code, answer.body) == (409, b"A session has at most 5.\n")


def test_a_fault_is_answered_without_a_traceback(session, monkeypatch, caplog):
    def fault(content: bytes) -> OwnTable:
        raise RuntimeError("an inner secret")

    monkeypatch.setattr(session, "read", fault)
    answer = send()
    assert (answer.code, b"secret" in answer.body) == (500, False)
