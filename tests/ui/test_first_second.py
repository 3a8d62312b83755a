"""A reader chooses in a page's first second: at every point of it, and again and again on a busy server.

No session locks, and no choice is lost (decision 0014).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.helpers.gate import Gate
from tests.helpers.visitor import heading

pytestmark = pytest.mark.ui

PLACES = {"PER": "Peru", "ISL": "Iceland", "KEN": "Kenya", "NOR": "Norway"}
PAGES = 6
REQUESTS = 12
"""At most, of pages not asked for before, by two clients while the reader chooses."""

ANSWERED_MS = 90_000
"""For a page that a busy machine draws; a choice that is lost never comes."""


CHOOSE = "(code) => { app.address.go({ country: code }); app.address.go({ theme: 'dark' }); }"
THERE = {
    "before the server has acknowledged": ("server", 0, "() => window.app?.address?.go"),
    "before the document is there": ("server", 1, "() => window.app?.address?.go"),
    "together with the news that the page is drawn": ("page", 1, "() => window.app?.address?.isHeard()"),
}


@pytest.mark.parametrize(("side", "messages", "choose_when"), THERE.values(), ids=THERE.keys())
def test_a_choice_is_answered_wherever_the_connection_is(
    watched: Page, server: str, side: str, messages: int, choose_when: str
):
    gate = Gate(watched, side, messages)
    watched.goto(server, wait_until="commit")
    watched.wait_for_function(choose_when, timeout=ANSWERED_MS)
    watched.evaluate(CHOOSE, "PER")
    assert heading(watched).inner_text() == "World"
    gate.open()
    expect(heading(watched)).to_have_text("Peru", timeout=ANSWERED_MS)
    expect(watched).to_have_url(f"{server}?country=PER&theme=dark")
    watched.evaluate("() => app.address.go({ country: 'CHL' })")
    expect(heading(watched)).to_have_text("Chile", timeout=ANSWERED_MS)


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
    for code, name in islice(cycle(PLACES.items()), PAGES):
        watched.goto(server, wait_until="commit")
        watched.wait_for_function("() => window.app?.address?.go", timeout=ANSWERED_MS)
        watched.evaluate(CHOOSE, code)
        expect(heading(watched)).to_have_text(name, timeout=ANSWERED_MS)
        watched.evaluate("() => app.address.go({ country: 'CHL' })")
        expect(heading(watched)).to_have_text("Chile", timeout=ANSWERED_MS)
    health = requests.get(f"{server}healthz", timeout=60)
    assert health.status_code == 200, health.text
