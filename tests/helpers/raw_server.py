"""Server on a raw socket with scripted answers: faults of real networks, which no web framework sends."""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import threading
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Answer:
    """The bytes sent on one connection, and how the connection ends."""

    sent: bytes
    reset: bool = False
    """Whether the connection ends with RST instead of FIN."""
    drip_s: float = 0.0
    """Seconds between single bytes of the body."""
    silent: bool = False
    """Whether nothing is sent until the client gives up."""


def ok(body: bytes, *, length: int | None = None, headers: str = "", status: str = "200 OK", **how: object) -> Answer:
    """Return a plain answer; `length` gives a false Content-Length."""
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {size}\r\n{headers}\r\n"
    return Answer(head.encode() + body, **how)


def gzipped(body: bytes, keep: int | None = None) -> Answer:
    """Return a gzip body, cut after `keep` bytes, with the Content-Length of what is sent."""
    return ok(gzip.compress(body)[:keep], headers="Content-Encoding: gzip\r\n")


class RawServer:
    """Sends one scripted answer to each connection, and the last one to every further connection."""

    def __init__(self, *answers: Answer):
        self.answers = answers
        self.requests: list[str] = []
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/figures"
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        socket.create_connection(self._listener.getsockname()).close()  # wakes `accept`
        self._thread.join()
        self._listener.close()

    def _serve(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            with connection:
                if self._closing.is_set():
                    return
                answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
                with contextlib.suppress(OSError):  # the client hung up, as some tests want
                    self.requests.append(request_head(connection))
                    send(connection, answer, self._closing)


def request_head(connection: socket.socket) -> str:
    """Return the head of a request; empty if the client hangs up first."""
    request = b""
    while b"\r\n\r\n" not in request:
        received = connection.recv(4096)
        if not received:
            return ""
        request += received
    return request.decode()


def send(connection: socket.socket, answer: Answer, closing: threading.Event) -> None:
    """Send an answer with its faults."""
    if answer.silent:
        connection.recv(1)
    head, blank, body = answer.sent.partition(b"\r\n\r\n")
    if answer.drip_s:
        connection.sendall(head + blank)
        for byte in body:
            connection.sendall(bytes([byte]))
            if closing.wait(answer.drip_s):
                return
    else:
        connection.sendall(answer.sent)
    if answer.reset:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
