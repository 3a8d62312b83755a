"""The error of a snapshot that cannot be used, what to do about it, and how caches notice that one occurred."""

from __future__ import annotations

import threading

from storage.locations import etl_command

RESTORE = f"Restore the data folder from version control, or move it away and run: {etl_command('refresh')}"


class _Faults(threading.local):
    count = 0


_faults = _Faults()


def faults() -> int:
    """Return the number of faults that this thread has met: what was made while it grew must not be cached.

    Views catch a fault and show its sentence, so their result looks like any other; the fault may have passed when the
    next visitor comes.
    """
    return _faults.count


def count_fault() -> None:
    """Count a fault for which no SnapshotError is made, as what is damaged is left out."""
    _faults.count += 1


class SnapshotError(Exception):
    """The snapshot cannot be used; the sentence says why and what to do."""

    def __init__(self, *args: object) -> None:
        """Count the fault, also if it is caught."""
        super().__init__(*args)
        count_fault()

    @property
    def for_log(self) -> str:
        """Sentence with its cause, which may name places that a visitor must not see."""
        return f"{self} ({self.__cause__})" if self.__cause__ else str(self)
