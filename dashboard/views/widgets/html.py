"""HTML panes, and the elements in them (dashboard/text/markup/elements.py)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape
from typing import Any

import panel as pn
from bokeh.models import Plot
from panel.models.markup import HTML

from dashboard.assets import bundle
from dashboard.charts.core.colour_scales import Bins
from dashboard.text.markup.elements import element as element
from dashboard.text.markup.elements import sentences as sentences
from dashboard.text.markup.elements import wrap as wrap

TAG = re.compile(r"<[^>]*>")
"""A tag: every "<" in the markup begins one, as all others are escaped."""


class Html:
    """An HTML pane: shows what `object` is set to, in which text must be escaped, by `element` or `escape`.

    As a part of the page it is an element of the first HTML, and the page sends its changes
    (dashboard/views/page/texts.py). In a layout of Panel's it has a model, which is made when it is first asked for.
    """

    def __init__(self, markup: str, styles: Sequence[str], properties: Mapping[str, Any]):
        """Show `markup` with these style sheets by name; `properties` are those of the model."""
        self._styles, self._properties = styles, properties
        self._markup, self._model = markup, None
        self.on_change: Callable[[], None] | None = None

    @property
    def object(self) -> str:
        """The markup shown."""
        return self._markup

    @object.setter
    def object(self, markup: str) -> None:
        if markup == self._markup:
            return
        self._markup = markup
        if self._model is not None:
            self._model.text = self._escaped()
        if self.on_change is not None:
            self.on_change()

    @property
    def classes(self) -> str:
        """The classes of the element around the markup: one a style sheet of texts, `rank_text` as `rank-text`."""
        names = (name.rpartition("/")[2] for name in ("text", *self._styles))
        return " ".join(name.replace("_", "-") for name in names if name.endswith("text"))

    @property
    def model(self) -> HTML:
        """The model for a layout of Panel's."""
        if self._model is None:
            sheets = [bundle.style(name) for name in ("text", *self._styles)]
            self._model = HTML(
                text=self._escaped(),
                stylesheets=sheets,
                disable_math=True,
                run_scripts=False,
                min_width=0,
                **self._properties,
            )
        return self._model

    def _escaped(self) -> str:
        """Return the element for the model; the browser unescapes it first, then reads it as markup."""
        return escape(wrap("div", self._markup, class_=self.classes), quote=False)

    @property
    def text(self) -> str:
        """The text shown, without markup; each tag replaced by a space."""
        return " ".join(unescape(TAG.sub(" ", self._markup)).split())

    def __panel__(self) -> pn.viewable.Viewable:
        return pn.pane.Bokeh(self.model, sizing_mode=self.model.sizing_mode, margin=0)


def pane(markup: str = "", *styles: str, **properties: Any) -> Html:
    """Make an HTML pane with the style sheet of all texts and further ones by name; text in `markup` is escaped."""
    return Html(markup, styles, {"sizing_mode": "stretch_width", "margin": 0, **properties})


def figure(drawn: Plot, *, fills_height: bool = False) -> Plot:
    """Make a chart as wide as its place on the page, or as large if the style gives the place a height.

    A pane around it would be one more to lay out.
    """
    drawn.update(sizing_mode="stretch_both" if fills_height else "stretch_width", margin=0)
    return drawn


def in_layout(drawn: Plot) -> pn.pane.Bokeh:
    """Return a pane for a chart in a layout of Panel's, as wide as its place there."""
    return pn.pane.Bokeh(drawn, sizing_mode="stretch_width", margin=0)


def row(*parts: pn.viewable.Viewable | Html, gap: str = "0.4rem 0.9rem") -> pn.Row:
    """Return a row of controls, aligned at the bottom, that wraps where it is too long.

    Not `pn.FlexBox`: in the browser it makes functions of strings, which the content-security policy forbids.
    """
    for part in parts:
        model = part.model if isinstance(part, Html) else part
        model.align = "end"  # Bokeh gives each child an `align-self`, which would win over the row's own
    return pn.Row(*parts, styles={"flex-wrap": "wrap", "gap": gap}, sizing_mode="stretch_width", margin=0)


def grid(narrowest: str, *, gap: str) -> pn.Row:
    """Return an empty grid with as many equal columns as fit, each at least `narrowest` wide, in the last line too."""
    columns = f"repeat(auto-fill, minmax(min({narrowest}, 100%), 1fr))"
    return pn.Row(
        styles={"display": "grid", "grid-template-columns": columns, "gap": gap},
        sizing_mode="stretch_width",
        margin=0,
    )


def legend_items(bins: Bins) -> str:
    """Return the colours of bins with their labels, from the lowest, as items of a list."""
    return "".join(
        f'<li><i style="background:{colour}"></i>{escape(label)}</li>'
        for colour, label in zip(bins.colours, bins.labels(), strict=True)
    )
