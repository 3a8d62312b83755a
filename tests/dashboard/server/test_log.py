"""The log: one line a fault, with its place, a few of each kind; and none for a visitor who closed the page."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
from types import SimpleNamespace
from typing import Any

import pytest
from bokeh.server.connection import ServerConnection
from tornado.websocket import WebSocketClosedError

from dashboard.server import log
from dashboard.server.log import MOST_LINES, WITHIN_S, OneLine, RateLimit
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


def division_for_a_reason() -> None:
    try:
        division_by_zero()
    except ZeroDivisionError as error:
        raise ValueError("no\n quotient\n") from error


def test_a_fault_is_one_line_with_its_text_place_and_cause():
    line = OneLine().format(record(division_for_a_reason))
    assert "\n" not in line
    assert line.startswith("ERROR tornado.application failed: ValueError: no quotient [at server/test_log.py:")
    assert " division_for_a_reason < server/test_log.py:" in line
    assert ": ZeroDivisionError: division by zero [at server/test_log.py:" in line
    assert line.endswith(" division_for_a_reason]")


def test_a_long_message_of_a_visitor_is_cut():
    sent = logging.LogRecord("bokeh", logging.ERROR, "here", 1, "failed: %r", ("<\nx" * 50_000,), None)
    line = OneLine().format(sent)
    assert "\n" not in line
    assert len(line) < log.MOST_SIGNS + 50


def test_of_a_fault_that_recurs_the_first_are_logged_and_then_their_number():
    now = [0.0]
    limit = RateLimit(lambda: now[0])

    def logged(fail: Any = division_by_zero) -> str:
        one = record(fail)
        return OneLine().format(one) if limit.filter(one) else ""

    lines = [logged() for _ in range(1_000)]
    assert [bool(line) for line in lines] == [True] * MOST_LINES + [False] * (1_000 - MOST_LINES)
    assert lines[MOST_LINES - 1].endswith("(others like this are left out for 60 s)")
    assert logged(failed_assertion) != ""
    now[0] = WITHIN_S
    assert logged().endswith(f"({1_000 - MOST_LINES} such lines were left out before)")
    assert logged() == lines[0]


def test_lines_that_differ_in_numbers_only_are_of_one_kind_and_events_are_not_counted():
    limit = RateLimit(lambda: 0.0)

    def passed(level: int, text: str) -> bool:
        return limit.filter(logging.LogRecord("bokeh", level, "here", 1, text, (), None))

    assert sum(passed(logging.ERROR, f"session {number} at 0x{number:x} failed") for number in range(99)) == MOST_LINES
    assert sum(passed(logging.INFO, "a snapshot was read") for _ in range(99)) == 99


def test_without_descriptors_the_loop_pauses_before_it_tries_again(monkeypatch):
    paused: list[float] = []
    monkeypatch.setattr(log.time, "sleep", paused.append)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        log.slow_down_without_descriptors(loop)
        for number in (errno.EMFILE, errno.EPIPE):
            loop.call_exception_handler({"message": "failed", "exception": OSError(number, os.strerror(number))})

    asyncio.run(run())
    assert paused == [log.PAUSE_S]
