"""Watcher: what was last read from a folder, read again when another version is published.

While the folder cannot be reached, or what is published there is damaged, the last good result stays and the error is
logged. A folder on this machine is checked at every call, which costs microseconds; one behind a network is checked by
a thread of its own, so that only the very first caller ever waits for it.
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
    """The result of `read` for a folder, valid as long as the folder's `version()` stays the same."""

    def __init__(self, folder: Folder, read: Callable[[Folder], T], interval_s: float) -> None:
        """Read nothing yet.

        Args:
            folder: the folder to watch.
            read: makes the result; called again after another version was published.
            interval_s: seconds between two checks of a folder behind a network.
        """
        self._folder, self._read, self._interval_s = folder, read, interval_s
        self._check_lock, self._thread_lock = threading.Lock(), threading.Lock()
        self._latest: tuple[str | None, T] | None = None
        """Version and result of the last successful reading."""
        self._error: Exception | None = None
        self._checked_once, self._stopped = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def latest(self) -> T:
        """Return the latest result that could be read.

        Raises:
            Exception: what `read` or the folder raised, if nothing could be read so far.
        """
        if self._folder.remote:
            self._ensure_thread()
            self._checked_once.wait()
        else:
            self._check()
        latest, error = self._latest, self._error
        if latest is not None:
            return latest[1]
        assert error is not None  # a check sets one or the other
        raise error.with_traceback(None)  # the same error may be raised for many callers: do not chain their tracebacks

    def fault_of_newer(self) -> Exception | None:
        """Return why what is published now cannot be read, while an older result stays; None if it can be."""
        return self._error if self._latest is not None else None

    def stop(self) -> None:
        """End the checks at intervals, and wait for one under way."""
        self._stopped.set()
        with self._thread_lock:
            if self._thread is not None:
                self._thread.join()

    def _ensure_thread(self) -> None:
        with self._thread_lock:
            if self._thread is None or not self._thread.is_alive():  # a fork does not copy the thread
                self._thread = threading.Thread(target=self._check_at_intervals, name="watcher", daemon=True)
                self._thread.start()

    def _check_at_intervals(self) -> None:
        while True:
            self._check()
            self._checked_once.set()
            if self._stopped.wait(self._interval_s):
                return

    def _check(self) -> None:
        with self._check_lock:
            try:
                # Before the reading: what is published meanwhile is found by the next check.
                version = self._folder.version()
                if self._latest is None or self._latest[0] != version:
                    self._latest = (version, self._read(self._folder))
            except Exception as error:  # error boundary: whatever it is, the last good result stays
                if self._latest is not None and str(error) != str(self._error):
                    cause = str(error.__cause__ or type(error).__name__).partition("\n")[0]
                    log.error("%s (%s); keeping the figures read before", error, cause)
                self._error = error
            else:
                if self._error is not None:
                    log.info("%s can be read again", self._folder.place)
                self._error = None
