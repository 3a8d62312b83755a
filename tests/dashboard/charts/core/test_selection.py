"""A row that a view selects in its own chart is not taken for a click."""

import panel as pn
import pytest
from bokeh.document import Document
from bokeh.models import ColumnDataSource

from dashboard.charts.core.selection import on_select, quietly_select


@pytest.fixture
def source():
    return ColumnDataSource(data={"x": [1, 2, 3]})


@pytest.fixture
def clicks(source):
    reported = []
    on_select(source, reported.append)
    return reported


def test_a_row_that_the_reader_selects_is_reported(source, clicks):
    source.selected.indices = [1]
    source.selected.indices = []
    assert clicks == [[1], []]


def test_a_row_that_the_view_selects_is_not_reported(source, clicks):
    quietly_select(source, [2])
    assert source.selected.indices == [2]
    assert clicks == []


def test_a_click_after_a_quiet_selection_is_reported(source, clicks):
    quietly_select(source, [2])
    source.selected.indices = [0]
    quietly_select(source, [0])
    source.selected.indices = [2]
    assert clicks == [[0], [2]]


def test_a_quiet_selection_within_hold_is_not_reported_at_its_end(source, clicks):
    document = Document()
    document.add_root(source)
    with pn.io.hold(document):
        quietly_select(source, [2])
    assert source.selected.indices == [2]
    assert clicks == []
