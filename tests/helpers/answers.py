"""Ask handlers of the server over a real socket, without the rest of the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from dashboard.server.security import SecurityHeaders
from dashboard.snapshot import store
from dashboard.snapshot.store import Snapshot


def answers_of(routes: list[Any], snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Callable[..., HTTPResponse]:
    """Return a function that asks for a path, or for several at once, with options of Tornado's client."""
    monkeypatch.setattr(store, "current", lambda: snapshot)

    def ask(*paths: str, **options: Any) -> Any:
        async def answer() -> list[HTTPResponse]:
            (socket,) = bind_sockets(0, "127.0.0.1")
            server = HTTPServer(Application(routes, transforms=[SecurityHeaders]))
            server.add_socket(socket)
            address = f"http://127.0.0.1:{socket.getsockname()[1]}"
            client = AsyncHTTPClient(force_instance=True, max_clients=100)
            fixed = {"raise_error": False, "follow_redirects": False, "request_timeout": 60}
            try:
                return await asyncio.gather(*(client.fetch(address + path, **fixed, **options) for path in paths))
            finally:
                server.stop()
                await server.close_all_connections()

        found = asyncio.run(answer())
        return found[0] if len(found) == 1 else found

    return ask
