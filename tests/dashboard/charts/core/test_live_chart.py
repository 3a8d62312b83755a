"""Updates of a live chart: which columns are sent to the browser."""

from __future__ import annotations

import numpy as np
from bokeh.document import Document
from bokeh.document.events import ColumnDataChangedEvent
from bokeh.models import ColumnDataSource
from hypothesis import given
from hypothesis import strategies as st

from dashboard.charts.core.live_chart import update_source

YEARS = np.arange(2000, 2004)


def sent(source: ColumnDataSource, columns: dict) -> list[list[str] | None]:
    """Return the columns in each message to the browser; None means all of them."""
    document = source.document or Document()
    if source.document is None:
        document.add_root(source)
    messages: list[list[str] | None] = []
    document.on_change(lambda event: messages.append(event.cols if isinstance(event, ColumnDataChangedEvent) else None))
    update_source(source, columns)
    return messages


def shown() -> ColumnDataSource:
    source = ColumnDataSource()
    update_source(source, {"year": YEARS, "value": np.array([1.0, np.nan, 3.0, 4.0]), "text": ["a", "b", "c", "d"]})
    return source


def test_columns_that_stay_the_same_are_not_sent_again():
    source = shown()
    other = np.array([1.0, np.nan, 3.0, 5.0])
    assert sent(source, {"year": YEARS, "value": other, "text": ["a", "b", "c", "d"]}) == [["value"]]
    assert source.data["value"][3] == 5.0
    assert sent(source, {"year": YEARS, "value": other, "text": ["a", "b", "c", "e"]}) == [["text"]]


def test_the_same_values_with_a_gap_are_not_sent_at_all():
    source = shown()
    assert sent(source, dict(source.data)) == []


def test_columns_of_another_length_are_sent_all_at_once():
    source = shown()
    assert sent(source, {"year": YEARS[:2], "value": np.ones(2), "text": ["a", "b"]}) == [None]
    assert {len(column) for column in source.data.values()} == {2}


def test_numbers_take_four_bytes_and_lists_stay_lists():
    source = shown()
    assert (source.data["year"].dtype, source.data["value"].dtype) == (np.int32, np.float32)
    assert source.data["text"] == ["a", "b", "c", "d"]


COLUMN = st.lists(st.floats(-1e30, 1e30) | st.just(np.nan), max_size=4).map(lambda held: np.array(held, float))


@given(st.lists(COLUMN, min_size=1, max_size=6))
def test_after_any_sequence_of_updates_the_last_one_is_shown(turns):
    source = ColumnDataSource()
    for values in turns:
        update_source(source, {"year": np.arange(values.size), "value": values.astype(float)})
        np.testing.assert_array_equal(source.data["value"], values.astype("float32"))
        assert len(source.data["year"]) == values.size
