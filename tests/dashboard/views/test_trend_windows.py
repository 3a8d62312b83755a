"""Trends over other periods: sentences, chart, taps and table."""

from __future__ import annotations

import numpy as np
import pytest
from bokeh.core.property.vectorization import Field
from bokeh.events import Tap

from dashboard.charts import trend_windows
from dashboard.charts.core.theme import LIGHT
from dashboard.snapshot.store import Snapshot
from dashboard.tables.registry import TABLES
from dashboard.text import trend_windows as windows
from dashboard.views.explore.trend_windows import TrendWindowsView
from dashboard.views.page.page import Page
from measures.trend import trend
from measures.trend_windows import WindowTrends, all_window_trends
from tests.helpers.pages import page_of

ONE = WindowTrends(*(np.array(column) for column in ([1971, 1972], [2000, 2001], [0.2, -0.1], [0.1, -0.3], [0.3, 0.1])))
"""Two windows of 30 years, of which the second's interval holds zero."""


@pytest.fixture
def visit(shipped: Snapshot) -> Page:
    return page_of(shipped)


def view(visit: Page) -> TrendWindowsView:
    return visit.opened["explore"].country.windows


def test_nearby_windows_have_their_range_and_count_of_unclear_trends():
    wording = windows.nearby(ONE, (1971, 2000))
    assert wording == (
        "Shifting the start or end of 1971–2000 by up to 5 years gives trends of −0.10 to +0.20 °C per decade "
        "(2 periods, 1 not significant)."
    )
    assert windows.nearby(ONE.select(np.array([True, False])), (1971, 2000)) == ""


def test_the_rank_of_a_window_among_all_is_counted():
    wording = windows.every(ONE, (1971, 2000))
    assert "Of 2 periods of 30 or more years since 1971, 95 % have" in wording
    # The 2.5th and 97.5th hundredth between -0.1 and 0.2.
    assert "trends of −0.09 to +0.19" in wording
    assert wording.endswith("1971–2000, with +0.20, exceeds 50 % of them.")
    assert windows.every(ONE, (1980, 2020)).endswith("°C per decade.")
    none = ONE.select(np.array([False, False]))
    assert windows.every(none, (1971, 2000)) == "No period of 30 years or more has enough values."


def test_cells_are_at_their_years_and_pale_where_the_interval_includes_zero():
    chart = trend_windows.draw(LIGHT)
    trend_windows.update(chart, ONE, (1971, 2000))
    cells = chart.source("cells").data
    assert (list(cells["left"]), list(cells["bottom"])) == ([1971, 1972], [2000, 2001])
    assert list(cells["alpha"]) == pytest.approx([1, trend_windows.FADED])
    assert cells["text"] == ["+0.20 °C per decade", "−0.10 °C per decade (not significant)"]
    chosen = chart.source("chosen").data
    assert (chosen["left"][0], chosen["right"][0], chosen["bottom"][0], chosen["top"][0]) == (1970, 1973, 1999, 2002)


def test_the_glyphs_name_no_column_that_the_data_lack():
    chart = trend_windows.draw(LIGHT)
    trend_windows.update(chart, ONE, (1971, 2000))
    for renderer in chart.figure.renderers:
        for glyph in filter(None, (renderer.glyph, renderer.hover_glyph)):
            values = glyph.properties_with_values(include_defaults=False).values()
            fields = {value.field for value in values if isinstance(value, Field)}
            assert fields <= set(renderer.data_source.data), renderer.name


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [(1971.5, 2000.5, (1971, 2000)), (1971.99, 2000.01, (1971, 2000)), (1971.5, 2001.5, None), (1950.0, 2000.5, None)],
)
def test_a_point_of_the_chart_hits_one_window_or_none(x, y, expected):
    assert trend_windows.hit(x, y, ONE) == expected


def test_the_chart_of_all_windows_is_there_only_while_wanted(visit: Page):
    assert not view(visit).place.objects
    visit.selection.country = "NOR"
    assert view(visit)._chart is None
    visit.selection.every_window = True
    assert len(view(visit).place.objects) == 1
    assert "exceeds" in view(visit).words.object
    visit.selection.every_window = False
    assert "exceeds" not in view(visit).words.object


def test_both_sentences_follow_country_and_trend_period(visit: Page):
    visit.selection.param.update(country="NOR", every_window=True)
    before = view(visit).words.object
    visit.selection.trend_period = (1951, 1990)
    assert view(visit).words.object.count("1951–1990") == 2
    visit.selection.country = "KEN"
    assert view(visit).words.object != before
    assert "Kenya" in view(visit)._chart.figure.html_attributes["aria-label"]


def test_a_tap_on_a_cell_selects_its_years_and_one_beside_nothing(visit: Page):
    visit.selection.param.update(country="NOR", every_window=True)
    figure = view(visit)._chart.figure
    view(visit)._tapped(Tap(figure, x=1950.5, y=1990.5))
    assert visit.selection.trend_period == (1950, 1990)
    view(visit)._tapped(Tap(figure, x=1990.5, y=1950.5))
    view(visit)._tapped(Tap(figure))
    assert visit.selection.trend_period == (1950, 1990)


def test_a_place_without_temperatures_has_no_windows(visit: Page):
    visit.selection.param.update(country="ATA", every_window=True)
    assert view(visit).words.object == '<p class="sentence">No period of 30 years or more has enough values.</p>'
    assert not view(visit)._chart.figure.visible


def test_the_table_has_every_window_with_its_trend(shipped: Snapshot, visit: Page):
    visit.selection.country = "KEN"
    frame = TABLES["windows"].make(shipped, visit.selection).frame
    own = shipped.temperature[shipped.temperature.iso3 == "KEN"].set_index("year").temperature_c
    assert len(frame) == len(all_window_trends(own.index, own)) == 110 * 111 // 2
    row = frame[(frame["Year first"] == 1975) & (frame["Year last"] == 2024)].iloc[0]
    alone = trend(own.loc[1975:2024].index, own.loc[1975:2024])
    assert row.iloc[2:].tolist() == pytest.approx([alone.slope_per_decade, alone.low95, alone.high95])
