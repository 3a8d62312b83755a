"""A server of the dashboard in its own process, as on a dyno, and the memory and CPU of that process."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from benchmarks.startup import free_port, wait_until_served

ROOT = Path(__file__).resolve().parent.parent
MB = 1e6
LIFETIME_S = 60.0
"""Bokeh discards a session without connection after 15 s, and checks every 17 s."""


@dataclass(frozen=True)
class Server:
    """One process of the dashboard."""

    address: str
    process: psutil.Process
    said: IO[str]

    def rss_mb(self) -> float:
        """Return the resident memory, with pages of libraries' files that happen to be in memory."""
        return self.process.memory_info().rss / MB

    def own_mb(self) -> float:
        """Return the memory that counts towards the limit of a container or dyno: the process's own.

        Pages of libraries' files are the system's cache, which it drops where memory is short.
        """
        status = Path(f"/proc/{self.process.pid}/status").read_text("ascii")
        return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) * 1024 / MB

    def cpu_s(self) -> float:
        """Return the seconds of CPU used so far."""
        return sum(self.process.cpu_times()[:2])

    def documents(self) -> int:
        """Return the number of documents after a full garbage collection."""
        self.process.send_signal(signal.SIGUSR1)
        ends = time.monotonic() + LIFETIME_S
        while time.monotonic() < ends:
            if line := self.said.readline():
                if line.startswith('{"documents"'):
                    return json.loads(line)["documents"]
            else:
                time.sleep(0.1)
        raise SystemExit("the server did not say how many documents it holds")


@contextmanager
def serving(processes: int) -> Iterator[list[Server]]:
    """Run servers, each in its own process, that have drawn their first page."""
    with ExitStack() as stack:
        yield [stack.enter_context(_one()) for _ in range(processes)]


@contextmanager
def _one() -> Iterator[Server]:
    port = free_port()
    env = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}  # as in the Dockerfile
    env = {**os.environ, **env, "PORT": str(port), "PYTHONPATH": str(ROOT)}
    with tempfile.TemporaryFile() as log, tempfile.NamedTemporaryFile() as said:
        server = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.watched"], cwd=ROOT, env=env, stdout=said.fileno(), stderr=log
        )
        try:
            wait_until_served(f"http://localhost:{port}", server)
            yield Server(f"http://localhost:{port}", psutil.Process(server.pid), Path(said.name).open())  # noqa: SIM115
        finally:
            server.kill()  # its visitors have left; a server under load stops slowly
            server.wait()
            log.seek(0)
            for line in log.read().decode().splitlines():
                if line.startswith(("ERROR", "WARNING", "Traceback")):
                    print("server:", line, file=sys.stderr)  # noqa: T201
