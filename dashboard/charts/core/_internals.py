"""Bokeh's private names that the charts use: all of them, and what each buys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any

from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import Model
from bokeh.util.serialization import make_id

Query = Callable[[Any], bool]
"""Whether a property is asked for."""


def blank_clone(model: Model) -> Model:
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


def drop_empty_defaults(models: Iterable[Model]) -> None:
    """Lets go of the empty lists and dictionaries that Bokeh keeps of these models: half of a session's memory.

    Bokeh makes one for each property that it only looks at, some seven a model, and keeps it in case somebody puts
    something in (3.9, 3.10: HasProps has no public way to say that nobody will). It makes another when it looks again.
    Default values that hold something, and models that are one, stay.
    """
    for model in models:
        held = model._unstable_default_values
        for name in [name for name, value in held.items() if isinstance(value, PropertyValueContainer) and not value]:
            del held[name]
