"""The key figures of a country as HTML: lists of terms with values and notes."""

from __future__ import annotations

from dashboard.text.key_figures import KeyFigure
from dashboard.text.markup import elements as html


def tiles(figures: list[KeyFigure]) -> str:
    """Return the few figures beside each other; "" without any."""
    return _list(figures, "tiles")


def markup(figures: list[KeyFigure]) -> str:
    """Return all figures; "" without any."""
    return _list(figures, "figures")


def _list(figures: list[KeyFigure], class_: str) -> str:
    entries = "".join(
        html.wrap(
            "div",
            html.element("dt", figure.label)
            + html.wrap("dd", html.element("b", figure.value) + html.element("small", figure.note)),
            **({"class_": "doubted"} if figure.is_doubted else {}),
        )
        for figure in figures
    )
    return html.wrap("dl", entries, class_=class_) if entries else ""
