"""Cache of rendered pages by URL: the next visitor of a URL gets the page at once.

Making a session takes most of a second, rendering its page a tenth of that; and of its session a page has only
the token. So a cached page is sent with the token of a session that is made meanwhile, while the browser reads the
scripts. Bokeh 3.9 places the models of a page by their order, and two pages of one URL have the same models in the same
order (tests/dashboard/server/test_page_cache.py).

Pages are cached as compressed by Brotli: a fifth of the memory, and a repeated page takes no CPU time for it. The token
comes near the end of a page. What precedes it is compressed once; the rest follows uncompressed, which Brotli allows.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import brotlicffi
from cachetools import LRUCache

from dashboard.assets.bundle import NONCE_PLACEHOLDER

MOST_BYTES = 3_000_000
"""Compressed, a page of Explore, with its map, is 60 kB; of Data 40 kB."""

QUICK, BEST = 7, 11
"""Quality of Brotli for a page just made (8 ms), and for one asked for again (0.3 s in a thread; 12 % less)."""

LONGEST_END = 1 << 16
"""Bytes that one uncompressed part of a Brotli stream may have; after the token come 2 kB."""


EMPTY_PART = b"\x03"
"""The last part of a Brotli stream, from the lowest bit on: 1 (the last), 1 (empty)."""


@dataclass(frozen=True)
class CachedPage:
    """A page in UTF-8 without the token of its session.

    `start` is the beginning of a Brotli stream. `middle`, before the token, has the places of the response's nonce,
    which `security.SecurityHeaders` fills; `end` comes after the token.
    """

    start: bytes
    middle: bytes
    end: bytes
    quality: int

    @classmethod
    def of(cls, before: bytes, end: bytes, quality: int = QUICK) -> CachedPage:
        """Compress what comes before the token, up to the first place of the nonce."""
        place = before.find(NONCE_PLACEHOLDER.encode())
        cut = place if place >= 0 else len(before)
        compressor = brotlicffi.Compressor(quality=quality)
        return cls(compressor.process(before[:cut]) + compressor.flush(), before[cut:], end, quality)

    def with_token(self, token: str) -> bytes:
        """Return the page for the session of `token`."""
        return self._before() + token.encode() + self.end

    def compressed_with_token(self, token: str) -> bytes:
        """Return the page for the session of `token`, compressed by Brotli; the nonce is not, nor what follows it."""
        return self.start + _uncompressed_end(self.middle + token.encode() + self.end)

    def at_best(self) -> CachedPage:
        """Return the same page, compressed as far as Brotli can."""
        return self.of(self._before(), self.end, BEST)

    def size(self) -> int:
        """Return the number of bytes without a token."""
        return len(self.start) + len(self.middle) + len(self.end)

    def _before(self) -> bytes:
        return brotlicffi.decompress(self.start + EMPTY_PART) + self.middle


def _uncompressed_end(rest: bytes) -> bytes:
    """Return `rest` as the last bytes of a Brotli stream that was flushed (RFC 7932, section 9.2).

    A part is 0 (not the last), 00 (its length has 16 bits), its length less one, 1 (uncompressed), zeros to a whole
    byte, all from the lowest bit on; then the bytes.
    """
    parts = [rest[at : at + LONGEST_END] for at in range(0, len(rest), LONGEST_END)]
    heads = [((len(part) - 1) << 3 | 1 << 19).to_bytes(3, "little") for part in parts]
    return b"".join(head + part for head, part in zip(heads, parts, strict=True)) + EMPTY_PART


class PageCache:
    """The most recently used pages, by any key."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        """Start empty, for pages of at most so many bytes together, compressed."""
        self._pages = LRUCache[Hashable, CachedPage](most_bytes, getsizeof=CachedPage.size)
        self._lock = threading.Lock()
        self._improver = ThreadPoolExecutor(1, "page compression")
        self._is_improving = False

    def put(self, key: Hashable, page: str, token: str) -> None:
        """Cache the page, unless it is too large, or its token is not in it exactly once, as its place is ambiguous."""
        if page.count(token) == 1:
            before, end = page.encode().split(token.encode())
            self._put(key, CachedPage.of(before, end))

    def get(self, key: Hashable) -> CachedPage | None:
        """Return the page of this key, or None."""
        with self._lock:
            return self._pages.get(key)

    def improve(self, key: Hashable) -> None:
        """Compress a page that was asked for again as far as Brotli can, in a thread, one page at a time."""
        with self._lock:
            page = self._pages.get(key)
            if page is None or page.quality == BEST or self._is_improving:
                return
            self._is_improving = True
        self._improver.submit(self._improve, key, page)

    def _improve(self, key: Hashable, page: CachedPage) -> None:
        try:
            best = page.at_best()
            with self._lock:
                if self._pages.get(key) is page:
                    self._pages[key] = best
        finally:
            self._is_improving = False

    def _put(self, key: Hashable, page: CachedPage) -> None:
        with self._lock:
            if page.size() <= self._pages.maxsize:
                self._pages[key] = page

    def close(self) -> None:
        """Wait for the page that is being compressed, and compress no more."""
        self._improver.shutdown()

    def clear(self) -> None:
        """Remove all pages, as what pages are made of has changed."""
        with self._lock:
            self._pages.clear()


pages = PageCache()
