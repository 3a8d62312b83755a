"""What the production server refuses, and how it says so: chosen sessions, floods, damaged figures; and its health."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import requests
from playwright.sync_api import Page, expect

from dashboard.server.addresses import NOT_FOUND
from dashboard.server.security import COMMON_HEADERS, NO_CONTENT_POLICY
from dashboard.server.websocket import LONGEST_ADDRESS, LONGEST_MESSAGE
from dashboard.state import url
from tests.helpers.serving import serve
from tests.helpers.visitor import heading, open_dashboard, pick
from tests.helpers.websocket import TOKEN, connect, in_a_thread

pytestmark = pytest.mark.ui

MAP = 'id="map-title"'
TOO_BIG = 1009
"""RFC 6455: the websocket was closed because a message was too long."""


def ended(server: str, message: str, token: str = "") -> tuple[bool, int | None]:
    """Whether a websocket with the page's token was accepted, and its close code after `message`."""

    async def talk() -> tuple[bool, int | None]:
        connection = await connect(server, token=token)
        welcome = await connection.read_message()
        if welcome is not None:
            await connection.write_message(message)
            while await connection.read_message() is not None:
                pass
        code = connection.close_code
        connection.close()
        return '"ACK"' in str(welcome), code

    return in_a_thread(talk)


def test_a_visitor_cannot_choose_a_session(server: str):
    assert requests.get(f"{server}?bokeh-session-id=chosen", timeout=60).status_code == 403
    assert requests.get(server, headers={"Bokeh-Session-Id": "chosen"}, timeout=60).status_code == 403


def test_a_tampered_token_opens_no_session(server: str):
    served = requests.get(server, timeout=60).text
    body, _, signature = TOKEN.search(served)[1].rpartition(".")
    assert body, "the token is signed"
    welcomed, _ = ended(server, "", f"{body}.{signature[::-1]}")
    assert not welcomed


def test_an_oversized_message_ends_the_connection(server: str):
    welcomed, code = ended(server, "x" * (LONGEST_MESSAGE + 1))
    assert welcomed
    assert code in (TOO_BIG, None)  # None: reset before the code was read, as the rest of the message was unread
    assert requests.get(f"{server}healthz", timeout=60).status_code == 200


def test_a_large_request_body_is_refused(server: str):
    at = urlsplit(server)
    with socket.create_connection((at.hostname, at.port), timeout=60) as line:
        line.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000\r\n\r\n")
        assert line.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("path", ["", "healthz", "download/map.csv"])
def test_head_is_answered_like_get_without_a_body(server: str, path: str):
    got, head = requests.get(server + path, timeout=60), requests.head(server + path, timeout=60)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
    assert set(head.headers) - {"Content-Encoding"} == set(got.headers) - {"Content-Encoding"}


UNKNOWN = (
    "nothing",
    "country",
    "download/<b>/",
    "metadata",
    "autoload.js?bokeh-autoload-element=x",
    "components/this",
    "components/this/a/b/c",
)
"""The last four are routes of Bokeh and Panel that the page does not need."""


@pytest.mark.parametrize("path", UNKNOWN)
def test_an_unknown_address_gets_a_sentence_with_a_link_to_the_dashboard(server: str, path: str):
    plain = requests.get(server + path, timeout=60)
    assert (plain.status_code, plain.headers["Content-Type"]) == (404, "text/plain; charset=utf-8")
    assert plain.text == f"{NOT_FOUND} {server}\n"
    for accept, prefix in (("text/html,*/*;q=0.8", "/world"), ("text/html;q=0", "")):
        headers = {"Accept": accept, "X-Forwarded-Prefix": prefix}
        got, head = (ask(server + path, headers=headers, timeout=60) for ask in (requests.get, requests.head))
        assert (got.status_code, head.status_code, head.content) == (404, 404, b"")
        assert got.headers["Content-Type"] == head.headers["Content-Type"]
        assert got.headers["Content-Security-Policy"] == NO_CONTENT_POLICY
        assert got.headers.items() >= COMMON_HEADERS.items()
        assert (f'<a href="{server[:-1]}/world/">' in got.text) is bool(prefix)
    assert requests.post(server + path, timeout=60).text == plain.text


