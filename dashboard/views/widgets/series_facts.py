"""What is held of a series besides its values, as markup: beside its chart, and in the list of every series."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TypeAlias

from dashboard.snapshot.provenance import ABSENT, FRESH, KEPT, Source
from dashboard.views.widgets.html import element

Fact: TypeAlias = tuple[str, str]
"""A term, and what is said of it as markup."""

STATES = {FRESH: "fresh", KEPT: "kept from before", ABSENT: "absent"}


def about(source: Source) -> str:
    """Everything, as a list of terms."""
    return _list([*_described(source), _series(source), *_kept(source), _mended(source)])


def described(source: Source) -> str:
    """What has no column in the list of every series: what it means, who made it, what was mended; or nothing."""
    facts = [*_described(source)]
    return _list([*facts, _series(source), _mended(source)]) if facts else ""


def covers(source: Source) -> str:
    """First and last year, or nothing."""
    return f"{source.first_year}–{source.last_year}" if source.first_year else ""


def state(source: Source) -> str:
    """Whether it is fresh, since when not, and why: markup."""
    since = f" since {source.stale_since}" if source.stale_since else ""
    said = f"{STATES.get(source.state, source.state)}{since}"
    reason = f"<br>{escape(source.reason)}" if source.reason else ""
    return f'<span class="chip {escape(source.state)}">{escape(said)}</span>{reason}'


def _described(source: Source) -> Iterator[Fact]:
    if source.definition:
        yield "Definition", escape(source.definition)
    if source.producer:
        yield "Made by", escape(source.producer)


def _series(source: Source) -> Fact:
    return "Series", f"{element('a', source.code, href=source.link)}, {escape(source.dataset)}"


def _kept(source: Source) -> Iterator[Fact]:
    if source.first_year:
        yield "Covers", f"{covers(source)}, {source.economies} economies"
    looked = f"; looked up here on {source.checked or source.fetched}" if source.checked or source.fetched else ""
    yield "Updated", escape(f"by the World Bank on {source.vintage}{looked}")
    yield "State", state(source)
    yield "Licence", escape(source.licence)


def _mended(source: Source) -> Fact:
    items = "".join(element("li", correction) for correction in source.corrections)
    return "Corrected here", f"<ul>{items}</ul>" if items else "nothing: the World Bank’s values as they are"


def _list(facts: list[Fact]) -> str:
    pairs = "".join(f"<div>{element('dt', term)}<dd>{markup}</dd></div>" for term, markup in facts)
    return f'<dl class="about">{pairs}</dl>'
