"""Computations that take longer than a visitor's click may: in a thread, so that the server continues to answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

import panel as pn

Result = TypeVar("Result")

_threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="figures")
"""One thread: Python runs no two at a time, and the results of the first are what the second would compute."""


class Background:
    """Runs one computation after another and shows the last result; without a session, as in a notebook, at once."""

    def __init__(self) -> None:
        """Start without a computation."""
        self._turn = 0

    def __call__(self, compute: Callable[[], Result], show: Callable[[Result], None]) -> None:
        """Call `show` with what `compute` returns, unless another computation has been asked for by then.

        An exception of `compute` is raised where `show` would be called, so the log has it.
        """
        self._turn += 1
        turn, document = self._turn, pn.state.curdoc
        if document is None or document.session_context is None:
            show(compute())
            return

        def finish(done: Future[Result]) -> None:
            def show_last() -> None:
                if turn == self._turn:
                    with pn.io.hold(document):
                        show(done.result())

            document.add_next_tick_callback(show_last)

        _threads.submit(compute).add_done_callback(finish)

    def stop(self) -> None:
        """Show nothing that is still being computed."""
        self._turn += 1
