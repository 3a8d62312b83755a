"""Copies of a figure: HoloViews draws a chart once a process, and every visitor gets a copy of it.

Drawing takes HoloViews some 40 ms an element. Bokeh's public way to copy a figure, writing it as JSON and reading it
again, takes an eighth of that; cloning the state of its models (_internals.py) a hundredth.
"""

from __future__ import annotations

from typing import Any

from bokeh.core.serialization import Deserializer, Serializer
from bokeh.models import Plot
from bokeh.util.serialization import make_id

from dashboard.assets.versions import is_tested
from dashboard.charts.core._internals import clone
from dashboard.charts.core.pruning import prune


class Prototype:
    """A figure that can be copied any number of times."""

    def __init__(self, figure: Plot):
        """Prune `figure` and keep it as it is now: later changes of it are not copied."""
        prune(figure)
        self._figure: Plot = Deserializer().decode(Serializer().encode(figure))
        self._models = tuple(self._figure.references())

    def copy(self) -> Plot:
        """Return a figure that shares no model with the first one, and no id."""
        if is_tested("bokeh"):
            return clone(self._models)[self._figure]
        return Deserializer().decode(_with_new_ids(Serializer().encode(self._figure), {}))


def _with_new_ids(json: Any, ids: dict[str, str]) -> Any:
    """Return Bokeh's JSON of models with other ids, the same for each mention of a model."""
    if isinstance(json, dict):
        return {
            key: ids.setdefault(value, make_id()) if key == "id" else _with_new_ids(value, ids)
            for key, value in json.items()
        }
    if isinstance(json, list | tuple):
        return type(json)(_with_new_ids(item, ids) for item in json)
    return json
