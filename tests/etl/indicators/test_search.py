"""Search: every word must match; the order of the matches; suggestions where nothing matches."""

from __future__ import annotations

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.indicators.search import Coverage, folded, search, words_of
from etl.sources.catalogue import CatalogueEntry

WDI = "World Development Indicators"


def series(code: str, name: str, note: str = "", source: str = WDI) -> CatalogueEntry:
    return CatalogueEntry(code, name, note, "", "2" if source == WDI else "99", source)


LISTED = [
    series("EN.ATM.CO2E.PC", "CO2 emissions (metric tons per capita)", source="WDI Database Archives"),
    series("SE.ENR", "School enrolment", "Counts pupils with access to electricity."),
    series("XX.ACCESS", "Access to electricity", source="Another Database"),
    series("EG.ELC.ACCS.RU.ZS", "Access to electricity, rural (% of rural population)"),
    series("EG.ELC.ACCS.ZS", "Access to electricity (% of population)"),
    series("EG.ELC", "Electricityaccess"),
    series("IN.PÉNÉTRATION", "Taux de pénétration électrique"),
    series("EN.GHG.CO2", "Carbon dioxide (CO2) emissions"),
]


def found(text: str, **how) -> list[str]:
    return [match.series.id for match in search(LISTED, text, **how).matches]


def test_whole_words_rank_before_parts_and_notes():
    assert found("electricity access") == [
        *("EG.ELC.ACCS.ZS", "EG.ELC.ACCS.RU.ZS", "XX.ACCESS"),  # whole words: WDI first, shorter names first
        "EG.ELC",  # parts
        "SE.ENR",  # in the note only
    ]


def test_an_exact_code_ranks_before_longer_ones():
    assert found("eg.elc") == ["EG.ELC", "EG.ELC.ACCS.ZS", "EG.ELC.ACCS.RU.ZS"]


def test_configured_series_rank_first_and_archived_ones_last():
    assert found("co2 emissions") == ["EN.GHG.CO2", "EN.ATM.CO2E.PC"]
    assert found("co2 emissions", configured={"en.atm.co2e.pc"}) == ["EN.ATM.CO2E.PC", "EN.GHG.CO2"]


@pytest.mark.parametrize("text", ["PENETRATION electrique", "Pénétration", "pe\u0301ne\u0301tration"])
def test_case_and_accents_do_not_matter(text):
    assert found(text) == ["IN.PÉNÉTRATION"]


def test_subscripts_match_digits():
    assert found("CO₂ carbon") == ["EN.GHG.CO2"]


def test_a_word_may_match_the_database_name():
    assert found("another electricity") == ["XX.ACCESS"]


@pytest.mark.parametrize(
    "text",
    [
        *("Electricity, access", '"electricity access"', "“electricity” «access»", "electricity.*access"),
        *("access (electricity)", "^electricity|access$", "electricity/access;", "electricity\taccess"),
        *("'electricity' & 'access'", "[electricity] [access]", "electricity: access!", "access-electricity?"),
    ],
)
def test_punctuation_quotes_and_regular_expressions_are_blanks(text):
    assert found(text) == found("electricity access")


def test_the_dots_of_a_code_are_part_of_it():
    assert found('"eg.elc.accs.zs"') == ["EG.ELC.ACCS.ZS"]
    assert found("EG.ELC.ACCS.*") == ["EG.ELC.ACCS.ZS", "EG.ELC.ACCS.RU.ZS"]


def test_series_with_most_of_the_words_are_offered_without_a_match():
    result = search(LISTED, "rural electricity prices")
    assert result.total == 0
    assert [match.series.id for match in result.near] == ["EG.ELC.ACCS.RU.ZS"]  # two of three words
    assert search(LISTED, "qqqqq wwwww").near == []
    assert search(LISTED, "???").near == []


def test_the_title_here_is_searched_too():
    published = pd.DataFrame({"id": ["EN.GHG.CO2"], "first_year": [1990], "last_year": [2023], "countries": [217]})
    assert found("greenhouse warming") == []
    assert found("greenhouse warming", published=published.assign(title="Greenhouse warming")) == ["EN.GHG.CO2"]


def test_the_total_counts_matches_beyond_the_limit():
    result = search(LISTED, "electricity", limit=2)
    assert [match.series.id for match in result.matches] == ["EG.ELC.ACCS.ZS", "EG.ELC.ACCS.RU.ZS"]
    assert result.total == 5


def test_matches_have_their_coverage_and_membership_if_known():
    published = pd.DataFrame({"id": ["EG.ELC.ACCS.ZS"], "first_year": [1990], "last_year": [2023], "countries": [217]})
    first, second, *_ = search(LISTED, "eg.elc.accs", published, configured=["EG.ELC.ACCS.ZS"]).matches
    assert (first.coverage, first.is_configured) == (Coverage(1990, 2023, 217), True)
    assert (second.coverage, second.is_configured) == (None, False)
    assert first.as_data()["coverage"] == {"first_year": 1990, "last_year": 2023, "economies": 217}
    assert second.as_data()["coverage"] is None


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("electrcity access", "electricity access"),
        ("emisions", "emissions"),
        ("co2 emissions qqqqq", "co2 emissions"),  # a word unlike any other is left out
        ("qqqqq", ""),
        ("rural pupils", ""),  # both occur, but never together
    ],
)
def test_a_search_without_matches_suggests_words_with_matches(text, suggestion):
    result = search(LISTED, text)
    assert (result.matches, result.total, result.suggestion) == ([], 0, suggestion)
    assert not suggestion or search(LISTED, suggestion).total


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_query_has_no_matches(text):
    assert search(LISTED, text).total == 0
    assert search([], "word").suggestion == ""


@given(st.text(max_size=30))
def test_every_match_of_any_text_contains_every_word(text):
    for match in search(LISTED, text).matches:
        everything = folded(f"{match.series.id}\n{match.series.name}\n{match.series.source}\n{match.series.note}")
        assert all(word in everything for word in words_of(text))


def test_the_whole_list_is_searched_within_a_second_and_a_half():
    many = [
        series(f"AA.{n}", f"Series number {n} of things (% of all)", "A note of some length. " * 15)
        for n in range(29_500)
    ]
    started = time.process_time()
    assert search(many, "number 29499").total == 1
    assert time.process_time() - started < 1.5  # 0.15 s on a free machine
