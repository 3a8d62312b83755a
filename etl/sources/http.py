"""HTTP client: GET a complete, well-formed body or raise why not; with retries, a deadline and the raw cache.

Bodies that parsed are stored in the raw cache; offline, the cache is the only source.

requests with urllib3's Retry is not enough: it does not retry a connection reset in mid-body, a short body or an HTML
page sent with status 200, has no deadline for a server that sends slowly, and accepts a truncated gzip body.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import msgspec
import requests
import tenacity
from urllib3.exceptions import HTTPError

from etl.errors import CacheError, NotServed, Refused, Unreachable
from etl.sources.raw_cache import Body, RawCache

log = logging.getLogger(__name__)

T = TypeVar("T")

USER_AGENT = "worldbank-climate-dashboard/0.1 (python-requests)"
FINAL_STATUS = frozenset({400, 401, 404, 405, 410, 414})
"""Statuses that a retry would not change. Not 403: the World Bank's gateway sent it in an outage (2025-08)."""
CHUNK_BYTES = 256 * 1024


@dataclass
class Fetcher:
    """HTTP client with retries, back-off, a deadline for each attempt and a limit on size. Thread-safe."""

    attempts: int = 5
    deadline_s: float = 120.0
    silence_s: float = 30.0
    longest_wait_s: float = 60.0
    first_wait_s: float = 1.0
    max_bytes: int = 512 * 1024 * 1024
    cache: RawCache | None = None
    offline: bool = False
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _halted: threading.Event = field(default_factory=threading.Event, repr=False)
    _parsing: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def halt(self) -> None:
        """Stop the requests and waits of all threads; every further attempt fails at once."""
        self._halted.set()

    def get(
        self,
        url: str,
        parse: Callable[[bytes], T],
        *,
        fresh_for_s: float = 0.0,
        is_valid: Callable[[T], bool] | None = None,
        store: bool = True,
    ) -> T:
        """Return the parsed body at `url`; retry while the request or `parse` raises `Unreachable`.

        Args:
            url: the address.
            parse: parses the body; raises `Unreachable` for anything that is not a response of the service.
            fresh_for_s: use a cached body younger than this instead of a request.
            is_valid: use a cached body instead of a request if this accepts its parsed value. With `fresh_for_s`,
                both conditions apply.
            store: whether to store the body in the cache.

        Raises:
            Unreachable: no attempt gave a usable body; the message names the URL and the last reason.
            NotServed: at once, on a status that a retry would not change.
            Refused: at once, from `parse`, for an error message of the service.
        """
        if self.offline or fresh_for_s or is_valid:
            cached = self._cached(url)
            if cached and self.offline:
                return self._parsed(cached, parse)
            if cached and (not fresh_for_s or cached.is_younger_than(fresh_for_s)):
                with contextlib.suppress(Unreachable, Refused):  # stored by a version that accepted it: fetch again
                    parsed = self._parsed(cached, parse)
                    if is_valid is None or is_valid(parsed):
                        return parsed
        if self.offline:
            raise Unreachable(f"{url} is not in the raw cache; run without --offline to fetch it")
        body, parsed = self._fetch(url, parse)
        if store:
            self._with_cache(lambda cache: cache.put(url, body))
        return parsed

    def _fetch(self, url: str, parse: Callable[[bytes], T]) -> tuple[Body, T]:
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Unreachable),
            stop=tenacity.stop_any(
                tenacity.stop_after_attempt(self.attempts), tenacity.stop_when_event_set(self._halted)
            ),
            wait=self._wait,
            sleep=self._sleep,
            reraise=True,
        )

        def attempt() -> tuple[Body, T]:
            body = self._request(url)
            return body, self._parsed(body, parse)

        try:
            return retrying(attempt)
        except Unreachable as last:
            tries = "1 try" if self.attempts == 1 else f"{self.attempts} tries"
            raise Unreachable(f"{url} gave no usable answer in {tries}: {last}") from last

    def _parsed(self, body: Body, parse: Callable[[bytes], T]) -> T:
        """Parse one body at a time: parsing holds the GIL anyway, and takes many times the body's size in memory."""
        with self._parsing:
            try:
                plain = body.plain(self.max_bytes)
            except ValueError as error:
                raise Unreachable(str(error)) from error
            parsed = parse(plain)
        self._local.read_at = datetime.fromtimestamp(body.fetched_at, UTC).isoformat(timespec="seconds")
        return parsed

    def _cached(self, url: str) -> Body | None:
        return self._with_cache(lambda cache: cache.get(url))

    def _with_cache(self, use: Callable[[RawCache], T]) -> T | None:
        """Use the cache; after its first error, log it and continue without a cache (offline: raise it)."""
        if self.cache is None:
            return None
        try:
            return use(self.cache)
        except CacheError as error:
            if self.offline:
                raise
            log.warning("%s", error)
            self.cache = None
            return None

    def __getstate__(self) -> dict[str, Any]:
        """Return the settings only: another process opens its own connections."""
        return {name: value for name, value in self.__dict__.items() if not name.startswith("_")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    @property
    def read_at(self) -> str:
        """When the last body returned to this thread left its service, ISO 8601, UTC; empty before the first."""
        return getattr(self._local, "read_at", "")

    def _sleep(self, seconds: float) -> None:
        self._halted.wait(seconds)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = getattr(error, "retry_after_s", None)
        if asked is not None:
            return min(asked, self.longest_wait_s)
        backoff = tenacity.wait_exponential(multiplier=self.first_wait_s) + tenacity.wait_random(0, self.first_wait_s)
        return min(backoff(state), self.longest_wait_s)

    def _session(self) -> requests.Session:
        if not hasattr(self._local, "session"):
            self._local.session = requests.Session()
            self._local.session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"})
        return self._local.session

    def _request(self, url: str) -> Body:
        ends = time.monotonic() + self.deadline_s
        try:
            with self._session().get(url, stream=True, timeout=self.silence_s) as response:
                if response.status_code in FINAL_STATUS:
                    raise NotServed(f"{url} is answered with status {response.status_code}")
                if response.status_code != 200:
                    raise Unreachable(f"status {response.status_code}", _retry_after(response))
                body = bytearray()
                # Undecoded, so that the end of a gzip body can be checked. read1 returns the bytes that have arrived:
                # `stream` would wait for a whole chunk, and a slow server would never hit the deadline.
                while chunk := response.raw.read1(CHUNK_BYTES, decode_content=False):
                    body += chunk
                    if self._halted.is_set():
                        raise Unreachable("stopped")
                    if time.monotonic() > ends:
                        raise Unreachable(f"not complete after {self.deadline_s:.0f} s")
                    if len(body) > self.max_bytes:
                        raise Unreachable(f"larger than {self.max_bytes:,} bytes")
                return Body(bytes(body), response.headers.get("Content-Encoding", ""), time.time())
        # `raw.read1` raises urllib3's HTTPError, which requests wraps in `iter_content` only.
        except (requests.RequestException, HTTPError, OSError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error


def strict_json(body: bytes, kind: Any = Any) -> Any:
    """Return the JSON value in `body`, decoded as `kind`; anything else (HTML, XML, cut off, NaN) is an outage.

    Raises:
        Unreachable: with the first characters of the body.
    """
    try:
        return msgspec.json.decode(body.removeprefix(b"\xef\xbb\xbf"), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        start = body[:60].decode("utf-8", "replace")
        raise Unreachable(f"not the JSON expected ({error}); it begins with {start!r}") from error


def _retry_after(response: requests.Response) -> float | None:
    """Return the seconds that the server asks to wait, from either form of the Retry-After header."""
    header = response.headers.get("Retry-After", "")
    if header.isdecimal():
        return float(header)
    try:
        return max(parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
    except ValueError:
        return None
