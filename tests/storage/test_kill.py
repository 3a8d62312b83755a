"""kill -9 at every step of publishing leaves the old or the new snapshot, and the next refresh succeeds."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest

from storage import FolderLockedError, lease, open_folder
from tests.helpers.object_store import ObjectStore
from tests.helpers.publisher import FILES, publish, published

Run = Callable[..., Popen[str]]

SIGKILLED = -signal.SIGKILL


@pytest.mark.slow
def test_a_kill_before_any_disk_call_loses_nothing(tmp_path: Path, run: Run):
    seen = set()
    for step in range(1, 200):
        path = tmp_path / f"killed-at-{step}"
        folder = open_folder(path)
        publish(folder, "old")
        (path / "snapshot-new").mkdir()  # left by a removal that was cut short, and in the way
        (path / "snapshot-new" / FILES[0]).write_text("torn")
        process = run(path, "new", "publish", step)
        _, complaint = process.communicate(timeout=30)
        if process.returncode == 0:
            break
        assert process.returncode == SIGKILLED, complaint
        seen.add(published(folder))
        publish(folder, "next")
        assert published(folder) == "next"
        assert sorted(entry.name for entry in path.iterdir()) == ["catalog.json", "snapshot-next"]
    assert process.returncode == 0, "it never finished: raise the number of steps"
    assert step > 20
    assert seen == {"old", "new"}  # kills before and after the moment of publishing


@pytest.mark.slow
def test_a_kill_after_any_change_to_the_store_loses_nothing(server: ObjectStore, s3: str, run: Run, monkeypatch):
    """The store makes the change and the process dies before the answer, so that every possible state occurs."""
    seen = set()
    for step in range(1, 100):
        folder = open_folder(f"{s3}/killed-at-{step}")
        publish(folder, "old")
        process = kill_at_change(server, run, folder.place, step)
        if process.returncode == 0:
            break
        assert process.returncode == SIGKILLED, process.communicate()
        seen.add(published(folder))
        with monkeypatch.context() as later:
            later.setattr(lease, "LEASE_S", -1)  # as if the lease had expired
            publish(folder, "next")
        assert published(folder) == "next"
        assert keys(folder) == {"catalog.json", *(f"snapshot-next/{file}" for file in FILES)}
    assert process.returncode == 0, "it never finished: raise the number of steps"
    assert step > 8
    assert seen == {"old", "new"}


def test_files_are_synced_to_disk_before_they_are_renamed(tmp_path: Path, monkeypatch):
    """A power cut, unlike a kill, loses the disk's cache: a file must be synced before it is renamed."""
    steps: list[str] = []
    sync, rename, replace = os.fsync, Path.rename, Path.replace

    def recorded(step: Callable[..., Any], word: str) -> Callable[..., Any]:
        def record(first: Any, *rest: Any) -> Any:
            path = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else first
            steps.append(f"{word} {path.relative_to(tmp_path)}")
            return step(first, *rest)

        return record

    monkeypatch.setattr(os, "fsync", recorded(sync, "sync"))
    monkeypatch.setattr(Path, "rename", recorded(rename, "rename"))
    monkeypatch.setattr(Path, "replace", recorded(replace, "rename"))
    publish(open_folder(tmp_path), "new")
    assert sorted(steps[:2]) == ["sync .staging/one.bin", "sync .staging/two.bin"]
    assert steps[2:] == [
        "sync .staging",
        "rename .staging",
        "sync .",
        "sync .catalog.json",
        "rename .catalog.json",
        "sync .",
    ]


def kill_at_change(server: ObjectStore, run: Run, place: str, step: int) -> Popen[str]:
    """Run a publisher, and kill it once the store has made its step-th change."""
    started, changes = threading.Event(), 0

    def intercept(request: str, environ: dict, serve: Callable[[], list[bytes]]) -> list[bytes]:
        nonlocal changes
        started.wait(30)
        changes += request.startswith(("PUT", "POST", "DELETE"))
        body = serve()
        if changes == step:
            os.kill(process.pid, signal.SIGKILL)
        return body

    server.intercept = intercept
    process = run(place, "new", "publish")
    started.set()
    process.wait(timeout=60)
    server.intercept = None
    return process


def keys(folder: Any) -> set[str]:
    """Return the keys of all objects in it, hidden ones included."""
    return {key.removeprefix(folder._root + "/") for key in folder._files.find(folder._root)}


def start_holder(run: Run, place: str) -> Popen[str]:
    process = run(place, "-", "hold")
    assert process.stdout is not None
    assert process.stdout.readline() == "locked\n", process.stderr and process.stderr.read()
    return process


def test_the_refusal_of_a_second_writer_names_the_process_with_the_lock(place: str, run: Run):
    holder = start_holder(run, place)
    with pytest.raises(FolderLockedError, match=rf"process {holder.pid} on "), open_folder(place).lock():
        pass
    holder.communicate("", timeout=30)
    publish(open_folder(place), "after")


def test_a_killed_local_writer_releases_its_lock_at_once(tmp_path: Path, run: Run):
    holder = start_holder(run, str(tmp_path))
    holder.kill()
    holder.wait()
    publish(open_folder(tmp_path), "after")
    assert published(open_folder(tmp_path)) == "after"
