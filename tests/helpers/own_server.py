"""The production server in the process of the tests, so that a test can cause a fault within it."""

from __future__ import annotations

import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import panel as pn
from bokeh.server.server import Server
from bokeh.server.urls import per_app_patterns
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.ioloop import IOLoop

from dashboard.server import addresses, handlers, run
from dashboard.server._internals import install

T = TypeVar("T")


@contextmanager
def own_server() -> Iterator[Server]:
    """Start a server on any port, and stop it at the end; it answers while `within` runs."""
    patterns = list(per_app_patterns)
    with warnings.catch_warnings():  # Tornado makes the first loop of a process on demand; Python 3.12 and 3.13 warn
        warnings.simplefilter("ignore", DeprecationWarning)
        IOLoop.current()
    try:
        install(handlers.REPLACEMENTS, addresses.FIRST)
        server = run.serve(0, "127.0.0.1", start=False, verbose=False)
        server.start()
        yield server
    finally:
        pn.state.kill_all_servers()
        per_app_patterns[:] = patterns


def within(server: Server, act: Callable[[], Awaitable[T]]) -> T:
    """Return what the coroutine returns; the server answers meanwhile."""
    return server.io_loop.run_sync(act, timeout=120)


async def fetch(server: Server, path: str = "", **options: Any) -> HTTPResponse:
    """Return the response to a path, whatever its status."""
    url = f"http://localhost:{server.port}/{path}"
    return await AsyncHTTPClient(force_instance=True).fetch(url, raise_error=False, request_timeout=90, **options)
