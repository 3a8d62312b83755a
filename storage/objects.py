"""A data folder in an object store: uploaded before it is published, downloaded once a machine."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from storage import connection, errors
from storage.folder import CATALOG, FolderError, relative_path
from storage.lease import Lease
from storage.process import CACHE_DIR, cache_folder

KEPT = 2
"""Snapshots that stay on this machine: the one that is read, and the one that another process may still be opening."""

CHUNK_BYTES = 8 << 20
STAGING = ".staging"


class ObjectFolder:
    """A folder of s3://, gs:// or abfs://."""

    remote = True

    def __init__(self, url: str) -> None:
        self.place = url.rstrip("/")
        parts = urlsplit(self.place)
        self._root = (parts.netloc + parts.path).rstrip("/")
        self._cache = cache_folder(self.place)
        self._files = connection.object_filesystem(self.place)
        self._store = connection.object_store(self.place)
        self._lease: Lease | None = None

    def version(self) -> str | None:
        """The store's tag of catalog.json."""
        found = self._info(CATALOG)
        return None if found is None else _mark(found)

    def read(self, name: str) -> bytes | None:
        """A small file, whole; None where there is none."""
        try:
            with connection.translate_store_errors(self.place):
                return bytes(self._files.cat_file(self._key(name)))
        except FileNotFoundError:
            self._info(name)  # a bucket that is not there is no empty one
            return None

    def local(self, name: str) -> Path:
        """The file's copy on this machine, downloaded if this very object was not."""
        found = self._info(name)
        if found is None:
            raise FileNotFoundError(2, "No such object", f"{self.place}/{relative_path(name)}")
        folder, path = relative_path(name).parts[0], relative_path(name)
        # The mark stands in the path, so that an object that was mended is never mistaken for its damaged copy.
        mark = sha256(_mark(found).encode()).hexdigest()[:12]
        copy = self._cache.joinpath(folder, mark, *path.parts[1:] or (path.name,))
        with errors.translate_disk_errors("written", f"{self._cache} ({CACHE_DIR})", only_disk=True):
            if not (copy.exists() and copy.stat().st_size == found["size"]):
                copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._download(name, copy, found["size"])
            self._forget_others(folder)
        return copy

    def folders(self) -> list[str]:
        """Names of the folders in it, sorted, without those that start with a dot."""
        try:
            with connection.translate_store_errors(self.place):
                found = self._files.ls(self._root, detail=True)
        except FileNotFoundError:
            return []
        names = {str(entry["name"]).rpartition("/")[2] for entry in found if entry["type"] == "directory"}
        return sorted(name for name in names if not name.startswith("."))

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A folder among this machine's downloads."""
        path = self._cache / STAGING
        with errors.translate_disk_errors("written", f"{self._cache} ({CACHE_DIR})"):
            shutil.rmtree(path, ignore_errors=True)
            path.mkdir(mode=0o700, parents=True)
        try:
            with errors.translate_disk_errors("written", f"{self._cache} ({CACHE_DIR})", only_disk=True):
                yield path
        finally:
            shutil.rmtree(path, ignore_errors=True)

    def put(self, staged: Path, name: str) -> None:
        """Uploads every file and asks the store for its size; nobody looks there before the catalog says so."""
        for path in sorted(path for path in staged.rglob("*") if path.is_file()):
            file = f"{relative_path(name)}/{path.relative_to(staged).as_posix()}"
            self._confirm()
            with connection.translate_store_errors(self.place):
                self._files.put_file(str(path), self._key(file))
            found, sent_bytes = self._info(file), path.stat().st_size
            if found is None or found["size"] != sent_bytes:
                arrived_bytes = found["size"] if found else 0
                raise FolderError(
                    f"{self.place}/{file} arrived with {arrived_bytes:,} of {sent_bytes:,} bytes; try again "
                    "(what was published before stands)"
                )

    def replace(self, name: str, data: bytes) -> None:
        """Writes one object; a store shows the old one until the new one is whole."""
        self._confirm()
        with connection.translate_store_errors(self.place):
            self._files.pipe_file(self._key(name), data)

    def remove(self, name: str) -> None:
        """Removes an object, or all objects of a folder."""
        self._confirm()
        with connection.translate_store_errors(self.place):
            for key in self._files.find(self._key(name)):
                self._files.rm_file(key)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Holds the folder by a lock object (storage/lease.py)."""
        with Lease(self._store, self.place).held() as self._lease:
            try:
                yield
            finally:
                self._lease = None

    def _confirm(self) -> None:
        """Makes sure that the lock is still ours, where there is one: this process may have been asleep."""
        if self._lease is not None:
            self._lease.confirm()

    def _key(self, name: str) -> str:
        return f"{self._root}/{relative_path(name)}"

    def _info(self, name: str) -> dict[str, Any] | None:
        try:
            with connection.translate_store_errors(self.place):
                found = self._files.info(self._key(name))
        except FileNotFoundError:
            return None
        return found if found["type"] == "file" else None

    def _download(self, name: str, copy: Path, size_bytes: int) -> None:
        """Writes the copy beside its place, and gives it its name once it is whole."""
        with tempfile.NamedTemporaryFile(dir=copy.parent, prefix=".", delete=False) as beside:
            try:
                with connection.translate_store_errors(self.place):
                    source = self._files.open(self._key(name), buffer_size=CHUNK_BYTES)
                    shutil.copyfileobj(source, beside, CHUNK_BYTES)
                if beside.tell() != size_bytes:
                    came = f"{beside.tell():,} of {size_bytes:,} bytes"
                    raise FolderError(f"{self.place}/{relative_path(name)} came with {came}; try again")
                beside.flush()
                Path(beside.name).replace(copy)
            except BaseException:
                Path(beside.name).unlink(missing_ok=True)
                raise

    def _forget_others(self, folder: str) -> None:
        """Keeps the newest KEPT snapshots on this machine. A process that has an older file open keeps it."""
        (self._cache / folder).touch()
        age_ns = {}
        for path in self._cache.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another process forgets as we do
                if not path.name.startswith("."):
                    age_ns[path] = path.stat().st_mtime_ns
        for path in sorted(age_ns, key=lambda path: age_ns[path])[:-KEPT]:
            shutil.rmtree(path, ignore_errors=True)


def _mark(found: dict[str, Any]) -> str:
    return str(found.get("e_tag") or found.get("version") or (found["last_modified"], found["size"]))
