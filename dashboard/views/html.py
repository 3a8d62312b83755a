"""HTML panes for text: everything that is not markup of ours is escaped here, in one place."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path

import panel as pn
from bokeh.models import Plot

SHARED_LINE = {"flex": "1 1 8rem", "width": "auto"}
"""`styles` of a control that shares its line with others."""
CSS = Path(__file__).parent.parent / "assets" / "css"


@cache
def style(name: str) -> str:
    """The text of assets/css/<name>.css, for the `stylesheets` of a pane, which the page's own rules do not reach."""
    return (CSS / f"{name}.css").read_text("utf-8")


def pane(markup: str = "", *styles: str, **params: object) -> pn.pane.HTML:
    """A pane with the style of all panes, and `styles` by name. `markup` must have passed `element` or `escape`."""
    sheets = [style(name) for name in ("panes", *styles)]
    return pn.pane.HTML(markup, stylesheets=sheets, sizing_mode="stretch_width", margin=0, **params)


def element(tag: str, text: str, **attributes: str) -> str:
    """One element with escaped text and attributes; a trailing underscore is dropped from an attribute's name."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>{escape(text)}</{tag}>"


def figure(drawn: Plot) -> Plot:
    """The chart, as wide as its place on the page. A pane round it would be one more to lay out, here and there."""
    drawn.update(sizing_mode="stretch_width", margin=0)
    return drawn


def among(drawn: Plot) -> pn.pane.Bokeh:
    """A pane for a chart that stands with others in a layout of Panel's, as wide as its place there."""
    return pn.pane.Bokeh(drawn, sizing_mode="stretch_width", margin=0)


def row(*parts: pn.viewable.Viewable, gap: str = "0.4rem 0.9rem") -> pn.Row:
    """Controls side by side, their feet in one line, in as many lines as it takes.

    Not `pn.FlexBox`: its browser side makes functions of texts, which the content-security policy forbids.
    """
    for part in parts:
        part.align = "end"  # Bokeh gives each child an `align-self`, which would win over the row's own
    return pn.Row(*parts, styles={"flex-wrap": "wrap", "gap": gap}, sizing_mode="stretch_width", margin=0)


def inside(tag: str, markup: str, **attributes: str) -> str:
    """One element round markup of ours, which must have passed `element` or `escape`."""
    empty = element(tag, "", **attributes)
    return f"{empty.removesuffix(f'</{tag}>')}{markup}</{tag}>"
