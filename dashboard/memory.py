"""What a server does about its memory once it has drawn its first page."""

from __future__ import annotations

import ctypes
import gc
import sys


def settle() -> None:
    """Gives back what start-up alone needed, and takes the rest out of every later collection of garbage.

    Panel collects all garbage whenever a session ends (1.9). Modules, cached figures and drawn charts outlive every
    session, so looking through them again is in vain.
    """
    gc.collect()
    gc.freeze()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc's alone; musl has none
        if trim:
            trim(0)
