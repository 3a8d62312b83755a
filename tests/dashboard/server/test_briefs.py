"""`country/KEN`: a brief over a real socket, without a session."""

from __future__ import annotations

import pytest

from dashboard.server import briefs
from dashboard.snapshot.store import SnapshotError
from tests.helpers.answers import answers_of


@pytest.fixture
def asked(shipped, monkeypatch):
    """Return a function that asks for a path, as a browser does."""
    return answers_of(briefs.routes(), shipped, monkeypatch)


def test_a_brief_is_a_page_that_may_be_cached_and_loads_nothing(asked):
    answer = asked("/country/KEN", headers={"Host": "climate.example", "X-Forwarded-Proto": "https"})
    assert (answer.code, answer.headers["Cache-Control"]) == (200, "public, max-age=300")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    page = answer.body.decode()
    assert '<link rel="canonical" href="https://climate.example/country/KEN">' in page
    assert 'href="https://climate.example/?country=KEN"' in page


def test_an_unchanged_brief_is_not_sent_again(asked):
    host = {"Host": "climate.example"}
    again = asked(
        "/country/KEN", headers={**host, "If-None-Match": asked("/country/KEN", headers=host).headers["Etag"]}
    )
    assert (again.code, again.body) == (304, b"")


@pytest.mark.parametrize("host", ['climate.example/"><script>', "a b"])
def test_a_host_that_is_none_is_not_written_into_the_page(asked, host: str):
    assert "script" not in asked("/country/KEN", headers={"Host": host}).body.decode()


def test_a_code_in_lower_case_leads_to_the_brief(asked):
    answer = asked("/country/ken")
    assert (answer.code, answer.headers["Location"]) == (301, "/country/KEN")


def test_an_unknown_code_is_refused_in_words(asked):
    answer = asked("/country/XYZ")
    assert answer.code == 404
    assert answer.body.decode().startswith("“XYZ” is not a country or region in this dataset.")


def test_the_head_of_a_brief_has_no_body(asked):
    answer = asked("/country/KEN", method="HEAD")
    assert (answer.code, answer.body) == (200, b"")


def test_too_many_at_once_are_asked_to_come_again(asked, monkeypatch):
    monkeypatch.setattr(briefs.BriefPage, "waiting", briefs.MOST_WAITING)
    answer = asked("/country/KEN")
    assert (answer.code, answer.headers["Retry-After"]) == (503, "5")
    assert "Try again in 5 seconds" in answer.body.decode()


def test_a_fault_is_a_sentence_and_is_not_cached(asked, monkeypatch):
    def fault(*_: object) -> object:
        raise SnapshotError("The figures are damaged.")

    with monkeypatch.context() as broken:
        broken.setattr(briefs, "brief", fault)
        answer = asked("/country/COD")
        assert (answer.code, answer.body.decode()) == (503, "The figures are damaged.\n")
    assert asked("/country/COD").code == 200
