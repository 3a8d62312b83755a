"""The country's half of Explore, without a browser: what is set reaches charts and words; what lacks is said."""

from __future__ import annotations

import numpy as np
import pytest

from dashboard import app
from dashboard.snapshot.store import Snapshot
from dashboard.views.explore.controls import fitting
from dashboard.views.explore.country import CountryView
from dashboard.views.page.page import Page
from tests.helpers.newer import newer, older


@pytest.fixture
def visit(shipped: Snapshot) -> Page:
    return app._page(shipped, None)


@pytest.fixture
def poorer(shipped: Snapshot) -> Page:
    """A visit to a snapshot without zones, ERA5 and months."""
    return app._page(older(shipped), None)


@pytest.fixture
def richer(shipped: Snapshot) -> Page:
    return app._page(newer(shipped), None)


def country(visit: Page) -> CountryView:
    return visit.opened["explore"].country


def data(visit: Page, label: str, column: str) -> np.ndarray:
    return np.asarray(country(visit).temperature._chart.source(label).data[column], float)


def test_the_window_changes_trend_band_and_words(visit: Page):
    visit.selection.country = "NOR"
    before = country(visit).warming.object, country(visit).figures.object
    visit.selection.trend_period = (1951, 1980)
    assert list(data(visit, "trend", "year")) == list(range(1951, 1981))
    assert "Trend 1951–1980" in country(visit).warming.object
    assert (country(visit).warming.object, country(visit).figures.object) != before


def test_a_window_under_thirty_years_is_warned_of(visit: Page):
    visit.selection.param.update(country="NOR", trend_period=(2000, 2020))
    assert "21 years: below 30 a trend says more about weather than about climate" in country(visit).warming.object


def test_the_baseline_changes_the_dashed_line_the_stripes_and_the_titles(visit: Page):
    visit.selection.country = "NOR"
    before = data(visit, "baseline", "temperature_c")[0]
    visit.selection.baseline = (1991, 2020)
    assert data(visit, "baseline", "temperature_c")[0] > before + 0.5
    assert "1991–2020" in country(visit).temperature.chart.title.text
    assert country(visit).temperature.strip.title.text.endswith("from 1991–2020")


@pytest.mark.parametrize(
    ("first", "last", "moved", "expected"),
    [(1990, 2000, "first", (1990, 2004)), (1990, 2000, "last", (1986, 2000)), (1990, 2004, "first", (1990, 2004))],
)
def test_the_other_end_gives_way_where_a_window_would_be_too_short(first, last, moved, expected):
    assert fitting(first, last, moved) == expected


def test_the_window_s_menus_and_the_selection_follow_each_other(visit: Page):
    controls = country(visit).temperature.controls.objects
    first, last = (next(one for one in controls if one.label == label) for label in ("Trend from", "to"))
    first.value = 2005
    assert visit.selection.trend_period == (2005, 2024)
    last.value = 1999
    assert visit.selection.trend_period == (1985, 1999)
    assert first.value == 1985
    visit.selection.trend_period = (1901, 2024)
    assert (first.value, last.value) == (1901, 2024)


def test_the_group_behind_is_the_region_or_nobody(visit: Page):
    visit.selection.param.update(country="NOR", reference_group="region")
    assert data(visit, "wide", "x").size > 0
    assert "Among 58 economies of Europe &amp; Central Asia" in country(visit).temperature.sentences.object
    visit.selection.reference_group = "none"
    assert data(visit, "wide", "x").size == 0
    assert country(visit).temperature.sentences.object == ""


def test_no_group_lies_behind_a_total(visit: Page):
    visit.selection.param.update(country="NOR", indicator="SP.POP.TOTL")
    chart = country(visit).indicator._chart
    assert len(chart.source("wide").data["x"]) == 0
    visit.selection.indicator = "SP.DYN.LE00.IN"
    assert len(chart.source("wide").data["x"]) > 0


def test_ranks_are_given_in_world_and_region_and_in_the_zone_where_it_is_known(poorer: Page, richer: Page):
    for page in (poorer, richer):
        page.selection.country = "NOR"
    assert "rank 75 of 217 economies of the world; 45 of 58 economies of Europe &amp; Central Asia</small>" in (
        country(poorer).figures.object
    )
    assert "2 of 3 economies of climate zone Dfc (subarctic)" in country(richer).figures.object or (
        "3 of 3 economies of climate zone Dfc (subarctic)" in country(richer).figures.object
    )


def test_a_newer_snapshot_shows_amplification_emergence_and_zone(richer: Page):
    richer.selection.country = "NOR"
    figures = country(richer).figures.object
    assert "1.31 °C per °C" in figures
    assert "above 2 since 2011" in figures
    assert "<b>Dfc</b><small>subarctic; by the country’s mean months</small>" in figures
    assert "Among 3 economies of climate zone Dfc (subarctic)" in country(richer).temperature.sentences.object


