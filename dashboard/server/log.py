"""The server's log: one line an event, a fault with its place in the code; and not more of one kind than are of use.

A visitor, or a machine that has run out of something, can cause the same fault thousands of times a minute.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import re
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cachetools import LRUCache
from typing_extensions import override

MOST_LINES, WITHIN_S = 5, 60.0
"""Warnings and errors of one kind within so many seconds; of the rest only the number is logged."""

MOST_KINDS = 256
"""Kinds counted at a time."""

MOST_SIGNS = 600
"""Characters of a message, which may have a visitor's input, and of an exception's text."""

MOST_FRAMES = 12
"""Calls named of a traceback, the innermost first."""

NUMBERS = re.compile(r"0x[0-9a-f]+|\d+")

PAUSE_S = 0.01
"""Pause after a connection that could not be accepted without a descriptor: the loop would try without end."""


class OneLine(logging.Formatter):
    """Level, logger and message in a line, with a fault's kind, text and place in the code."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname} {record.name} {_short(record.getMessage())}"
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            line += f": {type(error).__name__}: {_short(str(error))} [at {' < '.join(_places(error))}]"
            error = error.__cause__
        return line + str(getattr(record, "note", ""))


class RateLimit(logging.Filter):
    """Passes the first warnings and errors of each kind, and then their number."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        """Count by this clock, in seconds."""
        super().__init__()
        self._clock = clock
        self._kinds = LRUCache[Any, list[float]](MOST_KINDS)
        """Start of the present period and the number of lines in it, by kind."""

    @override
    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is written; the formatter adds its `note`."""
        if record.levelno < logging.WARNING:
            return True
        kind, now = _kind(record), self._clock()
        began, lines = self._kinds.get(kind, (now, 0))
        if now - began >= WITHIN_S:
            if lines > MOST_LINES:
                record.note = f" ({lines - MOST_LINES:,.0f} such lines were left out before)"
            began, lines = now, 0
        self._kinds[kind] = [began, lines + 1]
        if lines + 1 == MOST_LINES:
            record.note = f" (others like this are left out for {WITHIN_S:.0f} s)"
        return lines < MOST_LINES


def _kind(record: logging.LogRecord) -> tuple[Any, ...]:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        return record.name, type(error), *_places(error)[:1]
    return record.name, NUMBERS.sub("#", str(record.msg))[:100]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MOST_SIGNS else f"{line[:MOST_SIGNS]} …"


def _places(error: BaseException) -> list[str]:
    """Return file, line and function of the calls that led to an error, the innermost first."""
    frames = traceback.extract_tb(error.__traceback__)[::-1][:MOST_FRAMES]
    return ["/".join(Path(frame.filename).parts[-2:]) + f":{frame.lineno} {frame.name}" for frame in frames]


def one_line_a_fault() -> None:
    """Make every handler of the root logger write so."""
    for handler in logging.getLogger().handlers:
        handler.setFormatter(OneLine())
        handler.addFilter(RateLimit())


def slow_down_without_descriptors(loop: asyncio.AbstractEventLoop) -> None:
    """Let the loop pause when a connection cannot be accepted, as the process has no descriptor left (EMFILE)."""

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
            time.sleep(PAUSE_S)
        loop.default_exception_handler(context)

    loop.set_exception_handler(handle)
