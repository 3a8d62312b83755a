"""Content-addressed files made while the dashboard runs: a map's values, the world's shapes, the page's scripts.

They are in memory, so nothing that cleans temporary folders, or fills them, takes a script from a page. A file's name
is a hash of its content: it never changes, and browsers may cache it for ever. `python -m dashboard` serves them from
here (dashboard/server/static_files.py). Panel serves files only (assets/_internals.py), so under `panel serve` they are
written into a temporary folder when Panel asks for them, and again if they are gone.
"""

from __future__ import annotations

import atexit
import hashlib
import secrets
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from pathlib import Path

from cachetools import LRUCache

from dashboard.assets._internals import MODULE, serve_with_panel

FOLDER = Path(tempfile.gettempdir(), f"dashboard-{secrets.token_hex(8)}")
"""Where Panel finds files; made when it asks for one, and removed when the process ends."""
MOST_FILES = 512
"""About 20 kB each; beyond it the least recently used are removed."""


class FileStore:
    """Files of one kind, by the key of what they were made from."""

    def __init__(self, kind: str, suffix: str = "bin", most: int = MOST_FILES):
        """Start empty; `kind` is the name by which `serve_with_panel` knows this store."""
        self._kind, self._suffix = kind, suffix
        self._names, self._lock = _FileNames(most), threading.Lock()

    @property
    def __javascript__(self) -> list[str]:
        """The files that Panel may serve, under Panel's name for a component's scripts; they are on disk afterwards."""
        with self._lock:
            contents = dict(self._names.contents)
        FOLDER.mkdir(mode=0o700, exist_ok=True)
        for name, content in contents.items():
            if not (FOLDER / name).exists():
                whole = FOLDER / f"{name}.{secrets.token_hex(4)}"
                whole.write_bytes(content)
                whole.replace(FOLDER / name)
        return sorted(contents)

    def content(self, name: str) -> bytes | None:
        """Return the file of this name; None if it was not made, or has been removed."""
        with self._lock:
            return self._names.contents.get(name)

    def contents(self) -> list[bytes]:
        """Return all files."""
        with self._lock:
            return list(self._names.contents.values())

    def url_if_made(self, key: Hashable) -> str:
        """Return the URL of the file of `key`; empty if it has not been made."""
        with self._lock:
            return self._url(self._names[key]) if key in self._names else ""

    def url(self, key: Hashable, make: Callable[[], bytes]) -> str:
        """Return the URL of the file of `key`, relative to the page; `make` returns its bytes at the first call.

        It is made without the lock: the event loop would wait for a file that the warm-up makes, 0.1 s. Two threads may
        make the same file; one of both stays.
        """
        if found := self.url_if_made(key):
            return found
        content = make()
        name = f"{hashlib.sha256(content).hexdigest()[:20]}.{self._suffix}"
        with self._lock:
            if key not in self._names:
                self._names.contents[name] = content
                self._names[key] = name
            return self._url(self._names[key])

    def _url(self, name: str) -> str:
        return f"components/{MODULE}/{self._kind}/__javascript__/{name}?v=1"


class _FileNames(LRUCache[Hashable, str]):
    """File names by key; a file is removed with the last key that names it, as two keys may have the same content."""

    def __init__(self, most: int):
        super().__init__(most)
        self.in_use = Counter[str]()
        self.contents: dict[str, bytes] = {}

    def __setitem__(self, key: Hashable, name: str) -> None:
        self.in_use[name] += 1
        super().__setitem__(key, name)

    def popitem(self) -> tuple[Hashable, str]:
        key, name = super().popitem()
        self.in_use[name] -= 1
        if not self.in_use[name]:
            del self.in_use[name], self.contents[name]
            (FOLDER / name).unlink(missing_ok=True)
        return key, name


def remove_folder() -> None:
    """Remove all made files; the process ends."""
    shutil.rmtree(FOLDER, ignore_errors=True)


atexit.register(remove_folder)
files, indexes = FileStore("files"), FileStore("indexes", "json", most=4)
scripts, styles = FileStore("scripts", "js"), FileStore("styles", "css")
serve_with_panel(FOLDER, files=files, indexes=indexes, scripts=scripts, styles=styles)
