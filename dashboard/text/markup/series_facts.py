"""The facts of a series as HTML: definition, producer, coverage, state, licence and corrections."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TypeAlias

from dashboard.snapshot.provenance import ABSENT, FRESH, KEPT, Source
from dashboard.text.markup.elements import element
from dashboard.text.numbers import with_minus

Fact: TypeAlias = tuple[str, str]
"""A term, and its description as markup."""

MOST_LISTED = 20
"""Doubts listed of one series; the table `doubts` has all."""

STATES = {FRESH: "up to date", KEPT: "from an earlier refresh", ABSENT: "missing"}


def about(source: Source) -> str:
    """Return all facts, as a list of terms."""
    return _list([*_described(source), _series(source), *_status(source), _corrections(source), *_doubts(source)])


def described(source: Source) -> str:
    """Return the facts that have no column in the table of all series: definition, producer, corrections; or ""."""
    facts = [*_described(source)]
    return _list([*facts, _series(source), _corrections(source), *_doubts(source)]) if facts else ""


def covers(source: Source) -> str:
    """Return first and last year; "" without values."""
    return f"{source.first_year}–{source.last_year}" if source.first_year else ""


def state(source: Source) -> str:
    """Return the state as markup: whether the series is fresh, since when it is not, and why."""
    since = f" since {source.stale_since}" if source.stale_since else ""
    label = f"{STATES.get(source.state, source.state)}{since}"
    reason = f"<br>{escape(source.reason)}" if source.reason else ""
    return f'<span class="chip {escape(source.state)}">{escape(label)}</span>{reason}'


def _described(source: Source) -> Iterator[Fact]:
    if source.definition:
        yield "Definition", escape(source.definition)
    if source.producer:
        yield "Producer", escape(source.producer)


def _series(source: Source) -> Fact:
    code = element("a", source.code, href=source.link) if source.link else escape(source.code)
    return "Indicator code", f"{code}, {escape(source.dataset)}"


def _status(source: Source) -> Iterator[Fact]:
    if source.first_year:
        yield "Coverage", f"{covers(source)}, {source.economies} countries"
    checked = f"; checked on {source.checked or source.fetched}" if source.checked or source.fetched else ""
    yield "Updated", escape(f"{'by the World Bank ' if source.link else ''}on {source.vintage}{checked}")
    yield "Status", state(source)
    yield "Licence", escape(source.licence)


def _corrections(source: Source) -> Fact:
    items = "".join(element("li", correction) for correction in source.corrections)
    return "Corrections", f"<ul>{items}</ul>" if items else "none: World Bank values as published"


def _doubts(source: Source) -> Iterator[Fact]:
    """Yield values left out by rule, and data doubts, if there are any."""
    for term, texts in (("Excluded values", source.left_out), ("Data doubts", source.doubts)):
        if texts:
            items = [element("li", with_minus(text)) for text in texts[:MOST_LISTED]]
            more = len(texts) - MOST_LISTED
            items += [element("li", f"{more} more: table doubts")] if more > 0 else []
            yield term, f"<ul>{''.join(items)}</ul>"


def _list(facts: list[Fact]) -> str:
    pairs = "".join(f"<div>{element('dt', term)}<dd>{markup}</dd></div>" for term, markup in facts)
    return f'<dl class="about">{pairs}</dl>'
