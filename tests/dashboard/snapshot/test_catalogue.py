"""Search in the catalogue of all series: words, codes, typing errors, and any text at all."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.snapshot import catalogue, store
from dashboard.snapshot.catalogue import Catalogue, words_of
from dashboard.snapshot.store import Snapshot
from tests.helpers.many_series import CATALOGUE, copy_with

LISTED = Catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The shipped snapshot with a catalogue of five series."""
    return store.open_snapshot(copy_with(tmp_path_factory.mktemp("catalogue")))


def codes(text: str) -> list[str]:
    return [one.code for one in LISTED.find(words_of(text)).results]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("fisheries production", "ER.FSH.PROD.MT"),
        ("TOTAL, fisheries", "ER.FSH.PROD.MT"),
        ("er.fsh.aqua", "ER.FSH.AQUA.MT"),
        ("aquaculure", "ER.FSH.AQUA.MT"),
        ("gdp growth", "6.0.GDP_growth"),
        ("environment", "ER.FSH.AQUA.MT"),
    ],
)
def test_words_codes_and_typing_errors_find_a_series(text: str, first: str):
    assert codes(text)[0] == first


def test_archived_series_are_listed_after_current_ones():
    assert codes("total fisheries") == ["ER.FSH.PROD.MT", "ER.FSH.OLD.MT"]


def test_series_of_the_snapshot_itself_are_left_out(listed: Snapshot):
    assert catalogue.search(listed, words_of("population")).results == ()
    assert catalogue.search(listed, words_of("fisheries")).total == 2


def test_a_snapshot_without_a_catalogue_finds_nothing(tmp_path: Path):
    before = store.open_snapshot(copy_with(tmp_path, catalogue=None))
    if catalogue.TABLE not in before.catalog["tables"]:
        assert catalogue.catalogue(before) is None
        assert catalogue.search(before, ("fish",)) == catalogue.Found()


@given(st.text(max_size=60))
def test_any_text_is_answered_and_every_result_has_its_words(text: str):
    words = words_of(text)
    assert len(words) <= catalogue.MOST_WORDS
    found = LISTED.find(words)
    assert len(found.results) <= min(found.total, catalogue.MOST_RESULTS)
    assert found.total <= len(CATALOGUE)


@given(st.sampled_from(list(CATALOGUE.itertuples(index=False))), st.data())
def test_a_series_is_found_by_its_code_and_by_any_words_of_its_name(series, data: st.DataObject):
    assert codes(series.id)[0] == series.id
    words = words_of(series.name)
    some = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=4))
    assert series.id in codes(" ".join(some))


def test_an_empty_catalogue_finds_nothing():
    assert Catalogue(pd.DataFrame(columns=list(catalogue.COLUMNS), dtype="str")).find(("fish",)).total == 0
