"""Runs a function over many things, a few at a time and in order: on threads here, or on a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from etl.errors import SourceError

IN_FLIGHT = 6
"""The World Bank's service fails with 502 at about 20 requests at once; six were safe (seen by public clients)."""

Thing = TypeVar("Thing")
Result = TypeVar("Result")


def in_order(
    pool: Executor, do: Callable[[Thing], Result], things: Iterable[Thing], *, in_flight: int = IN_FLIGHT
) -> Iterator[Result]:
    """`do` of each thing, in the order of the things; no more than `in_flight` are begun and not yet taken.

    So a slow taker holds the workers back, and memory holds a handful of results however many things there are.
    When the taker stops early, what has not begun is not begun.
    """
    waiting = iter(things)
    begun: deque[Future[Result]] = deque()
    try:
        while True:
            while len(begun) < in_flight and (thing := next(waiting, None)) is not None:
                begun.append(pool.submit(do, thing))
            if not begun:
                return
            yield begun.popleft().result()
    finally:
        for future in begun:
            future.cancel()


@contextmanager
def workers(scheduler: str | None = None, count: int = IN_FLIGHT) -> Iterator[Executor]:
    """Local threads, or the workers of the Dask cluster whose scheduler is at `scheduler` (tcp://host:8786).

    Raises:
        SourceError: the cluster cannot be reached, or Dask is not installed.
    """
    if scheduler is None:
        pool = ThreadPoolExecutor(count)
        try:
            yield pool
        except BaseException:  # whoever interrupts does not wait for threads that wait for a silent server
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        return
    try:
        from distributed import Client
    except ImportError as missing:
        raise SourceError('a cluster needs Dask; install it with: pip install ".[cluster]"') from missing
    try:
        client = Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SourceError(f"the Dask scheduler {scheduler} cannot be reached ({error})") from error
    with client, client.get_executor(pure=False) as remote:
        yield remote