@pytest.mark.parametrize("path", ["static/js/bokeh.min.js", "static/extensions/panel/panel.min.js", "favicon.ico"])
def test_files_of_bokeh_and_panel_are_served_before_an_address_counts_as_unknown(server: str, path: str):
    assert requests.get(server + path, timeout=60).status_code == 200


def test_health_names_the_snapshot_and_its_age(server: str, shipped):
    answer = requests.get(f"{server}healthz", timeout=60)
    health = answer.json()
    assert answer.status_code == 200
    assert health["snapshot"] == shipped.catalog["snapshot"]
    age = datetime.now(UTC) - datetime.fromisoformat(shipped.catalog["published_at"])
    assert health["age_days"] == pytest.approx(age.total_seconds() / 86_400, abs=0.1)
    assert answer.headers["Cache-Control"] == "no-store"


QUERIES = {
    "NUL": "country=%00&view=%00&x=%00",
    "markup": f"country={quote('<script>window.run=1</script>')}&view={quote('<img src=x onerror=run()>')}",
    "no UTF-8": "country=%ff%fe&indicator=%c3%28",
    "numbers": "year=99999999999999999999&trend=0-9999999999&since=-1&if=SP.POP.TOTL~1e999",
    "a thousand countries": "countries=" + "~".join(f"X{at:02}" for at in range(1000)),
    "all countries": "view=compare&countries=" + "~".join(["NOR", "KEN", "BRA"] * 300),
    "every name twice": "&".join(f"{short}=x" for short, _ in list(url.NAMES.values()) * 2),
    "a thousand names": "&".join(f"n{at}=1" for at in range(1000)),
    "a template": "country={{7*7}}&view=${7*7}&table=../../etc/passwd",
}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_the_page_is_served_for_any_query(server: str, query: str):
    answer = requests.get(f"{server}?{query}", timeout=60)
    assert answer.status_code == 200
    assert MAP in answer.text
    assert "window.run" not in answer.text.replace("&lt;script&gt;window.run", "")


@pytest.mark.parametrize("length", [LONGEST_ADDRESS + 1, 20_000, 100_000])
def test_a_too_long_address_is_refused_with_a_sentence(server: str, length: int):
    answer = requests.get(f"{server}?country={'A' * (length - len('country='))}", timeout=60)
    assert answer.status_code == 414
    assert f"This address is {length:,} characters long" in answer.text
    assert "AAA" not in answer.text
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_longest_allowed_address_gives_a_working_page(watched: Page, server: str):
    query = "country=NOR&note="
    noise = "".join(chr(97 + (at * at * 31 + at) % 26) for at in range(LONGEST_ADDRESS - len(query)))
    open_dashboard(watched, f"{server}?{query}{noise}")
    pick(watched, "country", "Kenya")
    expect(heading(watched)).to_have_text("Kenya")


@pytest.mark.parametrize("name", ["numbers", "markup", "a thousand countries"])
def test_a_link_with_invalid_settings_shows_a_notice(watched: Page, server: str, name: str):
    open_dashboard(watched, f"{server}?{QUERIES[name]}")
    expect(watched.locator(".notices")).to_contain_text("in this link is not a")
    expect(heading(watched)).to_have_text("World")
    assert watched.evaluate("() => window.run") is None


def started_without_figures(tmp: Path) -> Iterator[tuple[str, Path]]:
    """Run a server on an empty data folder; give its URL and the folder."""
    data_dir = tmp / "data"
    data_dir.mkdir()
    with serve(tmp, DASHBOARD_DATA_DIR=str(data_dir)) as url:
        yield url, data_dir


