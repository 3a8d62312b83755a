"""Whatever is sent to `map-state`, `search` and `own-file`, the answer is JSON or a sentence, and never a fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tornado.httpclient import HTTPResponse

from dashboard.server import map_state, own_file, search
from dashboard.server.handlers import LIMITS
from dashboard.server.own_file import KEY_HEADER
from dashboard.snapshot import store
from dashboard.state import url
from tests.dashboard.server.test_own_file import KEY, Session
from tests.helpers.answers import ask

FUZZ = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])

SIGNS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(quote)
RAW = st.from_regex(r"(%[0-9a-fA-F]{2}|[!-$'-~&=+;~.]){0,20}", fullmatch=True)
NAMES = st.sampled_from([short for short, _ in url.NAMES.values()])
VALUES = st.one_of(
    SIGNS, RAW, st.sampled_from(["KEN", "trend", "1990", "1975-2024", "indicator", "-1", "1e999", "nan"])
)
QUERIES = st.one_of(
    RAW, st.lists(st.tuples(st.one_of(NAMES, RAW), VALUES), max_size=6).map(lambda all_: "&".join(map("=".join, all_)))
)


@pytest.fixture
def routes(shipped, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Any]]:
    monkeypatch.setattr(store, "current", lambda: shipped)
    monkeypatch.setattr(own_file.own_file, "of_key", {KEY: Session()}.get)
    yield [*map_state.routes(), *search.ROUTES, *own_file.ROUTES]
    assert own_file.OwnFile._open == map_state.MapState._waiting == search.Search._waiting == 0


def is_told(answer: HTTPResponse) -> bool:
    """Whether a refusal is a sentence of plain text without a traceback."""
    text = answer.body.decode()
    is_plain = answer.headers["Content-Type"].startswith("text/plain")
    return is_plain and text.endswith("\n") and "Traceback" not in text and ".py" not in text


@FUZZ
@given(query=QUERIES)
def test_any_query_of_the_map_is_answered_with_its_state_or_a_sentence(routes, query: str):
    answer = ask(routes, f"/map-state?{query}")
    if answer.code == 200:
        assert {"shapes", "chosen", "outlined", "fault"} <= set(json.loads(answer.body))
    else:
        assert answer.code in (400, 414)
        assert is_told(answer)


@FUZZ
@given(text=st.one_of(SIGNS, RAW), name=st.sampled_from(["q", "Q", "q[]", "", "q&q"]))
def test_any_search_is_answered_with_results_or_a_sentence(routes, text: str, name: str):
    answer = ask(routes, f"/search?{name}={text}")
    if answer.code == 200:
        assert set(json.loads(answer.body)) == {"total", "results"}
    else:
        assert answer.code == 400
        assert is_told(answer)


CELLS = st.one_of(st.sampled_from(["KEN", "Kenya", "2001", "1.5", "", "iso3", "year", "value", '"', "=1+1", "1e999"]))
TABLES = st.lists(st.lists(CELLS, max_size=5).map(",".join), max_size=8).map(lambda rows: "\n".join(rows).encode())


@FUZZ
@given(content=st.one_of(st.binary(max_size=200), TABLES), title=st.one_of(SIGNS, RAW))
def test_any_file_is_taken_or_refused_in_a_sentence(routes, content: bytes, title: str):
    headers = {KEY_HEADER: KEY, "X-Title": title, "X-Unit": title}
    answer = ask(routes, "/own-file", method="POST", body=content, headers=headers, limits=LIMITS)
    if answer.code == 200:
        assert json.loads(answer.body)["sentences"]
    else:
        assert answer.code == 422
        assert is_told(answer)
