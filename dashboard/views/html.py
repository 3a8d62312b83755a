"""HTML panes for text: everything that is not markup of ours is escaped here, in one place."""

from __future__ import annotations

from html import escape
from pathlib import Path

import panel as pn

STYLE = (Path(__file__).parent.parent / "assets" / "panes.css").read_text("utf-8")


def pane(markup: str = "", **params: object) -> pn.pane.HTML:
    """A pane with the page's style. `markup` must have passed `element` or `escape`."""
    return pn.pane.HTML(markup, stylesheets=[STYLE], sizing_mode="stretch_width", margin=0, **params)


def element(tag: str, text: str, **attributes: str) -> str:
    """One element with escaped text and attributes; a trailing underscore is dropped from an attribute's name."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>{escape(text)}</{tag}>"
