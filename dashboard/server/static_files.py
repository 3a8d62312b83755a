"""Serve scripts and styles compressed once a process, not once a visitor.

Tornado's gzip would take its CPU time for each new visitor. Brotli, made once and cached, takes none after the first,
and sends 11 % less. Eight in a hundred more are saved by its best quality, which takes seconds:
`python -m dashboard.server.static_files` makes such files, once an image (Dockerfile), and a server uses them if it
finds them.
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
from tornado.httputil import HTTPServerRequest
from tornado.web import StaticFileHandler

from dashboard.assets import bundle, file_store, vendored

QUALITY, BEST = 9, 11
"""Brotli's, while serving and ahead of it."""

COMPRESSED = Path(__file__).parents[1] / "assets" / "compressed"
"""Each file is named by the hash of its content, so that another version's is not taken for it."""

TEXTS = (".js", ".css", ".json")


def accepts_brotli(request: HTTPServerRequest) -> bool:
    """Return whether the client takes answers compressed by Brotli: browsers do, over https and from this machine."""
    return "br" in request.headers.get("Accept-Encoding", "").replace(" ", "").split(",")


class BrotliFiles(StaticFileHandler):
    """Static files; texts compressed by Brotli where the browser accepts it."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """Answer with the file."""
        if not (accepts_brotli(self.request) and path.endswith(TEXTS)) or "Range" in self.request.headers:
            return await super().get(path, include_body)
        self.path = self.parse_url_path(path)
        file = self.validate_absolute_path(self.root, self.get_absolute_path(self.root, self.path))
        if file is None:
            return None
        self.absolute_path = file
        self.modified = self.get_modified_time()
        self.set_headers()
        self.set_header("Vary", "Accept-Encoding")
        if self.should_return_304():
            self.set_status(304)
            return None
        body = _by_brotli(file, self.modified)
        self.set_header("Content-Encoding", "br")
        self.set_header("Content-Length", len(body))
        if include_body:
            self.write(body)
        return None


class GzipFiles(StaticFileHandler):
    """The map's files, which are gzip already (dashboard/assets/binary.py): declared so, the browser unpacks them.

    Left to a script, as under `panel serve`, that takes 3 ms of the 17 in which a choice of the map can be drawn.
    """

    def set_extra_headers(self, _path: str) -> None:
        """Declare the encoding; Tornado calls this for each answer with a file."""
        if "gzip" in self.request.headers.get("Accept-Encoding", "") and "Range" not in self.request.headers:
            self.set_header("Content-Encoding", "gzip")


class ExtensionFiles(BrotliFiles, MultiRootStaticHandler):
    """Panel's own files."""


@lru_cache(maxsize=64)
def _by_brotli(path: str, _modified: Any) -> bytes:
    content = Path(path).read_bytes()
    ahead = _compressed_file(content)
    return ahead.read_bytes() if ahead.exists() else brotlicffi.compress(content, quality=QUALITY)


def _compressed_file(content: bytes) -> Path:
    return COMPRESSED / f"{hashlib.sha256(content).hexdigest()}.br"


def compress_ahead(contents: Iterable[bytes]) -> list[Path]:
    """Write the smallest file of each script, and return their paths."""
    COMPRESSED.mkdir(exist_ok=True)
    paths = {_compressed_file(content): content for content in contents}
    for path, content in paths.items():
        path.write_bytes(brotlicffi.compress(content, quality=BEST))
    return list(paths)


FILE_ROUTES: list[tuple[str, type[StaticFileHandler], dict[str, Any]]] = [
    (rf"/components/{file_store.MODULE}/scripts/__javascript__/(.*\.js)", BrotliFiles, {"path": file_store.FOLDER}),
    (rf"/components/{file_store.MODULE}/indexes/__javascript__/(.*\.json)", BrotliFiles, {"path": file_store.FOLDER}),
    (rf"/components/{file_store.MODULE}/files/__javascript__/(.*\.bin)", GzipFiles, {"path": file_store.FOLDER}),
]
"""The files made by this process."""

ROUTES = [(r"/static/extensions/(.*)", ExtensionFiles, {"root": extension_dirs}), *FILE_ROUTES]
"""Among a server's `extra_patterns`."""

if __name__ == "__main__":
    bundle.early_url()
    bundle.script_url()
    bundle.libraries_url()
    vendored.search_library_url()
    compress_ahead(path.read_bytes() for path in file_store.FOLDER.glob("*.js"))
