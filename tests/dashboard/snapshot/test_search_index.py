"""Search index: every choice once, and a list of other names without unknown codes."""

from __future__ import annotations

import json
import unicodedata

import pytest

from dashboard.snapshot import search_index
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection


@pytest.fixture
def entries(shipped: Snapshot) -> list[list]:
    return json.loads(search_index.index(shipped))


def test_every_country_and_indicator_on_offer_is_there_once(shipped: Snapshot, entries: list[list]):
    choices = new_selection(shipped)
    for kind in (search_index.PLACE, search_index.INDICATOR):
        codes = [entry[1] for entry in entries if entry[0] == kind]
        assert sorted(codes) == sorted(choices.param[kind].objects)
    assert entries[0][1] == "WLD"


def test_a_place_brings_both_codes_its_capital_and_its_other_names(entries: list[list]):
    ivory = next(entry for entry in entries if entry[1] == "CIV")
    assert {"CI", "Yamoussoukro", "Ivory Coast"} <= set(ivory[4])


def test_chance_and_arrows_choose_among_places_with_a_shape_or_figures(entries: list[list]):
    walks = {entry[1]: entry[5] for entry in entries if entry[0] == search_index.PLACE}
    assert (walks["NOR"], walks["ATA"], walks["SSF"], walks["WLD"]) == (2, 1, 0, 0)


def test_the_reviewed_names_are_of_known_places_and_series(shipped: Snapshot):
    known = search_index.other_names()
    assert set(known["places"]) <= set(shipped.countries.iso3)
    held = {*shipped.indicators.id, *shipped.catalog["series"]}
    assert set(known["indicators"]) <= held


def test_no_other_name_is_some_other_place_s_own(shipped: Snapshot):
    def fold(name: str) -> str:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        return " ".join(plain.lower().replace(".", " ").split())

    own = {fold(name): iso3 for iso3, name in zip(shipped.countries.iso3, shipped.countries["name"], strict=True)}
    clashes = [
        (iso3, name)
        for iso3, names in search_index.other_names()["places"].items()
        for name in names
        if own.get(fold(name), iso3) != iso3
    ]
    assert clashes == []


def test_the_index_is_small_and_cannot_end_its_script_element(shipped: Snapshot):
    assert "<" not in search_index.index(shipped)
    assert len(search_index.index(shipped)) < 60_000


def test_an_absent_series_is_found_with_the_reason_and_cannot_be_selected(shipped: Snapshot, entries: list[list]):
    absent = {entry[1]: entry for entry in entries if entry[0] == search_index.ABSENT}
    states = shipped.catalog["series"]
    assert set(absent) == {code for code, state in states.items() if state["state"] == "absent"}
    assert absent["EN.POP.DNST"][2:4] == [
        "Population density",
        "Not in these figures: the mirror that was read lacks it",
    ]
    assert not set(absent) & set(new_selection(shipped).param.indicator.objects)
