"""Further figures like a first one: HoloViews draws a chart once a process, every visitor gets a copy of its own.

Drawing takes HoloViews some 40 ms an element; a copy takes an eighth of it.
"""

from __future__ import annotations

from typing import Any

from bokeh.core.serialization import Deserializer, Serializer
from bokeh.models import Plot
from bokeh.util.serialization import make_id

from dashboard.charts.spare import spare


class Pattern:
    """A figure as Bokeh would send it, to be read again as often as need be."""

    def __init__(self, figure: Plot):
        """Take `figure` as it is now, without what it can spare."""
        spare(figure)
        self._sent = Serializer().encode(figure)

    def copy(self) -> Plot:
        """A figure of its own: every model that the first one refers to is another, by another id."""
        return Deserializer().decode(_renamed(self._sent, {}))


def _renamed(sent: Any, ids: dict[str, str]) -> Any:
    """`sent` with another id for every model; `ids` holds those given so far."""
    if isinstance(sent, dict):
        renamed = {key: _renamed(value, ids) for key, value in sent.items()}
        if isinstance(sent.get("id"), str):
            renamed["id"] = ids.setdefault(sent["id"], make_id())
        return renamed
    return [_renamed(part, ids) for part in sent] if isinstance(sent, list) else sent
