"""`search?q=`: answers, bad queries, and bounds, over a real socket."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tornado.httpclient import HTTPResponse

from dashboard.server import search
from dashboard.snapshot import store
from dashboard.snapshot.store import SnapshotError
from tests.helpers.answers import answers_of
from tests.helpers.many_series import copy_with


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_with(tmp_path_factory.mktemp("listed"))


@pytest.fixture
def asked(folder: Path, monkeypatch) -> Callable[..., HTTPResponse]:
    """Return a function that answers a query, as the server does."""
    ask = answers_of(search.ROUTES, store.open_snapshot(folder), monkeypatch)
    return lambda query, **options: ask(f"/search{query}", **options)


def test_words_are_answered_with_series_that_are_not_among_the_figures(asked):
    answer = asked("?q=Fisheries")
    assert (answer.code, answer.headers["Cache-Control"]) == (200, "public, max-age=300")
    found = json.loads(answer.body)
    assert (found["total"], found["results"][0]["code"]) == (2, "ER.FSH.PROD.MT")
    assert found["results"][0]["database"] == "World Development Indicators"
    assert json.loads(asked("?q=population,%20total").body) == {"total": 0, "results": []}


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20%2C.%3C%3E", "?words=fish"])
def test_a_query_without_words_is_refused_with_an_example(asked, query: str):
    answer = asked(query)
    assert (answer.code, answer.headers["Content-Type"]) == (400, "text/plain; charset=utf-8")
    assert answer.body.decode() == "This query has no words. Give some, as in search?q=forest+area\n"


def test_a_huge_query_is_refused_before_it_is_searched(asked, monkeypatch):
    monkeypatch.setattr(search.catalogue, "search", lambda *_: pytest.fail("searched"))
    answer = asked(f"?q={'fish+' * 5_000}")
    assert (answer.code, b"give at most 120" in answer.body) == (400, True)


def test_bytes_that_are_no_text_are_refused_in_a_sentence(asked):
    answer = asked("?q=%ff%fe")
    assert (answer.code, answer.body) == (400, b"This address cannot be read: it has signs that are not UTF-8.\n")


def test_it_can_only_be_read(asked):
    assert asked("?q=fish", method="POST", body="").code == 405
    head = asked("?q=fish", method="HEAD")
    assert (head.code, head.body) == (200, b"")


def test_too_many_searches_at_once_are_refused(asked, monkeypatch):
    monkeypatch.setattr(search.Search, "_waiting", search.MOST_WAITING)
    answer = asked("?q=fish")
    assert (answer.code, answer.body) == (503, b"Too many searches at once. Try again in a second.\n")


def test_a_catalogue_that_cannot_be_read_is_no_empty_answer(asked, monkeypatch):
    def damaged(*_):
        raise SnapshotError("The table catalogue cannot be read.")

    monkeypatch.setattr(search.catalogue, "search", damaged)
    answer = asked("?q=fish")
    assert (answer.code, answer.body) == (503, b"The table catalogue cannot be read.\n")
