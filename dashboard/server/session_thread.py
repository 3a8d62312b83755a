"""The one thread in which Bokeh runs the callbacks of all sessions, and a probe of it for /healthz.

From Bokeh 3.10 on, callbacks of sessions run in the event loop's default threads, several at once. With 3.9 they run on
the event loop itself, one after the other, and the threads are idle.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

ANSWERS_WITHIN_S = 10.0
"""Time for the thread to take a probe: the longest callback, a what-if of the model, takes 1 s on a busy machine. The
image's health check waits 15 s."""

NO_ANSWER = (
    f"Visitors' choices have not been answered for {ANSWERS_WITHIN_S:g} s: the thread of the sessions is stuck. "
    "Restart the server."
)


def use_one_thread(loop: asyncio.AbstractEventLoop) -> None:
    """Run the callbacks of all sessions in one thread.

    Python computes in one thread at a time, so more of them would answer no visitor sooner. What sessions share, such
    as drawn charts and cached figures, is changed by one callback at a time, as with Bokeh 3.9.
    """
    loop.set_default_executor(ThreadPoolExecutor(1, "sessions"))


async def answers(within_s: float = ANSWERS_WITHIN_S) -> bool:
    """Return whether the thread runs a callback within this time."""
    try:
        await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(None, int), within_s)
    except TimeoutError:
        return False
    return True
