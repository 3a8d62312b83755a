"""Compare without a browser: which places are shown and how, which are not and why, and stable colours."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.analysis import compare
from dashboard.analysis.compare import Comparison, first_common_year
from dashboard.charts.compare import in_lines, isolated, log_ticks
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.text.compare import missing, sentence
from dashboard.views.compare.view import Compare
from dashboard.views.page.page import Page
from tests.helpers.newer import before_groups, by_land
from tests.helpers.pages import page_of

TWELVE = ("NOR", "SWE", "FIN", "DNK", "ISL", "DEU", "FRA", "ITA", "ESP", "BRA", "WLD", "SSF")
GDP = "NY.GDP.PCAP.KD"


@pytest.fixture
def visit(shipped: Snapshot) -> Page:
    page = page_of(shipped)
    page.selection.view = "compare"
    return page


def view(visit: Page) -> Compare:
    return visit.opened["compare"]


def line(visit: Page, slot: int) -> np.ndarray:
    return np.asarray(view(visit).charts._one.source(f"line{slot}").data["value"], float)


def test_the_view_is_made_when_first_shown(shipped: Snapshot):
    page = page_of(shipped)
    assert "compare" not in page.opened
    page.selection.view = "compare"
    assert tuple(page.opened["compare"].parts()) == Compare.slots


def test_without_a_selection_a_country_is_compared_with_its_region_and_the_world(visit: Page):
    visit.selection.country = "KEN"
    assert "Example selection." in view(visit).chooser.chips.object
    assert set(view(visit).charts.slots) == {"KEN", "SSF", "WLD"}
    assert "(latest common year)" in view(visit).sentence.object
    assert 'data-go="countries=KEN~SSF"' in view(visit).chooser.chips.object  # without the World
    visit.selection.country = "SSF"
    assert set(view(visit).charts.slots) == {"SSF", "WLD"}
    assert visit.selection.countries == ()


def test_the_world_is_compared_with_the_largest_populations(visit: Page):
    assert list(view(visit).charts.slots) == ["WLD", "IND", "CHN", "USA", "IDN"]


def test_a_place_added_to_the_suggestion_keeps_it(visit: Page):
    visit.selection.country = "KEN"
    view(visit).chooser.add("NOR")
    assert visit.selection.countries == ("KEN", "SSF", "WLD", "NOR")
    assert "Example selection" not in view(visit).chooser.chips.object
    visit.selection.country = "BRA"
    assert set(view(visit).charts.slots) == {"KEN", "SSF", "WLD", "NOR"}


def test_a_place_without_temperatures_is_named_as_not_shown(visit: Page):
    visit.selection.country = "XSG"
    assert "No data: the Siachen Glacier." in view(visit).notes.object
    assert view(visit).charts.one.visible


def test_two_countries_are_two_lines_with_names_at_their_ends(visit: Page):
    visit.selection.countries = ("NOR", "COD")
    chart = view(visit).charts._one
    assert chart.figure.visible
    assert [chart.source(f"label{slot}").data["name"] for slot in (1, 2, 3)] == [
        ["Norway"],
        [in_lines("Democratic Republic of the Congo")],
        [],
    ]
    assert re.search(r"In 2024 \(latest common year\): Norway \+[\d.]+ °C, the Democ", view(visit).sentence.text)
    title, sentence = chart.figure.html_attributes["aria-label"].split(": ", 1)
    assert title.endswith("1901–2024, Norway and Democratic Republic of the Congo")
    assert sentence in view(visit).sentence.object


def test_a_chip_has_the_dash_of_its_line(visit: Page):
    visit.selection.countries = ("NOR", "BRA", "SWE", "IND")
    chips = view(visit).chooser.chips.object
    dashes = {slot: dash for dash, slot in re.findall(r'<i class="(\w+)" style="color: var\(--line(\d)\)"', chips)}
    assert dashes == {"1": "solid", "2": "dashed", "3": "solid", "4": "dashdot"}
    assert [view(visit).charts._one.glyph(f"line{slot}").line_dash for slot in (1, 2, 3, 4)] == [
        [], [6], [], [6, 4, 2, 4]
    ]  # fmt: skip


def test_a_country_keeps_its_colour_when_others_are_removed_and_added(visit: Page):
    visit.selection.countries = ("NOR", "BRA", "SWE")
    slots = dict(view(visit).charts.slots)
    visit.selection.countries = ("BRA", "SWE")
    assert view(visit).charts.slots == {"BRA": slots["BRA"], "SWE": slots["SWE"]}
    visit.selection.countries = ("BRA", "SWE", "IND")
    assert view(visit).charts.slots["BRA"] == slots["BRA"]
    assert view(visit).charts.slots["IND"] == slots["NOR"]


def test_more_than_six_places_are_small_charts_on_common_or_own_scales(visit: Page):
    visit.selection.countries = TWELVE
    charts = view(visit).charts._many.charts
    assert not view(visit).charts.one.visible
    assert [chart.figure.title.text for chart in charts if chart.figure.visible][:2] == ["Norway", "Sweden"]
    assert len({(chart.figure.y_range.start, chart.figure.y_range.end) for chart in charts}) == 1
    visit.selection.independent_axes = True
    assert len({(chart.figure.y_range.start, chart.figure.y_range.end) for chart in charts}) > 6
    visit.selection.countries = TWELVE[:7]
    assert [chart.figure.visible for chart in charts] == [True] * 7 + [False] * 5
    assert view(visit).charts._many.charts == charts
    visit.selection.countries = TWELVE[:6]
    assert view(visit).charts.one.visible
    assert not view(visit).charts.many.visible


def test_small_charts_share_one_source_of_grey_lines(visit: Page):
    visit.selection.countries = TWELVE
    sources = {chart.source("others").id for chart in view(visit).charts._many.charts}
    assert len(sources) == 1


def test_the_menu_of_a_notebook_adds_places_up_to_twelve(visit: Page):
    chooser = view(visit).chooser
    visit.selection.countries = TWELVE[:11]
    menu, button = chooser.menu()
    menu.value = "IND"
    button.clicks += 1
    assert visit.selection.countries[-1] == "IND"
    assert "12 is the maximum" in chooser.peers.object
    menu.value = "AFG"
    button.clicks += 1
    assert "AFG" not in visit.selection.countries


def test_the_page_names_the_places_compared_to_its_search_field(visit: Page):
    visit.selection.countries = ("NOR", "BRA")
    assert 'data-compared="NOR~BRA" data-most="12"' in view(visit).chooser.chips.object


def test_peers_of_the_same_climate_name_the_group_and_a_sentence_reports_their_absence(shipped: Snapshot):
    page = page_of(by_land(shipped))
    page.selection.view = "compare"
    offered = view(page).chooser.peers
    page.selection.countries = ("BOL",)
    assert "same largest climate group as Bolivia, Tropical (A)" in offered.object
    assert "not available" not in offered.object
    page.selection.countries = ("PRI",)
    assert "Climate groups by share of land are not available for Puerto Rico (US)." in offered.object
    assert "Peers are of its region and income group." in offered.object
    page.selection.countries = ("WLD",)
    assert "not available" not in offered.object


def test_without_climate_groups_in_the_snapshot_nothing_is_missed(shipped: Snapshot):
    page = page_of(before_groups(shipped))
    page.selection.view = "compare"
    page.selection.countries = ("PRI",)
    assert "limate group" not in view(page).chooser.peers.object


def test_an_index_is_100_in_its_base_year(visit: Page):
    visit.selection.param.update(
        countries=("NOR", "BRA", "RUS"), compare_quantity=GDP, compare_scale="index", base_year=1965
    )
    shown = compare.compare(visit.snapshot, visit.selection)
    at = list(shown.years).index(1965)
    assert [values[at] for values in shown.values.values()] == pytest.approx([100, 100])
    assert shown.without_base_value == ("RUS",)
    assert "No value in the base year 1965: the Russian Federation." in view(visit).notes.object
    assert 'data-go="since=1989"' in view(visit).notes.object
    visit.selection.base_year = 1989
    assert view(visit).notes.object == ""


def test_shares_change_in_percentage_points_and_amounts_in_per_cent(visit: Page):
    chosen = visit.selection
    chosen.param.update(countries=("NOR", "BRA"), compare_scale="change", compare_quantity="SP.URB.TOTL.IN.ZS")
    shown = compare.compare(visit.snapshot, chosen)
    assert (shown.basis, shown.unit) == ("change since 1990", "percentage points")
    assert shown.heading.endswith(", change since 1990 (percentage points)")
    chosen.compare_quantity = GDP
    assert compare.compare(visit.snapshot, chosen).unit == "%"


def test_an_index_of_temperatures_is_refused_with_a_reason(visit: Page):
    visit.selection.param.update(countries=("NOR",), compare_scale="index")
    assert "0 °C is an arbitrary zero" in view(visit).notes.object
    assert view(visit).heading.text == "Annual mean temperature, anomaly from 1961–1990 (°C)"


def test_an_index_of_negative_values_is_refused_with_a_reason(visit: Page):
    visit.selection.param.update(
        countries=("NOR", "BRA"), compare_scale="index", compare_quantity="NY.GDP.PCAP.KD.ZG", base_year=1990
    )
    assert "not defined for values below zero" in view(visit).notes.object
    shown = compare.compare(visit.snapshot, visit.selection)
    values = visit.snapshot.values("NY.GDP.PCAP.KD.ZG")
    own = values[(values.iso3 == "NOR") & (values.year == 2010)].value.iloc[0]
    assert shown.values["NOR"][list(shown.years).index(2010)] == own
    assert not view(visit).controls._year.visible


def test_a_base_value_of_zero_is_named_as_the_reason(visit: Page):
    visit.selection.param.update(countries=("NOR", "KEN"), compare_scale="index", compare_quantity="EG.ELC.NUCL.ZS")
    notes = view(visit).notes.object
    assert "Value of zero in the base year 1990, so no ratio: Norway and Kenya." in notes
    assert "No value in the base year" not in notes
    assert "No year has a value above zero for all." in notes
    visit.selection.compare_scale = "change"
    assert "base year" not in view(visit).notes.object


def test_a_log_scale_needs_values_above_zero(visit: Page):
    visit.selection.param.update(countries=("NOR", "BRA"), compare_quantity=GDP)
    plain = line(visit, 1)
    visit.selection.compare_log = True
    assert line(visit, 1) == pytest.approx(np.log10(plain), nan_ok=True)
    assert "equal distances are equal ratios" in view(visit).notes.object
    labels = view(visit).charts._one.figure.yaxis[0].major_label_overrides
    assert "10,000" in labels.values()
    visit.selection.compare_quantity = "NY.GDP.PCAP.KD.ZG"
    assert "needs values above zero" in view(visit).notes.object
    assert "10,000" not in view(visit).charts._one.figure.yaxis[0].major_label_overrides.values()


def test_the_smoothed_temperature_varies_less_than_the_annual_one(visit: Page):
    visit.selection.countries = ("NOR",)
    rough = np.abs(np.diff(line(visit, 1))).mean()
    visit.selection.compare_quantity = "smooth"
    assert np.abs(np.diff(line(visit, 1))).mean() < rough / 10


def test_places_without_values_are_named(visit: Page):
    visit.selection.countries = ("NOR", "XSG")
    assert "No data: the Siachen Glacier." in view(visit).notes.object
    visit.selection.countries = ("XSG",)
    assert "None of the selected places has a value" in view(visit).sentence.object
    assert not view(visit).charts.one.visible


def test_damaged_values_are_reported(monkeypatch, visit: Page):
    def damaged(_snapshot: Snapshot, code: str) -> None:
        raise SnapshotError(f"The values of {code} are damaged.")

    visit.selection.countries = ("NOR",)
    monkeypatch.setattr("dashboard.snapshot.series.indicator", damaged)
    visit.selection.compare_quantity = GDP
    assert f"The values of {GDP} are damaged." in view(visit).sentence.object


def test_controls_without_effect_are_hidden(visit: Page):
    controls = view(visit).controls
    assert controls._baseline.visible
    assert not controls._year.visible
    assert not controls._log.model.visible
    visit.selection.param.update(compare_quantity=GDP, compare_scale="index")
    assert controls._year.visible
    assert controls._log.model.visible
    assert not controls._baseline.visible


def comparison(**values: list[float]) -> Comparison:
    years = np.arange(2000, 2003)
    return Comparison(years, {code: np.array(own) for code, own in values.items()}, "Trade", "% of GDP")


def test_the_sentence_is_about_the_latest_common_year():
    shown = comparison(NOR=[1.0, 2, np.nan], BRA=[3.0, 1, 9])
    assert sentence(shown, {"NOR": "Norway", "BRA": "Brazil"}) == (
        "In 2001 (latest common year): Norway 2 % of GDP, Brazil 1 % of GDP."
    )


def test_a_missing_common_year_is_reported():
    shown = comparison(NOR=[1.0, np.nan, np.nan], BRA=[np.nan, 1, 9])
    assert "There is no year in which all 2 have a value" in sentence(shown, {"NOR": "Norway", "BRA": "Brazil"})
    assert missing(shown, {}) == []


def test_the_first_common_year_is_positive_for_an_index():
    years, table = np.arange(2000, 2003), [np.array([np.nan, 1, 2]), np.array([0.0, 0, 3])]
    assert first_common_year(table, years) == 2001
    assert first_common_year(table, years, positive=True) == 2002
    assert first_common_year([], years) is None


def test_isolated_values_and_the_last_one_are_dots():
    assert list(np.flatnonzero(isolated(np.array([1, np.nan, 1, 1, np.nan, 1])))) == [0, 5]
    assert list(np.flatnonzero(isolated(np.array([1.0, 1, 1, np.nan])))) == [2]


@given(low=st.floats(-3, 12), spread=st.floats(0.01, 6))
def test_a_log_axis_has_several_ticks_all_within_its_limits(low: float, spread: float):
    ticks = np.log10(log_ticks(low, low + spread))
    assert ticks.size > 1
    assert ticks.min() >= low - 0.05 * spread - 0.03
    assert ticks.max() <= low + spread + 0.05 * spread + 0.03


def test_of_three_places_the_sentence_names_the_highest_and_the_lowest():
    shown = comparison(NOR=[1.0, 2, np.nan], BRA=[3.0, 1, 9], SWE=[2.0, 1.5, 1])
    assert sentence(shown, {"NOR": "Norway", "BRA": "Brazil", "SWE": "Sweden"}) == (
        "In 2001 (latest common year) Norway is highest (2 % of GDP) and Brazil lowest (1 % of GDP)."
    )
    assert "low-income countries are highest (2 % of GDP)" in sentence(
        shown, {"NOR": "low-income countries", "BRA": "Brazil", "SWE": "Sweden"}
    )


def test_places_that_share_an_end_are_counted_and_equal_ones_are_named_as_such():
    names = {"NOR": "Norway", "BRA": "Brazil", "SWE": "Sweden"}
    assert sentence(comparison(NOR=[0.0] * 3, BRA=[0.0] * 3, SWE=[0.0] * 3), names).endswith(
        " (latest common year) all 3 have the same value (0 % of GDP)."
    )
    top = sentence(comparison(NOR=[5.0] * 3, BRA=[5.0] * 3, SWE=[1.0] * 3), names)
    assert top.endswith(" 2 are highest (5 % of GDP) and Sweden lowest (1 % of GDP).")
    bottom = sentence(comparison(NOR=[1.0] * 3, BRA=[5.0] * 3, SWE=[1.0] * 3), names)
    assert bottom.endswith(" Brazil is highest (5 % of GDP) and 2 lowest (1 % of GDP).")


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Norway", ["Norway"]),
        ("Sub-Saharan Africa", ["Sub-Saharan Africa"]),
        ("Europe & Central Asia", ["Europe &", "Central Asia"]),
        ("Democratic Republic of the Congo", ["Democratic", "Republic of the", "Congo"]),
    ],
)
def test_long_names_continue_in_another_line(name: str, lines: list[str]):
    assert in_lines(name).replace("\n", " ") == name
    assert all(len(line) <= 20 for line in in_lines(name).split("\n"))
    assert len(in_lines(name).split("\n")) <= len(lines)


def test_a_change_is_drawn_from_its_base_year_on_and_the_axis_can_be_set(visit: Page):
    chosen = visit.selection
    chosen.param.update(countries=("KEN", "SSF"), compare_quantity="EG.ELC.ACCS.ZS", compare_scale="change")
    chosen.base_year = 2000
    assert compare.compare(visit.snapshot, chosen).years[0] == 2000
    chosen.compare_years = (1995, 2010)
    shown = compare.compare(visit.snapshot, chosen)
    assert (shown.years[0], shown.years[-1]) == (1995, 2010)
    assert shown.values["KEN"][5] == 0  # counts from 2000 as before
    assert "In 2010 (latest common year)" in view(visit).sentence.text
    controls = view(visit).controls
    first, last = controls._ends
    assert (first.value, last.value) == (1995, 2010)
    last.value = 2015
    assert chosen.compare_years == (1995, 2015)


def test_an_axis_without_any_value_of_a_place_names_it(visit: Page):
    chosen = visit.selection
    chosen.param.update(countries=("NOR", "RUS"), compare_quantity=GDP, compare_years=(1970, 1980))
    assert "No value in the years shown: the Russian Federation." in view(visit).notes.object
    assert "In 1980: Norway " in view(visit).sentence.text


def test_suggestions_are_for_the_last_place_added_and_of_a_region_its_members(visit: Page):
    visit.selection.countries = ("IND", "KEN", "WLD")
    assert "as Kenya" in view(visit).chooser.peers.object
    visit.selection.countries = ("KEN", "SSF")
    assert "Nigeria" in view(visit).chooser.peers.object
    assert "China" not in view(visit).chooser.peers.object
