"""Interface of a folder of published figures, wherever it is, and its errors."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

CATALOG = "catalog.json"
"""The only file that is ever replaced, apart from the README beside it: replacing it publishes."""


class FolderError(Exception):
    """The folder cannot be read or written; the message says in one sentence what is wrong, where, and what to do."""


class FolderLockedError(FolderError):
    """Another refresh has locked the folder; the message says which process, where and since when."""


class Folder(Protocol):
    """A folder that one writer publishes to, and that any number of processes read.

    A writer calls `lock()`, `staging()`, `put()` for a new folder, `replace()` for catalog.json, and `remove()` for old
    folders. Killed at any point, it leaves the old catalog with its files, or the new one with its own. Every method
    raises FolderError if the disk, the network or the permissions fail.
    """

    place: str
    """Path or URL, for messages."""

    remote: bool
    """Whether a check costs a request over the network; readers then check at intervals only."""

    def version(self) -> str | None:
        """Return a mark that changes whenever catalog.json is replaced; None if nothing is published."""

    def read(self, name: str) -> bytes | None:
        """Return the content of a small file; None if it does not exist."""

    def local(self, name: str) -> Path:
        """Return where a file of a published folder can be read on this machine; an object is downloaded once.

        Raises:
            FileNotFoundError: the file does not exist; `filename` of the error says which.
        """

    def folders(self) -> list[str]:
        """Return the names of the folders in it, sorted, without the internal ones, whose names start with a dot."""

    def staging(self) -> AbstractContextManager[Path]:
        """Return an empty folder on this machine to write into; leftovers of killed refreshes are removed first.

        A full or read-only disk met while writing into it becomes a FolderError. Use it within `lock()`.
        """

    def put(self, staged: Path, name: str) -> None:
        """Publish the files of `staged` as the folder `name`; they are stored durably when this returns."""

    def replace(self, name: str, data: bytes) -> None:
        """Replace a file by `data` in one step: a reader finds the old bytes or the new ones, never a mixture."""

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all its content; a missing one is no error."""

    def lock(self) -> AbstractContextManager[None]:
        """Lock the folder for one writer, without waiting.

        Raises:
            FolderLockedError: another writer has locked it.
        """


@dataclass(frozen=True)
class LockOwner:
    """The process that has locked a folder, as the lock itself names it."""

    pid: int
    host: str
    since: str
    """ISO 8601, UTC."""

    def locked_error(self, place: str, advice: str) -> FolderLockedError:
        """Return the error for a second writer."""
        return FolderLockedError(
            f"another refresh of {place} is running: process {self.pid} on {self.host}, since {self.since}; {advice}"
        )


def relative_path(name: str) -> PurePosixPath:
    """Return a name inside a folder as a relative path.

    Raises:
        FolderError: it would lead out of the folder. Names come from a catalog, which others may have written.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise FolderError(f"{name!r} is not the name of a file inside the data folder; refresh the figures")
    return path
