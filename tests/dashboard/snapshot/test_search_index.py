"""Search index: every choice once, and a list of other names without unknown codes."""

from __future__ import annotations

import json
import unicodedata

import pytest

from dashboard.snapshot import provenance, search_index
from dashboard.snapshot.store import Snapshot
from dashboard.state.options import new_selection


@pytest.fixture
def index(shipped: Snapshot) -> dict:
    return json.loads(search_index.index(shipped))


def test_every_place_and_series_is_listed_once(shipped: Snapshot, index: dict):
    choices = new_selection(shipped)
    assert sorted(place[1] for place in index["places"]) == sorted(choices.param.country.objects)
    assert [series[0] for series in index["series"]] == list(choices.param.indicator.objects)
    assert sorted(measure[0] for measure in index["measures"]) == sorted(set(shipped.warming.measure))
    assert index["places"][0][1] == "WLD"


def test_a_place_brings_both_codes_its_capital_and_its_other_names(index: dict):
    ivory = next(place for place in index["places"] if place[1] == "CIV")
    assert {"CI", "Yamoussoukro", "Ivory Coast"} <= set(ivory[4])


def test_random_country_and_arrows_choose_among_places_with_a_shape_or_figures(index: dict):
    walks = {place[1]: place[5] for place in index["places"]}
    assert (walks["NOR"], walks["ATA"], walks["SSF"], walks["WLD"]) == (2, 1, 0, 0)


def test_the_reviewed_names_are_of_known_places_and_series(shipped: Snapshot):
    known = search_index.other_names()
    assert set(known["places"]) <= set(shipped.countries.iso3)
    held = {*shipped.indicators.id, *shipped.catalog["series"]}
    assert set(known["indicators"]) <= held


def test_no_other_name_is_the_name_of_another_place(shipped: Snapshot):
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


def test_an_absent_series_is_found_with_the_reason_and_cannot_be_selected(shipped: Snapshot, index: dict):
    absent = {series[0]: series for series in index["absent"]}
    states = shipped.catalog["series"]
    assert set(absent) == {code for code, state in states.items() if state["state"] == "absent"}
    lacking = {code for code in absent if states[code]["reason"] == provenance.MIRROR_LACKS}
    assert lacking
    for code in lacking:
        assert absent[code][1:3] == [states[code]["title"], "the local copy lacks it"]
    assert not set(absent) & set(new_selection(shipped).param.indicator.objects)
