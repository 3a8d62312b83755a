"""Rendered pages are cached by URL, and sent with another session's token."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import brotlicffi
import pytest
from bokeh.document import Document
from bokeh.model import Model
from hypothesis import given
from hypothesis import strategies as st
from panel.io.document import init_doc
from panel.io.state import set_curdoc

from dashboard import app
from dashboard.assets.bundle import NONCE_PLACEHOLDER
from dashboard.server import _internals
from dashboard.server.page_cache import CachedPage, PageCache


def sent(pages: PageCache, key: str, token: str) -> str:
    page = pages.get(key)
    assert page is not None
    return page.with_token(token).decode()


def test_a_page_is_sent_with_the_token_of_another_session():
    pages = PageCache()
    pages.put("?country=NOR", "<p>Norway</p>{token: 'one'}", "one")
    assert sent(pages, "?country=NOR", "two") == "<p>Norway</p>{token: 'two'}"


@pytest.mark.parametrize("text", ["<p>no session in it</p>", "one and one again"])
def test_a_page_is_cached_only_if_its_token_occurs_exactly_once(text: str):
    pages = PageCache()
    pages.put("", text, "one")
    assert pages.get("") is None


def test_the_least_recently_used_page_goes_first():
    pages = PageCache(most_bytes=2 * CachedPage.of(b"", b" - -").size())
    for key in ("a", "b"):
        pages.put(key, "one - -", "one")
    pages.get("a")
    pages.put("c", "one - -", "one")
    assert [pages.get(key) is not None for key in "abc"] == [True, False, True]


def test_a_page_larger_than_the_cache_is_not_cached():
    pages = PageCache(most_bytes=20)
    pages.put("a", "one", "one")
    pages.put("b", f"one{'x' * 21}", "one")
    assert [pages.get(key) is not None for key in "ab"] == [True, False]


@given(start=st.binary(max_size=5_000), token=st.text(min_size=1), end=st.binary(max_size=5_000))
def test_a_compressed_page_is_the_page(start: bytes, token: str, end: bytes):
    page = CachedPage.of(start, end)
    assert brotlicffi.decompress(page.compressed_with_token(token)) == start + token.encode() + end


def test_the_place_of_the_nonce_stays_readable_in_a_compressed_page():
    page = CachedPage.of(f"<script nonce='{NONCE_PLACEHOLDER}'>".encode(), b"</script>")
    with_nonce = page.compressed_with_token("t").replace(NONCE_PLACEHOLDER.encode(), b"n" * len(NONCE_PLACEHOLDER))
    assert brotlicffi.decompress(with_nonce).decode() == f"<script nonce='{'n' * len(NONCE_PLACEHOLDER)}'>t</script>"


@pytest.mark.parametrize("length", [1, 65_535, 65_536, 65_537, 200_000])
def test_the_end_of_a_compressed_page_may_be_of_any_length(length: int):
    page = CachedPage.of(b"start", b"x" * (length - 1))
    assert brotlicffi.decompress(page.compressed_with_token("t")) == b"startt" + b"x" * (length - 1)


def test_a_page_asked_for_again_is_compressed_further():
    pages = PageCache()
    text = "".join(f"<path d='m{n * n % 977} {n * n * n % 1009}z'/>" for n in range(5_000))
    pages.put("", f"{text} one", "one")
    quick = pages.get("")
    pages.improve("")
    pages.close()
    best = pages.get("")
    assert quick is not None
    assert best is not None
    assert len(best.start) < len(quick.start)
    assert brotlicffi.decompress(best.compressed_with_token("two")).decode() == f"{text} two"


def test_a_page_removed_while_it_is_compressed_stays_removed(monkeypatch):
    pages = PageCache()
    pages.put("", "before one", "one")

    def cleared(page: CachedPage) -> CachedPage:
        pages.clear()
        return page

    monkeypatch.setattr(CachedPage, "at_best", cleared)
    pages.improve("")
    pages.close()
    assert pages.get("") is None


def test_a_cleared_cache_has_no_page():
    pages = PageCache()
    pages.put("", "one", "one")
    pages.clear()
    assert pages.get("") is None


@pytest.mark.parametrize(
    ("variables", "is_cleared"),
    [({"status": 503, "own_names": ()}, True), ({}, True), ({"own_names": ()}, False)],
    ids=["without figures", "without a page", "a page"],
)
def test_a_session_that_starts_with_a_fault_clears_the_cache(monkeypatch, variables, is_cleared):
    pages = PageCache()
    pages.put("", "one", "one")
    monkeypatch.setattr(_internals, "pages", pages)

    class Context:
        sessions: tuple[object, ...] = ()
        _pending_sessions: tuple[object, ...] = ()

        async def create_session_if_needed(self, *_: object) -> SimpleNamespace:
            return SimpleNamespace(document=SimpleNamespace(template_variables=variables), connection_count=0)

    handler = object.__new__(_internals.CachedPages)
    handler.application_context, handler.request = Context(), None
    asyncio.run(handler._make("session", "token"))
    assert (pages.get("") is None) is is_cleared


def roots() -> list[tuple[str, str | None]]:
    """Return kind and name of each root of a new page, in their order."""
    document = init_doc(Document())
    with set_curdoc(document):
        app.build().servable()
        roots: list[Model] = document.roots
        return [(type(root).__name__, root.name) for root in roots]


def test_two_pages_of_one_url_have_the_same_roots_in_the_same_order():
    first = roots()
    assert first == roots()
    assert len(first) > 5
