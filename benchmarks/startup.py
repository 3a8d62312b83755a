"""A free port for a server to be measured, and the wait until it answers there."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request

BOOT_S = 180


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(url: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the page answers.

    Raises:
        SystemExit: the server has ended, or does not answer in time.
    """
    ends = time.monotonic() + BOOT_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=60).read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server at {url} did not start")
