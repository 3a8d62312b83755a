"""A reader chooses in a page's first second, again and again, on a busy server: no session locks (decision 0014)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.helpers.visitor import heading

pytestmark = pytest.mark.ui

PLACES = {"PER": "Peru", "ISL": "Iceland", "KEN": "Kenya", "NOR": "Norway"}
PAGES = 8
REQUESTS = 60
"""At most, of pages not asked for before, by two clients while the reader chooses."""


@pytest.fixture
def load(server: str) -> Iterator[None]:
    """Two clients that ask for pages not asked for before, until the test ends."""
    ended = threading.Event()

    def ask(client: int) -> None:
        for year in range(1990, 1990 + REQUESTS // 2):
            if ended.is_set():
                return
            requests.get(f"{server}?trend={1900 + client}-{year}", timeout=60).raise_for_status()

    with ThreadPoolExecutor(2) as clients:
        asked = [clients.submit(ask, client) for client in (1, 2)]
        yield
        ended.set()
        for client in asked:
            client.result()


@pytest.mark.usefixtures("load")
def test_choices_in_the_first_second_are_answered_and_no_session_locks(watched: Page, server: str):
    sockets = list[str]()
    watched.on("websocket", lambda socket: sockets.append(socket.url))
    for code, name in islice(cycle(PLACES.items()), PAGES):
        watched.goto(server, wait_until="commit")
        watched.wait_for_function("() => window.app?.address?.go")
        watched.evaluate("(code) => { app.address.go({ country: code }); app.address.go({ theme: 'dark' }); }", code)
        expect(heading(watched)).to_have_text(name)
        watched.wait_for_function("() => app.address.isHeard()")
        watched.evaluate("() => app.address.go({ country: 'CHL' })")
        expect(heading(watched)).to_have_text("Chile")
    assert len(sockets) == PAGES, "a page whose session does not answer opens another"
    health = requests.get(f"{server}healthz", timeout=30)
    assert health.status_code == 200, health.text
