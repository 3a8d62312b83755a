"""What a folder of published figures can do, wherever it is, and what can go wrong with it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

CATALOG = "catalog.json"
"""The only file that is ever replaced, but for the README beside it: replacing it publishes."""


class FolderError(Exception):
    """The folder cannot be read or written; one sentence says what, where, and what to do."""


class FolderLockedError(FolderError):
    """Another refresh holds the folder; the sentence says who, where and since when."""


class Folder(Protocol):
    """A folder that one writer publishes to, and that any number of processes read.

    The writer's way: `lock()`, `staging()`, `put()` of a new folder, `replace()` of catalog.json, `remove()` of old
    folders. Killed at any point, it leaves the old catalog with its files, or the new one with its own. Every method
    raises FolderError where the disk, the network or the rights fail.
    """

    place: str
    """Path or URL, for sentences."""

    remote: bool
    """Whether a look costs a request over the network; a reader then keeps its looks apart."""

    def version(self) -> str | None:
        """A mark that differs once catalog.json has been replaced; None where nothing is published."""

    def read(self, name: str) -> bytes | None:
        """A small file, whole; None where there is none."""

    def local(self, name: str) -> Path:
        """Where a file of a published folder can be read on this machine; an object is downloaded once.

        Raises:
            FileNotFoundError: there is no such file; its `filename` says which.
        """

    def folders(self) -> list[str]:
        """Names of the folders in it, sorted; those that start with a dot are its own affair."""

    def staging(self) -> AbstractContextManager[Path]:
        """An empty folder of this machine to write into; what killed refreshes left is removed first.

        A full or read-only disk that is met while writing into it is told as a FolderError. Use it within `lock()`.
        """

    def put(self, staged: Path, name: str) -> None:
        """Makes the files of `staged` stand as the folder `name`, safely kept when this returns."""

    def replace(self, name: str, data: bytes) -> None:
        """Puts `data` in the place of a file in one step: a reader finds the old bytes or the new ones, whole."""

    def remove(self, name: str) -> None:
        """Removes a file or a folder with all in it; what is not there is no fault."""

    def lock(self) -> AbstractContextManager[None]:
        """Holds the folder for one writer, and does not wait for it.

        Raises:
            FolderLockedError: another writer holds it.
        """


@dataclass(frozen=True)
class LockOwner:
    """Who holds a folder: what a lock says of its owner."""

    pid: int
    host: str
    since: str
    """ISO 8601, UTC."""

    def busy(self, place: str, advice: str) -> FolderLockedError:
        """The refusal to the second writer."""
        return FolderLockedError(
            f"another refresh of {place} is under way: process {self.pid}@{self.host}, since {self.since}; {advice}"
        )


def relative_path(name: str) -> PurePosixPath:
    """A name inside a folder, as a relative path.

    Raises:
        FolderError: it would lead out of the folder. Names come from a catalog, which others may have written.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise FolderError(f"{name!r} is no name of a file inside the data folder; refresh the figures")
    return path
