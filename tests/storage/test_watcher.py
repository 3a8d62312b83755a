"""Watcher: checks local folders at every call and remote ones in a thread, and survives damage and outages."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from storage import Folder, FolderError, Watcher, open_folder
from tests.helpers.object_store import ObjectStore
from tests.helpers.publisher import publish, published
from tests.helpers.waiting import wait_until

WAIT_S = 30


@pytest.fixture
def watch() -> Iterator[Callable[..., Watcher[str]]]:
    """Start watchers with short intervals; they stop with the test."""
    watchers: list[Watcher[str]] = []

    def start(place: str | Path, read: Callable[[Folder], str] | None = None) -> Watcher[str]:
        watchers.append(Watcher(open_folder(place), read or content, interval_s=0.02))
        return watchers[-1]

    yield start
    for watcher in watchers:
        watcher.stop()


def content(folder: Folder) -> str:
    found = published(folder)
    if found is None:
        raise LookupError("nothing is published")
    return found


def test_a_watcher_returns_what_is_published_and_then_its_successor(place: str, watch):
    with pytest.raises(LookupError, match="nothing is published"):
        watch(place).latest()
    publish(open_folder(place), "old")
    watcher = watch(place)
    assert watcher.latest() == "old"
    publish(open_folder(place), "new")
    wait_until(lambda: watcher.latest() == "new")


def test_a_watcher_started_before_the_first_publication_finds_it(place: str, watch):
    watcher = watch(place)
    with pytest.raises(LookupError):
        watcher.latest()
    publish(open_folder(place), "first")

    def is_there() -> bool:
        try:
            return watcher.latest() == "first"
        except LookupError:
            return False

    wait_until(is_there)


def test_an_unchanged_version_is_read_once(tmp_path: Path, watch):
    publish(open_folder(tmp_path), "old")
    readings = []
    watcher = watch(tmp_path, lambda folder: readings.append(1) or content(folder))
    assert [watcher.latest() for _ in range(3)] == ["old"] * 3
    assert readings == [1]


def test_a_local_folder_is_checked_at_every_call(tmp_path: Path, watch):
    publish(open_folder(tmp_path), "old")
    watcher = watch(tmp_path)
    assert watcher.latest() == "old"
    publish(open_folder(tmp_path), "new")
    assert watcher.latest() == "new"


def test_a_damaged_snapshot_is_logged_once_and_the_last_good_one_stays(tmp_path: Path, watch, caplog):
    publish(open_folder(tmp_path), "old")
    watcher = watch(tmp_path)
    watcher.latest()
    open_folder(tmp_path).replace("catalog.json", b"snapshot-that-is-not-there")
    assert [watcher.latest() for _ in range(3)] == ["old"] * 3
    assert len(caplog.records) == 1
    assert "keeping the figures read before" in caplog.text
    caplog.set_level(logging.INFO)
    publish(open_folder(tmp_path), "mended")
    assert watcher.latest() == "mended"
    assert "can be read again" in caplog.text


def test_the_last_result_survives_an_outage_and_updates_after_it(s3: str, own_server, watch, caplog):
    publish(open_folder(s3), "old")
    watcher = watch(s3)
    assert watcher.latest() == "old"
    own_server.stop()
    wait_until(lambda: "cannot be reached" in caplog.text)
    assert len([line for line in caplog.messages if line.startswith(s3)]) == 1
    assert watcher.latest() == "old"
    own_server.start()
    publish(open_folder(s3), "new")
    wait_until(lambda: watcher.latest() == "new")


def test_callers_do_not_wait_for_a_slow_store(server: ObjectStore, s3: str, watch):
    publish(open_folder(s3), "old")
    watcher = watch(s3)
    assert watcher.latest() == "old"
    requested, proceed = threading.Event(), threading.Event()

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        requested.set()
        assert proceed.wait(WAIT_S)
        return serve()

    server.intercept = intercept
    try:
        assert requested.wait(WAIT_S)  # the thread is waiting for the store, and the last result is available
        assert watcher.latest() == "old"
    finally:
        proceed.set()


def test_concurrent_first_calls_start_one_thread(server: ObjectStore, s3: str, watch):
    publish(open_folder(s3), "old")
    watcher, answers = watch(s3), []
    asking = [threading.Thread(target=lambda: answers.append(watcher.latest())) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(WAIT_S)
    assert answers == ["old"] * 8
    assert sum(thread is watcher._thread for thread in threading.enumerate()) == 1


def test_a_store_that_was_never_reached_raises_for_every_caller(own_server: ObjectStore, s3: str, watch):
    own_server.stop()
    watcher = watch(s3)
    for _ in range(2):
        with pytest.raises(FolderError, match="cannot be reached"):
            watcher.latest()
    own_server.start()
    publish(open_folder(s3), "first")

    def is_there() -> bool:
        try:
            return watcher.latest() == "first"
        except (FolderError, LookupError):
            return False

    wait_until(is_there)
