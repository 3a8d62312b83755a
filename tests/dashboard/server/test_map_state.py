"""`map-state?`: what the map paints for a query, over a real socket, without a session."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from tornado.httpclient import HTTPResponse

from dashboard.server import map_state
from dashboard.snapshot import store
from dashboard.snapshot.store import SnapshotError
from dashboard.state import url
from tests.helpers.answers import answers_of
from tests.helpers.projected import projected


@pytest.fixture
def asked(shipped, monkeypatch) -> Callable[[str], HTTPResponse]:
    """Return a function that answers a query, as the server does."""
    ask = answers_of(map_state.routes(), shipped, monkeypatch)
    return lambda query: ask(f"/map-state{query}")


def test_a_query_is_answered_with_files_year_outlined_places_and_sentence(asked):
    answer = asked("?measure=indicator&indicator=SP.DYN.LE00.IN&year=1990&country=KEN")
    assert (answer.code, answer.headers["Cache-Control"]) == (200, "public, max-age=60")
    state = json.loads(answer.body)
    assert (state["year"], state["outlined"], state["fault"]) == (1990, ["KEN"], "")
    assert state["values"].endswith(".bin?v=1")
    assert state["sentence"].startswith("In 1990, values range from ")
    assert state["chosen"]["indicator"] == "SP.DYN.LE00.IN"


def test_a_projected_map_has_the_period_of_the_address(asked, shipped, monkeypatch):
    monkeypatch.setattr(store, "current", lambda: projected(shipped))
    state = json.loads(asked("?measure=projected&until=2100&scenario=SSP585&year=1990").body)
    assert (state["year"], state["chosen"]["scenario"], state["fault"]) == (2100, "ssp585", "")
    assert state["sentence"].startswith(
        "In 2081–2100 under SSP5-8.5, all 4 countries with data have the same modelled change (+3.55 °C)."
    )
    assert json.loads(asked("?measure=projected").body)["year"] == 2060
    assert json.loads(asked("?until=2100").body)["year"] is None  # an observed map has no year beyond today


def test_a_grouping_outlines_its_members(asked):
    outlined = json.loads(asked("?country=SAS").body)["outlined"]
    assert {"IND", "BGD"} < set(outlined)
    assert "SAS" not in outlined


def test_what_cannot_be_selected_is_ignored_as_on_the_page(asked):
    plain = json.loads(asked("").body)
    assert json.loads(asked("?country=XYZ&measure=nothing&year=%3Cb%3E&utm_source=x").body) == plain


def test_the_second_answer_is_not_computed_again(asked, monkeypatch):
    first = asked("?measure=trend").body
    monkeypatch.setattr(map_state.page_map, "state", lambda *_: pytest.fail("computed again"))
    assert asked("?measure=trend").body == first


def test_an_answer_made_under_a_fault_is_cached_nowhere(asked, monkeypatch):
    query = "?measure=indicator&indicator=SP.DYN.LE00.IN&year=1983"

    def damaged(*_):
        raise SnapshotError("The values of SP.DYN.LE00.IN are damaged.")

    with monkeypatch.context() as fault:
        fault.setattr(map_state.page_map, "map_values", damaged)
        answer = asked(query)
    assert (answer.code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert json.loads(answer.body)["fault"] == "The values of SP.DYN.LE00.IN are damaged."
    healed = asked(query)
    assert healed.headers["Cache-Control"] == "public, max-age=60"
    assert json.loads(healed.body)["fault"] == ""


def test_a_query_longer_than_any_of_the_page_is_refused(asked):
    answer = asked("?country=" + "K" * url.LONGEST_QUERY)
    assert answer.code == 414
    assert answer.body.decode().startswith("This query is 2,008 characters long")


def test_more_than_the_thread_can_answer_are_refused(asked, monkeypatch):
    monkeypatch.setattr(map_state, "MOST_WAITING", 0)
    answer = asked("?measure=trend")
    assert (answer.code, answer.body) == (503, b"Too many maps at once. Try again in a second.\n")


def test_a_snapshot_that_cannot_be_read_is_an_outage_not_an_empty_map(asked, monkeypatch):
    def fail():
        raise SnapshotError("There are no figures. Run the refresh.")

    monkeypatch.setattr(store, "current", fail)
    answer = asked("")
    assert (answer.code, answer.body) == (503, b"There are no figures. Run the refresh.\n")
