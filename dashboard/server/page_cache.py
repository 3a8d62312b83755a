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

MOST_PAGES = 32
"""About 90 kB each."""


@dataclass(frozen=True)
class CachedPage:
    """A page before the token of its session, and after it."""

    before: str
    after: str

    def with_token(self, token: str) -> str:
        """Return the page for the session of `token`."""
        return f"{self.before}{token}{self.after}"


class PageCache:
    """The most recently used pages, by any key."""

    def __init__(self, most: int = MOST_PAGES):
        """Start empty, for at most `most` pages."""
        self._pages, self._lock = LRUCache[Hashable, CachedPage](most), threading.Lock()

    def put(self, key: Hashable, page: str, token: str) -> None:
        """Cache the page if the token of its session occurs exactly once in it; else its place is ambiguous."""
        halves = page.split(token)
        if len(halves) == 2:
            with self._lock:
                self._pages[key] = CachedPage(*halves)

    def get(self, key: Hashable) -> CachedPage | None:
        """Return the page of this key, or None."""
        with self._lock:
            return self._pages.get(key)

    def clear(self) -> None:
        """Remove all pages, as what pages are made of has changed."""
        with self._lock:
            self._pages.clear()


pages = PageCache()
