"""Serves scripts and styles compressed once a process, not once a visitor.

Tornado's gzip would take its CPU time for each new visitor. Brotli, made once and kept, takes none after the first, and
sends 11 % less. Eight in a hundred more are saved by its last step, which takes seconds: `python -m
dashboard.compressed` makes such files, once an image (Dockerfile), and a server takes them where they are.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotlicffi
from bokeh.server.urls import extension_dirs
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from tornado.web import StaticFileHandler

from dashboard.assets import bundle, file_store  # noqa: F401 (for its files)

QUALITY, BEST = 9, 11
"""While serving, and beforehand."""

BEFOREHAND = Path(__file__).parents[1] / "assets" / "compressed"
"""Each file is called by what is in it: another version's is not taken for it."""

TEXTS = (".js", ".css")


class BrotliFiles(StaticFileHandler):
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


class GzipFiles(StaticFileHandler):
    """The map's files, which are gzip already (dashboard/packed.py): said so, a browser unpacks them beside the page.

    Left to a script, as under `panel serve`, that takes 3 ms of the 17 in which a choice of the map can be drawn.
    """

    def set_extra_headers(self, _path: str) -> None:
        """See tornado."""
        if "gzip" in self.request.headers.get("Accept-Encoding", "") and "Range" not in self.request.headers:
            self.set_header("Content-Encoding", "gzip")


class ExtensionFiles(BrotliFiles, MultiRootStaticHandler):
    """Panel's own files."""


@lru_cache(maxsize=64)
def _by_brotli(path: str, _modified: Any) -> bytes:
    content = Path(path).read_bytes()
    beforehand = _beforehand(content)
    return beforehand.read_bytes() if beforehand.exists() else brotlicffi.compress(content, quality=QUALITY)


def _beforehand(content: bytes) -> Path:
    return BEFOREHAND / f"{hashlib.sha256(content).hexdigest()}.br"


def compress_ahead(contents: Iterable[bytes]) -> list[Path]:
    """Writes the smallest file of each script; gives them."""
    BEFOREHAND.mkdir(exist_ok=True)
    paths = {_beforehand(content): content for content in contents}
    for path, content in paths.items():
        path.write_bytes(brotlicffi.compress(content, quality=BEST))
    return list(paths)


ROUTES: list[tuple[str, type[StaticFileHandler], dict[str, Any]]] = [
    (r"/static/extensions/(.*)", ExtensionFiles, {"root": extension_dirs}),
    (rf"/components/{file_store.MODULE}/scripts/_js/(.*)", BrotliFiles, {"path": file_store.FOLDER}),
    (rf"/components/{file_store.MODULE}/files/_js/(.*\.bin)", GzipFiles, {"path": file_store.FOLDER}),
]
"""Among a server's `extra_patterns`."""

if __name__ == "__main__":
    # What `statics` has made when it was imported: the libraries' only where they are understood.
    compress_ahead(path.read_bytes() for path in file_store.FOLDER.glob("*.js"))
