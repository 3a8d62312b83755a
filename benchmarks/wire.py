"""A proxy between browser and server that counts bytes, with headers and as compressed."""

from __future__ import annotations

import asyncio
import threading
from typing import Self

CHUNK = 1 << 16


class Wire:
    """A port that forwards everything to another one. `down` counts the bytes to the browser, `up` those from it."""

    def __init__(self, port: int):
        """Forward to `port` of this machine."""
        self._to, self.port = port, 0
        self.down = self.up = 0
        self._loop = asyncio.new_event_loop()
        self._is_open = threading.Event()

    def __enter__(self) -> Self:
        threading.Thread(target=self._run, daemon=True).start()
        self._is_open.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._met, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._is_open.set()
        self._loop.run_forever()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        await asyncio.gather(self._pass(reader, far_writer, "up"), self._pass(far_reader, writer, "down"))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        try:
            while passed := await reader.read(CHUNK):
                setattr(self, way, getattr(self, way) + len(passed))
                writer.write(passed)
                await writer.drain()
        except OSError:
            pass  # either end may close at any time
        finally:
            writer.close()
