"""SIGTERM ends the process: in order where its threads end, by force where one never does."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import asyncio, threading
from dashboard.server import ending

never, loop = threading.Event(), asyncio.new_event_loop()
ending.end_on_sigterm(
    stop=lambda: loop.call_soon_threadsafe(loop.stop),
    clean_up=lambda: print("cleaned up", flush=True),
    within_s={within_s},
)
{stuck}
loop.call_soon(print, "ready")
loop.run_forever()
loop.close()
print("stopped", flush=True)
"""

STUCK = {
    "another thread": "threading.Thread(target=never.wait).start()",
    "the event loop": "loop.call_soon(lambda: (print('ready'), never.wait()))",
}


def end(root: Path, within_s: float, stuck: str = "") -> tuple[int, str, str]:
    """Run the program, send SIGTERM once it is ready, and return its status and what it printed."""
    program = PROGRAM.format(within_s=within_s, stuck=stuck)
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program], cwd=root, stdout=-1, stderr=-1, text=True, bufsize=1
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        child.send_signal(signal.SIGTERM)
        try:
            out, errors = child.communicate(timeout=100)
        finally:
            child.kill()
        return child.returncode, out, errors


def test_in_order_where_all_threads_end(root: Path):
    assert end(root, within_s=90) == (0, "stopped\n", "")


@pytest.mark.parametrize("stuck", STUCK)
def test_by_force_where_one_waits_for_ever(root: Path, stuck: str):
    status, out, errors = end(root, within_s=0.5, stuck=STUCK[stuck])
    assert status == 1
    assert out.endswith("cleaned up\n")
    assert errors == "a thread has not ended within 0.5 s of SIGTERM, so the process ends without it\n"
