"""The drawings of one session, so that a change of theme reaches each of them without drawing any anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

from bokeh.core.property.vectorization import Value
from bokeh.models import Plot

from dashboard.charts.core.theme import LIGHT, Theme


class Charts:
    """Every chart that a session has drawn. A chart is drawn in `theme`, and added."""

    def __init__(self, theme: Theme = LIGHT):
        """Start with `theme`, and no charts."""
        self.theme = theme
        self._drawn: list[tuple[Plot, Callable[[Theme], None] | None]] = []

    def add(self, figure: Plot, restyle: Callable[[Theme], None] | None = None) -> None:
        """Takes a figure drawn in the present theme.

        Every property that holds a colour of the theme changes with it. Colours that are data (a column, a palette)
        are `restyle`'s to change.
        """
        self._drawn.append((figure, restyle))

    def restyle(self, theme: Theme) -> None:
        """Puts every chart into `theme`."""
        if theme == self.theme:
            return
        before, self.theme = self.theme, theme
        for figure, restyle in self._drawn:
            recolour(figure, before, theme)
            if restyle:
                restyle(theme)


def recolour(figure: Plot, before: Theme, after: Theme) -> None:
    """Gives every model of `figure` the colours of `after` in place of those of `before`; nothing else changes."""
    new = dict(zip(astuple(before), astuple(after), strict=True))
    for model in figure.references():
        names = [name for name in model.properties_with_values(include_defaults=True) if name.endswith("color")]
        changed = {name: _swapped(getattr(model, name), new) for name in names}
        model.update(**{name: value for name, value in changed.items() if value is not None})


def _swapped(held: Any, new: dict[str, str]) -> Any:
    """The property's new value, or None if it holds no colour of the theme."""
    if isinstance(held, str):
        return new.get(held)
    if isinstance(held, Value) and held.value in new:
        return replace(held, value=new[held.value])
    if isinstance(held, dict) and held.get("value") in new:
        return {**held, "value": new[held["value"]]}
    return None
