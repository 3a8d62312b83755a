"""Pages kept by address, and given out with another session's token."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from dashboard.server import handlers
from dashboard.server.page_cache import PageCache


def given(pages: PageCache, address: str, token: str) -> str:
    page = pages.find(address)
    assert page is not None
    return page.given(token)


def test_a_page_is_given_with_the_token_of_another_session():
    pages = PageCache()
    pages.keep("?country=NOR", "<p>Norway</p>{token: 'one'}", "one")
    assert given(pages, "?country=NOR", "two") == "<p>Norway</p>{token: 'two'}"


@pytest.mark.parametrize("text", ["<p>no session in it</p>", "one and one again"])
def test_a_page_that_does_not_hold_its_token_once_is_not_kept(text: str):
    pages = PageCache()
    pages.keep("", text, "one")
    assert pages.find("") is None


def test_the_one_longest_unused_goes_first():
    pages = PageCache(most=2)
    for address in ("a", "b"):
        pages.keep(address, "one", "one")
    pages.find("a")
    pages.keep("c", "one", "one")
    assert [pages.find(address) is not None for address in "abc"] == [True, False, True]


def test_nothing_is_kept_of_what_is_forgotten():
    pages = PageCache()
    pages.keep("", "one", "one")
    pages.forget()
    assert pages.find("") is None


def test_a_session_that_comes_with_a_fault_ends_the_giving_of_pages(monkeypatch):
    held = PageCache()
    held.keep("", "one", "one")
    monkeypatch.setattr(handlers, "pages", held)

    class Context:
        async def create_session_if_needed(self, *_: object) -> SimpleNamespace:
            return SimpleNamespace(document=SimpleNamespace(template_variables={"status": 503}))

    page = object.__new__(handlers.PageHandler)
    page.application_context, page.request = Context(), None
    asyncio.run(page._make("session", "token"))
    assert held.find("") is None
