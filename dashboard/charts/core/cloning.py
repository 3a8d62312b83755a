"""Further figures like a first one: HoloViews draws a chart once a process, every visitor gets a copy of its own.

Drawing takes HoloViews some 40 ms an element. Bokeh's own way to copy, writing a figure as JSON and reading it again,
takes an eighth of it; copying what its models hold, which was checked when they were made, a hundredth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TypeVar

from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.core.serialization import Deserializer, Serializer
from bokeh.model import Model
from bokeh.models import Plot

from dashboard.charts.core._internals import blank_clone
from dashboard.charts.core.pruning import prune

Held = TypeVar("Held")


class Prototype:
    """A figure to be copied as often as need be."""

    def __init__(self, figure: Plot):
        """Take `figure` as it is now, without what it can spare: what becomes of it later is not copied."""
        prune(figure)
        self._figure: Plot = Deserializer().decode(Serializer().encode(figure))
        self._models = tuple(self._figure.references())

    def copy(self) -> Plot:
        """A figure of its own: every model that the first one refers to is another, by another id."""
        twins: dict[Model, Model] = {model: blank_clone(model) for model in self._models}
        for model, twin in twins.items():
            for name, held in model._property_values.items():
                own = _own(held, twins)
                if isinstance(own, PropertyValueContainer):
                    own._register_owner(twin, twin.lookup(name))
                twin._property_values[name] = own
        return twins[self._figure]


def _own(held: Held, twins: Mapping[Model, Model]) -> Held:
    """What is held, with twins for models, in containers of its own; numbers, texts and arrays are shared."""
    if isinstance(held, Model):
        return twins[held]
    if isinstance(held, dict):
        return type(held)({key: _own(value, twins) for key, value in held.items()})
    if isinstance(held, list | tuple | set):
        return type(held)(_own(value, twins) for value in held)
    if is_dataclass(held) and not isinstance(held, type):
        inner = {field.name: getattr(held, field.name) for field in fields(held)}
        own = {name: _own(value, twins) for name, value in inner.items()}
        return held if own == inner else replace(held, **own)
    return held
