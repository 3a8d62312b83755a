"""End of the process on SIGTERM, whatever its threads do."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial

log = logging.getLogger(__name__)

WITHIN_S = 8.0
"""Time for an orderly end, which takes 0.5 s. `docker stop` kills after 10 s, without a line in the log."""


def end_on_sigterm(stop: Callable[[], object], clean_up: Callable[[], object], within_s: float = WITHIN_S) -> None:
    """Stop the server on SIGTERM, and end the process by force if it has not ended in time.

    Process 1 of a container gets no default action for SIGTERM, and Panel stops on SIGINT only. A thread that waits for
    ever, as in a deadlock, keeps a Python process alive, as the interpreter joins it at its end. Python runs handlers
    of signals in the main thread, which may be the one that waits: so a thread of its own gets the signal.

    Args:
        stop: asks the event loop to stop; called in that thread.
        clean_up: what an orderly end does last; called before the end by force.
        within_s: time for an orderly end.
    """
    reader, writer = socket.socketpair()
    writer.setblocking(False)
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
    wait = partial(_wait_and_end, reader, writer, stop, clean_up, within_s)
    threading.Thread(target=wait, name="end on SIGTERM", daemon=True).start()


def _wait_and_end(
    reader: socket.socket,
    _writer: socket.socket,  # open as long as this thread
    stop: Callable[[], object],
    clean_up: Callable[[], object],
    within_s: float,
) -> None:
    while signal.SIGTERM not in reader.recv(64):
        pass
    stop()
    threading.Event().wait(within_s)
    log.error("a thread has not ended within %g s of SIGTERM, so the process ends without it", within_s)
    clean_up()
    logging.shutdown()
    os._exit(1)
