"""Pages as they were rendered last, by address: the next visitor of an address has its page at once.

Making a session takes most of a second, rendering its page a tenth of that; and the page says of its session nothing
but the token. So a page kept is given out with the token of a session that is made meanwhile, while the browser reads
the scripts. Which models stand in which places goes by their order (Bokeh 3.9), and the same address has the same ones.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable

MOST_KEPT = 32
"""About 90 kB each."""


class Pages:
    """The pages kept, longest unused first."""

    def __init__(self, most: int = MOST_KEPT):
        """Keep nothing yet, and never more than `most`."""
        self._most, self._lock = most, threading.Lock()
        self._halves: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()

    def keep(self, address: Hashable, page: str, token: str) -> None:
        """Keeps a page that holds the token of its session once; any other is not understood, and not kept."""
        halves = tuple(page.split(token))
        if len(halves) != 2:
            return
        with self._lock:
            self._halves[address] = halves
            self._halves.move_to_end(address)
            while len(self._halves) > self._most:
                self._halves.popitem(last=False)

    def has(self, address: Hashable) -> bool:
        """Whether there is a page of this address."""
        return address in self._halves

    def give(self, address: Hashable, token: str) -> str:
        """The page of this address for the session of `token`.

        Raises:
            KeyError: there is none.
        """
        with self._lock:
            self._halves.move_to_end(address)
            return token.join(self._halves[address])

    def forget(self) -> None:
        """Keeps nothing any more: what pages are made of has changed."""
        with self._lock:
            self._halves.clear()


pages = Pages()
