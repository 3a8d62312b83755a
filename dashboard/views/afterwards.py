"""What can wait until the browser has been told what the reader looks at first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import panel as pn

Act = Callable[[], None]


class Afterwards:
    """Called with an act, does it; at once, or at the end of `told_first`.

    The server so works at the lower half of the page while the browser draws the upper one.
    """

    def __init__(self) -> None:
        """Nothing waits yet."""
        self._waiting: dict[Act, None] | None = None

    def __call__(self, act: Act) -> None:
        """Does it; an act that waits already is done once."""
        if self._waiting is None:
            act()
        else:
            self._waiting[act] = None

    @contextmanager
    def told_first(self) -> Iterator[None]:
        """Sends what changes within as one message, and then what the acts that have waited change as another."""
        self._waiting = {}
        try:
            with pn.io.hold():
                yield
        finally:
            waiting, self._waiting = self._waiting, None
        with pn.io.hold():
            for act in waiting:
                act()
