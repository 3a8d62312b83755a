"""Pages are made one at a time, so that sessions, files and /healthz are answered between them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from bokeh.server.server import Server
from tornado.httpclient import HTTPResponse
from tornado.websocket import WebSocketClientConnection

from dashboard.server import page_queue
from dashboard.server.handlers import PageHandler
from dashboard.server.page_cache import pages
from dashboard.server.page_queue import PageQueue, QueueFullError
from dashboard.server.shells import shells
from dashboard.views.page.page import Page
from tests.dashboard.server.test_faults import answers, opened, patch
from tests.dashboard.server.test_messages import change
from tests.helpers.own_server import fetch, own_server, within

BURST = 32
"""A request of another kind takes some ten rounds of the event loop, the test's own client included; each round makes
one page at most."""


@pytest.fixture
def server() -> Iterator[Server]:
    pages.clear()
    shells.clear()
    with own_server() as server:
        within(server, lambda: fetch(server))  # the shell of the first view
        yield server
    pages.clear()
    shells.clear()


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Queries of the pages made without a session, in their order."""
    queries, make = list[str](), PageHandler.new_page

    def new_page(handler: PageHandler) -> Page | None:
        queries.append(handler.request.query)
        return make(handler)

    monkeypatch.setattr(PageHandler, "new_page", new_page)
    return queries


def burst(server: Server, count: int = BURST) -> list[asyncio.Task[HTTPResponse]]:
    """Ask for so many addresses not asked for before, all at once."""
    return [asyncio.create_task(fetch(server, f"?trend={1901 + n}-2000")) for n in range(count)]


def test_healthz_and_a_session_are_answered_while_a_burst_of_unseen_addresses_is_made(server: Server, made: list[str]):
    made_until = dict[str, int]()

    async def ask_health() -> None:
        assert (await fetch(server, "healthz")).code == 200
        made_until["healthz"] = len(made)

    async def ask_session(connection: WebSocketClientConnection) -> None:
        assert await answers(connection, *patch(change(model={"id": "no such model"})))
        made_until["session"] = len(made)

    async def ask() -> None:
        async with opened(server) as connection:
            asked = burst(server)
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(ask_health(), ask_session(connection))
            assert {answer.code for answer in await asyncio.gather(*asked)} == {200}

    within(server, ask)
    assert len(made) == BURST
    assert made_until["session"] < BURST
    assert made_until["healthz"] < BURST


def test_an_address_asked_for_twice_at_once_is_made_once(server: Server, made: list[str]):
    async def ask() -> list[HTTPResponse]:
        return await asyncio.gather(*(fetch(server, "?country=NOR") for _ in range(3)))

    assert [answer.code for answer in within(server, ask)] == [200, 200, 200]
    assert made == ["country=NOR"]


def test_a_full_queue_refuses_in_words_and_takes_pages_again_afterwards(server: Server, monkeypatch):
    monkeypatch.setattr(page_queue, "MOST_WAITING", 2)

    async def ask() -> list[HTTPResponse]:
        return await asyncio.gather(*burst(server, 8))

    answers = within(server, ask)
    refused = [answer for answer in answers if answer.code == 503]
    assert {answer.code for answer in answers} == {200, 503}
    assert {answer.body for answer in refused} == {b"Too many visitors at once. Load the page again in some seconds.\n"}
    assert {answer.headers["Retry-After"] for answer in refused} == {"10"}
    assert within(server, lambda: fetch(server, "?country=SWE")).code == 200


def test_no_page_is_made_for_a_reader_who_has_gone(server: Server, made: list[str]):
    async def ask() -> None:
        queue = page_queue.queue
        async with queue.turn():
            _, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET /?country=PER HTTP/1.1\r\nHost: localhost\r\n\r\n")
            while not queue.waiting:
                await asyncio.sleep(0)
            writer.close()
            await writer.wait_closed()
            assert (await fetch(server, "healthz")).code == 200  # the loop has seen the connection end
        assert (await fetch(server, "?country=CHL")).code == 200

    within(server, ask)
    assert made == ["country=CHL"]


def test_turns_come_in_the_order_of_the_requests_and_end_with_a_fault():
    queue, order = PageQueue(), list[str]()

    async def make(name: str) -> None:
        async with queue.turn():
            order.append(name)
            if name == "b":
                raise ValueError("a fault in making it")

    async def ask() -> list[BaseException | None]:
        return await asyncio.gather(*(make(name) for name in "abc"), return_exceptions=True)

    results = asyncio.run(ask())
    assert order == ["a", "b", "c"]
    assert [type(result) for result in results] == [type(None), ValueError, type(None)]
    assert queue.waiting == 0


def test_one_more_than_may_wait_is_refused(monkeypatch):
    monkeypatch.setattr(page_queue, "MOST_WAITING", 1)

    async def wait(queue: PageQueue) -> None:
        async with queue.turn():
            pass

    async def ask() -> int:
        queue = PageQueue()
        async with queue.turn():
            waits = asyncio.create_task(wait(queue))
            await asyncio.sleep(0)
            with pytest.raises(QueueFullError):
                await wait(queue)
            assert queue.waiting == 1
        await waits
        return queue.waiting

    assert asyncio.run(ask()) == 0
