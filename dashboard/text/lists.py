"""Lists within a sentence."""

from __future__ import annotations

from collections.abc import Sequence


def list_with_and(items: Sequence[object]) -> str:
    """Return the items as a list within a sentence: "A", "A and B", "A, B and C"."""
    *first, last = map(str, items)
    return f"{', '.join(first)} and {last}" if first else last
