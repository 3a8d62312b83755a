"""Make pages one after the other, with the event loop free between two, and refuse requests when too many wait.

A page takes 0.1 s of CPU on the event loop, which sessions, files and /healthz share. Without turns, fifty requests
that come together are all answered in one round of the loop: nothing else is for 5 s.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tornado.locks import Lock

MOST_WAITING = 64
"""Requests that wait for their turn, 6 s for the last; a reader would reload before a longer wait ends."""


class QueueFullError(Exception):
    """So many requests wait that one more is refused."""


class PageQueue:
    """Turns in the order of the requests."""

    def __init__(self) -> None:
        """Start with an empty queue."""
        self.waiting = 0
        self._lock = Lock()  # Tornado's belongs to no event loop; its waiters are first come, first served

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for this request's turn, which ends with the block.

        Raises:
            QueueFullError: too many requests wait already.
        """
        if self.waiting >= MOST_WAITING:
            raise QueueFullError
        self.waiting += 1
        try:
            await self._lock.acquire()
        finally:
            self.waiting -= 1
        try:
            await asyncio.sleep(0)  # whatever else came meanwhile is answered first
            yield
        finally:
            self._lock.release()


queue = PageQueue()
