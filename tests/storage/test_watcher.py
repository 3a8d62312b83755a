"""The newest readable thing: looked for at once on this machine, by a thread behind a network, kept through outages."""

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
def follow() -> Iterator[Callable[..., Watcher[str]]]:
    """Follows a place with quick looks; the looks end with the test."""
    following: list[Watcher[str]] = []

    def start(place: str | Path, read: Callable[[Folder], str] | None = None) -> Watcher[str]:
        following.append(Watcher(open_folder(place), read or content, interval_s=0.02))
        return following[-1]

    yield start
    for one in following:
        one.stop()
        if one._thread is not None:
            one._thread.join(WAIT_S)


def content(folder: Folder) -> str:
    found = published(folder)
    if found is None:
        raise LookupError("nothing is published")
    return found


def test_what_is_published_is_found_and_the_next_one_too(place: str, follow):
    with pytest.raises(LookupError, match="nothing is published"):
        follow(place).latest()
    publish(open_folder(place), "old")
    following = follow(place)
    assert following.latest() == "old"
    publish(open_folder(place), "new")
    wait_until(lambda: following.latest() == "new")


def test_a_follower_that_began_before_anything_was_published_finds_it(place: str, follow):
    following = follow(place)
    with pytest.raises(LookupError):
        following.latest()
    publish(open_folder(place), "first")

    def is_there() -> bool:
        try:
            return following.latest() == "first"
        except LookupError:
            return False

    wait_until(is_there)


def test_the_same_version_is_read_once(tmp_path: Path, follow):
    publish(open_folder(tmp_path), "old")
    readings = []
    following = follow(tmp_path, lambda folder: readings.append(1) or content(folder))
    assert [following.latest() for _ in range(3)] == ["old"] * 3
    assert readings == [1]


def test_on_this_machine_the_next_question_has_the_new_answer(tmp_path: Path, follow):
    publish(open_folder(tmp_path), "old")
    following = follow(tmp_path)
    assert following.latest() == "old"
    publish(open_folder(tmp_path), "new")
    assert following.latest() == "new"


def test_a_damaged_publication_is_logged_once_and_the_last_good_one_stands(tmp_path: Path, follow, caplog):
    publish(open_folder(tmp_path), "old")
    following = follow(tmp_path)
    following.latest()
    open_folder(tmp_path).replace("catalog.json", b"snapshot-that-is-not-there")
    assert [following.latest() for _ in range(3)] == ["old"] * 3
    assert len(caplog.records) == 1
    assert "the figures read before stay" in caplog.text
    caplog.set_level(logging.INFO)
    publish(open_folder(tmp_path), "mended")
    assert following.latest() == "mended"
    assert "can be read again" in caplog.text


def test_a_store_that_goes_down_takes_nothing_away_and_is_followed_again(s3: str, own_server, follow, caplog):
    publish(open_folder(s3), "old")
    following = follow(s3)
    assert following.latest() == "old"
    own_server.stop()
    wait_until(lambda: "cannot be reached" in caplog.text)
    assert len([line for line in caplog.messages if line.startswith(s3)]) == 1
    assert following.latest() == "old"
    own_server.start()
    publish(open_folder(s3), "new")
    wait_until(lambda: following.latest() == "new")


def test_nobody_waits_for_a_slow_store(server: ObjectStore, s3: str, follow):
    publish(open_folder(s3), "old")
    following = follow(s3)
    assert following.latest() == "old"
    asked, let_go = threading.Event(), threading.Event()

    def spoil(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        asked.set()
        assert let_go.wait(WAIT_S)
        return serve()

    server.spoil = spoil
    try:
        assert asked.wait(WAIT_S)  # the thread is stuck in its look, and the answer is there
        assert following.latest() == "old"
    finally:
        let_go.set()


def test_the_first_of_many_questions_makes_the_only_thread(server: ObjectStore, s3: str, follow):
    publish(open_folder(s3), "old")
    following, answers = follow(s3), []
    asking = [threading.Thread(target=lambda: answers.append(following.latest())) for _ in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join(WAIT_S)
    assert answers == ["old"] * 8
    assert sum(thread is following._thread for thread in threading.enumerate()) == 1


def test_a_store_that_was_never_reached_is_a_fault_for_each_who_asks(own_server: ObjectStore, s3: str, follow):
    own_server.stop()
    following = follow(s3)
    for _ in range(2):
        with pytest.raises(FolderError, match="cannot be reached"):
            following.latest()
    own_server.start()
    publish(open_folder(s3), "first")

    def is_there() -> bool:
        try:
            return following.latest() == "first"
        except (FolderError, LookupError):
            return False

    wait_until(is_there)