@pytest.fixture(scope="module")
def never_well(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server that never had good figures: it would keep showing them when they are damaged."""
    yield from started_without_figures(tmp_path_factory.mktemp("never-well"))


@pytest.fixture(scope="module")
def well_at_times(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server whose figures are published, damaged and repaired while it runs."""
    yield from started_without_figures(tmp_path_factory.mktemp("well-at-times"))


def published(root: Path, data_dir: Path) -> Path:
    """Replace the folder's contents by the shipped snapshot, and return the snapshot's own folder."""
    shutil.rmtree(data_dir)
    shutil.copytree(root / "data", data_dir)
    return next(data_dir.glob("snapshot-*"))


def without_the_table(root: Path, data_dir: Path) -> None:
    (published(root, data_dir) / "warming.parquet").unlink()


def cut_short(root: Path, data_dir: Path) -> None:
    table = published(root, data_dir) / "temperature.parquet"
    table.write_bytes(table.read_bytes()[:-500])


def of_another_contract(root: Path, data_dir: Path) -> None:
    published(root, data_dir)
    catalog = json.loads((data_dir / "catalog.json").read_text("utf-8"))
    (data_dir / "catalog.json").write_text(json.dumps(catalog | {"contract": 99}), "utf-8")


def with_garbage(root: Path, data_dir: Path) -> None:
    published(root, data_dir)
    (data_dir / "catalog.json").write_bytes(b"\x00\xff<html>not JSON")


def empty(root: Path, data_dir: Path) -> None:
    published(root, data_dir)
    (data_dir / "catalog.json").unlink()


FAULTS = {
    empty: r"no figures in data/ yet.*python -m etl refresh",
    without_the_table: r"warming\.parquet is missing.*python -m etl refresh",
    cut_short: r"snapshot is damaged.*python -m etl refresh",
    of_another_contract: r"contract version 99.*Bring both to the same release",
    with_garbage: r"catalog\.json cannot be read.*python -m etl refresh",
}


@pytest.mark.parametrize("damage", FAULTS, ids=lambda damage: damage.__name__)
def test_unreadable_figures_give_a_page_with_a_sentence_and_status_503(
    page: Page, never_well: tuple[str, Path], root: Path, damage: Callable[[Path, Path], None]
):
    server, data_dir = never_well
    damage(root, data_dir)
    answer, health = (requests.get(server + path, timeout=60) for path in ("", "healthz"))
    assert (answer.status_code, requests.head(server, timeout=60).status_code) == (503, 503)
    assert MAP not in answer.text
    assert health.status_code == 503
    assert re.search(FAULTS[damage], health.text, re.DOTALL)
    assert not any("Traceback" in text or str(data_dir) in text for text in (answer.text, health.text))
    page.goto(server)
    expect(page.get_by_role("alert")).to_contain_text(re.compile(FAULTS[damage], re.DOTALL))


def test_repaired_figures_are_shown_without_a_restart_and_survive_new_damage(
    page: Page, well_at_times: tuple[str, Path], root: Path
):
    server, data_dir = well_at_times
    published(root, data_dir)
    open_dashboard(page, server)
    expect(heading(page)).to_have_text("World")
    cut_short(root, data_dir)
    assert requests.get(server, timeout=60).status_code == 200


def test_a_cached_page_is_served_while_the_next_figures_are_unreadable(well_at_times: tuple[str, Path], root: Path):
    url, data_dir = well_at_times
    published(root, data_dir)
    assert requests.get(url, timeout=60).status_code == 200
    catalog = data_dir / "catalog.json"
    text = catalog.read_text()
    catalog.write_text(text.replace('"contract": ', '"contract": 9'))
    assert requests.get(url, timeout=60).status_code == 200  # with the figures read before
    health = requests.get(f"{url}healthz", timeout=60)
    assert health.status_code == 200
    assert re.search(r"contract version 9\d+.*Bring both to the same release", health.json()["newer_snapshot"])
    catalog.write_text(text)
    assert "newer_snapshot" not in requests.get(f"{url}healthz", timeout=60).json()


def test_an_open_page_survives_a_new_snapshot_and_a_new_page_shows_it(
    page: Page, well_at_times: tuple[str, Path], root: Path
):
    server, data_dir = well_at_times
    before = published(root, data_dir)
    open_dashboard(page, server)
    after = before.rename(data_dir / "snapshot-2030-01-01-another")
    text = (data_dir / "catalog.json").read_text("utf-8").replace(before.name, after.name)
    catalog = json.loads(text) | {"published_at": "2030-01-01T00:00:00+00:00"}
    (data_dir / "new.json").write_text(json.dumps(catalog), "utf-8")
    (data_dir / "new.json").replace(data_dir / "catalog.json")
    assert requests.get(f"{server}healthz", timeout=60).json()["snapshot"] == after.name
    pick(page, "country", "Kenya")
    expect(heading(page)).to_have_text("Kenya")
    pick(page, "indicator", "Population")
    expect(page.locator(".country")).to_contain_text("Population in Kenya")
    assert "Data as of 2030-01-01" in requests.get(server, timeout=60).text
