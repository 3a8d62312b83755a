"""Copies of drawn figures: the same to a browser, and nothing of one is another's."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import numpy as np
import pytest
from bokeh.core.serialization import Serializer
from bokeh.document import Document
from bokeh.events import Tap
from bokeh.models import ColumnDataSource, Plot, Title
from bokeh.plotting import figure
from bokeh.settings import settings
from bokeh.themes import Theme as BokehTheme
from bokeh.transform import linear_cmap

from dashboard.charts import indicator, season, stripes, temperature
from dashboard.charts.core.cloning import Prototype
from dashboard.charts.core.theme import DARK, LIGHT
from dashboard.charts.map import page_map

PATTERNS: dict[str, Callable[[], Prototype]] = {
    "temperature": lambda: temperature._prototype()._prototype(LIGHT),
    "temperature, dark": lambda: temperature._prototype()._prototype(DARK),
    "stripes": lambda: stripes._prototype()._prototype(LIGHT),
    "indicator": lambda: indicator._prototype()._prototype(LIGHT),
    "season": lambda: season._temperature()._prototype(LIGHT),
    "precipitation": lambda: season._precipitation()._prototype(LIGHT),
    "map": lambda: page_map._prototype(LIGHT),
}


def _small() -> Plot:
    """A figure with what HoloViews' ones have: a column, a transform within a property, a list of models, tags."""
    plot = figure(width=300, tags=["first", {"second": [1, 2]}])
    source = ColumnDataSource({"x": [1.0, 2.0], "y": [3.0, 4.0]}, name="points")
    plot.scatter("x", "y", source=source, color=linear_cmap("y", ["#000000", "#ffffff"], 0, 1), name="dots")
    return plot


def _told(model: Plot) -> str:
    """All that `model` is, every default spelled out; its models' ids are numbers in the order of appearance."""
    ids: dict[str, str] = {}
    settings.serialize_include_defaults.set_value(True)
    try:
        told = Serializer().encode(model)
    finally:
        settings.serialize_include_defaults.unset_value()
    said = json.dumps(told, default=lambda buffer: buffer.to_bytes().hex())
    return re.sub(r'"id": "([^"]+)"', lambda found: f'"id": "{ids.setdefault(found[1], str(len(ids)))}"', said)


def _ids(plot: Plot) -> set[str]:
    return {model.id for model in plot.references()}


@pytest.mark.parametrize("name", PATTERNS)
def test_a_copy_is_what_was_copied_by_other_ids(name: str) -> None:
    pattern = PATTERNS[name]()
    copied = pattern.copy()
    assert _told(copied) == _told(pattern._figure)
    assert len(_ids(copied)) > 20
    assert not _ids(copied) & (_ids(pattern._figure) | _ids(pattern.copy()))


@pytest.mark.parametrize("name", PATTERNS)
def test_a_copy_tells_what_bokehs_own_way_would_tell(name: str) -> None:
    copied = PATTERNS[name]().copy()
    for model in copied.references():
        ours = model.properties_with_values(include_defaults=False)
        theirs = type(model).query_properties_with_values(model, lambda prop: prop.serialized, include_defaults=False)
        assert list(ours) == list(theirs)
        assert all(ours[name] is theirs[name] for name in ours)


def test_what_becomes_of_a_copy_is_seen_in_no_other() -> None:
    drawn = _small()
    pattern = Prototype(drawn)
    before = _told(pattern._figure)
    mine, other = pattern.copy(), pattern.copy()
    mine.title.text = "mine"
    mine.tags.append("third")
    mine.tags[1]["second"].append(3)
    mine.renderers[0].glyph.fill_color["transform"].update(low=-5)
    mine.select_one({"name": "points"}).data["x"] = np.array([7.0, 8.0])
    mine.select_one({"name": "points"}).selected.indices = [1]
    mine.on_event(Tap, print)
    drawn.title.text = "drawn"
    assert _told(other) == _told(pattern.copy()) == before
    assert not other._event_callbacks
    assert not other.subscribed_events


def test_a_property_set_back_to_nothing_or_for_the_first_time_is_told() -> None:
    copied = Prototype(_small()).copy()
    copied.update(background_fill_color="#123456", width=None)
    told = copied.properties_with_values(include_defaults=False)
    assert told["background_fill_color"] == "#123456"
    assert told["width"] is None
    title = Title(text="above it")
    copied.above.append(title)
    assert title in copied.references()
    assert "above" in copied.properties_with_values(include_defaults=False)


def test_a_browser_hears_of_what_changes_in_a_copy_also_within_a_list() -> None:
    copied, document, heard = Prototype(_small()).copy(), Document(), []
    document.add_root(copied)
    document.on_change(lambda event: heard.append((event.model.id, event.attr)))
    copied.tags.append("third")
    source = copied.select_one({"name": "points"})
    source.data["x"] = np.array([7.0, 8.0])
    copied.title.text = "another"
    assert heard == [(copied.id, "tags"), (source.id, "data"), (copied.title.id, "text")]


def test_a_theme_of_bokehs_is_told_of_a_copy_as_of_any_figure() -> None:
    copied, document = Prototype(_small()).copy(), Document()
    document.theme = BokehTheme(json={"attrs": {"Title": {"text_color": "#abcdef"}}})
    document.add_root(copied)
    assert copied.title.properties_with_values(include_defaults=False)["text_color"] == "#abcdef"
