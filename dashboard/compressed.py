"""Serves the libraries' scripts and styles compressed once a process, not once a visitor.

Tornado's gzip takes some 100 ms of CPU for the scripts of each new visitor. Brotli, made once and kept, takes none
after the first, and sends 11 % less (734 kB by gzip, 651 kB; measured 2026-11). Eight in a hundred more are saved by
its last step, which takes 6 s of CPU: `python -m dashboard.compressed` writes such files beside the scripts, once an
image (Dockerfile), and a server takes them where they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import brotlicffi
from bokeh.server.urls import extension_dirs
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from bokeh.server.views.static_handler import StaticHandler
from tornado.web import StaticFileHandler

QUALITY, BEST = 9, 11
"""While serving, and beforehand."""

TEXTS = (".js", ".css")


class CompressedOnce(StaticFileHandler):
    """A file's texts by Brotli where the browser takes that; all else as before."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answers with the file."""
        takes_brotli = "br" in self.request.headers.get("Accept-Encoding", "").replace(" ", "").split(",")
        if not (takes_brotli and path.endswith(TEXTS)) or "Range" in self.request.headers:
            return await super().get(path, include_body)
        self.path = self.parse_url_path(path)
        found = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if found is None:
            return None
        self.absolute_path = found
        self.modified = self.get_modified_time()
        self.set_headers()
        self.set_header("Vary", "Accept-Encoding")
        if self.should_return_304():
            self.set_status(304)
            return None
        body = _by_brotli(found, self.modified)
        self.set_header("Content-Encoding", "br")
        self.set_header("Content-Length", len(body))
        if include_body:
            self.write(body)
        return None


class Library(CompressedOnce, StaticHandler):
    """Bokeh's own files."""

    def __init__(self, tornado_app: Any, request: Any, **of_the_application: Any):
        """Made by Bokeh's server, which tells every handler of an application which one it is."""
        super().__init__(tornado_app, request)


class Extensions(CompressedOnce, MultiRootStaticHandler):
    """Those of Panel and GeoViews."""


@lru_cache(maxsize=64)
def _by_brotli(path: str, _modified: Any) -> bytes:
    content = Path(path).read_bytes()
    beforehand = _beside(path, content)
    return beforehand.read_bytes() if beforehand.exists() else brotlicffi.compress(content, quality=QUALITY)


def _beside(path: str | Path, content: bytes) -> Path:
    """Where the file made beforehand is. It is called by what is in it: another version's is not taken for it."""
    return Path(f"{path}.{hashlib.sha256(content).hexdigest()[:16]}.br")


def make_beforehand(scripts: Iterable[Path]) -> list[Path]:
    """Writes the smallest file beside each script; gives them."""
    made = []
    for path in scripts:
        content = path.read_bytes()
        made.append(_beside(path, content))
        made[-1].write_bytes(brotlicffi.compress(content, quality=BEST))
    return made


def loaded() -> list[Path]:
    """The libraries' scripts that the page loads."""
    bokeh, panel = (Path(str(files(name))) for name in ("bokeh", "panel"))
    names = ("bokeh", "bokeh-widgets", "bokeh-tables")
    return [*(bokeh / f"server/static/js/{name}.min.js" for name in names), panel / "dist/panel.min.js"]


PER_APP = (r"/static/((?!extensions/).*)", Library)
"""Among Bokeh's `per_app_patterns`, before its own handler of the same files."""

ROUTES: list[tuple[str, type[StaticFileHandler], dict[str, Any]]] = [
    (r"/static/extensions/(.*)", Extensions, {"root": extension_dirs})
]
"""Among a server's `extra_patterns`."""

if __name__ == "__main__":
    make_beforehand(loaded())
