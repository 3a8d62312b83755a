"""Files made while the dashboard runs, for browsers to fetch and keep: a map's values, the world's shapes, the scripts.

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
FOLDER = Path(tempfile.mkdtemp(prefix="dashboard-"))
"""It goes when the process ends."""
MOST_FILES = 512
"""About 20 kB each; beyond it the ones longest unused are removed."""


class FileStore:
    """Files of one kind, by what they were made from."""

    def __init__(self, kind: str, ending: str = "bin", most: int = MOST_FILES):
        """Hold none yet; `kind` is the name under which the module below has this object."""
        self._kind, self._ending, self._most = kind, ending, most
        self._names, self._lock = OrderedDict[Hashable, str](), threading.Lock()

    @property
    def _js(self) -> list[str]:
        """What Panel may serve; the attribute's name is Panel's."""
        with self._lock:
            return sorted(set(self._names.values()))

    def known(self, key: Hashable) -> str:
        """Where the file of `key` is; empty if it has not been made."""
        with self._lock:
            return self._address(self._names[key]) if key in self._names else ""

    def address(self, key: Hashable, make: Callable[[], bytes]) -> str:
        """Where the file of `key` is, relative to the page; `make` gives its bytes when it is first asked for."""
        with self._lock:
            if key not in self._names:
                content = make()
                name = f"{hashlib.sha256(content).hexdigest()[:20]}.{self._ending}"
                (FOLDER / name).write_bytes(content)
                self._names[key] = name
            self._names.move_to_end(key)
            while len(self._names) > self._most:
                _, gone = self._names.popitem(last=False)
                if gone not in self._names.values():
                    (FOLDER / gone).unlink()
            return self._address(self._names[key])

    def _address(self, name: str) -> str:
        return f"components/{MODULE}/{self._kind}/_js/{name}?v=1"


atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)
files, scripts = FileStore("files"), FileStore("scripts", "js")
_served = ModuleType(MODULE, "Where Panel finds the files made by this process.")
_served.__file__ = str(FOLDER / "__init__.py")
_served.files, _served.scripts = files, scripts  # type: ignore[attr-defined]
FileStore.__module__ = MODULE  # Panel looks for an object's files beside the module of its class
sys.modules[MODULE] = _served
