"""Copies of figures, by Bokeh's internals and by its public API: equal to a browser, and without a model in common."""

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
from dashboard.charts.core import cloning
from dashboard.charts.core.cloning import Prototype
from dashboard.charts.core.theme import DARK, LIGHT

PROTOTYPES: dict[str, Callable[[], Prototype]] = {
    "temperature": lambda: temperature._prototype()._prototype(LIGHT),
    "temperature, dark": lambda: temperature._prototype()._prototype(DARK),
    "stripes": lambda: stripes._prototype()._prototype(LIGHT),
    "indicator": lambda: indicator._prototype()._prototype(LIGHT),
    "season": lambda: season._temperature()._prototype(LIGHT),
    "precipitation": lambda: season._precipitation()._prototype(LIGHT),
}


@pytest.fixture(params=["internals", "public API"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(cloning, "is_tested", lambda _: request.param == "internals")
    return request.param


def _small() -> Plot:
    """Return a figure with what HoloViews' ones have: a column, a transform in a property, lists of models, tags."""
    plot = figure(width=300, tags=["first", {"second": [1, 2]}])
    source = ColumnDataSource({"x": [1.0, 2.0], "y": [3.0, 4.0]}, name="points")
    plot.scatter("x", "y", source=source, color=linear_cmap("y", ["#000000", "#ffffff"], 0, 1), name="dots")
    return plot


def _json(model: Plot) -> str:
    """Return the model as JSON with every default; its models' ids are numbers in their order of appearance."""
    ids: dict[str, str] = {}
    settings.serialize_include_defaults.set_value(True)
    try:
        encoded = Serializer().encode(model)
    finally:
        settings.serialize_include_defaults.unset_value()
    text = json.dumps(encoded, default=lambda buffer: buffer.to_bytes().hex())
    return re.sub(r'"id": "([^"]+)"', lambda match: f'"id": "{ids.setdefault(match[1], str(len(ids)))}"', text)


def _ids(plot: Plot) -> set[str]:
    return {model.id for model in plot.references()}


@pytest.mark.parametrize("name", PROTOTYPES)
def test_a_copy_equals_its_prototype_but_for_the_ids(name: str) -> None:
    prototype = PROTOTYPES[name]()
    copied = prototype.copy()
    assert _json(copied) == _json(prototype._figure)
    assert len(_ids(copied)) > 20
    assert not _ids(copied) & (_ids(prototype._figure) | _ids(prototype.copy()))


@pytest.mark.parametrize("name", PROTOTYPES)
def test_a_copy_reports_the_same_set_properties_as_bokeh_would(name: str) -> None:
    copied = PROTOTYPES[name]().copy()
    for model in copied.references():
        ours = model.properties_with_values(include_defaults=False)
        theirs = type(model).query_properties_with_values(model, lambda prop: prop.serialized, include_defaults=False)
        assert list(ours) == list(theirs)
        assert all(ours[name] is theirs[name] for name in ours)


def test_a_change_of_one_copy_changes_no_other() -> None:
    drawn = _small()
    prototype = Prototype(drawn)
    before = _json(prototype._figure)
    mine, other = prototype.copy(), prototype.copy()
    mine.title.text = "mine"
    mine.tags.append("third")
    mine.tags[1]["second"].append(3)
    mine.renderers[0].glyph.fill_color["transform"].update(low=-5)
    mine.select_one({"name": "points"}).data["x"] = np.array([7.0, 8.0])
    mine.select_one({"name": "points"}).selected.indices = [1]
    mine.on_event(Tap, print)
    drawn.title.text = "drawn"
    assert _json(other) == _json(prototype.copy()) == before
    assert not other._event_callbacks
    assert not other.subscribed_events


def test_a_property_set_to_none_or_for_the_first_time_is_reported() -> None:
    copied = Prototype(_small()).copy()
    copied.update(background_fill_color="#123456", width=None)
    told = copied.properties_with_values(include_defaults=False)
    assert told["background_fill_color"] == "#123456"
    assert told["width"] is None
    title = Title(text="above it")
    copied.above.append(title)
    assert title in copied.references()
    assert "above" in copied.properties_with_values(include_defaults=False)


def test_a_browser_hears_of_changes_in_a_copy_also_within_a_list() -> None:
    copied, document, heard = Prototype(_small()).copy(), Document(), []
    document.add_root(copied)
    document.on_change(lambda event: heard.append((event.model.id, event.attr)))
    copied.tags.append("third")
    source = copied.select_one({"name": "points"})
    source.data["x"] = np.array([7.0, 8.0])
    copied.title.text = "another"
    assert heard == [(copied.id, "tags"), (source.id, "data"), (copied.title.id, "text")]


def test_a_theme_of_bokehs_applies_to_a_copy_as_to_any_figure() -> None:
    copied, document = Prototype(_small()).copy(), Document()
    document.theme = BokehTheme(json={"attrs": {"Title": {"text_color": "#abcdef"}}})
    document.add_root(copied)
    assert copied.title.properties_with_values(include_defaults=False)["text_color"] == "#abcdef"
