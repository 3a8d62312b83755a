"""What a server does about its memory: once it has drawn its first page, and once a session has drawn something."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterable

from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import Model


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


def forget_empty(models: Iterable[Model]) -> None:
    """Lets go of the empty lists and dictionaries that Bokeh keeps of these models: half of a session's memory.

    Bokeh makes one for each property that it only looks at, some seven a model, and keeps it in case somebody puts
    something in (3.9, 3.10: HasProps has no public way to say that nobody will). It makes another when it looks again.
    Default values that hold something, and models that are one, stay.
    """
    for model in models:
        held = model._unstable_default_values
        for name in [name for name, value in held.items() if isinstance(value, PropertyValueContainer) and not value]:
            del held[name]
