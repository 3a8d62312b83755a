"""Files made while the dashboard runs, for browsers to fetch and keep: the values of a map, the shapes of the world.

Panel serves the files that a class lists, relative to its module's file (its ComponentResourceHandler), under
`panel serve` and `python -m dashboard` alike. What is made here lies in a folder of this process, so that nothing is
written into the package; a module registered for Panel has its file there. Each file's address names its content: it
never changes, and may be kept for ever.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import sys
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from types import ModuleType

MODULE = "dashboard_made"
MOST_FILES = 256
"""About 30 kB each; beyond it the ones longest unused are removed."""


class Files:
    """The files in one folder, by what they were made from."""

    def __init__(self, most: int = MOST_FILES):
        """Take a folder, which goes when the process ends."""
        self.folder = Path(tempfile.mkdtemp(prefix="dashboard-"))
        self._most, self._names, self._lock = most, OrderedDict[Hashable, str](), threading.Lock()
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)

    @property
    def _js(self) -> list[str]:
        """What Panel may serve; the attribute's name is Panel's."""
        with self._lock:
            return sorted(set(self._names.values()))

    def known(self, key: Hashable) -> str:
        """Where the file of `key` is; empty if it has not been made."""
        with self._lock:
            return _address(self._names[key]) if key in self._names else ""

    def address(self, key: Hashable, make: Callable[[], bytes]) -> str:
        """Where the file of `key` is, relative to the page; `make` gives its bytes when it is first asked for."""
        with self._lock:
            if key not in self._names:
                content = make()
                name = f"{hashlib.sha256(content).hexdigest()[:20]}.bin"
                (self.folder / name).write_bytes(content)
                self._names[key] = name
            self._names.move_to_end(key)
            while len(self._names) > self._most:
                _, gone = self._names.popitem(last=False)
                if gone not in self._names.values():
                    (self.folder / gone).unlink()
            return _address(self._names[key])


def _address(name: str) -> str:
    return f"components/{MODULE}/files/_js/{name}?v=1"


files = Files()
_served = ModuleType(MODULE, "Where Panel finds the files made by this process.")
_served.__file__ = str(files.folder / "__init__.py")
_served.files = files  # type: ignore[attr-defined]
Files.__module__ = MODULE  # Panel looks for an object's files beside the module of its class
sys.modules[MODULE] = _served
