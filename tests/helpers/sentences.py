"""Sentences of a page, a picture or a script, and how many words they have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any

from typing_extensions import override

MOST_WORDS = 25
"""Longest sentence on the page, in words; numbers and signs are not words."""

INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "q", "small", "span", "strong", "sub", "sup", "var"})
NOT_TEXT = frozenset({"script", "style", "pre"})
SPOKEN = frozenset({"alt", "aria-description", "aria-label", "content", "data-words", "placeholder", "title"})
LITERAL = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
END = re.compile(r"(?<=[.!?])[)”\"]?\s+(?=[^a-zà-ÿ])")
ITEMS = re.compile(r";\s| · ")
LIST = re.compile(r":[^:;]+;[^;]+;")
"""Names after a colon, with semicolons between them: a list, whose items are counted one by one."""


class _Texts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open: list[str] = []
        self._hidden = 0

    def end(self) -> None:
        self.found.append(" ".join("".join(self._open).split()))
        self._open = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in NOT_TEXT
        if tag not in INLINE:
            self.end()
        self.found += [" ".join(value.split()) for name, value in attrs if name in SPOKEN and value]

    @override
    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in NOT_TEXT
        if tag not in INLINE:
            self.end()

    @override
    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._open.append(data)


def texts(markup: str) -> list[str]:
    """Return the texts of HTML or SVG: one of each element, and those of its attributes that are read out."""
    page = _Texts()
    page.feed(markup)
    page.end()
    return [text for text in page.found if text]


def literals(script: str) -> list[str]:
    """Return the strings in a script; a value in a template is one word."""
    found = (one or two for one, two in LITERAL.findall(script))
    return [" ".join(re.sub(r"\$\{[^}]*\}", "value", text).split()) for text in found if " " in text]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; of a list, its items."""
    if not text.endswith((".", "!", "?")):
        return [one for item in ITEMS.split(text) for one in END.split(item)]
    return [one for each in END.split(text) for one in (ITEMS.split(each) if LIST.search(each) else [each])]


def words(sentence: str) -> int:
    """Return the number of words: what has a letter."""
    return sum(any(letter.isalpha() for letter in word) for word in sentence.split())


def too_long(found: Iterable[str], quoted: str = "") -> list[str]:
    """Return the sentences that are too long, except those in a text that is quoted as published."""
    every = dict.fromkeys(one for text in found for one in sentences(text))
    return [one for one in every if words(one) > MOST_WORDS and one.rstrip(" ….") not in quoted]


def strings(value: Any) -> Iterable[str]:
    """Return every string in a JSON value, with single spaces."""
    if isinstance(value, str):
        return [" ".join(value.split())]
    if isinstance(value, dict):
        value = value.values()
    return [text for each in value for text in strings(each)] if isinstance(value, Iterable) else []
