"""Reference lines of Rank: which places, their values, and the sentences."""

from __future__ import annotations

import re

import pytest

from dashboard.analysis.rank import ranking
from dashboard.analysis.rank_references import MOST, References, places, references
from dashboard.state.options import new_selection
from dashboard.tables.rank import rank_table
from dashboard.text import rank_references

POWER, POPULATION = "EG.ELC.ACCS.ZS", "SP.POP.TOTL"


def shown(snapshot, quantity: str, *codes: str, year: int | str = "latest") -> References:
    ranked = ranking(snapshot, quantity, year, ascending=False, region="", income="")
    return references(snapshot, ranked, codes)


def value(snapshot, iso3: str, year: int) -> float:
    rows = snapshot.values(POWER)
    return rows[(rows.iso3 == iso3) & (rows.year == year)].value.item()


def test_the_world_and_the_groupings_selected_are_lines_and_countries_are_not(shipped):
    selection = new_selection(shipped)
    assert places(shipped, selection) == ("WLD",)
    selection.param.update(country="LIC", countries=("KEN", "SSF"), region="SSF", income="LMC")
    assert places(shipped, selection) == ("LIC", "SSF", "LMC", "WLD")


def test_a_line_has_the_value_of_the_year_ranked(shipped):
    found = shown(shipped, POWER, "LIC", "WLD", year=2010)
    assert [(one.iso3, one.value, one.year) for one in found.drawn] == [
        ("LIC", value(shipped, "LIC", 2010), 2010),
        ("WLD", value(shipped, "WLD", 2010), 2010),
    ]


def test_a_gap_is_filled_from_a_near_year_which_is_named(shipped):
    first = shipped.values(POWER).query("iso3 == 'LIC'").year.min()
    (line,) = shown(shipped, POWER, "LIC", year=int(first) - 2).drawn
    assert (line.value, line.year) == (value(shipped, "LIC", first), first)
    assert shown(shipped, POWER, "LIC", year=int(first) - 4).without_value == ("LIC",)


def test_a_total_has_no_lines(shipped):
    assert shown(shipped, POPULATION, "LIC", "WLD") == References(is_total=True)


def test_a_warming_measure_has_lines_of_regions_and_none_of_groupings(shipped):
    found = shown(shipped, "period_change", "LIC", "SSF", "WLD")
    assert [one.iso3 for one in found.drawn] == ["SSF", "WLD"]
    assert found.without_value == ("LIC",)


def test_no_more_reference_lines_than_dash_patterns(shipped):
    assert len(shown(shipped, POWER, "LIC", "LMC", "UMC", "HIC", "WLD").drawn) == MOST


@pytest.mark.parametrize(
    ("quantity", "sentence"),
    [
        (POWER, r"Reference lines: low-income countries [\d.]+ and the world [\d.]+\.$"),
        (POPULATION, r"^No line for low-income countries: a total is the sum of its members\.$"),
        ("period_change", r"^Reference lines: the world \+[\d.]+\. No line for low-income countries: no value\.$"),
    ],
)
def test_the_sentence_names_the_lines_or_explains_why_they_are_missing(shipped, quantity, sentence):
    ranked = ranking(shipped, quantity, "latest", ascending=False, region="", income="")
    names = {"LIC": "low-income countries", "WLD": "the world"}
    found = rank_references.sentence(ranked, references(shipped, ranked, ("LIC", "WLD")), names, "LIC")
    assert re.search(sentence, found), found


def test_the_table_names_them_in_its_notes(shipped):
    selection = new_selection(shipped)
    selection.param.update(country="LIC", rank_by=POWER, year=2010)
    notes = " ".join(rank_table(shipped, selection).notes)
    assert f"Reference, not ranked: Low income, {value(shipped, 'LIC', 2010):.1f} % of population (2010)." in notes
