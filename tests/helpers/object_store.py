"""A real S3-compatible server (moto's) in a thread; a test may watch, delay, change or answer every request."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

Answer = Callable[..., Iterable[bytes]]


class SilentHandler(WSGIRequestHandler):
    def log_request(self, *_: Any) -> None:
        """Log nothing; tests look at `requests`."""


class ObjectStore:
    """The server. `intercept(request, environ, serve)` may do anything before `serve()`, after it, or in its place."""

    def __init__(self) -> None:
        # Here, as every process that collects the tests would load it: a second of CPU time.
        from moto.server import DomainDispatcherApplication, create_backend_app

        self._backend = DomainDispatcherApplication(create_backend_app)
        self._server: BaseWSGIServer | None = None
        self.port = 0
        self.requests: list[str] = []
        self.intercept: Callable[[str, dict[str, Any], Callable[[], list[bytes]]], list[bytes]] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start to listen, on the same port as before a `stop`."""
        self._server = make_server("127.0.0.1", self.port, self._answer, threaded=True, request_handler=SilentHandler)
        self.port = self._server.port
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Refuse connections from now on."""
        if self._server is not None:
            self._server.shutdown()
            self._thread.join()
            self._server = None

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Send an unsigned request and return the body of the answer."""
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
        if self.intercept is None:
            return self._backend(environ, start_response)
        started: list[tuple[Any, ...]] = []

        def serve() -> list[bytes]:
            started.clear()
            return list(self._backend(environ, lambda *head: started.append(head)))

        def respond(status: str, headers: list[tuple[str, str]], body: bytes) -> list[bytes]:
            started[:] = [(status, headers)]
            return [body]

        environ["respond"] = respond
        environ["head"] = started
        body = self.intercept(self.requests[-1], environ, serve)
        start_response(*started[0])
        return body


def error_response(environ: dict[str, Any], status: str, code: str) -> list[bytes]:
    """Answer with an error in S3's format."""
    body = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>no</Message></Error>".encode()
    return environ["respond"](status, [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))], body)
