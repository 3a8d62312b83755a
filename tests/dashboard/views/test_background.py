"""Computations in a thread: only the last result is shown, by the session's own callback."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest
from bokeh.document import Document
from bokeh.io.doc import patch_curdoc

from dashboard.views import background
from dashboard.views.background import Background


@pytest.fixture
def session(monkeypatch):
    """A document of a session; `run` calls what it was told to do next."""
    document, waiting, added = Document(), [], threading.Semaphore(0)
    document._session_context = lambda: SimpleNamespace()

    def add(callback):
        waiting.append(callback)
        added.release()

    monkeypatch.setattr(document, "add_next_tick_callback", add)

    def run() -> None:
        assert added.acquire(timeout=10)
        waiting.pop(0)()

    with patch_curdoc(document):
        yield run


def test_without_a_session_the_result_is_shown_at_once():
    shown = []
    Background()(lambda: threading.current_thread(), shown.append)
    assert shown == [threading.main_thread()]


def test_in_a_session_a_thread_computes_and_the_session_shows(session):
    shown, threads = [], []
    begin = threading.Event()

    def compute() -> int:
        assert begin.wait(10)
        threads.append(threading.current_thread().name)
        return 42

    Background()(compute, shown.append)
    assert shown == []  # the visitor's message is answered before there is a result
    begin.set()
    session()
    assert shown == [42]
    assert threads[0].startswith("figures")


def test_only_the_last_of_several_results_is_shown(session):
    shown, run = [], Background()
    for number in range(3):
        run(lambda number=number: number, shown.append)
    for _ in range(3):
        session()
    assert shown == [2]


def test_nothing_is_shown_after_a_stop(session):
    shown, run = [], Background()
    run(lambda: 1, shown.append)
    run.stop()
    session()
    assert shown == []


def test_an_error_is_raised_where_the_result_would_be_shown(session):
    def fail() -> None:
        raise ZeroDivisionError("computed")

    Background()(fail, lambda _: None)
    with pytest.raises(ZeroDivisionError, match="computed"):
        session()
    assert background._threads.submit(lambda: 1).result() == 1  # the thread goes on
