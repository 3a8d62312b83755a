"""The server's log leaves out visitors who closed the page, and nothing else."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from bokeh.server.connection import ServerConnection
from tornado.websocket import WebSocketClosedError

from dashboard.server.run import is_worth_logging


def record(fail: Any) -> logging.LogRecord:
    """Return the log record of an exception that `fail` raises."""
    try:
        fail()
    except Exception:
        return logging.LogRecord("tornado.application", logging.ERROR, "here", 1, "failed", (), sys.exc_info())
    raise AssertionError("nothing was raised")


def closed_websocket() -> None:
    raise WebSocketClosedError


def discarded_session() -> None:
    session = SimpleNamespace(subscribe=lambda _: None, unsubscribe=lambda _: None)
    connection = ServerConnection(None, None, None, session)  # type: ignore[arg-type]
    connection.detach_session()
    _ = connection.session


def failed_assertion() -> None:
    assert [] == [1], "an assertion of the page's own"


def division_by_zero() -> None:
    _ = 1 / 0


@pytest.mark.parametrize("fail", [closed_websocket, discarded_session])
def test_a_visitor_who_closed_the_page_is_not_logged(fail):
    assert not is_worth_logging(record(fail))


@pytest.mark.parametrize("fail", [failed_assertion, division_by_zero])
def test_a_fault_is_logged(fail):
    assert is_worth_logging(record(fail))


def test_a_line_without_an_error_is_logged():
    assert is_worth_logging(logging.LogRecord("bokeh", logging.INFO, "here", 1, "started", (), None))
