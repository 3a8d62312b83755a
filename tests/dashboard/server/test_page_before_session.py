"""A page made before its session is the page that Panel renders with it, and its session takes over what was made."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from bokeh.document import Document
from bokeh.embed.util import RenderItem
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jinja2 import Template
from panel.io.document import init_doc
from panel.io.server import html_page_for_render_items
from panel.io.state import set_curdoc

from dashboard import app, config
from dashboard.server import _internals, handlers
from dashboard.server.page_cache import PageCache
from dashboard.server.shells import Recorder, Shell
from dashboard.snapshot.store import Snapshot, SnapshotError
from dashboard.views.page import prepared
from dashboard.views.registry import VIEWS

TOKEN, URL = "the-token-of-a-session", "http://localhost:1/"
IDS = re.compile(r'"?\b(?:[0-9a-f]{8}-[0-9a-f-]{27}|p\d+)\b"?')
"""Ids of models and of elements, which differ between any two pages."""


def document_of_a_session(session_id: str = "one") -> Document:
    document = init_doc(Document())
    request = SimpleNamespace(arguments={}, headers={}, cookies={})
    context = SimpleNamespace(id=session_id, token_payload={"query": ""}, request=request)
    document._session_context = lambda: context
    return document


def rendered(document: Document, query: str) -> tuple[str, Shell]:
    """Return the page as Panel renders it with a session, and its shell."""
    with set_curdoc(document):
        app.new_page(query, "", URL).servable()
        recorder = Recorder.of(document.template)
        item = RenderItem(token=TOKEN, roots=document.roots, use_for_title=False)
        variables = {**document.template_variables, "dist_url": "static/extensions/panel/"}
        html = html_page_for_render_items(("", ""), {}, [item], document.title, recorder, variables)
    shell = recorder.shell(TOKEN)
    assert shell is not None
    return html, shell


def with_session(query: str) -> tuple[str, Shell]:
    return rendered(document_of_a_session(), query)


@pytest.fixture(scope="module")
def shells() -> dict[str, Shell]:
    """Shells by view, from the page of its default address."""
    return {view.name: with_session(f"?view={view.name}")[1] for view in VIEWS}


QUERIES = st.fixed_dictionaries(
    {"view": st.sampled_from([view.name for view in VIEWS if not view.is_slow])},
    optional={
        "country": st.sampled_from(["NOR", "SWE", "MDV", "ATA", "SSF", "LIC", "TWN", "nowhere"]),
        "indicator": st.sampled_from(["SP.POP.TOTL", "NY.GDP.PCAP.KD", "<script>"]),
        "map": st.sampled_from(["trend", "indicator"]),
        "countries": st.sampled_from(["NOR~BRA", "CIV", "A~B~C"]),
        "region": st.sampled_from(["SAS", "x"]),
        "theme": st.sampled_from(["dark", "light"]),
        "every": st.just("1"),
        "embed": st.just("1"),
        "unknown": st.just('"><b>'),
    },
)


@settings(max_examples=12, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(chosen=QUERIES)
def test_a_page_without_a_session_equals_the_one_rendered_with_it(shells: dict[str, Shell], chosen: dict[str, str]):
    query = "?" + "&".join(f"{name}={value}" for name, value in chosen.items())
    page, shell = app.new_page(query, "", URL), shells[chosen["view"]]
    assert shell.names(page.selection.view) == page.root_names()
    html = shell.render(page.variables())
    assert html.count(TOKEN) == 1
    assert IDS.sub("id", html) == IDS.sub("id", with_session(query)[0])


def is_plain(value: Any) -> bool:
    """Whether a value is text, a template, or a container of such: none refers to a session."""
    if isinstance(value, Mapping):
        return all(map(is_plain, value.values()))
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    return value is None or isinstance(value, str | int | float | Template)


def test_a_shell_keeps_no_session(shells: dict[str, Shell]):
    for shell in shells.values():
        assert {name for name, value in shell.context.items() if not is_plain(value)} == set()
        assert all(isinstance(root.name, str) for root in shell.roots)
        assert not isinstance(shell.template, Recorder)


def test_the_session_takes_over_the_page_made_before_it_once():
    page = app.new_page("?country=NOR", "", URL)
    prepared.put("one", page)
    with set_curdoc(document_of_a_session("one")):
        assert app.build() is page
        assert app.build() is not page


class Handler(handlers.PageHandler):
    """A handler with a request and without a connection."""

    def __init__(self, query: str = "", headers: dict[str, str] | None = None, host: str = "localhost"):
        self.request = SimpleNamespace(query=query, headers=headers or {}, protocol="http", host=host, path="/")


def keys(*args: Any, **named: Any) -> tuple[Any, Any]:
    handler = Handler(*args, **named)
    handler._set_keys()
    return handler.cache_key, handler.shell_key


def test_a_page_is_cached_by_all_that_its_texts_name():
    first = keys("country=NOR")
    assert keys("country=NOR") == first
    assert keys("country=SWE")[0] != first[0]
    assert keys("country=SWE")[1] == first[1]
    assert keys("country=NOR", host="elsewhere.example")[0] != first[0]
    assert keys("country=NOR", {config.COLOUR_SCHEME_HEADER: '"dark"'})[0] != first[0]
    assert keys("view=rank")[1] != first[1]


def test_a_slow_view_is_made_with_its_session():
    assert keys("view=Drivers")[1] is None


@pytest.fixture
def rendering(monkeypatch: pytest.MonkeyPatch, shells: dict[str, Shell]) -> PageCache:
    """A cache of pages, and a shell of the first view only."""
    cache, handler = PageCache(), Handler()
    handler._set_keys()
    monkeypatch.setattr(_internals, "pages", cache)
    monkeypatch.setattr(_internals, "shells", {handler.shell_key: shells["explore"]})
    return cache


def test_an_address_of_a_view_rendered_before_is_rendered_without_a_session(rendering: PageCache):
    handler = Handler("country=SWE")
    handler._set_keys()
    assert asyncio.run(handler._page_without_session()) is not None
    cached = rendering.get(handler.cache_key)
    assert cached is not None
    html = cached.with_token("another").decode()
    assert "<h2>Sweden</h2>" in html
    assert TOKEN not in html


def test_a_view_not_rendered_before_and_a_fault_are_left_to_the_session(
    rendering: PageCache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    handler = Handler("view=rank")
    handler._set_keys()
    assert asyncio.run(handler._page_without_session()) is None

    def fault() -> Snapshot:
        raise SnapshotError("There are no figures.")

    handler = Handler("country=SWE")
    handler._set_keys()
    monkeypatch.setattr("dashboard.snapshot.store.current", fault)
    assert asyncio.run(handler._page_without_session()) is None
    assert rendering.get(handler.cache_key) is None
    assert "a page could not be made before its session" in caplog.text
