"""Further figures like a first one: HoloViews draws a chart once a process, every visitor gets a copy of its own.

Drawing takes HoloViews some 40 ms an element. Bokeh's own way to copy, writing a figure as JSON and reading it again,
takes an eighth of it; copying what its models hold, which was checked when they were made, a hundredth.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from types import MethodType
from typing import Any, TypeVar

from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.core.serialization import Deserializer, Serializer
from bokeh.model import Model
from bokeh.models import Plot
from bokeh.util.serialization import make_id

from dashboard.charts.spare import spare

Held = TypeVar("Held")
Query = Callable[[Any], bool]
"""Whether a property is asked for."""


class Pattern:
    """A figure to be copied as often as need be."""

    def __init__(self, figure: Plot):
        """Take `figure` as it is now, without what it can spare: what becomes of it later is not copied."""
        spare(figure)
        self._figure: Plot = Deserializer().decode(Serializer().encode(figure))
        self._models = tuple(self._figure.references())

    def copy(self) -> Plot:
        """A figure of its own: every model that the first one refers to is another, by another id."""
        twins: dict[Model, Model] = {model: _twin(model) for model in self._models}
        for model, twin in twins.items():
            for name, held in model._property_values.items():
                own = _own(held, twins)
                if isinstance(own, PropertyValueContainer):
                    own._register_owner(twin, twin.lookup(name))
                twin._property_values[name] = own
        return twins[self._figure]


def _twin(model: Model) -> Model:
    """Another model of the class, in which nothing is set.

    Bokeh has no way to make one (3.9, 3.10) but to look for the default of every property it has, some sixty a model.
    Where it keeps what is known to tests/dashboard/test_copying.py, which compares copies with what was copied.
    """
    twin = object.__new__(type(model))
    state = vars(model) | {
        "_id": make_id(),
        "_property_values": {},
        "_unstable_default_values": {},
        "_unstable_themed_values": {},
        "_callbacks": {},
        "_event_callbacks": defaultdict(list),
        "query_properties_with_values": MethodType(_told, twin),
        "properties_with_refs": MethodType(_refers, twin),
    }
    for name, held in state.items():
        object.__setattr__(twin, name, held)  # one by one, so that Python keeps the names once a class
    return twin


def _told(twin: Model, query: Query, *, include_defaults: bool = True, **options: bool) -> dict[str, Any]:
    """See Bokeh, which looks for every default there is before it leaves them all out: half of a session's time."""
    if include_defaults or twin.themed_values():
        return type(twin).query_properties_with_values(twin, query, include_defaults=include_defaults, **options)
    named = ((name, twin.lookup(name)) for name in twin.properties(_with_props=True) if name in twin._property_values)
    return {name: descriptor.get_value(twin) for name, descriptor in named if query(descriptor)}


def _refers(twin: Model) -> list[str]:
    """See Bokeh: names of properties that may hold models. What is not set holds none."""
    return [name for name in type(twin).properties_with_refs() if name in twin._property_values]


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
