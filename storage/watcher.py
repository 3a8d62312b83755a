"""Keeps the newest thing that could be read from a folder: read again when another one is published.

While the folder cannot be reached, or what is published there is damaged, the last good thing stands and the fault is
logged. A folder of this machine is looked at whenever somebody asks, which costs microseconds; one behind a network is
looked at by a thread of its own, so that nobody who asks ever waits for it but the very first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from storage.folder import Folder

log = logging.getLogger(__name__)

T = TypeVar("T")


class Watcher(Generic[T]):
    """What `read` makes of a folder, for as long as its `version()` stays the same."""

    def __init__(self, folder: Folder, read: Callable[[Folder], T], interval_s: float) -> None:
        """Nothing is read yet.

        Args:
            folder: where to look.
            read: makes the thing; called again after another version was published.
            interval_s: seconds between two looks at a folder behind a network.
        """
        self._folder, self._read, self._interval_s = folder, read, interval_s
        self._turn, self._starting = threading.Lock(), threading.Lock()
        self._held: tuple[str | None, T] | None = None
        self._fault: Exception | None = None
        self._looked, self._over = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def latest(self) -> T:
        """The newest thing that could be read.

        Raises:
            Exception: what `read` or the folder raised, where nothing could be read so far.
        """
        if self._folder.remote:
            self._see_to_the_thread()
            self._looked.wait()
        else:
            self._look()
        held, fault = self._held, self._fault
        if held is not None:
            return held[1]
        assert fault is not None  # a look leaves one or the other
        raise fault.with_traceback(None)  # the same fault may be raised for many: their traces are not strung together

    def stop(self) -> None:
        """Ends the looks from time to time."""
        self._over.set()

    def _see_to_the_thread(self) -> None:
        with self._starting:
            if self._thread is None or not self._thread.is_alive():  # a fork leaves the thread behind
                self._thread = threading.Thread(target=self._look_from_time_to_time, name="following", daemon=True)
                self._thread.start()

    def _look_from_time_to_time(self) -> None:
        while True:
            self._look()
            self._looked.set()
            if self._over.wait(self._interval_s):
                return

    def _look(self) -> None:
        with self._turn:
            try:
                # Before the reading: what is published meanwhile is found by the next look.
                version = self._folder.version()
                if self._held is None or self._held[0] != version:
                    self._held = (version, self._read(self._folder))
            except Exception as fault:  # the border: whatever it is, what was read before still holds
                if self._held is not None and str(fault) != str(self._fault):
                    cause = str(fault.__cause__ or type(fault).__name__).partition("\n")[0]
                    log.error("%s (%s); the figures read before stay", fault, cause)
                self._fault = fault
            else:
                if self._fault is not None:
                    log.info("%s can be read again", self._folder.place)
                self._fault = None
