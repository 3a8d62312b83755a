"""Explanation of one computed number on the page: description, formula, assumptions, source."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """Method of one number. `formula` is HTML with `sub`, `sup` and `i` only; all other fields are text.

    `measures` has the ids in the table `warming` that it explains; without any it always applies.
    """

    title: str
    words: str
    formula: str
    assumes: str
    source: str
    measures: tuple[str, ...] = ()
