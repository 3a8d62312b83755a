"""/healthz tells a server whose sessions do not answer, over a real socket."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from tornado.web import RequestHandler

from dashboard.server import handlers, session_thread
from dashboard.snapshot import store
from dashboard.snapshot.observations import Observations
from tests.helpers.answers import serving


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_locked_session_thread_and_its_recovery_are_reported(shipped, monkeypatch, method: str):
    monkeypatch.setattr(store, "current", lambda: shipped)
    answers, locked = session_thread.answers, threading.Event()
    monkeypatch.setattr(session_thread, "answers", lambda: answers(0.1))

    async def answers_locked_and_free() -> list[tuple[int, str]]:
        loop = asyncio.get_running_loop()
        async with serving([(r"/healthz", handlers.Health)]) as port:
            session_thread.use_one_thread(loop)
            address = f"http://127.0.0.1:{port}/healthz"
            try:
                with ThreadPoolExecutor(1) as visitor:
                    callback = loop.run_in_executor(None, locked.wait)
                    told = await loop.run_in_executor(visitor, answer, method, address)
                    locked.set()
                    await callback
                    return [told, await loop.run_in_executor(visitor, answer, method, address)]
            finally:
                locked.set()

    told, well = asyncio.run(answers_locked_and_free())
    assert (told[0], well[0]) == (503, 200)
    if method == "GET":
        assert told[1] == f"{session_thread.NO_ANSWER}\n"
        assert '"snapshot"' in well[1]


class Other(RequestHandler):
    """An address of the same server."""

    def get(self) -> None:
        self.finish("answered")


def test_the_event_loop_goes_on_while_a_check_waits_for_the_file(shipped, monkeypatch):
    monkeypatch.setattr(store, "current", lambda: shipped)
    is_read, may_go_on, probe = threading.Event(), threading.Event(), Observations.probe

    def slow(observations: Observations) -> None:
        is_read.set()
        assert may_go_on.wait(30)
        probe(observations)

    monkeypatch.setattr(Observations, "probe", slow)

    async def told_and_other() -> tuple[str, int]:
        loop = asyncio.get_running_loop()
        async with serving([(r"/healthz", handlers.Health), (r"/other", Other)]) as port:
            with ThreadPoolExecutor(2) as visitors:
                check = loop.run_in_executor(visitors, answer, "GET", f"http://127.0.0.1:{port}/healthz")
                await loop.run_in_executor(visitors, is_read.wait, 30)
                other = await loop.run_in_executor(visitors, answer, "GET", f"http://127.0.0.1:{port}/other")
                may_go_on.set()
                return other[1], (await check)[0]

    assert asyncio.run(told_and_other()) == ("answered", 200)


def answer(method: str, address: str) -> tuple[int, str]:
    response = requests.request(method, address, timeout=30)
    return response.status_code, response.text
