"""Pages made before their session, which takes them over."""

from __future__ import annotations

from cachetools import LRUCache

from dashboard.views.page.page import Page

MOST_PREPARED = 16
"""A session is made 0.2 s after its page was sent, so few wait at one time; 1 MB each, which the session takes over."""

_pages: LRUCache[str, Page] = LRUCache(MOST_PREPARED)


def put(session_id: str, page: Page) -> None:
    """Keep a page until the session of this id is made."""
    _pages[session_id] = page


def take(session_id: str) -> Page | None:
    """Return the page of this session and forget it; None without one."""
    return _pages.pop(session_id, None)
