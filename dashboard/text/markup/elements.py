"""HTML elements from text: the one place where text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


def element(tag: str, text: str, **attributes: str) -> str:
    """Return an element with escaped text and attributes, whose names may end with an underscore (`class_`)."""
    worded = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{worded}>{escape(text)}</{tag}>"


def wrap(tag: str, markup: str, **attributes: str) -> str:
    """Return an element around markup, in which text must be escaped, by `element` or `escape`."""
    empty = element(tag, "", **attributes)
    return f"{empty.removesuffix(f'</{tag}>')}{markup}</{tag}>"


def sentences(texts: Iterable[str]) -> str:
    """Return a paragraph for each of these sentences that is not empty."""
    return "".join(element("p", text, class_="sentence") for text in texts if text)
