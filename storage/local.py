"""A data folder on this machine: staged on the same disk, swapped in by renaming, held by a lock of the system."""

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
"""A damaged folder, for the moment in which a whole one takes its name."""


class LocalFolder:
    """A folder of this machine, or one that it has mounted."""

    remote = False

    def __init__(self, path: Path) -> None:
        self.place = str(path)
        self._path = path

    def version(self) -> str | None:
        """Time and inode of catalog.json: a replaced file differs in one of them."""
        try:
            with translate_disk_errors("read", self.place):
                status = (self._path / CATALOG).stat()
        except FileNotFoundError:
            return None
        return f"{status.st_mtime_ns}-{status.st_ino}"

    def read(self, name: str) -> bytes | None:
        """A small file, whole; None where there is none."""
        try:
            with translate_disk_errors("read", self.place):
                return (self._path / relative_path(name)).read_bytes()
        except FileNotFoundError:
            return None

    def local(self, name: str) -> Path:
        """The file's own path."""
        path = self._path / relative_path(name)
        with translate_disk_errors("read", self.place):
            path.stat()
        return path

    def folders(self) -> list[str]:
        """Names of the folders in it, sorted, without those that start with a dot."""
        try:
            with translate_disk_errors("read", self.place):
                return sorted(
                    path.name for path in self._path.iterdir() if path.is_dir() and not path.name.startswith(".")
                )
        except FileNotFoundError:
            return []

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder beside the published ones, so that `put` only needs to rename it."""
        path = self._path / STAGING
        with translate_disk_errors("written", self.place):
            for left in (path, self._path / REPLACED):
                _remove(left)
            path.mkdir(parents=True)
        try:
            with translate_disk_errors("written", self.place, only_disk=True):
                yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def put(self, staged: Path, name: str) -> None:
        """Renames `staged`, once all in it is on the disk.

        A folder of the same name and content stays as it is: it may be the published one, with readers in it.
        """
        target = self._path / relative_path(name)
        with translate_disk_errors("written", self.place):
            if _same(staged, target):
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
        """Writes a file beside the old one, waits until it is on the disk, and gives it the old one's name."""
        path = self._path / relative_path(name)
        beside = path.with_name(f".{path.name}")
        with translate_disk_errors("written", self.place):
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                beside.write_bytes(data)
                _sync(beside)
                beside.replace(path)
            finally:
                beside.unlink(missing_ok=True)
            _sync(path.parent)

    def remove(self, name: str) -> None:
        """Removes a file or a folder. A reader that has a file open keeps it."""
        with translate_disk_errors("written", self.place):
            _remove(self._path / relative_path(name))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the folder by a lock that the system lets go of when the process ends, however it ends."""
        with translate_disk_errors("written", self.place):
            self._path.mkdir(parents=True, exist_ok=True)
            descriptor = self._acquire()
        try:
            yield
        finally:
            # Removed while it is still held: whoever opened it meanwhile finds that it has no name any more.
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
            except BlockingIOError as held:
                said = os.pread(descriptor, 1000, 0)
                os.close(descriptor)
                raise self._locked(said) from held
            except OSError:
                os.close(descriptor)
                raise
            os.close(descriptor)  # its owner ended, and removed it, between our opening and our locking: once more

    def _locked(self, said: bytes) -> FolderLockedError:
        try:
            return LockOwner(**json.loads(said)).busy(self.place, "wait until it has ended, then try again")
        except (ValueError, TypeError):  # it has the lock, and has not written its name yet
            return FolderLockedError(
                f"another refresh of {self.place} has just begun; wait until it has ended, then try again"
            )


def _is_at(descriptor: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(descriptor), path.stat())
    except FileNotFoundError:
        return False


def _same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, byte for byte."""
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
    """Waits until the file or folder is on the disk, not only in its cache."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
