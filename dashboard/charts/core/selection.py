"""Selected rows of a chart: set by a view, or clicked by the reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from bokeh.models import ColumnDataSource

from dashboard.charts.core.changes import follow

_set_by_view: WeakKeyDictionary[ColumnDataSource, list[int]] = WeakKeyDictionary()
"""Rows last set by `quietly_select`, by source."""


def on_select(source: ColumnDataSource, callback: Callable[[list[int]], None]) -> None:
    """Call `callback` with the selected rows whenever the reader selects others, not after `quietly_select`.

    Bokeh reports every change of a selection, by reader or server, and within `panel.io.hold` only at the block's end.
    So the guard compares rows, where a flag that is set during the assignment would miss the late report.
    """

    def report(new: list[int]) -> None:
        if list(new) != _set_by_view.get(source):
            callback(list(new))

    follow(source.selected, "indices", report)


def quietly_select(source: ColumnDataSource, indices: Sequence[int]) -> None:
    """Select these rows of a chart without calling what `on_select` registered."""
    _set_by_view[source] = list(indices)
    source.selected.indices = list(indices)