def test_a_country_alone_in_its_zone_is_told_why_the_region_is_shown(richer: Page):
    richer.selection.country = "ATG"
    assert "No other economy lies in climate zone Am; the region is shown instead." in (
        country(richer).temperature.sentences.object
    )


def test_era5_is_a_line_when_asked_for_with_how_far_it_differs(richer: Page):
    richer.selection.country = "NOR"
    assert data(richer, "other", "year").size == 0
    richer.selection.era5 = True
    cru = data(richer, "thin", "temperature_c")
    difference = data(richer, "other", "temperature_c") - cru
    assert difference == pytest.approx(0.5)
    assert "They differ by 0.00 °C per decade." in country(richer).temperature.sentences.object


def test_months_of_another_data_set_say_so_and_names_keep_their_hyphens(visit: Page):
    visit.selection.country = "TLS"
    said = country(visit).season.sentence.object
    assert "Temperatures of months are ERA5’s, those of years above CRU TS’s: their levels differ." in said
    assert "In Timor-Leste " in said
    visit.selection.country = "SSF"
    assert "Sub-Saharan Africa" in country(visit).season.sentence.object


@pytest.mark.parametrize(
    ("place", "said", "drawn"),
    [
        ("IND", "These are too few for a spread; that of South Asia is drawn.", True),
        ("NOR", "Among 6 economies of climate zone Dfc", True),
        ("TWN", "and it has no region here", False),
    ],
)
def test_a_zone_too_small_for_a_spread_gives_way_to_the_region_aloud(visit: Page, place: str, said: str, drawn: bool):
    visit.selection.country = place
    assert said in country(visit).temperature.sentences.object
    assert bool(np.isfinite(data(visit, "median", "median")).any()) is drawn


def test_the_months_are_shown_where_they_are_held_and_missed_aloud_where_not(poorer: Page, richer: Page):
    assert country(poorer).season.sentence.object == '<p class="sentence">This snapshot holds no monthly normals.</p>'
    richer.selection.country = "NOR"
    season = country(richer).season
    assert (
        "In Norway January has changed the most from one to the other, by +3.0 °C, February the least, by +1.0 °C."
        in (season.sentence.object)
    )
    assert "levels differ" not in season.sentence.object  # the chart of years is of the same data set
    assert len(season.charts.objects) == 2
    figures = [pane.object for pane in season.charts.objects]
    richer.selection.country = "BRA"
    assert "no monthly normals of Brazil" in season.sentence.object
    assert not any(figure.visible for figure in figures)
    richer.selection.country = "NOR"
    assert [pane.object for pane in season.charts.objects] == figures
    assert all(figure.visible for figure in figures)


@pytest.mark.parametrize("place", ["XSG", "ATA"])
def test_a_place_without_figures_has_words_and_no_frames(visit: Page, place: str):
    visit.selection.country = place
    shown = country(visit)
    assert "There is no temperature series for" in shown.warming.object
    assert "This snapshot holds no values" in shown.indicator.sentence.object
    charts = (shown.temperature.chart, shown.temperature.strip, shown.indicator.chart)
    assert not any(figure.visible for figure in charts)
    assert shown.figures.object == ""


def test_a_country_is_added_to_compare_and_then_said_to_be_there(visit: Page):
    visit.selection.param.update(country="NOR", countries=("SWE",))
    assert 'data-go="countries=SWE~NOR"' in country(visit).compare.object
    visit.selection.countries = ("SWE", "NOR")
    assert 'data-go="view=compare"' in country(visit).compare.object
    assert "2 compared: open Compare" in country(visit).compare.object


def test_names_are_in_order_in_heading_and_sentence(visit: Page):
    visit.selection.country = "COD"
    assert "<h2>Democratic Republic of the Congo</h2>" in country(visit).heading.object
    assert "The Democratic Republic of the Congo has warmed" in country(visit).warming.object
    assert "in the Democratic Republic of the Congo:" in country(visit).indicator.sentence.object


def test_zooming_into_some_years_outlives_a_change_of_country(visit: Page):
    axis = country(visit).temperature.chart.x_range
    axis.update(start=1980, end=2000)
    visit.selection.country = "BRA"
    assert (axis.start, axis.end) == (1980, 2000)


def test_what_an_indicator_is_changes_with_the_indicator_and_with_nothing_else(visit: Page):
    about, told = country(visit).indicator.about, []
    about.model.on_change("text", lambda _name, _old, _new: told.append(about.object))
    visit.selection.param.update(country="NOR", reference_group="none")
    assert told == []
    visit.selection.indicator = "FP.CPI.TOTL.ZG"
    assert len(told) == 1
    assert "International Monetary Fund" in told[0]
    assert "Mongolia, 1995: 1 value left out." in told[0]
