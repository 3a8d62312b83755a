"""The ways to serve the page, and what a visitor sees when the figures cannot be had."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
import requests
from playwright.sync_api import Page, expect
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.ioloop import IOLoop
from tornado.websocket import websocket_connect

from tests.helpers.serving import free_port, serve
from tests.helpers.visitor import click_place, heading, open_dashboard

pytestmark = pytest.mark.ui

T = TypeVar("T")
TOKEN = r'"token":"([^"]+)"'


@pytest.fixture
def start(root: Path, tmp_path: Path) -> Iterator[Callable[..., str]]:
    """Starts servers; stops them at the end of the test."""
    running = []

    def _start(command: list[str], port: int, path: str = "/", **environment: str) -> str:
        server = serve(root, tmp_path, command, port, path, **environment)
        running.append(server)
        return next(server)

    yield _start
    for server in running:
        next(server, None)


def test_panel_serve_shows_the_same_page(page: Page, start):
    port = free_port()
    url = start(["panel", "serve", "dashboard/app.py", "--port", str(port)], port, "/app")
    open_dashboard(page, url)
    click_place(page, -53.0, -10.0)
    expect(heading(page)).to_have_text("Brazil")
    expect(page).to_have_url(f"{url}?country=BRA")


def test_without_figures_the_page_says_so_and_recovers_without_a_restart(page: Page, start, tmp_path: Path, root: Path):
    port = free_port()
    data_dir = tmp_path / "data"
    url = start(["dashboard"], port, PORT=str(port), DASHBOARD_DATA_DIR=str(data_dir))
    page.goto(url)
    expect(page.get_by_role("alert")).to_contain_text("python -m etl refresh")
    assert "Traceback" not in page.content()
    shutil.copytree(root / "data", data_dir)
    open_dashboard(page, url)
    expect(heading(page)).to_have_text("World")


def test_a_page_kept_is_given_to_the_next_visitor_with_a_session_of_its_own(watched: Page, server: str):
    address = f"{server}?country=ISL"
    first, second = (requests.get(address, timeout=60).text for _ in range(2))
    tokens = [re.search(TOKEN, page)[1] for page in (first, second)]
    assert tokens[0] != tokens[1]
    nonce = r'nonce="[^"]+"'
    assert re.sub(nonce, "", first.replace(tokens[0], "")) == re.sub(nonce, "", second.replace(tokens[1], ""))
    assert '<meta property="og:title" content="Iceland ' in second
    assert '<meta property="og:description" content="Iceland has warmed by ' in second
    open_dashboard(watched, address)
    expect(heading(watched)).to_have_text("Iceland")
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")


def test_a_page_kept_stands_with_its_figures_when_the_next_ones_cannot_be_read(start, tmp_path: Path, root: Path):
    port, data_dir = free_port(), tmp_path / "data"
    shutil.copytree(root / "data", data_dir)
    url = start(["dashboard"], port, PORT=str(port), DASHBOARD_DATA_DIR=str(data_dir))
    assert requests.get(url, timeout=60).status_code == 200
    catalog = data_dir / "catalog.json"
    text = catalog.read_text()
    catalog.write_text(text.replace('"contract": ', '"contract": 9'))
    assert requests.get(url, timeout=60).status_code == 200  # the figures that were read stand
    assert requests.get(f"{url}healthz", timeout=60).status_code == 200


def opened(server: str, origin: str) -> tuple[int, str]:
    """Status and extensions of a websocket opened by a page of `origin`, with the token of a page just served."""

    async def attempt() -> tuple[int, str]:
        served = (await AsyncHTTPClient().fetch(server)).body.decode()
        token = re.search(TOKEN, served)[1]
        request = HTTPRequest(server.replace("http", "ws") + "ws", headers={"Origin": origin})
        try:
            connection = await websocket_connect(request, subprotocols=["bokeh", token], compression_options={})
        except HTTPClientError as refused:
            return refused.code, ""
        connection.close()
        return 101, connection.headers.get("Sec-WebSocket-Extensions", "")

    return in_a_thread(attempt)


def in_a_thread(act: Callable[[], Awaitable[T]]) -> T:
    """What `act` gives, in a loop of its own: playwright's runs in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: IOLoop().run_sync(act)).result()


