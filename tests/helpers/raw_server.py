"""A server on a raw socket that answers as scripted: the faults of real networks, which no web framework will send."""

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
    """What is sent on one connection, and how the connection ends."""

    sent: bytes
    reset: bool = False
    """Ends with RST instead of FIN."""
    drip_s: float = 0.0
    """Seconds between single bytes of the body."""
    silent: bool = False
    """Says nothing until the client gives up."""


def ok(body: bytes, *, length: int | None = None, headers: str = "", status: str = "200 OK", **how: object) -> Answer:
    """A plain answer; `length` lies about the size of the body."""
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {size}\r\n{headers}\r\n"
    return Answer(head.encode() + body, **how)


def gzipped(body: bytes, keep: int | None = None) -> Answer:
    """A gzip body, cut after `keep` bytes, whose Content-Length is right for what is sent."""
    return ok(gzip.compress(body)[:keep], headers="Content-Encoding: gzip\r\n")


class RawServer:
    """Gives one scripted answer to each connection, the last one to every further connection."""

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
                with contextlib.suppress(OSError):  # the client has hung up, as some of these tests want
                    self.requests.append(request_head(connection))
                    give(connection, answer, self._closing)


def request_head(connection: socket.socket) -> str:
    """The head of a request; empty if the client hangs up first."""
    request = b""
    while b"\r\n\r\n" not in request:
        received = connection.recv(4096)
        if not received:
            return ""
        request += received
    return request.decode()


def give(connection: socket.socket, answer: Answer, closing: threading.Event) -> None:
    """Sends an answer the way it is meant to be sent."""
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
