"""One computed number as the page explains it: words, formula, assumptions, source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """One number. `formula` is HTML with nothing but `sub`, `sup` and `i` in it; all else is text.

    `measures` are the ids in the table `warming` that it explains; without any it always applies.
    """

    title: str
    words: str
    formula: str
    assumes: str
    source: str
    measures: tuple[str, ...] = ()
