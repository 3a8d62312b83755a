"""A data folder in an object store: snapshots are uploaded before they are published, and downloaded once a machine."""

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
from storage.process import CACHE_DIR, download_folder

CACHED_SNAPSHOTS = 2
"""Snapshots that stay on this machine: the one in use, and the one that another process may still be opening."""

CHUNK_BYTES = 8 << 20
STAGING = ".staging"


class ObjectFolder:
    """A folder in S3, Google Cloud Storage or Azure Blob Storage. Implements `storage.folder.Folder`."""

    remote = True

    def __init__(self, url: str) -> None:
        self.place = url.rstrip("/")
        parts = urlsplit(self.place)
        self._root = (parts.netloc + parts.path).rstrip("/")
        self._cache = download_folder(self.place)
        self._files = connection.object_filesystem(self.place)
        self._store = connection.object_store(self.place)
        self._lease: Lease | None = None

    def version(self) -> str | None:
        """Return the store's tag of catalog.json."""
        info = self._info(CATALOG)
        return None if info is None else _tag(info)

    def read(self, name: str) -> bytes | None:
        """Return the content of a small file; None if it does not exist."""
        try:
            with connection.translate_store_errors(self.place):
                return bytes(self._files.cat_file(self._key(name)))
        except FileNotFoundError:
            self._info(name)  # raises if the whole bucket does not exist: that is no empty folder
            return None

    def local(self, name: str) -> Path:
        """Return the file's copy on this machine, downloaded unless this version of the object already is."""
        info = self._info(name)
        if info is None:
            raise FileNotFoundError(2, "No such object", f"{self.place}/{relative_path(name)}")
        folder, path = relative_path(name).parts[0], relative_path(name)
        # The tag is part of the path, so that a repaired object is never taken for its damaged copy.
        tag = sha256(_tag(info).encode()).hexdigest()[:12]
        copy = self._cache.joinpath(folder, tag, *path.parts[1:] or (path.name,))
        with errors.translate_disk_errors("written", f"{self._cache} ({CACHE_DIR})", only_disk=True):
            if not (copy.exists() and copy.stat().st_size == info["size"]):
                copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._download(name, copy, info["size"])
            self._delete_old_snapshots(folder)
        return copy

    def folders(self) -> list[str]:
        """Return the names of the folders in it, sorted, without those that start with a dot."""
        try:
            with connection.translate_store_errors(self.place):
                entries = self._files.ls(self._root, detail=True)
        except FileNotFoundError:
            return []
        names = {str(entry["name"]).rpartition("/")[2] for entry in entries if entry["type"] == "directory"}
        return sorted(name for name in names if not name.startswith("."))

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """Return a folder beside this machine's downloads."""
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
        """Upload every file and verify its size; readers look there only once the catalog names it."""
        for path in sorted(path for path in staged.rglob("*") if path.is_file()):
            file = f"{relative_path(name)}/{path.relative_to(staged).as_posix()}"
            self._confirm()
            with connection.translate_store_errors(self.place):
                self._files.put_file(str(path), self._key(file))
            info, sent_bytes = self._info(file), path.stat().st_size
            if info is None or info["size"] != sent_bytes:
                stored_bytes = info["size"] if info else 0
                raise FolderError(
                    f"{self.place}/{file} was stored with {stored_bytes:,} of {sent_bytes:,} bytes; try again "
                    "(the published snapshot is unchanged)"
                )

    def replace(self, name: str, data: bytes) -> None:
        """Write one object; the store serves the old one until the new one is complete."""
        self._confirm()
        with connection.translate_store_errors(self.place):
            self._files.pipe_file(self._key(name), data)

    def remove(self, name: str) -> None:
        """Remove an object, or all objects of a folder."""
        self._confirm()
        with connection.translate_store_errors(self.place):
            for key in self._files.find(self._key(name)):
                self._files.rm_file(key)

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Lock the folder by a lock object (storage/lease.py)."""
        with Lease(self._store, self.place).hold() as self._lease:
            try:
                yield
            finally:
                self._lease = None

    def _confirm(self) -> None:
        """Confirm the lock before a change, as this process may have been suspended while it expired."""
        if self._lease is not None:
            self._lease.confirm()

    def _key(self, name: str) -> str:
        return f"{self._root}/{relative_path(name)}"

    def _info(self, name: str) -> dict[str, Any] | None:
        try:
            with connection.translate_store_errors(self.place):
                info = self._files.info(self._key(name))
        except FileNotFoundError:
            return None
        return info if info["type"] == "file" else None

    def _download(self, name: str, copy: Path, size_bytes: int) -> None:
        """Download to a temporary file, and rename it once it is complete."""
        with tempfile.NamedTemporaryFile(dir=copy.parent, prefix=".", delete=False) as temporary:
            try:
                with connection.translate_store_errors(self.place):
                    source = self._files.open(self._key(name), buffer_size=CHUNK_BYTES)
                    shutil.copyfileobj(source, temporary, CHUNK_BYTES)
                if temporary.tell() != size_bytes:
                    raise FolderError(
                        f"{self.place}/{relative_path(name)} was downloaded with {temporary.tell():,} of "
                        f"{size_bytes:,} bytes; try again"
                    )
                temporary.flush()
                Path(temporary.name).replace(copy)
            except BaseException:
                Path(temporary.name).unlink(missing_ok=True)
                raise

    def _delete_old_snapshots(self, folder: str) -> None:
        """Delete all but the newest CACHED_SNAPSHOTS from this machine; files that a process has open stay readable."""
        (self._cache / folder).touch()
        used_ns = {}
        for path in self._cache.iterdir():
            with contextlib.suppress(FileNotFoundError):  # another process deletes as well
                if not path.name.startswith("."):
                    used_ns[path] = path.stat().st_mtime_ns
        for path in sorted(used_ns, key=lambda path: used_ns[path])[:-CACHED_SNAPSHOTS]:
            shutil.rmtree(path, ignore_errors=True)


def _tag(info: dict[str, Any]) -> str:
    """Return what differs between two versions of an object."""
    return str(info.get("e_tag") or info.get("version") or (info["last_modified"], info["size"]))
