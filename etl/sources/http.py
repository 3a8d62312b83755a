"""GET that either brings a whole, well-formed body or says why not. Knows nothing of what the bodies mean.

requests with urllib3's Retry is not enough here: it never retries a reset in mid-body, a short body or an HTML page
sent with 200, has no deadline for a server that drips, and takes a truncated gzip for a complete one.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TypeVar

import orjson
import requests
import tenacity
from urllib3.exceptions import HTTPError

from etl.errors import Refused, Unreachable

T = TypeVar("T")

USER_AGENT = "worldbank-climate-dashboard/0.1 (python-requests)"
FINAL_STATUS = frozenset({400, 401, 404, 405, 410, 414})
"""Asking again would not help. 403 is not among them: the World Bank's gateway gave it in an outage (2025-08)."""
CHUNK_BYTES = 256 * 1024


@dataclass
class Fetcher:
    """Fetches bodies with retries, back-off, a deadline for each try and a cap on size. Safe to use from threads."""

    attempts: int = 5
    deadline_s: float = 120.0
    silence_s: float = 30.0
    longest_wait_s: float = 60.0
    first_wait_s: float = 1.0
    max_bytes: int = 512 * 1024 * 1024
    _local: threading.local = field(default_factory=threading.local, repr=False)

    def get(self, url: str, understand: Callable[[bytes], T]) -> T:
        """The body at `url` as `understand` reads it; tried again while either raises `Unreachable`.

        Raises:
            Unreachable: no try brought a usable body; the sentence names the URL and the last reason.
            Refused: at once, on a status that asking again would not change; and what `understand` raises for the
                service's own refusals.
        """
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type(Unreachable),
            stop=tenacity.stop_after_attempt(self.attempts),
            wait=self._wait,
            reraise=True,
        )
        try:
            return retrying(lambda: understand(self._once(url)))
        except Unreachable as last:
            tries = "1 try" if self.attempts == 1 else f"{self.attempts} tries"
            raise Unreachable(f"{url} gave no usable answer in {tries}: {last}") from last

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

    def _once(self, url: str) -> bytes:
        ends = time.monotonic() + self.deadline_s
        try:
            with self._session().get(url, stream=True, timeout=self.silence_s) as response:
                if response.status_code in FINAL_STATUS:
                    raise Refused(f"{url} is answered with status {response.status_code}")
                if response.status_code != 200:
                    raise Unreachable(f"status {response.status_code}", _retry_after(response))
                body = bytearray()
                # Undecoded, so that the end of a gzip body can be checked. read1 gives what has come: `stream` would
                # wait for a whole chunk, and a server that drips would never meet the deadline.
                while chunk := response.raw.read1(CHUNK_BYTES, decode_content=False):
                    body += chunk
                    if time.monotonic() > ends:
                        raise Unreachable(f"not complete after {self.deadline_s:.0f} s")
                    if len(body) > self.max_bytes:
                        raise Unreachable(f"larger than {self.max_bytes:,} bytes")
                return self._decoded(bytes(body), response.headers.get("Content-Encoding", ""))
        # HTTPError: `raw.read1` raises urllib3's own errors, which requests wraps only in `iter_content`.
        except (requests.RequestException, HTTPError, OSError) as error:
            raise Unreachable(f"{type(error).__name__}: {error}") from error

    def _decoded(self, body: bytes, encoding: str) -> bytes:
        if encoding != "gzip":
            return body
        gunzip = zlib.decompressobj(wbits=31)
        try:
            plain = gunzip.decompress(body, self.max_bytes)
        except zlib.error as error:
            raise Unreachable(f"broken gzip body: {error}") from error
        if gunzip.unconsumed_tail:
            raise Unreachable(f"larger than {self.max_bytes:,} bytes")
        if not gunzip.eof:
            raise Unreachable("truncated gzip body")
        return plain


def strict_json(body: bytes) -> object:
    """The JSON value in `body`; anything else (HTML, XML, cut, NaN) is an outage in disguise.

    Raises:
        Unreachable: with the first characters of what came instead.
    """
    try:
        return orjson.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        start = body[:60].decode("utf-8", "replace")
        raise Unreachable(f"not JSON ({error}); it begins with {start!r}") from error


def _retry_after(response: requests.Response) -> float | None:
    """Seconds the server asks to wait, from either form of the Retry-After header."""
    header = response.headers.get("Retry-After", "")
    if header.isdecimal():
        return float(header)
    try:
        return max(parsedate_to_datetime(header).timestamp() - time.time(), 0.0)
    except ValueError:
        return None
