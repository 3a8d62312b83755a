"""Faults of disks, in words: which one it is, where, and what to do."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from storage.folder import FolderError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
DISK = FULL | CLOSED | {errno.EIO, errno.ENOTDIR, errno.EEXIST}
"""What a disk refuses, whoever asked; other numbers may come from elsewhere, as from a connection."""


@contextmanager
def translate_disk_errors(doing: str, place: str, *, only_disk: bool = False) -> Iterator[None]:
    """Turns a fault of the disk into a FolderError.

    Args:
        doing: "read" or "written".
        place: path of the folder, for the sentence.
        only_disk: lets everything pass but what only a disk says; for code that is not this package's.

    Raises:
        FolderError: in the place of an OSError.
        FileNotFoundError: passes when reading, as an answer rather than a fault.
    """
    try:
        yield
    except OSError as error:
        absent = isinstance(error, FileNotFoundError) and doing == "read"
        if absent or (only_disk and error.errno not in DISK):
            raise
        raise FolderError(disk_error_sentence(doing, place, error)) from error


def disk_error_sentence(doing: str, place: str, error: OSError) -> str:
    """What happened and what to do about it."""
    what = f"{place} cannot be {doing}: {(error.strerror or str(error)).lower()}"
    if error.errno in FULL:
        return f"{what}; make room there and try again (what was published before stands)"
    if error.errno in CLOSED and doing == "written":
        return f"{what}; give user {os.geteuid()} the right to write there, or choose another folder"
    if error.errno in CLOSED:
        return f"{what}; give user {os.geteuid()} the right to read there"
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"{what}; a file stands where the folder should be"
    return f"{what}; look at that disk" + (" (what was published before stands)" if doing == "written" else "")
