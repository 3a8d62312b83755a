"""Start the real server as a process of its own, and stop it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BOOT_S = 180
STOP_S = 60
FAULT = re.compile(r"Traceback| \[at \S+:\d+ ")
"""Marks an exception in a log: Python's own, and that of the production server (dashboard/server/log.py)."""
TITLE = "<title>World climate and development</title>"


class NotServed(Exception):
    """The server ended or did not answer; the message has the end of its log."""


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serve(
    log_dir: Path,
    *command: str,
    program: Path | None = None,
    folder: Path = ROOT,
    port: int | None = None,
    path: str = "/",
    expects_faults: bool = False,
    **environment: str,
) -> Iterator[str]:
    """Run a server for the length of the block, and give its URL.

    It is ready when the page's title is served; a status alone says nothing.

    Args:
        log_dir: folder for the server's log, which must have no fault at the end.
        command: what `python -m` runs; the production server if not given.
        program: what is run in place of `python -m`, with `command` as its arguments.
        folder: its working directory.
        port: where it listens (in the environment as PORT); any free one if not given.
        path: where the page is.
        expects_faults: whether its log may have faults at the end.
        environment: more variables of the server's environment.
    """
    port = port or free_port()
    url, log = f"http://localhost:{port}{path}", log_dir / f"server-{port}.log"
    with log.open("a") as out:
        server = subprocess.Popen(
            [program, *command] if program else [sys.executable, "-m", *(command or ("dashboard",))],
            cwd=folder,
            stdout=out,
            stderr=out,
            env={**os.environ, "PORT": str(port), **environment},
        )
        try:
            _wait_for_title(url, server, log)
            yield url
        finally:
            server.terminate()
            server.wait(STOP_S)
    if not expects_faults:
        assert not FAULT.search(log.read_text()), log.read_text()[-3000:]


def _wait_for_title(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + BOOT_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            if TITLE in _page(url):
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise NotServed(f"{url} did not serve the page: {log.read_text()[-3000:]}")


def _page(url: str) -> str:
    """Return what is served, even if it is the page that says why there are no figures."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.read().decode()
