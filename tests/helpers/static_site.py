"""The static edition of the shipped figures, and Python's own web server of its folder."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


def edition_of_all_workers(made: pytest.TempPathFactory) -> Path:
    """Return the folder of the edition, which the first of the test processes writes and the others wait for."""
    base = made.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "edition"
    with (shared / "edition.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            write_edition(folder)
    return folder


def write_edition(folder: Path, *more: str) -> str:
    """Write the edition as an operator does, and return what the command printed."""
    command = [sys.executable, "-m", "dashboard", "static", str(folder), *more]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Quiet(SimpleHTTPRequestHandler):
    """Files of a folder, without a line on stderr for each."""

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    """Yield the URL of a folder behind Python's own web server, as `python -m http.server` runs it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://localhost:{site.server_port}/"
        site.shutdown()
        thread.join()
