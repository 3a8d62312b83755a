"""Theme changes: the charts of one session, recoloured without drawing any again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

from bokeh.core.property.vectorization import Value
from bokeh.models import Plot

from dashboard.charts.core.theme import LIGHT, Theme


class Charts:
    """All charts of a session. A chart is drawn in `theme`, and added."""

    def __init__(self, theme: Theme = LIGHT):
        """Start with `theme`, without charts."""
        self.theme = theme
        self._drawn: list[tuple[Plot, Callable[[Theme], None] | None]] = []

    def add(self, figure: Plot, restyle: Callable[[Theme], None] | None = None) -> None:
        """Add a figure drawn in the present theme.

        Every property with a colour of the theme changes with it. Colours that are data (a column, a palette) are left
        to `restyle`.
        """
        self._drawn.append((figure, restyle))

    def restyle(self, theme: Theme) -> None:
        """Change every chart to `theme`."""
        if theme == self.theme:
            return
        before, self.theme = self.theme, theme
        for figure, restyle in self._drawn:
            recolour(figure, before, theme)
            if restyle:
                restyle(theme)


def recolour(figure: Plot, before: Theme, after: Theme) -> None:
    """Replace the colours of `before` by those of `after` in every model of `figure`; nothing else changes."""
    new = dict(zip(astuple(before), astuple(after), strict=True))
    for model in figure.references():
        names = [name for name in model.properties_with_values(include_defaults=True) if name.endswith("color")]
        changed = {name: _replaced(getattr(model, name), new) for name in names}
        model.update(**{name: value for name, value in changed.items() if value is not None})


def _replaced(value: Any, new: dict[str, str]) -> Any:
    """Return the property's new value, or None if it has no colour of the theme."""
    if isinstance(value, str):
        return new.get(value)
    if isinstance(value, Value) and value.value in new:
        return replace(value, value=new[value.value])
    if isinstance(value, dict) and value.get("value") in new:
        return {**value, "value": new[value["value"]]}
    return None
