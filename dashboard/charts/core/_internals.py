"""Bokeh's internals that the charts use: all of them, and what each buys. Tested with Bokeh 3.9 and 3.10."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from types import MethodType
from typing import Any, TypeVar

from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.model import Model
from bokeh.util.serialization import make_id

from dashboard.assets.versions import is_tested

T = TypeVar("T")

Query = Callable[[Any], bool]
"""Predicate: whether a property is wanted."""


def clone(models: Iterable[Model]) -> dict[Model, Model]:
    """Return a copy of each model, by model; references among them become references among the copies.

    Buys: half of a session's CPU time. A chart is copied in 0.4 ms, which Bokeh's public way, through JSON, takes 5 ms
    for: the values were checked when the models were made, and are not checked again. Upstream it would be
    `Model.clone(deep=True)`, which bokeh#12823 mentions. `cloning.Prototype` falls back to JSON.
    """
    clones = {model: _empty_clone(model) for model in models}
    for model, copy in clones.items():
        for name, value in model._property_values.items():
            own = _copied(value, clones)
            if isinstance(own, PropertyValueContainer):
                own._register_owner(copy, copy.lookup(name))
            copy._property_values[name] = own
    return clones


def _copied(value: T, clones: Mapping[Model, Model]) -> T:
    """Return a value with clones for models, in containers of its own; numbers, texts and arrays are shared."""
    if isinstance(value, Model):
        return clones[value]
    if isinstance(value, dict):
        return type(value)({key: _copied(item, clones) for key, item in value.items()})
    if isinstance(value, list | tuple | set):
        return type(value)(_copied(item, clones) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        before = {field.name: getattr(value, field.name) for field in fields(value)}
        after = {name: _copied(item, clones) for name, item in before.items()}
        return value if after == before else replace(value, **after)
    return value


def _empty_clone(model: Model) -> Model:
    """Return another model of the class, in which nothing is set.

    `Model.__init__` would look up the default of every property, some sixty a model. Which attributes a model has is
    covered by tests/dashboard/charts/core/test_cloning.py, which compares clones with Bokeh's own copies.
    """
    copy = object.__new__(type(model))
    state = vars(model) | {
        "_id": make_id(),
        "_property_values": {},
        "_unstable_default_values": {},
        "_unstable_themed_values": {},
        "_callbacks": {},
        "_event_callbacks": defaultdict(list),
        "query_properties_with_values": MethodType(_set_properties, copy),
        "properties_with_refs": MethodType(_set_references, copy),
    }
    for name, value in state.items():
        object.__setattr__(copy, name, value)  # one by one, so that Python keeps the names once a class
    return copy


def _set_properties(model: Model, query: Query, *, include_defaults: bool = True, **options: bool) -> dict[str, Any]:
    """Return the properties with their values, as Bokeh does.

    Bokeh looks up every default before it leaves them all out, which takes half of a session's time.
    """
    if include_defaults or model.themed_values():
        return type(model).query_properties_with_values(model, query, include_defaults=include_defaults, **options)
    properties = (
        (name, model.lookup(name)) for name in model.properties(_with_props=True) if name in model._property_values
    )
    return {name: descriptor.get_value(model) for name, descriptor in properties if query(descriptor)}


def _set_references(model: Model) -> list[str]:
    """Return the names of properties that may hold models, as Bokeh does; a property that is not set holds none."""
    return [name for name in type(model).properties_with_refs() if name in model._property_values]


def drop_empty_defaults(models: Iterable[Model]) -> None:
    """Drop the empty lists and dictionaries that Bokeh caches as defaults of these models.

    Buys: half of a session's memory. Bokeh makes one for each property that it reads, some seven a model, and
    keeps it in case it is changed; it makes another at the next access, and HasProps has no public way to avoid that.
    Defaults with content, and models that are one, stay. Untested versions keep all defaults.
    """
    if not is_tested("bokeh"):
        return
    for model in models:
        defaults = model._unstable_default_values
        empty = [name for name, value in defaults.items() if isinstance(value, PropertyValueContainer) and not value]
        for name in empty:
            del defaults[name]
