"""Words on a place's temperature to 2100: scenario, range and kind in each; a missing range is reported."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from dashboard.analysis.country import CountryKey, country_data
from dashboard.analysis.future import future
from dashboard.analysis.projections import ProjectedChange
from dashboard.analysis.warming_levels import Passing
from dashboard.snapshot.store import Snapshot
from dashboard.text import future as words
from dashboard.text.key_figures import key_figures, tiles
from tests.helpers.projected import projected

BASELINE = (1961, 1990)
WIDE = ProjectedChange("ssp245", (2041, 2060), BASELINE, 1.62, 1.14, 2.31)
MEDIAN = ProjectedChange("ssp585", (2081, 2100), BASELINE, 4.06, None, None)


@pytest.fixture(scope="module")
def figures(shipped: Snapshot) -> Snapshot:
    return projected(shipped)


def both(figures: Snapshot, iso3: str, scenario: str = "ssp245"):
    data = country_data(figures, CountryKey(iso3, BASELINE, (1975, 2024), "none", False))
    return data, future(figures, iso3, BASELINE, scenario)


def test_a_tile_has_period_scenario_baseline_and_range():
    assert words.tile(WIDE) == (
        "2041–2060, SSP2-4.5",
        "+1.6 °C",
        "10–90\N{NO-BREAK SPACE}%: +1.1 to +2.3; from 1961–1990",
        False,
    )


def test_a_missing_range_is_named():
    assert words.tile(MEDIAN).note == "median only; from 1961–1990"


def test_two_tiles_are_of_the_scenario_and_four_in_all(figures: Snapshot):
    data, ahead = both(figures, "NOR", "ssp585")
    labels = [tile.label for tile in tiles(data, ahead)]
    assert labels[2:] == ["2041–2060, SSP5-8.5", "2081–2100, SSP5-8.5"]
    assert len(labels) == 4
    assert "Warmest year" in [tile.label for tile in tiles(data)]


@pytest.mark.parametrize(("iso3", "is_doubted"), [("NOR", True), ("BRA", False)])
def test_trend_and_projected_change_of_a_doubted_record_are_marked_as_its_change_is(
    figures: Snapshot, iso3: str, is_doubted: bool
):
    data, ahead = both(figures, iso3)
    found = tiles(data, ahead)
    assert len(found) == 4
    assert [tile.value.endswith("†") for tile in found] == [is_doubted] * 4
    assert [tile.is_doubted for tile in found] == [is_doubted] * 4
    noted = ("Linear trend", "Projected change, 2041–2060", "Projected change, 2081–2100")
    notes = [figure.note for figure in key_figures(data, ahead) if figure.label.startswith(noted)]
    assert ["low confidence" in note for note in notes] == [is_doubted] * 3
    # Without years to 2100: the warmest year is not a change.
    assert [tile.is_doubted for tile in tiles(data)] == [is_doubted] * 3 + [False]


def test_the_list_has_both_periods_only_with_the_chart_to_2100(figures: Snapshot):
    data, ahead = both(figures, "KEN")
    listed = [figure for figure in key_figures(data, ahead) if figure.label.startswith("Projected change")]
    assert [figure.label for figure in listed] == ["Projected change, 2041–2060", "Projected change, 2081–2100"]
    assert all("SSP2-4.5" in figure.note and "modelled" in figure.note for figure in listed)
    assert not [figure for figure in key_figures(data) if figure.label.startswith("Projected change")]


def test_the_years_of_the_words_are_those_of_the_projections(figures: Snapshot, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(words, "REFERENCE", (2016, 2025))
    data, ahead = both(figures, "NOR")
    found = words.notes(data, ahead, "ssp245")
    assert found[0].startswith("Dashed lines after 2025 are modelled: CMIP6 ensemble medians of ")
    assert found[1] == "Each adds the change since 2016–2025 in the models to the observed mean of these years."
    assert words.label(data, ahead).startswith("After 2025 modelled to 2100 under ")


def test_the_sentence_to_quote_has_scenario_periods_and_range(figures: Snapshot):
    found = words.sentences(*both(figures, "NOR"))
    assert re.fullmatch(
        r"Under SSP2-4\.5, Norway is projected to be \d\.\d °C warmer in 2041–2060 than in 1961–1990 "
        r"\(range \+\d\.\d to \+\d\.\d °C\)\.",
        found[0],
    )
    assert "2081–2100" in found[1]
    assert found[2] == (
        "Values are CMIP6 ensemble medians over 20 years; ranges are the 10th to 90th percentile of the models."
    )


def test_without_percentiles_the_sentence_explains_the_missing_range(figures: Snapshot):
    found = words.sentences(*both(figures, "KEN"))
    assert not any("range " in sentence for sentence in found)
    assert found[-1].endswith(words.NO_SPREAD)


def test_no_scenario_has_a_probability(figures: Snapshot):
    data, ahead = both(figures, "NOR")
    everything = " ".join([*words.sentences(data, ahead), *words.notes(data, ahead, "ssp245")]).lower()
    assert not re.search(r"(?<!very )likely|probab|expected|forecast", everything)


def test_notes_name_what_is_missing(figures: Snapshot):
    data, ahead = both(figures, "KEN", "ssp370")
    notes = words.notes(data, ahead, "ssp370")
    assert notes[0] == "SSP3-7.0 is not available here; SSP2-4.5 is shown instead."
    assert words.NO_SPREAD in notes
    data, ahead = both(figures, "SWE")
    assert words.notes(data, ahead, "ssp245") == ["There are no projections for Sweden in these figures."]
    data, ahead = both(figures, "WLD")
    assert "Projections cover 97.5 % of this land." in words.notes(data, ahead, "ssp245")


@pytest.mark.parametrize("iso3", ["NOR", "KEN", "WLD", "SWE"])
def test_sentences_are_short(figures: Snapshot, iso3: str):
    data, ahead = both(figures, iso3)
    found = words.notes(data, ahead, "ssp370") + (words.sentences(data, ahead) if ahead else [])
    for sentence in re.split(r"(?<=\.) ", " ".join(found)):
        assert len(sentence.split()) <= 25, sentence


def test_levels_are_named_with_their_years_and_those_not_passed():
    course = [Passing("ssp245", 1.5, 2029), Passing("ssp245", 2.0, 2050), Passing("ssp245", 3.0, None)]
    only = SimpleNamespace(courses=[SimpleNamespace(scenario="ssp245")])
    assert words.levels(course, only, BASELINE) == [
        "SSP2-4.5, 20-year means from 1961–1990: °C passed +1.5 in 2038 and +2 in 2059; not before 2100: +3."
    ]
    never = [Passing("ssp245", level, None) for level in (3.0, 4.0)]
    assert words.levels(never, only, BASELINE) == [
        "SSP2-4.5, 20-year means from 1961–1990: none of +3 and +4 °C is passed before 2100."
    ]
