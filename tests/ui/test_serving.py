"""Ways to serve the page, websockets, compression, and the page without figures."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Page, expect
from tornado.httpclient import HTTPClientError

from tests.helpers.serving import free_port, serve
from tests.helpers.visitor import click_place, heading, open_dashboard
from tests.helpers.websocket import TOKEN, connect, in_a_thread

pytestmark = pytest.mark.ui


def test_panel_serve_shows_the_same_page(page: Page, tmp_path: Path):
    port = free_port()
    with serve(tmp_path, "panel", "serve", "dashboard/app.py", "--port", str(port), port=port, path="/app") as url:
        open_dashboard(page, url)
        click_place(page, -53.0, -10.0)
        expect(heading(page)).to_have_text("Brazil")
        expect(page).to_have_url(f"{url}?country=BRA")


def test_without_figures_the_page_reports_it_and_recovers_without_a_restart(page: Page, tmp_path: Path, root: Path):
    data_dir = tmp_path / "data"
    with serve(tmp_path, DASHBOARD_DATA_DIR=str(data_dir)) as url:
        page.goto(url)
        expect(page.get_by_role("alert")).to_contain_text(
            "Run: python -m etl refresh, or set DASHBOARD_DATA_DIR to a folder with figures"
        )
        assert "Traceback" not in page.content()
        shutil.copytree(root / "data", data_dir)
        open_dashboard(page, url)
        expect(heading(page)).to_have_text("World")


def test_a_cached_page_is_served_with_a_session_of_its_own(watched: Page, server: str):
    address = f"{server}?country=ISL"
    first, second = (requests.get(address, timeout=60).text for _ in range(2))
    tokens = [TOKEN.search(page)[1] for page in (first, second)]
    assert tokens[0] != tokens[1]
    nonce = r'nonce="[^"]+"'
    assert re.sub(nonce, "", first.replace(tokens[0], "")) == re.sub(nonce, "", second.replace(tokens[1], ""))
    assert '<meta property="og:title" content="Iceland ' in second
    assert '<meta property="og:description" content="Iceland was ' in second
    open_dashboard(watched, address)
    expect(heading(watched)).to_have_text("Iceland")
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")


def opened(server: str, origin: str) -> tuple[int, str]:
    """Open a websocket from a page of `origin`; return its status and extensions."""

    async def attempt() -> tuple[int, str]:
        try:
            connection = await connect(server, origin=origin)
        except HTTPClientError as refused:
            return refused.code, ""
        connection.close()
        return 101, connection.headers.get("Sec-WebSocket-Extensions", "")

    return in_a_thread(attempt)


def document_at_once(server: str, search: str) -> str:
    """Return the document of a page just served, requested before the server has had time to make the session."""

    async def ask() -> str:
        connection = await connect(server, search=search)
        for _ in range(3):  # the acknowledgement
            await connection.read_message()
        for part in ({"msgid": "1", "msgtype": "PULL-DOC-REQ"}, {}, {}):
            connection.write_message(json.dumps(part))
        _, _, document = [await connection.read_message() for _ in range(3)]
        connection.close()
        return document

    return in_a_thread(ask)


def test_a_visitor_who_connects_at_once_gets_the_document_of_the_address(server: str):
    for _ in range(2):  # the second page is cached, and its session is made later
        document = document_at_once(server, "?country=ISL")
        assert '"?country=ISL"' in document  # the value of its address


def connects(server: str, origin: str) -> bool:
    """Whether a websocket opens for a page of `origin`, or is forbidden."""
    status, _ = opened(server, origin)
    assert status in (101, 403)
    return status == 101


def test_the_websocket_is_compressed(server: str):
    assert opened(server, server.rstrip("/"))[1].startswith("permessage-deflate")


@pytest.mark.parametrize(
    ("origin", "is_welcome"),
    [("same", True), ("https://evil.example", False), ("http://localhost.evil.example", False), ("null", False)],
)
def test_only_pages_of_the_same_host_open_a_websocket(server: str, origin: str, is_welcome: bool):
    assert connects(server, server.rstrip("/") if origin == "same" else origin) is is_welcome


def test_configured_origins_open_a_websocket_and_no_others(open_server: str):
    assert connects(open_server, "https://maps.example")
    assert not connects(open_server, "https://evil.example")


SCRIPT = re.compile(r'<script defer[^>]* src="([^"]+)"')


def test_scripts_and_styles_are_sent_as_brotli_gzip_or_plain(server: str):
    scripts = SCRIPT.findall(requests.get(server, timeout=60).text)
    assert len(scripts) == 3, "what needs no library, the libraries, and the rest of our own"
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
    assert sent[0][1] < sent[1][1]
    taken = requests.get(f"{server}{name}", headers={"Accept-Encoding": "br"}, timeout=60)
    assert taken.text == plain.text
    known = {"If-None-Match": taken.headers["Etag"], "Accept-Encoding": "br"}
    assert requests.get(f"{server}{name}", headers=known, timeout=60).status_code == 304
