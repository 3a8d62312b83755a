"""Files made while the server runs: one is asked for while another is being made."""

from __future__ import annotations

import threading

from dashboard.assets.file_store import FileStore


def test_a_file_is_asked_for_while_another_thread_makes_one():
    store, found = FileStore("test"), list[str]()

    def make() -> bytes:
        asked = threading.Thread(target=lambda: found.append(store.url("other", lambda: b"2")), daemon=True)
        asked.start()
        asked.join(30)
        return b"1"

    first = store.url("one", make)
    assert found == [store.url_if_made("other")]
    assert first == store.url_if_made("one") != found[0]
    assert sorted(store.contents()) == [b"1", b"2"]


def test_a_file_that_two_threads_make_is_there_once():
    store = FileStore("test")
    inner = list[str]()

    def make() -> bytes:
        inner.append(store.url("one", lambda: b"same"))
        return b"same"

    assert store.url("one", make) == inner[0]
    assert store.contents() == [b"same"]
