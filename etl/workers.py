"""Run a function over many items, a few at a time and in order, on local threads or on a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

from etl.errors import SourceError

IN_FLIGHT = 6
"""Items in progress at once. The World Bank's service fails with status 502 at about 20 concurrent requests; six are
safe (experience of public clients)."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_order(
    pool: Executor, do: Callable[[Item], Result], items: Iterable[Item], *, in_flight: int = IN_FLIGHT
) -> Iterator[Result]:
    """Yield `do(item)` for each item, in order; at most `in_flight` results are in progress or not yet consumed.

    A slow consumer therefore slows the workers down, and memory holds a handful of results for any number of items.
    If the consumer stops early, no further item starts.
    """
    waiting = iter(items)
    pending: deque[Future[Result]] = deque()
    try:
        while True:
            while len(pending) < in_flight and (item := next(waiting, None)) is not None:
                pending.append(pool.submit(do, item))
            if not pending:
                return
            yield pending.popleft().result()
    finally:
        for future in pending:
            future.cancel()


@contextmanager
def workers(scheduler: str | None = None, count: int = IN_FLIGHT) -> Iterator[Executor]:
    """Open a pool of local threads, or of the Dask workers of `scheduler` (tcp://host:8786).

    Raises:
        SourceError: the cluster cannot be reached, or Dask is not installed.
    """
    if scheduler is None:
        pool = ThreadPoolExecutor(count)
        try:
            yield pool
        except BaseException:  # an interrupt does not wait for threads blocked by a silent server
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()
        return
    try:
        from distributed import Client
    except ImportError as missing:
        raise SourceError('--scheduler needs Dask; install it with: pip install ".[cluster]"') from missing
    try:
        client = Client(scheduler, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise SourceError(
            f"the Dask scheduler {scheduler} cannot be reached ({error}); check its address, or run without --scheduler"
        ) from error
    with client, client.get_executor(pure=False) as remote:
        yield remote
