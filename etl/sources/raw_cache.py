"""Raw cache: every response body that parsed, as received, so that a rebuild or a resumed refresh needs no network.

It is one SQLite file: a killed process never leaves half a body, and two processes may share it. The cache is optional:
if it cannot be read or written, a refresh logs that once and continues without it.

Not requests-cache: it stores a response when it arrives, by default every one with status 200. The services send
error pages, messages and truncated bodies with that status, and a filter would have to parse each body a second time.
Here `Fetcher` stores a body only after it has parsed, and a reader decides by the parsed value, such as its vintage,
whether to use it.
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
"""How long to wait for another process that has locked the file."""


@dataclass(frozen=True)
class Body:
    """A response body as received: still compressed if `encoding` is gzip."""

    raw: bytes
    encoding: str = ""
    fetched_at: float = 0.0

    def plain(self, max_bytes: int = 0) -> bytes:
        """Return the body uncompressed, at most `max_bytes` long (0: any length).

        Raises:
            ValueError: it is broken, truncated, or longer.
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
        """Whether it was fetched within the last `seconds`; a body from the future (wrong clock) was not."""
        return 0 <= time.time() - self.fetched_at < seconds


class RawCache:
    """Response bodies by URL. Thread-safe; a pickled copy opens the file in its own process."""

    def __init__(self, folder: Path):
        """Open the cache in `folder`, which is created if needed.

        Raises:
            CacheError: the folder cannot be written, or the file is not a cache.
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
            self._connection.execute("PRAGMA synchronous=NORMAL")  # a power cut may lose bodies, never the file
            self._connection.execute(_SCHEMA)

    def get(self, url: str) -> Body | None:
        """Return the body stored for `url`; None without one, or if its checksum does not match.

        Raises:
            CacheError: the file cannot be read.
        """
        with self._guarded("read"):
            row = self._connection.execute(_GET, (url,)).fetchone()
        if row is None or hashlib.sha256(row[3]).digest() != row[2]:
            return None
        return Body(raw=row[3], encoding=row[1], fetched_at=row[0])

    def put(self, url: str, body: Body) -> None:
        """Store `body` for `url`, replacing an earlier one.

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
            remedy = "delete it, and all is fetched again" if _is_damage(error) else "figures are fetched without it"
            raise CacheError(f"the raw cache {self.path} cannot be {done} ({_reason(error)}); {remedy}") from error

    def __reduce__(self) -> tuple[type[RawCache], tuple[Path]]:
        """Pickle the folder only: a copy opens the file in its own process."""
        return RawCache, (self.path.parent,)


def _is_busy(error: BaseException) -> bool:
    return getattr(error, "sqlite_errorname", "") == "SQLITE_BUSY"


_when_free = tenacity.Retrying(
    retry=tenacity.retry_if_exception(_is_busy),
    wait=tenacity.wait_random(0.01, 0.05),
    stop=tenacity.stop_after_delay(LONGEST_WAIT_S),
    reraise=True,
)
"""SQLite's own timeout does not apply when two processes create the file and change its journal mode at once."""


def _is_damage(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorname", "") in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
