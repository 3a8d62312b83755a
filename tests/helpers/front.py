"""Stands before the tiny world on a raw socket: passes requests on, but for those that a test wants spoilt."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
from dataclasses import replace
from typing import Self
from urllib.parse import urlsplit

from etl.sources.services import Services
from tests.helpers.raw_server import Answer, give, ok, request_head


class Front:
    """Every service under one address; `instead` holds, by a part of the path, what is answered in turn.

    The last answer of a list is given again and again; None passes the request on.
    """

    def __init__(self, behind: Services):
        self.instead: dict[str, list[Answer | None]] = {}
        self.asked: list[str] = []
        self._behind = urlsplit(behind.world_bank).netloc
        self._closing = threading.Event()
        self._turn = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.services = replace(
            behind,
            world_bank=base + urlsplit(behind.world_bank).path,
            cckp=base + urlsplit(behind.cckp).path,
            natural_earth=base + urlsplit(behind.natural_earth).path,
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
        with connection, contextlib.suppress(OSError):  # the client has hung up, as some of these tests want
            head = request_head(connection)
            if not head:
                return
            path = head.split()[1]
            with self._turn:
                self.asked.append(path)
                answers = next((held for part, held in self.instead.items() if part in path), [None])
                answer = answers.pop(0) if len(answers) > 1 else answers[0]
            give(connection, answer or self._passed_on(path), self._closing)

    def _passed_on(self, path: str) -> Answer:
        behind = http.client.HTTPConnection(self._behind)
        try:
            behind.request("GET", path)
            answer = behind.getresponse()
            return ok(answer.read(), status=f"{answer.status} {answer.reason}")
        finally:
            behind.close()
