"""The lock object of a store: its removal, renewal, expiry, takeover, and loss."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from storage import CATALOG, FolderError, FolderLockedError, lease, open_folder
from tests.helpers.object_store import ObjectStore, error_response
from tests.helpers.publisher import publish, published

DELETION = ("DELETE", "POST /figures?delete")


@pytest.fixture
def abandoned(s3: str, monkeypatch) -> str:
    """A folder with the lock of a writer that has died."""
    with monkeypatch.context() as dying:
        dying.setattr(lease.Lease, "_release", lambda self: None)
        with open_folder(s3).lock():
            pass
    return s3


def test_the_lock_is_removed_at_the_end(server: ObjectStore, s3: str):
    with open_folder(s3).lock():
        pass
    with open_folder(s3).lock():
        assert sum(request.startswith(DELETION) for request in server.requests) == 1


def test_an_abandoned_lock_is_valid_until_it_expires(abandoned: str, monkeypatch):
    with pytest.raises(FolderLockedError, match=r"if it was killed, its lock expires at \d{4}-\d\d-\d\dT"):
        publish(open_folder(abandoned), "new")
    assert published(open_folder(abandoned)) is None
    monkeypatch.setattr(lease, "LEASE_S", -1)
    publish(open_folder(abandoned), "new")
    assert published(open_folder(abandoned)) == "new"


def test_only_one_of_two_processes_takes_over_an_expired_lock(server: ObjectStore, abandoned: str, monkeypatch):
    monkeypatch.setattr(lease, "LEASE_S", -1)
    winner = open_folder(abandoned).lock()

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        if request.startswith("PUT") and "HTTP_IF_MATCH" in environ:
            server.intercept = None
            winner.__enter__()  # after the loser has looked, before it acts
        return serve()

    server.intercept = intercept
    with pytest.raises(FolderLockedError), open_folder(abandoned).lock():
        pass
    winner.__exit__(None, None, None)


def test_a_writer_that_lost_its_lock_publishes_nothing(s3: str, monkeypatch):
    publish(open_folder(s3), "old")
    asleep = open_folder(s3)
    with asleep.lock():
        monkeypatch.setattr(lease, "LEASE_S", -1)
        publish(open_folder(s3), "new")
        for step in (lambda: asleep.replace(CATALOG, b"mine"), lambda: asleep.remove("snapshot-new")):
            with pytest.raises(FolderError, match=r"lost the lock of .*: another one took it over"):
                step()
    assert published(open_folder(s3)) == "new"


def test_removing_the_lock_by_hand_stops_its_owner(s3: str):
    folder = open_folder(s3)
    with folder.lock():
        open_folder(s3).remove(lease.LOCK)
        with pytest.raises(FolderError, match="or it was removed"):
            folder.replace(CATALOG, b"mine")
    assert open_folder(s3).version() is None


def test_a_lock_is_renewed_while_its_owner_works(server: ObjectStore, s3: str, monkeypatch):
    monkeypatch.setattr(lease, "RENEW_S", 0.01)
    renewals, enough = 0, threading.Event()

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        nonlocal renewals
        renewals += request.endswith(".lock") and "HTTP_IF_MATCH" in environ
        if renewals >= 3:
            enough.set()
        return serve()

    server.intercept = intercept
    folder = open_folder(s3)
    with folder.lock():
        assert enough.wait(30)
        folder.replace(CATALOG, b"still locked")
    assert folder.read(CATALOG) == b"still locked"


@pytest.mark.parametrize("condition", ["HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"])
def test_a_lost_answer_does_not_lock_the_owner_out(server: ObjectStore, s3: str, condition: str):
    """The store has written the lock, its answer is lost, and the client asks again."""

    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        body = serve()
        if request == "PUT /figures/published/figures/.lock" and condition in environ:
            server.intercept = None
            return error_response(environ, "500 Internal Server Error", "InternalError")
        return body

    server.intercept = intercept
    publish(open_folder(s3), "new")
    assert server.intercept is None
    assert published(open_folder(s3)) == "new"


def test_a_lock_that_cannot_be_removed_is_logged(server: ObjectStore, s3: str, caplog):
    def intercept(request: str, environ: dict[str, Any], serve: Callable[[], list[bytes]]) -> list[bytes]:
        if request.startswith(DELETION):
            return error_response(environ, "403 Forbidden", "AccessDenied")
        return serve()

    server.intercept = intercept
    with open_folder(s3).lock():
        pass
    assert "the lock could not be removed and stays until it expires" in caplog.text
    assert "AccessDenied" in caplog.text


def test_a_lock_with_unknown_content_still_locks(s3: str):
    open_folder(s3).replace(lease.LOCK, b"somebody was here")
    with pytest.raises(FolderLockedError, match="an unknown host"), open_folder(s3).lock():
        pass
