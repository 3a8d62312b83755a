"""Wait until something has happened elsewhere: in another thread, process or server."""

from __future__ import annotations

import time
from collections.abc import Callable

STEP_S = 0.005
WITHIN_S = 30.0
"""Far longer than anything waited for takes, even on a busy machine."""


def wait_until(condition: Callable[[], object], *, within_s: float = WITHIN_S) -> None:
    """Return once the condition is true; fail if it is not in time."""
    ends = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < ends, f"not so within {within_s} s"
        time.sleep(STEP_S)
