"""Cache of results on the object that they are computed from: it ends with that object.

`functools.lru_cache` holds its arguments in the function, that is, for the life of the process. A visitor's own figures
must not be there (docs/decisions/0017-own-figures-in-a-session.md), and neither need those of a replaced snapshot.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any, TypeVar, cast

from dashboard.snapshot.errors import faults

Function = TypeVar("Function", bound=Callable[..., Any])

CACHES = "_cached_results"
"""Attribute of the first argument that has its caches, by function."""


def cached_on_argument(maxsize: int = 1, *, published: bool = False) -> Callable[[Function], Function]:
    """Cache a function's results on its first argument: a snapshot, or an object computed from one.

    A result made while figures could not be read is returned and not cached (errors.faults).

    Args:
        maxsize: results for each first argument, by the other arguments.
        published: whether the function reads published figures only. It is then called with the published snapshot,
            so that visitors with figures of their own share its results, and it cannot see theirs.
    """

    def decorate(function: Function) -> Function:
        @wraps(function)
        def call(first: Any, *others: Any, **named: Any) -> Any:
            owner = getattr(first, "published" if published else "present", first)
            caches = vars(owner).setdefault(CACHES, {})
            cache = caches.get(function)
            if cache is None:  # two threads may both make one: the first stays
                cache = caches.setdefault(function, lru_cache(maxsize)(partial(_sound, function, owner)))
            try:
                return cache(*others, **named)
            except _UnsoundError as unsound:
                return unsound.result

        return cast(Function, call)

    return decorate


class _UnsoundError(Exception):
    """Carries a result past the cache, which stores no call that raises."""

    def __init__(self, result: Any) -> None:
        super().__init__()
        self.result = result


def _sound(function: Callable[..., Any], *args: Any, **named: Any) -> Any:
    before = faults()
    result = function(*args, **named)
    if faults() != before:
        raise _UnsoundError(result)
    return result
