"""Content-addressed files made while the dashboard runs: a map's values, the world's shapes, the page's scripts.

They lie in a temporary folder of this process, so nothing is written into the package. A file's name is a hash of its
content: it never changes, and browsers may cache it for ever. Panel serves them (assets/_internals.py) under
`panel serve` and `python -m dashboard` alike; the latter has faster routes for them (dashboard/server/static_files.py).
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from pathlib import Path

from cachetools import LRUCache

from dashboard.assets._internals import MODULE, serve_with_panel

FOLDER = Path(tempfile.mkdtemp(prefix="dashboard-"))
"""Removed when the process ends."""
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
        """The files that Panel may serve, under Panel's name for a component's scripts."""
        with self._lock:
            return sorted(self._names.in_use)

    def url_if_made(self, key: Hashable) -> str:
        """Return the URL of the file of `key`; empty if it has not been made."""
        with self._lock:
            return self._url(self._names[key]) if key in self._names else ""

    def url(self, key: Hashable, make: Callable[[], bytes]) -> str:
        """Return the URL of the file of `key`, relative to the page; `make` returns its bytes at the first call."""
        with self._lock:
            if key not in self._names:
                content = make()
                name = f"{hashlib.sha256(content).hexdigest()[:20]}.{self._suffix}"
                (FOLDER / name).write_bytes(content)
                self._names[key] = name
            return self._url(self._names[key])

    def _url(self, name: str) -> str:
        return f"components/{MODULE}/{self._kind}/__javascript__/{name}?v=1"


class _FileNames(LRUCache[Hashable, str]):
    """File names by key; a file is removed with the last key that names it, as two keys may have the same content."""

    def __init__(self, most: int):
        super().__init__(most)
        self.in_use = Counter[str]()

    def __setitem__(self, key: Hashable, name: str) -> None:
        self.in_use[name] += 1
        super().__setitem__(key, name)

    def popitem(self) -> tuple[Hashable, str]:
        key, name = super().popitem()
        self.in_use[name] -= 1
        if not self.in_use[name]:
            del self.in_use[name]
            (FOLDER / name).unlink()
        return key, name


atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
files, scripts, indexes = FileStore("files"), FileStore("scripts", "js"), FileStore("indexes", "json", most=4)
serve_with_panel(FOLDER, files=files, scripts=scripts, indexes=indexes)
