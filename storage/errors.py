"""Disk errors as sentences: what is wrong, where, and what to do.

Those of object stores are in `storage.connection`, which needs an optional library.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from storage.folder import FolderError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
NO_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS}
DISK = FULL | NO_PERMISSION | {errno.EIO, errno.ENOTDIR, errno.EEXIST}
"""Error numbers that only a disk raises; others may come from elsewhere, such as a connection."""


@contextmanager
def translate_disk_errors(action: str, place: str, *, only_disk: bool = False) -> Iterator[None]:
    """Raise a FolderError in place of an OSError.

    Args:
        action: "read" or "written", for the sentence.
        place: path of the folder, for the sentence.
        only_disk: whether to translate only the error numbers in `DISK`; for a body that is not this package's code.

    Raises:
        FolderError: in place of an OSError.
        FileNotFoundError: unchanged when reading, where it is an answer rather than a fault.
    """
    try:
        yield
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError) and action == "read"
        if is_missing or (only_disk and error.errno not in DISK):
            raise
        raise FolderError(disk_error_sentence(action, place, error)) from error


def disk_error_sentence(action: str, place: str, error: OSError) -> str:
    """Return one sentence: what is wrong and what to do."""
    fault = f"{place} cannot be {action}: {(error.strerror or str(error)).lower()}"
    if error.errno in FULL:
        return f"{fault}; free some space there and try again (the published snapshot is unchanged)"
    if error.errno == errno.EROFS:
        return f"{fault}; choose another folder, or mount this disk for writing"
    if error.errno in NO_PERMISSION and os.geteuid() == 0:  # root needs no permission: something else refuses
        return f"{fault}, even for root; choose another folder, or look at its attributes and mount options"
    if error.errno in NO_PERMISSION and action == "written":
        return f"{fault}; give user {os.geteuid()} write permission there, or choose another folder"
    if error.errno in NO_PERMISSION:
        return f"{fault}; give user {os.geteuid()} read permission there"
    if isinstance(error, NotADirectoryError | FileExistsError):
        return f"{fault}; a file is in the place of the folder: remove it, or choose another folder"
    return f"{fault}; check that disk" + (" (the published snapshot is unchanged)" if action == "written" else "")
