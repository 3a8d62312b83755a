"""A data folder on this machine: staged on the same disk, published by renaming, locked by the operating system."""

from __future__ import annotations

import fcntl
import filecmp
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.errors import translate_disk_errors
from storage.folder import CATALOG, FolderLockedError, LockOwner, relative_path
from storage.process import this_process

LOCK = ".lock"
STAGING = ".staging"
REPLACED = ".replaced"
"""Name of a damaged folder while an intact one takes its place."""


class LocalFolder:
    """A folder on this machine, or one mounted on it. Implements `storage.folder.Folder`."""

    remote = False

    def __init__(self, path: Path) -> None:
        self.place = str(path)
        self._path = path

    def version(self) -> str | None:
        """Return time and inode of catalog.json: a replaced file differs in one of them."""
        try:
            with translate_disk_errors("read", self.place):
                status = (self._path / CATALOG).stat()
        except FileNotFoundError:
            return None
        return f"{status.st_mtime_ns}-{status.st_ino}"

    def read(self, name: str) -> bytes | None:
        """Return the content of a small file; None if it does not exist."""
        try:
            with translate_disk_errors("read", self.place):
                return (self._path / relative_path(name)).read_bytes()
        except FileNotFoundError:
            return None

    def local(self, name: str) -> Path:
        """Return the file's own path."""
        path = self._path / relative_path(name)
        with translate_disk_errors("read", self.place):
            path.stat()
        return path

    def folders(self) -> list[str]:
        """Return the names of the folders in it, sorted, without those that start with a dot."""
        try:
            with translate_disk_errors("read", self.place):
                return sorted(
                    path.name for path in self._path.iterdir() if path.is_dir() and not path.name.startswith(".")
                )
        except FileNotFoundError:
            return []

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Return a folder beside the published ones, so that `put` only needs to rename it."""
        path = self._path / STAGING
        with translate_disk_errors("written", self.place):
            for leftover in (path, self._path / REPLACED):
                _remove(leftover)
            path.mkdir(parents=True)
        try:
            with translate_disk_errors("written", self.place, only_disk=True):
                yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def put(self, staged: Path, name: str) -> None:
        """Rename `staged`, once all its content is on the disk.

        A folder of the same name and content stays as it is: it may be the published one, which others are reading.
        """
        target = self._path / relative_path(name)
        with translate_disk_errors("written", self.place):
            if _are_equal(staged, target):
                return
            for path in sorted(staged.rglob("*"), reverse=True):
                _sync(path)
            _sync(staged)
            if target.exists():
                target.rename(self._path / REPLACED)
            staged.rename(target)
            _sync(self._path)
            _remove(self._path / REPLACED)

    def replace(self, name: str, data: bytes) -> None:
        """Write a temporary file, wait until it is on the disk, and rename it to `name`."""
        path = self._path / relative_path(name)
        temporary = path.with_name(f".{path.name}")
        with translate_disk_errors("written", self.place):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                temporary.write_bytes(data)
                _sync(temporary)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            _sync(path.parent)

    def remove(self, name: str) -> None:
        """Remove a file or a folder. A file that a reader has open stays readable."""
        with translate_disk_errors("written", self.place):
            _remove(self._path / relative_path(name))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Lock the folder; the operating system releases the lock when the process ends, however it ends."""
        with translate_disk_errors("written", self.place):
            self._path.mkdir(parents=True, exist_ok=True)
            descriptor = self._acquire()
        try:
            yield
        finally:
            # Removed while still locked: a process that opened it meanwhile finds that it has no name any more.
            (self._path / LOCK).unlink(missing_ok=True)
            os.close(descriptor)

    def _acquire(self) -> int:
        path = self._path / LOCK
        while True:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_at(descriptor, path):
                    os.truncate(descriptor, 0)
                    os.write(descriptor, json.dumps(vars(this_process())).encode())
                    return descriptor
            except BlockingIOError as locked:
                content = os.pread(descriptor, 1000, 0)
                os.close(descriptor)
                raise self._locked_error(content) from locked
            except OSError:
                os.close(descriptor)
                raise
            os.close(descriptor)  # its owner removed it between the opening and the locking: try again

    def _locked_error(self, content: bytes) -> FolderLockedError:
        try:
            owner = LockOwner(**json.loads(content))
        except (ValueError, TypeError):  # it has the lock, and has not written its name yet
            return FolderLockedError(
                f"another refresh of {self.place} has just started; wait until it ends, then try again"
            )
        return owner.locked_error(self.place, "wait until it ends, then try again")


def _is_at(descriptor: int, path: Path) -> bool:
    """Return whether the open file is still the one at `path`."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _are_equal(one: Path, other: Path) -> bool:
    """Return whether two folders have the same files, byte for byte."""
    names = _files(one)
    return other.is_dir() and names == _files(other) and not any(filecmp.cmpfiles(one, other, names, shallow=False)[1:])


def _files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def _remove(path: Path) -> None:
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        pass
    except NotADirectoryError:
        path.unlink()


def _sync(path: Path) -> None:
    """Wait until the file or folder is on the disk, not only in its cache."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
