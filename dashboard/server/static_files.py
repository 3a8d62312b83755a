"""Serve scripts and styles compressed once a process, not once a visitor.

Tornado's gzip would take its CPU time for each new visitor. Brotli, made once and cached, takes none after the first,
and sends 11 % less. Eight in a hundred more are saved by its best quality, which takes seconds:
`python -m dashboard.server.static_files` makes such files, once an image (Dockerfile), and a server uses them if it
finds them.
"""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotlicffi
from bokeh.server.urls import extension_dirs
from bokeh.server.views.multi_root_static_handler import MultiRootStaticHandler
from tornado.httputil import HTTPServerRequest, format_timestamp
from tornado.web import RequestHandler, StaticFileHandler
from typing_extensions import override

from dashboard.assets import bundle, file_store, vendored
from dashboard.server.addresses import UnknownAddress
from dashboard.server.http_headers import accepts, still_is
from dashboard.server.plain_text import PlainTextErrors

QUALITY, BEST = 9, 11
"""Brotli's, while serving and ahead of it."""

COMPRESSED = Path(__file__).parents[1] / "assets" / "compressed"
"""Each file is named by the hash of its content, so that another version's is not taken for it."""

TEXTS = (".js", ".css", ".json")


FOR_EVER = "public, max-age=31536000, immutable"
"""Cache-Control of a file whose name is a hash of its content."""


def accepts_brotli(request: HTTPServerRequest) -> bool:
    """Return whether the client takes answers compressed by Brotli: browsers do, over https and from this machine."""
    return accepts(request.headers.get("Accept-Encoding", ""), "br")


class RangeFiles(StaticFileHandler):
    """Static files of which a part is sent by If-Range only if it is of the same file."""

    @override
    def should_return_304(self) -> bool:
        """Drop a Range that If-Range makes void; Tornado calls this when it knows the file, and reads Range next."""
        date = format_timestamp(self.modified) if self.modified else None
        if not still_is(self.request.headers.get("If-Range"), self.compute_etag(), date):
            self.request.headers.pop("Range", None)
        return super().should_return_304()


class BrotliFiles(RangeFiles):
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


class MadeFiles(PlainTextErrors):
    """Files made by this process (dashboard/assets/file_store.py), from memory.

    The map's are gzip already (dashboard/assets/binary.py): declared so, the browser unpacks them. Left to a script, as
    under `panel serve`, that takes 3 ms of the 17 in which a choice of the map can be drawn. A part of a file is not
    offered: the largest, compressed, has 220 kB.
    """

    _tag = ""

    def initialize(self, store: file_store.FileStore) -> None:
        """Take the store that the files are in."""
        self._store = store

    def head(self, name: str) -> None:
        """Answer as `get` does; Tornado leaves the body out."""
        self.get(name)

    def get(self, name: str) -> None:
        """Answer with the file, or with a sentence."""
        content = self._store.content(name)
        if content is None:
            self.refuse(404, "There is no such file, or it is of an earlier page. Reload the page.")
            return
        coding = ""
        if name.endswith(TEXTS) and accepts_brotli(self.request):
            content, coding = _made_by_brotli(content), "br"
        elif name.endswith(".bin") and accepts(self.request.headers.get("Accept-Encoding", ""), "gzip"):
            coding = "gzip"
        if coding:
            self.set_header("Content-Encoding", coding)
        self._tag = f'"{name}{coding and "-"}{coding}"'
        self.set_header("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream")
        self.set_header("Cache-Control", FOR_EVER)
        self.set_header("Vary", "Accept-Encoding")
        self.finish(content)

    @override
    def compute_etag(self) -> str | None:
        return self._tag or None


class ExtensionFiles(BrotliFiles, MultiRootStaticHandler):
    """Panel's own files."""


@lru_cache(maxsize=64)
def _by_brotli(path: str, _modified: Any) -> bytes:
    return _compressed(Path(path).read_bytes())


@lru_cache(maxsize=16)
def _made_by_brotli(content: bytes) -> bytes:
    return _compressed(content)


def _compressed(content: bytes) -> bytes:
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


FILE_ROUTES: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [
    (rf"/components/{file_store.MODULE}/{kind}/__javascript__/([0-9a-f]+\.{suffix})", MadeFiles, {"store": store})
    for kind, suffix, store in (
        ("scripts", "js", file_store.scripts),
        ("styles", "css", file_store.styles),
        ("indexes", "json", file_store.indexes),
        ("files", "bin", file_store.files),
    )
]
"""The files made by this process."""

OTHER_COMPONENTS: tuple[str, type[RequestHandler], dict[str, Any]] = (r"/components/.*", UnknownAddress, {})
"""After the routes above, and before Panel's own. Panel (1.10) imports the Python module that such an address names:
`/components/unittest.__main__/a/b/c` would end the process. No page needs a file of a component."""

ROUTES = [(r"/static/extensions/(.*)", ExtensionFiles, {"root": extension_dirs}), *FILE_ROUTES, OTHER_COMPONENTS]
"""Among a server's `extra_patterns`."""

if __name__ == "__main__":
    bundle.early_url()
    bundle.script_url()
    bundle.libraries_url()
    vendored.search_library_url()
    compress_ahead(file_store.scripts.contents())
