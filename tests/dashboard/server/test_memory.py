"""Memory of the server: live objects survive its clean-up."""

from __future__ import annotations

import gc

from bokeh.core.property.wrappers import PropertyValueContainer
from bokeh.document import Document
from bokeh.models import ColumnDataSource

from dashboard.charts.core import _internals
from dashboard.server import run


def test_settling_exempts_objects_from_later_garbage_collection():
    held = [object() for _ in range(10)]
    before = gc.get_freeze_count()
    try:
        run.settle_memory()
        assert gc.get_freeze_count() > before
        assert not any(thing is held for thing in gc.get_objects())
        assert len(held) == 10
    finally:
        gc.unfreeze()


def test_dropped_empty_defaults_are_restored_when_something_is_added():
    source, document, heard = ColumnDataSource(), Document(), []
    document.add_root(source)
    selected, words = source.selected, document.to_json()
    assert source.tags == []
    _internals.drop_empty_defaults(document.models)
    held = [value for model in document.models for value in model._unstable_default_values.values()]
    assert not any(isinstance(value, PropertyValueContainer) and not value for value in held)
    assert source.selected is selected
    assert document.to_json() == words
    document.on_change(lambda event: heard.append((event.attr, list(event.new))))
    source.tags.append("in")
    assert source.tags == ["in"]
    assert heard == [("tags", ["in"])]
    _internals.drop_empty_defaults(document.models)
    assert source.tags == ["in"]
