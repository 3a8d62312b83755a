"""Pages as they were rendered last, by address: the next visitor of an address has its page at once.

Making a session takes most of a second, rendering its page a tenth of that; and the page says of its session nothing
but the token. So a page kept is given out with the token of a session that is made meanwhile, while the browser reads
the scripts. Which models stand in which places goes by their order (Bokeh 3.9), and the same address has the same ones.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

MOST_KEPT = 32
"""About 90 kB each."""


@dataclass(frozen=True)
class Page:
    """What stands in a page before the token, and after it."""

    before: str
    after: str

    def given(self, token: str) -> str:
        """The page for the session of `token`."""
        return f"{self.before}{token}{self.after}"


class PageCache:
    """The pages kept, longest unused first."""

    def __init__(self, most: int = MOST_KEPT):
        """Keep nothing yet, and never more than `most`."""
        self._most, self._lock = most, threading.Lock()
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()

    def keep(self, address: Hashable, page: str, token: str) -> None:
        """Keeps a page that holds the token of its session once; any other is not understood, and not kept."""
        halves = page.split(token)
        if len(halves) != 2:
            return
        with self._lock:
            self._pages[address] = Page(*halves)
            self._pages.move_to_end(address)
            while len(self._pages) > self._most:
                self._pages.popitem(last=False)

    def find(self, address: Hashable) -> Page | None:
        """The page of this address, if there is one."""
        with self._lock:
            if address in self._pages:
                self._pages.move_to_end(address)
            return self._pages.get(address)

    def forget(self) -> None:
        """Keeps nothing any more: what pages are made of has changed."""
        with self._lock:
            self._pages.clear()


pages = PageCache()
