"""A real S3-compatible server (moto's), in a thread, whose every request a test may watch, spoil or answer itself."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

Answer = Callable[..., Iterable[bytes]]


class Silent(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Says nothing; the tests look at `requests`."""


class ObjectStore:
    """The server. `spoil(request, environ, serve)` may do anything before `serve()`, after it, or in its place."""

    def __init__(self) -> None:
        self._backend = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer | None = None
        self.port = 0
        self.requests: list[str] = []
        self.spoil: Callable[[str, dict[str, Any], Callable[[], list[bytes]]], list[bytes]] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Listens; on the port of last time, if there was one."""
        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True, request_handler=Silent)
        self.port = self._server.port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Refuses connections from here on."""
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server = None

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """A plain request of the test's own, unsigned."""
        request = urllib.request.Request(f"{self.address}{path}", body, method=method)
        request.add_header("Content-Type", "text/plain")  # moto reads no form
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if path.startswith("/moto-api"):
            return self._backend(environ, start_response)
        query = environ["QUERY_STRING"]
        self.requests.append(f"{method} {path}" + (f"?{query}" if query else ""))
        if self.spoil is None:
            return self._backend(environ, start_response)
        started: list[tuple[Any, ...]] = []

        def serve() -> list[bytes]:
            started.clear()
            return list(self._backend(environ, lambda *head: started.append(head)))

        def say(status: str, headers: list[tuple[str, str]], body: bytes) -> list[bytes]:
            started[:] = [(status, headers)]
            return [body]

        environ["say"] = say
        environ["head"] = started
        body = self.spoil(self.requests[-1], environ, serve)
        start_response(*started[0])
        return body


def refusal(environ: dict[str, Any], status: str, code: str) -> list[bytes]:
    """An error as S3 words it."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
    return environ["say"](status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))], body)
