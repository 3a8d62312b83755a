"""What the server's log leaves out: a visitor who is gone. Everything else is told."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from bokeh.server.connection import ServerConnection
from tornado.websocket import WebSocketClosedError

from dashboard.server.run import is_an_event


def record(fail: Any) -> logging.LogRecord:
    try:
        fail()
    except Exception:
        return logging.LogRecord("tornado.application", logging.ERROR, "here", 1, "failed", (), sys.exc_info())
    raise AssertionError("it was to fail")


def closed() -> None:
    raise WebSocketClosedError


def let_go() -> None:
    session = SimpleNamespace(subscribe=lambda _: None, unsubscribe=lambda _: None)
    connection = ServerConnection(None, None, None, session)  # type: ignore[arg-type]
    connection.detach_session()
    _ = connection.session


def ours() -> None:
    assert [] == [1], "a fault of our own"


@pytest.mark.parametrize(("fail", "is_told"), [(closed, False), (let_go, False), (ours, True), (lambda: 1 / 0, True)])
def test_only_what_says_something_is_told(fail, is_told):
    assert is_an_event(record(fail)) is is_told


def test_a_line_without_an_error_is_told():
    assert is_an_event(logging.LogRecord("bokeh", logging.INFO, "here", 1, "started", (), None))
