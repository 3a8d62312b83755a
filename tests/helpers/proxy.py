"""Faulty proxy before the tiny world, on a raw socket: forwards requests, or answers as a test wants."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from dataclasses import replace
from typing import Self
from urllib.parse import urlsplit

from etl.sources.services import Services
from tests.helpers.raw_server import Answer, ok, request_head, send


class FaultyProxy:
    """All services at one address. `answers` maps a part of the path to the answers to send, one after the other.

    The last answer of a list is repeated; None forwards the request.
    """

    def __init__(self, services: Services):
        self.answers: dict[str, list[Answer | None]] = {}
        self.requests: list[str] = []
        self._origin = urlsplit(services.world_bank).netloc
        self._closing = threading.Event()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.services = replace(
            services,
            world_bank=base + urlsplit(services.world_bank).path,
            cckp=base + urlsplit(services.cckp).path,
            natural_earth=base + urlsplit(services.natural_earth).path,
        )
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        socket.create_connection(self._listener.getsockname()).close()  # wakes `accept`
        for thread in self._threads:
            thread.join()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            connection, _ = self._listener.accept()
            if self._closing.is_set():
                connection.close()
                return
            thread = threading.Thread(target=self._serve, args=(connection,))
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):  # the client hung up, as some tests want
            head = request_head(connection)
            if not head:
                return
            path = head.split()[1]
            with self._lock:
                self.requests.append(path)
                answers = next((listed for part, listed in self.answers.items() if part in path), [None])
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
            send(connection, answer or self._forward(path), self._closing)

    def _forward(self, path: str) -> Answer:
        origin = http.client.HTTPConnection(self._origin)
        try:
            origin.request("GET", path)
            answer = origin.getresponse()
            return ok(answer.read(), status=f"{answer.status} {answer.reason}")
        finally:
            origin.close()
