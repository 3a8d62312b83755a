"""Words and charts on the page: everything that is not markup of ours is escaped here, in one place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape, unescape
from typing import Any

import panel as pn
from bokeh.models import Plot
from panel.models.markup import HTML

from dashboard.assets import bundle
from dashboard.charts.core.colour_scales import Bins

TAG = re.compile(r"<[^>]*>")
"""In markup of ours a "<" begins a tag: all others are escaped."""


class Html:
    """Markup on the page: what `object` is set to, which must have passed `element` or `escape`.

    `model` is the same as that of Panel's HTML pane, without the pane: a dozen of them took a tenth of a session's CPU
    and a quarter of a click's, and three style sheets each that this page has no use for.
    """

    def __init__(self, markup: str, sheets: Iterable[str], looks: Mapping[str, Any]):
        """Show `markup` with these style sheets; `looks` are properties of the model."""
        self.model = HTML(stylesheets=list(sheets), disable_math=True, run_scripts=False, min_width=0, **looks)
        self.object = markup

    @property
    def object(self) -> str:
        """What is shown."""
        return self._shown

    @object.setter
    def object(self, markup: str) -> None:
        self._shown = markup
        self.model.text = escape(markup, quote=False)  # read as text first, then as markup

    @property
    def text(self) -> str:
        """What is shown, without its markup: what stood between tags is apart by a blank."""
        return " ".join(unescape(TAG.sub(" ", self._shown)).split())

    def __panel__(self) -> pn.viewable.Viewable:
        return pn.pane.Bokeh(self.model, sizing_mode=self.model.sizing_mode, margin=0)


def pane(markup: str = "", *styles: str, **looks: Any) -> Html:
    """Words with the style of all words, and `styles` by name. `markup` must have passed `element` or `escape`."""
    sheets = [bundle.style(name) for name in ("shadow", *styles)]
    return Html(markup, sheets, {"sizing_mode": "stretch_width", "margin": 0, **looks})


def element(tag: str, text: str, **attributes: str) -> str:
    """One element with escaped text and attributes; a trailing underscore is dropped from an attribute's name."""
    said = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{said}>{escape(text)}</{tag}>"


def sentences(texts: Iterable[str]) -> str:
    """Return a paragraph for each of these sentences that is not empty."""
    return "".join(element("p", text, class_="sentence") for text in texts if text)


def figure(drawn: Plot) -> Plot:
    """The chart, as wide as its place on the page. A pane round it would be one more to lay out, here and there."""
    drawn.update(sizing_mode="stretch_width", margin=0)
    return drawn


def in_layout(drawn: Plot) -> pn.pane.Bokeh:
    """A pane for a chart that stands with others in a layout of Panel's, as wide as its place there."""
    return pn.pane.Bokeh(drawn, sizing_mode="stretch_width", margin=0)


def row(*parts: pn.viewable.Viewable | Html, gap: str = "0.4rem 0.9rem") -> pn.Row:
    """Controls side by side, their feet in one line, in as many lines as it takes.

    Not `pn.FlexBox`: its browser side makes functions of texts, which the content-security policy forbids.
    """
    for part in parts:
        model = part.model if isinstance(part, Html) else part
        model.align = "end"  # Bokeh gives each child an `align-self`, which would win over the row's own
    return pn.Row(*parts, styles={"flex-wrap": "wrap", "gap": gap}, sizing_mode="stretch_width", margin=0)


def grid(narrowest: str, *, gap: str) -> pn.Row:
    """Charts in equal columns, as many as are at least so wide; the last line has as narrow ones as the others."""
    columns = f"repeat(auto-fill, minmax(min({narrowest}, 100%), 1fr))"
    return pn.Row(
        styles={"display": "grid", "grid-template-columns": columns, "gap": gap},
        sizing_mode="stretch_width",
        margin=0,
    )


def wrap(tag: str, markup: str, **attributes: str) -> str:
    """One element round markup of ours, which must have passed `element` or `escape`."""
    empty = element(tag, "", **attributes)
    return f"{empty.removesuffix(f'</{tag}>')}{markup}</{tag}>"


def legend_items(bins: Bins) -> str:
    """The colours of bins with what they mean, from the lowest, as items of a list."""
    return "".join(
        f'<li><i style="background:{colour}"></i>{escape(label)}</li>'
        for colour, label in zip(bins.colours, bins.labels(), strict=True)
    )
