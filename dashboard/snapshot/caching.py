"""Cache of results on the object that they are computed from: it ends with that object.

`functools.lru_cache` holds its arguments in the function, that is, for the life of the process. A visitor's own figures
must not be there (docs/decisions/0017-own-figures-in-a-session.md), and neither need those of a replaced snapshot.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])

CACHES = "_cached_results"
"""Attribute of the first argument that has its caches, by function."""


def cached_on_argument(maxsize: int = 1, *, published: bool = False) -> Callable[[Function], Function]:
    """Cache a function's results on its first argument: a snapshot, or an object computed from one.

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
                cache = caches.setdefault(function, lru_cache(maxsize)(partial(function, owner)))
            return cache(*others, **named)

        return cast(Function, call)

    return decorate
