"""The country in Explore without a browser: choices reach charts and sentences; missing figures are named."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dashboard.snapshot.store import Snapshot
from dashboard.views.explore.controls import fitting
from dashboard.views.explore.country import CountryView
from dashboard.views.page.page import Page
from tests.helpers.newer import before_groups, by_land, newer, older
from tests.helpers.pages import page_of


def opened(snapshot: Snapshot) -> Page:
    """Return a visit that compares the country with those of its climate."""
    page = page_of(snapshot)
    page.selection.reference_group = "zone"
    return page


@pytest.fixture
def visit(shipped: Snapshot) -> Page:
    return opened(shipped)


@pytest.fixture
def poorer(shipped: Snapshot) -> Page:
    """A visit to a snapshot without zones, ERA5 and months."""
    return opened(older(shipped))


@pytest.fixture
def richer(shipped: Snapshot) -> Page:
    return opened(newer(shipped))


@pytest.fixture
def grouped(shipped: Snapshot) -> Page:
    """A visit to a snapshot with climate groups by share of land."""
    return opened(by_land(shipped))


def country(visit: Page) -> CountryView:
    return visit.opened["explore"].country


def data(visit: Page, label: str, column: str) -> np.ndarray:
    return np.asarray(country(visit).temperature._chart.source(label).data[column], float)


def test_the_trend_period_changes_trend_sentence_and_key_figures(visit: Page):
    visit.selection.country = "NOR"
    before = country(visit).headline, country(visit).figures.object
    visit.selection.trend_period = (1951, 1980)
    assert list(data(visit, "trend", "year")) == list(range(1951, 1981))
    assert "Trend 1951–1980" in country(visit).headline
    assert (country(visit).headline, country(visit).figures.object) != before


def test_a_trend_period_under_thirty_years_has_a_warning(visit: Page):
    visit.selection.param.update(country="NOR", trend_period=(2000, 2020))
    assert "21 years: trends over fewer than 30 years mostly reflect natural variability" in country(visit).headline


def test_the_baseline_changes_dashed_line_stripes_and_titles(visit: Page):
    visit.selection.country = "NOR"
    before = data(visit, "baseline", "temperature_c")[0]
    visit.selection.baseline = (1991, 2020)
    assert data(visit, "baseline", "temperature_c")[0] > before + 0.5
    assert "1991–2020" in country(visit).temperature.chart.title.text
    assert country(visit).temperature.strip.title.text.startswith("anomaly from 1991–2020")


@pytest.mark.parametrize(
    ("first", "last", "moved", "expected"),
    [(1990, 2000, "first", (1990, 2004)), (1990, 2000, "last", (1986, 2000)), (1990, 2004, "first", (1990, 2004))],
)
def test_a_trend_period_that_is_too_short_moves_its_other_end(first, last, moved, expected):
    assert fitting(first, last, moved) == expected


def test_trend_period_menus_and_selection_follow_each_other(visit: Page):
    controls = country(visit).temperature.controls.objects
    first, last = (next(one for one in controls if one.label == label) for label in ("Trend period: from", "to"))
    first.value = 2005
    assert visit.selection.trend_period == (2005, 2024)
    last.value = 1999
    assert visit.selection.trend_period == (1985, 1999)
    assert first.value == 1985
    visit.selection.trend_period = (1901, 2024)
    assert (first.value, last.value) == (1901, 2024)


def test_the_reference_group_is_the_region_or_none(visit: Page):
    visit.selection.param.update(country="NOR", reference_group="region")
    assert data(visit, "wide", "x").size > 0
    assert "In the 58 countries of Europe &amp; Central Asia" in country(visit).temperature.sentences.object
    visit.selection.reference_group = "none"
    assert data(visit, "wide", "x").size == 0
    assert country(visit).temperature.sentences.object == ""


def test_a_total_has_no_spread_of_its_reference_group(visit: Page):
    visit.selection.param.update(country="NOR", indicator="SP.POP.TOTL")
    chart = country(visit).indicator._chart
    assert len(chart.source("wide").data["x"]) == 0
    visit.selection.indicator = "SP.DYN.LE00.IN"
    assert len(chart.source("wide").data["x"]) > 0


def test_key_figures_rank_in_world_region_and_climate_zone(poorer: Page, richer: Page):
    for page in (poorer, richer):
        page.selection.country = "NOR"
    own = country(poorer).figures.object
    first, last = map(int, re.search(r"ranks between (\d+) and (\d+) of 217 countries of the world", own).groups())
    assert first < 75 < last  # its rank by the value alone
    assert re.search(r"between \d+ and \d+ of 58 countries of Europe &amp; Central Asia \(1 = most warming\)", own)
    assert "of 3 countries of climate zone Dfc (subarctic)" in country(richer).figures.object


def test_amplification_emergence_and_zone_are_shown_where_they_are_published(richer: Page):
    richer.selection.country = "NOR"
    figures = country(richer).figures.object
    assert "1.31 °C per °C" in figures
    assert "emerged (S/N &gt; 2) in 2011" in figures
    assert "<b>Dfc</b><small>subarctic; from the country’s mean monthly climate</small>" in figures
    assert "In the 3 countries of climate zone Dfc (subarctic)" in country(richer).temperature.sentences.object


def test_the_largest_climate_group_is_named_with_its_share_years_and_source(grouped: Page):
    grouped.selection.country = "BRA"
    figures = country(grouped).figures.object
    assert "<dt>Largest climate group</dt><dd><b>Tropical (A)</b>" in figures
    assert "85 % of its land in 1980–2016 (Beck et al. 2018)" in figures
    assert "countries whose largest climate group is Tropical (A)" in figures
    assert "Climate zone" not in figures
    wording = country(grouped).temperature.sentences.object
    assert "In the 84 countries whose largest climate group is Tropical (A), the change ranges from" in wording


def test_a_place_without_published_shares_has_a_note_and_shows_its_region(grouped: Page):
    grouped.selection.country = "ABW"
    assert "climate group" not in country(grouped).figures.object
    wording = country(grouped).temperature.sentences.object
    assert "Climate groups by share of land are not available for Aruba. Its region is shown instead." in wording
    grouped.selection.country = "WLD"
    assert "Climate groups by share" not in country(grouped).temperature.sentences.object


def test_the_menu_names_the_climate_as_the_snapshot_knows_it(poorer: Page, richer: Page, grouped: Page):
    labels = []
    for page in (poorer, richer, grouped):
        menus = country(page).temperature.controls.select(lambda one: getattr(one, "name", "") == "Compare with")
        labels.append(next(iter(menus[0].options)))
    assert labels == ["region (no climate data)", "climate zone", "climate group"]


def test_a_country_alone_in_its_zone_has_a_reason_for_the_region(richer: Page):
    richer.selection.country = "ATG"
    assert "No other country is in climate zone Am; the region is shown instead." in (
        country(richer).temperature.sentences.object
    )


def test_era5_is_a_line_with_its_difference_in_words(richer: Page):
    richer.selection.country = "NOR"
    assert data(richer, "other", "year").size == 0
    richer.selection.era5 = True
    cru = data(richer, "thin", "temperature_c")
    years = data(richer, "other", "year")
    difference = data(richer, "other", "temperature_c") - cru
    assert difference[years >= 1960] == pytest.approx(0.5)
    assert np.isnan(difference[years < 1960]).all()
    # Before 1960, where its back extension breaks, it is another line, dotted; both meet in 1960.
    early = data(richer, "other_early", "temperature_c") - cru
    assert early[years <= 1960] == pytest.approx(0.5)
    assert np.isnan(early[years > 1960]).all()
    assert "CRU TS minus ERA5: 0.00 °C per decade" in country(richer).temperature.sentences.object


def test_months_of_another_data_set_name_it_and_names_keep_hyphens(visit: Page):
    visit.selection.country = "TLS"
    wording = country(visit).season.sentence.object
    assert "Monthly values are from ERA5, annual values from CRU TS; absolute levels differ." in wording
    assert "<h2>Timor-Leste</h2>" in country(visit).heading.object


@pytest.mark.parametrize(
    ("place", "wording", "drawn"),
    [
        ("IND", "These are too few for a spread; the spread of South Asia is drawn.", True),
        ("NOR", "In the 6 countries of climate zone Dfc", True),
        ("TWN", "and it has no region here", False),
    ],
)
def test_a_zone_too_small_for_a_spread_is_replaced_with_a_reason(
    shipped: Snapshot, place: str, wording: str, drawn: bool
):
    visit = opened(before_groups(shipped))
    visit.selection.country = place
    assert wording in country(visit).temperature.sentences.object
    assert bool(np.isfinite(data(visit, "median", "median")).any()) is drawn


def test_months_are_drawn_where_published_and_reported_missing_elsewhere(poorer: Page, richer: Page):
    assert country(poorer).season.sentence.object == '<p class="sentence">This snapshot has no monthly normals.</p>'
    richer.selection.country = "NOR"
    season = country(richer).season
    assert "The largest change is in January (+3.0 °C), the smallest in February (+1.0 °C)." in (season.sentence.object)
    assert "levels differ" not in season.sentence.object  # the chart of years is of the same data set
    figures = [season.temperature, season.precipitation]
    assert all(figure.visible for figure in figures)
    richer.selection.country = "BRA"
    assert "Monthly climate of Brazil is not available." in season.sentence.object
    assert not any(figure.visible for figure in figures)
    richer.selection.country = "NOR"
    assert all(figure.visible for figure in figures)


@pytest.mark.parametrize(("place", "figures"), [("XSG", []), ("ATA", ["Largest climate group"])])
def test_a_place_without_figures_has_sentences_and_no_empty_charts(visit: Page, place: str, figures: list[str]):
    visit.selection.country = place
    shown = country(visit)
    assert "There is no temperature series for" in shown.headline
    assert "No data on" in shown.indicator.sentence.object
    charts = (shown.temperature.chart, shown.temperature.strip, shown.indicator.chart)
    assert not any(figure.visible for figure in charts)
    assert re.findall("<dt>(.*?)</dt>", shown.figures.object) == figures
    assert bool(shown.figures.object) == bool(figures)


def test_the_compare_button_adds_the_country_then_opens_compare(visit: Page):
    visit.selection.param.update(country="NOR", countries=("SWE",))
    assert 'data-go="countries=SWE~NOR"' in country(visit).heading.object
    visit.selection.countries = ("SWE", "NOR")
    assert 'data-go="view=compare"' in country(visit).heading.object
    assert "Open Compare" in country(visit).heading.object


def test_names_are_in_natural_order_in_heading_and_sentences(visit: Page):
    visit.selection.country = "COD"
    assert "<h2>Democratic Republic of the Congo</h2>" in country(visit).heading.object
    assert "The Democratic Republic of the Congo: +0.40 °C by CRU TS" in country(visit).headline
    assert "in the Democratic Republic of the Congo:" in country(visit).indicator.sentence.object


def test_a_country_is_compared_with_none_at_first(shipped: Snapshot):
    page = page_of(shipped)
    page.selection.country = "NOR"
    assert data(page, "wide", "x").size == 0
    assert country(page).temperature.sentences.object == ""


def test_a_zoom_into_years_survives_a_change_of_country(visit: Page):
    axis = country(visit).temperature.chart.x_range
    axis.update(start=1980, end=2000)
    visit.selection.country = "BRA"
    assert (axis.start, axis.end) == (1980, 2000)


def test_the_facts_of_a_series_change_with_the_indicator_only(visit: Page):
    about, told = country(visit).indicator.about, []
    about.model.on_change("text", lambda _name, _old, _new: told.append(about.object))
    visit.selection.param.update(country="NOR", reference_group="none")
    assert told == []
    visit.selection.indicator = "FP.CPI.TOTL.ZG"
    assert len(told) == 1
    assert "International Monetary Fund" in told[0]
    assert "Mongolia, 1995: 1 value left out." in told[0]


def test_the_sentence_to_copy_has_its_source_and_plain_hyphens(visit: Page):
    visit.selection.country = "TLS"
    words = re.search(r'data-words="([^"]*)"', country(visit).heading.object)[1]
    assert words.startswith("Timor-Leste: -0.16 °C by CRU TS, 1995–2024 relative to 1901–1930 (95 % CI -")
    portal = "Source: World Bank, Climate Change Knowledge Portal (CRU TS 4.09, 1901–2024"
    address = "https://climateknowledgeportal.worldbank.org"  # without a full stop, which would be read as its part
    assert words.endswith(f" {portal}), {address}")
    assert "−" not in words
    visit.selection.country = "AGO"
    assert "CRU TS and ERA5 disagree" in country(visit).heading.object
    assert f' {portal}; ERA5, 1950–2024), {address}"' in country(visit).heading.object


def test_a_doubted_change_is_marked_and_never_significant(visit: Page):
    visit.selection.country = "TUV"
    heading = country(visit).heading.object
    assert '<p class="change doubted">+0.36 °C†</p>' in heading
    assert "†\N{NO-BREAK SPACE}low confidence" in heading
    assert "significant" not in heading


def test_the_reason_of_a_doubt_is_a_sentence_and_two_are_main_clauses(visit: Page):
    visit.selection.country = "CAN"
    trends = "CRU TS and ERA5 disagree: since 1960 their trends differ by "
    reason = re.search(r'<p class="reason">(.*)</p>', country(visit).heading.object)[1]
    assert re.fullmatch(rf"{trends}[−+]0\.\d\d °C per decade \(95 % CI [−+]0\.\d\d to [−+]0\.\d\d\)\.", reason)
    visit.selection.country = "COD"
    reason = re.search(r'<p class="reason">(.*)</p>', country(visit).heading.object)[1]
    assert re.fullmatch(
        rf"Only the temperatures of 1901–1930 hardly vary\. {trends}[−+]0\.\d\d °C per decade\.", reason
    )
