"""A port for a server that is to be measured or pictured, and the wait until it answers there."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.request

BOOT_S = 180


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_served(url: str, server: subprocess.Popen[bytes]) -> None:
    """Returns when the page answers.

    Raises:
        SystemExit: the server has ended, or says nothing for too long.
    """
    ends = time.monotonic() + BOOT_S
    while time.monotonic() < ends and server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=60).read()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"the server at {url} did not start")
