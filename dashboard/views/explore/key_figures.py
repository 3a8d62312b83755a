"""The key figures of a country as HTML: a list of terms with values and notes."""

from __future__ import annotations

from dashboard.text.key_figures import KeyFigure
from dashboard.views.widgets import html


def markup(figures: list[KeyFigure]) -> str:
    """Return the list as HTML; "" without any."""
    entries = "".join(
        html.wrap(
            "div",
            html.element("dt", figure.label)
            + html.wrap("dd", html.element("b", figure.value) + html.element("small", figure.note)),
        )
        for figure in figures
    )
    return html.wrap("dl", entries, class_="figures") if entries else ""
