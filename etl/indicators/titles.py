"""Titles that are unique: where two series have the same, each gets the words that distinguish it.

"GDP" of eight series becomes "GDP, constant prices", "GDP, annual growth" and so on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_IN_WORDS = (
    (re.compile(r"^current (?:US|international \$|PPP)"), "current prices"),
    (re.compile(r"^constant (?:\d{4} )?(?:US|international \$|PPP)"), "constant prices"),
    (re.compile(r"^current local currency"), "current prices, local currency"),
    (re.compile(r"^constant local currency"), "constant prices, local currency"),
    (re.compile(r"^% a year"), "annual growth"),
    (re.compile(r"^(?:sq\. km|hectares)$"), "total"),
    (re.compile(r"^(?:sq\. km|hectares) per person$"), "per person"),
    (re.compile(r"^billion cubic meters$"), "volume"),
    (re.compile(r"^% of (?=.)"), "share of "),
    (re.compile(r"^% (?=.)"), ""),
    (re.compile(r"^(?:people|pupils|teachers|subscriptions|servers|number|deaths)$"), "number"),
)
"""What distinguishes series of one title, by unit."""


@dataclass(frozen=True)
class Titled:
    """A series with its title and unit; an `is_fixed` title, chosen by hand, never changes."""

    code: str
    title: str
    unit: str
    is_fixed: bool = False


def distinct(series: Sequence[Titled]) -> dict[str, str]:
    """Return a title for each series by code, none of them twice, whatever their case."""
    titles = {one.code: one.title for one in series}
    for words in (_distinction, lambda one: one.unit, lambda one: one.code):
        for group in _same(series, titles):
            is_plain = _plain(group)
            for one in group:
                if not one.is_fixed and one is not is_plain and (added := words(one)):
                    titles[one.code] = f"{titles[one.code]}, {added}"
    return titles


def _same(series: Iterable[Titled], titles: dict[str, str]) -> list[list[Titled]]:
    groups: dict[str, list[Titled]] = defaultdict(list)
    for one in series:
        groups[titles[one.code].casefold()].append(one)
    return [group for group in groups.values() if len(group) > 1]


def _plain(group: list[Titled]) -> Titled | None:
    """Return the series that keeps its plain title: the only share or rate, else the only amount; None if several."""
    if any(one.is_fixed for one in group):
        return None
    shares = [one for one in group if one.unit.startswith(("% of ", "per "))]
    amounts = [one for one in group if not any(pattern.search(one.unit) for pattern, _ in _IN_WORDS)]
    return next((found[0] for found in (shares, amounts) if len(found) == 1), None)


def _distinction(one: Titled) -> str:
    for pattern, words in _IN_WORDS:
        if pattern.search(one.unit):
            return pattern.sub(words, one.unit) if words.endswith(" ") or not words else words
    return one.unit
