"""The real server, and a real browser that talks to it and to nobody else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

import browser

BROWSER = browser.find()  # before playwright runs: it cannot be asked twice at once
BOOT_S = 90
TITLE = "<title>World climate and development</title>"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Playwright's own browser, or Debian's."""
    if BROWSER is None:
        pytest.skip("NO BROWSER: `make test` installs one where it can; the page was not tested")
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": browser.FLAGS}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def serve(root: Path, tmp: Path, command: list[str], port: int, path: str = "/", **environment: str) -> Iterator[str]:
    """Starts a server, waits until the page's title is served (a status says nothing), and stops it at the end."""
    log = tmp / "server.log"
    url = f"http://localhost:{port}{path}"
    with log.open("w") as out:
        server = subprocess.Popen(
            [sys.executable, "-m", *command], cwd=root, stdout=out, stderr=out, env={**os.environ, **environment}
        )
        try:
            _wait_for_title(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(20)
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


def _wait_for_title(url: str, server: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + BOOT_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10) as answer:
                if TITLE in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{url} did not serve the page: {log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The production entry, as in the container."""
    port = free_port()
    yield from serve(root, tmp_path_factory.mktemp("server"), ["dashboard"], port, PORT=str(port))


@pytest.fixture
def watched(page: Page, server: str) -> Iterator[Page]:
    """A page on which any script error, any console error and any request to another host fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("request", lambda sent: faults.append(f"outside: {sent.url}") if _is_outside(sent.url) else None)
    yield page
    assert faults == []


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:"))
