"""Ask handlers of the server over a real socket, without the rest of the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from dashboard.server.security import SecurityHeaders
from dashboard.snapshot import store
from dashboard.snapshot.store import Snapshot

CLIENT = {"raise_error": False, "follow_redirects": False, "request_timeout": 60}
"""Options of Tornado's client that every request has."""


@asynccontextmanager
async def serving(routes: Sequence[Any], transform: type = SecurityHeaders, **limits: Any) -> AsyncIterator[int]:
    """Serve these handlers within the block, at the port returned; `limits` are options of Tornado's server."""
    (socket,) = bind_sockets(0, "127.0.0.1")
    server = HTTPServer(Application(list(routes), transforms=[transform]), **limits)
    server.add_socket(socket)
    try:
        yield socket.getsockname()[1]
    finally:
        server.stop()
        await server.close_all_connections()


def ask(
    routes: Sequence[Any],
    *paths: str,
    transform: type = SecurityHeaders,
    limits: Mapping[str, Any] | None = None,
    **options: Any,
) -> Any:
    """Return the response to a path, or to several asked for at once; `options` are those of Tornado's client."""

    async def answers() -> list[HTTPResponse]:
        async with serving(routes, transform, **(limits or {})) as port:
            client = AsyncHTTPClient(force_instance=True, max_clients=100)
            requests = (client.fetch(f"http://127.0.0.1:{port}{path}", **{**CLIENT, **options}) for path in paths)
            return await asyncio.gather(*requests)

    found = asyncio.run(answers())
    return found[0] if len(found) == 1 else found


def answers_of(
    routes: Sequence[Any], snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, **fixed: Any
) -> Callable[..., Any]:
    """Return a function that asks for paths (`ask`), with this snapshot and with the arguments `fixed`."""
    monkeypatch.setattr(store, "current", lambda: snapshot)
    return lambda *paths, **options: ask(routes, *paths, **{**fixed, **options})