def document_at_once(server: str, search: str) -> str:
    """The document of a page just served, asked for before its server has had a moment to make the session."""

    async def ask() -> str:
        served = (await AsyncHTTPClient().fetch(f"{server}{search}")).body.decode()
        token = re.search(TOKEN, served)[1]
        request = HTTPRequest(server.replace("http", "ws") + "ws", headers={"Origin": server.rstrip("/")})
        connection = await websocket_connect(request, subprotocols=["bokeh", token], max_message_size=20 << 20)
        for _ in range(3):  # the greeting
            await connection.read_message()
        for part in ({"msgid": "1", "msgtype": "PULL-DOC-REQ"}, {}, {}):
            connection.write_message(json.dumps(part))
        _, _, document = [await connection.read_message() for _ in range(3)]
        connection.close()
        return document

    return in_a_thread(ask)


def test_who_connects_before_the_session_is_made_gets_what_the_address_says_all_the_same(server: str):
    for _ in range(2):  # the second page is a kept one, and its session made later
        document = document_at_once(server, "?country=ISL")
        assert "<h2>Iceland</h2>" in html.unescape(html.unescape(document))  # escaped for Panel, and for HTML


def connects(server: str, origin: str) -> bool:
    """Whether a websocket opens for a page of `origin`; else it is forbidden."""
    status, _ = opened(server, origin)
    assert status in (101, 403)
    return status == 101


def test_what_goes_over_the_websocket_is_compressed(server: str):
    assert opened(server, server.rstrip("/"))[1].startswith("permessage-deflate")


@pytest.mark.parametrize(
    ("origin", "is_welcome"),
    [("same", True), ("https://evil.example", False), ("http://localhost.evil.example", False), ("null", False)],
)
def test_only_pages_of_the_host_itself_open_a_websocket(server: str, origin: str, is_welcome: bool):
    assert connects(server, server.rstrip("/") if origin == "same" else origin) is is_welcome


def test_named_origins_are_allowed_and_no_others(start):
    port = free_port()
    url = start(["dashboard"], port, PORT=str(port), BOKEH_ALLOW_WS_ORIGIN="maps.example")
    assert connects(url, "https://maps.example")
    assert not connects(url, "https://evil.example")


SCRIPT = re.compile(r'<script defer[^>]* src="([^"]+)"')


def test_what_the_page_loads_comes_by_brotli_to_who_takes_it_and_plain_to_who_does_not(server: str):
    scripts = SCRIPT.findall(requests.get(server, timeout=60).text)
    assert len(scripts) == 2, "the libraries and our own"
    for name in (*scripts, "static/extensions/panel/css/loading.css"):
        comes_by_brotli_to_who_takes_it_and_plain_to_who_does_not(server, name)
    for outside in (
        "static/extensions/panel/../../bokeh/__init__.py",
        f"{scripts[0].rpartition('/')[0]}/../__init__.py",
    ):
        refused = requests.get(f"{server}{outside}", headers={"Accept-Encoding": "br"}, timeout=60)
        assert refused.status_code in (400, 403, 404)


def comes_by_brotli_to_who_takes_it_and_plain_to_who_does_not(server: str, name: str):
    plain, sent = requests.get(f"{server}{name}", headers={"Accept-Encoding": "identity"}, timeout=60), []
    for takes in ("gzip, deflate, br", "br;q=0, gzip"):
        answer = requests.get(f"{server}{name}", headers={"Accept-Encoding": takes}, timeout=60, stream=True)
        sent.append((answer.headers["Content-Encoding"], len(answer.raw.read(decode_content=False))))
    assert plain.headers.get("Content-Encoding") is None
    assert [encoding for encoding, _ in sent] == ["br", "gzip"]
    assert sent[0][1] < 0.95 * sent[1][1]
    taken = requests.get(f"{server}{name}", headers={"Accept-Encoding": "br"}, timeout=60)
    assert taken.text == plain.text
    known = {"If-None-Match": taken.headers["Etag"], "Accept-Encoding": "br"}
    assert requests.get(f"{server}{name}", headers=known, timeout=60).status_code == 304
