"""Cache of rendered pages by URL: the next visitor of a URL gets the page at once.

Making a session takes most of a second, rendering its page a tenth of that; and of its session a page has only
the token. So a cached page is sent with the token of a session that is made meanwhile, while the browser reads the
scripts. Bokeh 3.9 places the models of a page by their order, and two pages of one URL have the same models in the same
order (tests/dashboard/server/test_page_cache.py).
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from dataclasses import dataclass

from cachetools import LRUCache

MOST_BYTES = 6_000_000
"""A page of Compare is 150 kB, of Explore, with its map, 270 kB, of Data 400 kB."""


@dataclass(frozen=True)
class CachedPage:
    """A page in UTF-8 before the token of its session, and after it."""

    before: bytes
    after: bytes

    def with_token(self, token: str) -> bytes:
        """Return the page for the session of `token`."""
        return self.before + token.encode() + self.after

    def size(self) -> int:
        """Return the number of bytes without a token."""
        return len(self.before) + len(self.after)


class PageCache:
    """The most recently used pages, by any key."""

    def __init__(self, most_bytes: int = MOST_BYTES):
        """Start empty, for pages of at most so many bytes together."""
        self._pages = LRUCache[Hashable, CachedPage](most_bytes, getsizeof=CachedPage.size)
        self._lock = threading.Lock()

    def put(self, key: Hashable, page: str, token: str) -> None:
        """Cache the page, unless it is too large, or its token is not in it exactly once, as its place is ambiguous."""
        halves = page.encode().split(token.encode())
        if len(halves) != 2:
            return
        cached = CachedPage(*halves)
        with self._lock:
            if cached.size() <= self._pages.maxsize:
                self._pages[key] = cached

    def get(self, key: Hashable) -> CachedPage | None:
        """Return the page of this key, or None."""
        with self._lock:
            return self._pages.get(key)

    def clear(self) -> None:
        """Remove all pages, as what pages are made of has changed."""
        with self._lock:
            self._pages.clear()


pages = PageCache()
