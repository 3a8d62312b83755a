"""The World Bank's recorded lists of series, topics and sources: read completely or not at all, and found by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import ListError, Refused, Unreachable
from etl.sources import catalogue
from etl.sources.catalogue import CatalogueEntry, Group

RECORDED = Path(__file__).parent / "recorded"
BASE = "http://wb/v2"
ACCESS = CatalogueEntry(
    "EG.ELC.ACCS.ZS",
    "Access to electricity (% of population)",
    "Access to electricity is the percentage of population with access to electricity.",
    "SDG 7.1.1 Electrification Dataset, World Bank (WB)",
    "2",
    "World Development Indicators",
    ("Energy & Mining", "Climate Change"),
)


def recorded(name: str) -> bytes:
    return (RECORDED / name).read_bytes()


class Bodies:
    """Stub of the network: returns the bodies in turn, and records URLs and permitted ages."""

    def __init__(self, *bodies: bytes):
        self.bodies = list(bodies)
        self.urls: list[str] = []
        self.fresh_for_s: list[float] = []

    def get(self, url, understand, *, fresh_for_s=0.0):
        self.urls.append(url)
        self.fresh_for_s.append(fresh_for_s)
        return understand(self.bodies.pop(0))


def page(rows: list[dict], **header: object) -> bytes:
    return json.dumps([{"page": 1, "pages": 1, "per_page": "50000", "total": len(rows)} | header, rows]).encode()


def row(code: str, **other: object) -> dict:
    default = {"id": code, "name": "Name", "source": {"id": "2", "value": "WDI"}, "sourceNote": "", "topics": []}
    return default | {"sourceOrganization": ""} | other


def test_the_whole_list_takes_one_request_and_is_cached_for_a_week():
    bodies = Bodies(recorded("catalogue_page.json"))
    listed = catalogue.fetch_catalogue(bodies, BASE)
    assert bodies.urls == [f"{BASE}/indicator?format=json&per_page=50000&page=1"]
    assert bodies.fresh_for_s == [7 * 86_400]
    assert listed[0] == ACCESS
    assert listed[1] == CatalogueEntry(
        *("EN.ATM.CO2E.PC", "CO2 emissions (metric tons per capita)", "", "", "57", "WDI Database Archives"),
        ("Environment",),
    )
    assert [series.is_archived for series in listed] == [False, True, False]
    assert listed[2].topics == ()


def test_the_pages_of_a_list_are_joined():
    pages = [page([row(code)], page=n, pages=2, total=2) for n, code in enumerate(("A", "B"), 1)]
    bodies = Bodies(*pages)
    assert [series.id for series in catalogue.fetch_catalogue(bodies, BASE)] == ["A", "B"]
    assert bodies.urls[1].endswith("page=2")


@pytest.mark.parametrize(
    ("bodies", "sentence"),
    [
        ([page([row("A")], total=2)], "1 rows came of 2 announced"),
        ([page([row("A")], pages=2, total=2), page([row("B")], pages=2, total=3)], "changed between page 1 and page 2"),
        ([page([row("A")], pages=1001)], "1001 pages cannot be right"),
        ([page([row("A", name=5)])], "a row of another shape: .*name"),
        ([page([{"id": "A"}])], "a row of another shape: .*name"),
        ([page([row("A", source="WDI")])], "a row of another shape: .*source"),
        ([page([row("A")], total="many")], "another shape"),
        ([b"<html>Bad gateway</html>"], "not the JSON"),
        ([b'[{"page":1'], "not the JSON"),
        ([b"[]"], "an answer of another shape"),
        ([b'[{"page":1,"pages":1,"total":1},[{"id":"\xff"}]]'], "not the JSON"),
    ],
)
def test_an_incomplete_or_malformed_list_is_an_outage(bodies, sentence):
    with pytest.raises(Unreachable, match=sentence):
        catalogue.fetch_catalogue(Bodies(*bodies), BASE)


def test_a_refusal_of_the_service_is_not_an_outage():
    with pytest.raises(Refused, match="message 120"):
        catalogue.fetch_one(Bodies(recorded("message_120.json")), BASE, "XX")
    with pytest.raises(Refused, match="does not describe"):
        catalogue.fetch_one(Bodies(recorded("no_values.json")), BASE, "XX")


def test_one_series_is_described_at_its_own_url():
    bodies = Bodies(recorded("description.json"))
    assert catalogue.fetch_one(bodies, BASE, "eg.elc.accs.zs").id == "EG.ELC.ACCS.ZS"
    assert bodies.urls[0].startswith(f"{BASE}/indicator/eg.elc.accs.zs?")


def test_a_code_is_quoted_in_the_url():
    bodies = Bodies(recorded("description.json"))
    catalogue.fetch_one(bodies, BASE, "../a?b")
    assert bodies.urls[0].startswith(f"{BASE}/indicator/..%2Fa%3Fb?")


@pytest.mark.parametrize("wanted", ["19", "climate change", "Climate", " CLIMATE "])
def test_a_topic_is_found_by_number_or_part_of_its_name(wanted):
    bodies = Bodies(recorded("topics.json"), recorded("catalogue_page.json"))
    assert len(catalogue.fetch_listed(bodies, BASE, topic=wanted)) == 3
    assert bodies.urls[1].startswith(f"{BASE}/topic/19/indicator?")


def test_an_exact_source_name_takes_precedence_over_parts():
    bodies = Bodies(recorded("sources_with_string_numbers.json"), recorded("catalogue_page.json"))
    catalogue.fetch_listed(bodies, BASE, source="International Debt Statistics")
    assert bodies.urls[1] == f"{BASE}/indicator?format=json&per_page=50000&page=1&source=6"


def test_an_unknown_topic_lists_the_known_ones():
    with pytest.raises(
        ListError, match=r"no topic matches 'Space'; .*: 5 Energy & Mining; 19 Climate Change; 8 Health"
    ):
        catalogue.fetch_listed(Bodies(recorded("topics.json")), BASE, topic="Space")
    with pytest.raises(ListError, match="no topic matches ''"):
        catalogue.fetch_listed(Bodies(recorded("topics.json")), BASE, topic="")


def test_an_ambiguous_source_lists_the_matches():
    sentence = (
        "'debt' matches more than one source; choose one of: "
        "6 International Debt Statistics; 81 International Debt Statistics: DSSI$"
    )
    with pytest.raises(ListError, match=sentence):
        catalogue.fetch_listed(Bodies(recorded("sources_with_string_numbers.json")), BASE, source="debt")


def test_a_topic_without_series_is_refused_by_name():
    with pytest.raises(Refused, match=r"Health \(8\): the service lists no series"):
        catalogue.fetch_listed(Bodies(recorded("topics.json"), recorded("no_values.json")), BASE, topic="8")


def test_a_topic_or_a_source_is_required():
    with pytest.raises(TypeError):
        catalogue.fetch_listed(Bodies(), BASE)


TEXT = st.text(max_size=20)
MAYBE = st.none() | TEXT
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": TEXT,
            "name": MAYBE,
            "source": st.fixed_dictionaries({"id": MAYBE, "value": MAYBE}),
            "sourceNote": MAYBE,
            "sourceOrganization": MAYBE,
            "topics": st.none()
            | st.lists(st.fixed_dictionaries({}, optional={"id": TEXT, "value": MAYBE}), max_size=3),
        }
    ),
    max_size=5,
)


@given(ROWS)
def test_every_valid_row_is_read_without_surrounding_blanks(rows):
    listed = catalogue.fetch_catalogue(Bodies(page(rows)), BASE)
    assert [series.name for series in listed] == [(one["name"] or "").strip() for one in rows]
    assert all(text == text.strip() for series in listed for text in (series.note, series.source, *series.topics))
    assert all(series.topics == tuple(filter(None, series.topics)) for series in listed)


@given(st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda inner: st.lists(inner, max_size=4)))
def test_any_other_json_is_an_outage(value):
    with pytest.raises(Unreachable):
        catalogue.fetch_catalogue(Bodies(json.dumps(value).encode()), BASE)


def test_a_blank_group_name_matches_nothing():
    with pytest.raises(ListError):
        catalogue.find_group("  ", [Group("1", "Only")], "topic")
