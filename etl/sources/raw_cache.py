"""The raw cache: every body that was understood, as it came, so that a rebuild or a resumed refresh needs no network.

One SQLite file: each body is kept or lost as a whole, whenever the process is killed, and two processes may share it.
The cache is a help, never a condition: where it cannot be read or written, a refresh says so once and goes on without.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import tenacity

from etl.errors import CacheError

FILE = "raw.sqlite"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS body (
    url TEXT PRIMARY KEY, fetched_at REAL NOT NULL, encoding TEXT NOT NULL, sha256 BLOB NOT NULL, raw BLOB NOT NULL
) WITHOUT ROWID
"""
_PUT = "INSERT OR REPLACE INTO body VALUES (?, ?, ?, ?, ?)"
_GET = "SELECT fetched_at, encoding, sha256, raw FROM body WHERE url = ?"

LONGEST_WAIT_S = 30
"""How long another process may keep the file to itself."""


@dataclass(frozen=True)
class Body:
    """A body as it came: still compressed if `encoding` says so."""

    raw: bytes
    encoding: str = ""
    fetched_at: float = 0.0

    def plain(self, max_bytes: int = 0) -> bytes:
        """The body uncompressed, at most `max_bytes` of it (0: all).

        Raises:
            ValueError: it is broken, cut off, or longer.
        """
        if self.encoding != "gzip":
            return self.raw
        gunzip = zlib.decompressobj(wbits=31)
        try:
            plain = gunzip.decompress(self.raw, max_bytes)
        except zlib.error as error:
            raise ValueError(f"broken gzip body: {error}") from error
        if gunzip.unconsumed_tail:
            raise ValueError(f"larger than {max_bytes:,} bytes")
        if not gunzip.eof:
            raise ValueError("truncated gzip body")
        return plain

    def is_younger_than(self, seconds: float) -> bool:
        """Whether it was fetched within the last `seconds`; a body from the future (a clock set wrong) was not."""
        return 0 <= time.time() - self.fetched_at < seconds


class RawCache:
    """Bodies by URL. Safe to use from threads, and after being sent to another process."""

    def __init__(self, folder: Path):
        """Open the cache in `folder`, which is made on first use.

        Raises:
            CacheError: the folder cannot be written, or the file in it is no cache.
        """
        self.path = folder / FILE
        self._lock = threading.Lock()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                self.path, timeout=LONGEST_WAIT_S, check_same_thread=False, isolation_level=None
            )
        except (OSError, sqlite3.Error) as error:
            raise CacheError(f"the raw cache {self.path} cannot be opened ({_reason(error)})") from error
        with self._guarded("opened"):
            _when_free(self._connection.execute, "PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")  # a power cut may cost bodies, never the file
            self._connection.execute(_SCHEMA)

    def get(self, url: str) -> Body | None:
        """What was kept for `url`; None if nothing was, or if its bytes are not the ones that were kept.

        Raises:
            CacheError: the file cannot be read.
        """
        with self._guarded("read"):
            row = self._connection.execute(_GET, (url,)).fetchone()
        if row is None or hashlib.sha256(row[3]).digest() != row[2]:
            return None
        return Body(raw=row[3], encoding=row[1], fetched_at=row[0])

    def put(self, url: str, body: Body) -> None:
        """Keeps `body` for `url`, in place of an earlier one.

        Raises:
            CacheError: the file cannot be written.
        """
        digest = hashlib.sha256(body.raw).digest()
        with self._guarded("written"):
            self._connection.execute(_PUT, (url, body.fetched_at, body.encoding, digest, body.raw))

    @contextmanager
    def _guarded(self, done: str) -> Iterator[None]:
        try:
            with self._lock:
                yield
        except sqlite3.DatabaseError as error:
            remedy = "delete it; everything is fetched anew" if _is_damage(error) else "figures are fetched without it"
            raise CacheError(f"the raw cache {self.path} cannot be {done} ({_reason(error)}); {remedy}") from error

    def __reduce__(self) -> tuple[type[RawCache], tuple[Path]]:
        """A copy in another process opens the file there."""
        return RawCache, (self.path.parent,)


def _is_busy(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_BUSY"


_when_free = tenacity.Retrying(
    retry=tenacity.retry_if_exception(_is_busy),
    wait=tenacity.wait_random(0.01, 0.05),
    stop=tenacity.stop_after_delay(LONGEST_WAIT_S),
    reraise=True,
)
"""SQLite itself does not wait where two that make the file at once both turn its journal: one is refused right away."""


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "") in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
