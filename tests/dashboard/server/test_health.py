"""/healthz tells a server whose sessions do not answer, over a real socket."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application

from dashboard.server import handlers, session_thread
from dashboard.snapshot import store


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_locked_thread_of_sessions_is_told_and_its_end_too(shipped, monkeypatch, method: str):
    monkeypatch.setattr(store, "current", lambda: shipped)
    answers, locked = session_thread.answers, threading.Event()
    monkeypatch.setattr(session_thread, "answers", lambda: answers(0.1))

    async def ask() -> list[tuple[int, str]]:
        (socket,) = bind_sockets(0, "127.0.0.1")
        server = HTTPServer(Application([(r"/healthz", handlers.Health)]))
        server.add_socket(socket)
        address = f"http://127.0.0.1:{socket.getsockname()[1]}/healthz"
        loop = asyncio.get_running_loop()
        session_thread.use_one_thread(loop)
        try:
            with ThreadPoolExecutor(1) as visitor:
                callback = loop.run_in_executor(None, locked.wait)
                told = await loop.run_in_executor(visitor, answer, method, address)
                locked.set()
                await callback
                return [told, await loop.run_in_executor(visitor, answer, method, address)]
        finally:
            locked.set()
            server.stop()
            await server.close_all_connections()

    told, well = asyncio.run(ask())
    assert (told[0], well[0]) == (503, 200)
    if method == "GET":
        assert told[1] == f"{session_thread.NO_ANSWER}\n"
        assert '"snapshot"' in well[1]


def answer(method: str, address: str) -> tuple[int, str]:
    response = requests.request(method, address, timeout=30)
    return response.status_code, response.text
