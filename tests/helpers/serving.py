"""Starts the real server as a process of its own, and stops it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

BOOT_S = 180
TITLE = "<title>World climate and development</title>"


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
            server.wait(60)
    assert "Traceback" not in log.read_text(), log.read_text()[-3000:]


def _wait_for_title(url: str, server: subprocess.Popen, log: Path) -> None:
    ends = time.monotonic() + BOOT_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            if TITLE in _page(url):
                return
        except OSError:
            pass
        time.sleep(0.1)
    pytest.fail(f"{url} did not serve the page: {log.read_text()[-3000:]}")


def _page(url: str) -> str:
    """What is served, a page that says why there are no figures included."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.read().decode()
