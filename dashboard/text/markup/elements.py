"""HTML elements from text: the one place where text is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

SCENARIO = re.compile(r"SSP\d-\d\.\d")
"""Name of a scenario; js/map/years.js has the same."""


def element(tag: str, text: str, **attributes: str) -> str:
    """Return an element with escaped text and attributes, whose names may end with an underscore (`class_`)."""
    worded = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{worded}>{escape(text)}</{tag}>"


def wrap(tag: str, markup: str, **attributes: str) -> str:
    """Return an element around markup, in which text must be escaped, by `element` or `escape`."""
    empty = element(tag, "", **attributes)
    return f"{empty.removesuffix(f'</{tag}>')}{markup}</{tag}>"


def unbroken(text: str) -> str:
    """Return escaped text in which no line ends within the name of a scenario, as browsers break after a hyphen."""
    return SCENARIO.sub(lambda found: element("span", found[0], class_="nowrap"), escape(text))


def sentences(texts: Iterable[str]) -> str:
    """Return a paragraph for each of these sentences that is not empty."""
    return "".join(element("p", text, class_="sentence") for text in texts if text)
