"""Handler of a visitor's own file: an HTTP POST of its own, for the session whose page sends it.

It answers with a sentence. The figures go into the session (dashboard/views/page/own_file.py) and nowhere else: not
into a file, a cache of the process or the log.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from urllib.parse import unquote, urlsplit

from bokeh.document import Document
from panel.io import hold
from panel.io.state import set_curdoc
from tornado.ioloop import IOLoop
from tornado.web import RequestHandler, stream_request_body

from dashboard import config
from dashboard.server.downloads import PlainTextErrors
from dashboard.snapshot.own import TooManySeriesError
from dashboard.views.page import own_file
from dashboard.views.page.own_file import OwnFiles
from tabular import OwnTable, TableError

MOST_BYTES = 2_000_000
"""Size of a file: 217 countries over 60 years are 0.3 MB."""

WITHIN_S = 30.0
"""Time for a file to arrive."""

MOST_AT_ONCE = 4
"""Files that arrive or are read at one time, in this process: 8 MB."""

KEY_HEADER = "X-Session-Key"
"""A page of another site cannot send this header without this server's consent, which it never gives (CORS)."""

_reader = ThreadPoolExecutor(1, thread_name_prefix="own file")
"""One file is read at a time, beside the event loop."""


@stream_request_body
class OwnFile(PlainTextErrors):
    """Takes a CSV file, of which nothing is read before its sender and size are checked."""

    _open = 0
    """Files that arrive or are read now, in this process."""

    _files: OwnFiles | None = None
    _is_counted = False

    def prepare(self) -> None:
        """Check origin, key, size and rate, and answer with a sentence if the file is not wanted."""
        self._content = bytearray()
        origin = self.request.headers.get("Origin")
        files = own_file.of_key(self.request.headers.get(KEY_HEADER, ""))
        length = self.request.headers.get("Content-Length", "0")
        if self.request.method != "POST":
            self.refuse(405, "This address takes files only.")
        elif origin and not self._is_of_page(origin):
            self.refuse(403, "A file can be sent from the dashboard's own page only.")
        elif files is None or files.document is None:
            self.refuse(403, "This page's session has ended. Reload the page and add the file again.")
        elif length.isdecimal() and int(length) > MOST_BYTES:
            self.refuse(413, TOO_LARGE)
        elif not files.may_add():
            self.refuse(429, "Too many files in a minute. Wait a moment and add the file again.")
        elif OwnFile._open >= MOST_AT_ONCE:
            self.refuse(503, "The server is busy with other files. Add the file again in a moment.")
        else:
            OwnFile._open += 1
            self._files, self._is_counted = files, True
            connection: Any = self.request.connection
            connection.set_max_body_size(MOST_BYTES)
            connection.set_body_timeout(WITHIN_S)

    def _is_of_page(self, origin: str) -> bool:
        host = urlsplit(origin).netloc.lower()
        return host in config.ORIGINS if config.ORIGINS else host == self.request.host.lower()

    def data_received(self, chunk: bytes) -> None:
        """Add what has arrived, up to the limit."""
        if self._files and len(self._content) <= MOST_BYTES:
            self._content += chunk

    async def post(self) -> None:
        """Read the file in a thread, and show it in the session."""
        files, content = self._files, bytes(self._content)
        assert files is not None
        self._content.clear()
        if len(content) > MOST_BYTES:
            self.refuse(413, TOO_LARGE)
            return
        try:
            table = await IOLoop.current().run_in_executor(_reader, files.read, content)
        except TableError as error:
            self.refuse(422, str(error))
            return
        document = files.document
        if document is None or document.session_context is None:
            self.refuse(403, "This page's session has ended. Reload the page and add the file again.")
            return
        title, unit = (unquote(self.request.headers.get(name, "")) for name in ("X-Title", "X-Unit"))
        try:
            await document.session_context.with_locked_document(partial(_show, files, table, title, unit))
        except TooManySeriesError as error:
            self.refuse(409, str(error))
            return
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(json.dumps({"sentences": table.sentences}))

    def on_finish(self) -> None:
        """Make room for the next file; Tornado calls this after every response."""
        self._release()

    def on_connection_close(self) -> None:
        """Make room for the next file, as the sender has gone."""
        self._release()
        super().on_connection_close()

    def _release(self) -> None:
        if self._is_counted:
            OwnFile._open -= 1
            self._is_counted = False
        self._files = None


async def _show(files: OwnFiles, table: OwnTable, title: str, unit: str, document: Document) -> None:
    with set_curdoc(document), hold():
        files.show(table, title, unit)


TOO_LARGE = f"The file is larger than {MOST_BYTES / 1e6:.0f} MB; keep the columns and years of one series."

ROUTES: list[tuple[str, type[RequestHandler]]] = [(r"/own-file", OwnFile)]
