"""kill -9 at every step of publishing: a reader finds the old snapshot or the new one; the next refresh succeeds."""

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


def test_killed_before_any_call_to_the_disk_nothing_is_lost(tmp_path: Path, run: Run):
    seen = set()
    for step in range(1, 200):
        path = tmp_path / f"killed-at-{step}"
        folder = open_folder(path)
        publish(folder, "old")
        (path / "snapshot-new").mkdir()  # what was left half removed: it is in the way, too
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
    assert process.returncode == 0, "it never ran to its end: raise the number of steps"
    assert step > 20
    assert seen == {"old", "new"}  # both sides of the moment of publishing were met


def test_killed_at_any_change_to_the_store_nothing_is_lost(server: ObjectStore, s3: str, run: Run, monkeypatch):
    """The store makes the change, and the process is killed in place of the answer: every state that can be is met."""
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
            later.setattr(lease, "LEASE_S", -1)  # as if the time had passed
            publish(folder, "next")
        assert published(folder) == "next"
        assert keys(folder) == {"catalog.json", *(f"snapshot-next/{file}" for file in FILES)}
    assert process.returncode == 0, "it never ran to its end: raise the number of steps"
    assert step > 8
    assert seen == {"old", "new"}


def test_everything_is_on_the_disk_before_it_gets_its_name(tmp_path: Path, monkeypatch):
    """A kill leaves the disk's cache alone, a power cut does not: what is named must have been waited for."""
    steps: list[str] = []
    sync, rename, replace = os.fsync, Path.rename, Path.replace

    def told(step: Callable[..., Any], word: str) -> Callable[..., Any]:
        def tell(first: Any, *rest: Any) -> Any:
            path = Path(f"/proc/self/fd/{first}").readlink() if isinstance(first, int) else first
            steps.append(f"{word} {path.relative_to(tmp_path)}")
            return step(first, *rest)

        return tell

    monkeypatch.setattr(os, "fsync", told(sync, "keep"))
    monkeypatch.setattr(Path, "rename", told(rename, "name"))
    monkeypatch.setattr(Path, "replace", told(replace, "name"))
    publish(open_folder(tmp_path), "new")
    assert sorted(steps[:2]) == ["keep .staging/one.bin", "keep .staging/two.bin"]
    assert steps[2:] == [
        "keep .staging",
        "name .staging",
        "keep .",
        "keep .catalog.json",
        "name .catalog.json",
        "keep .",
    ]


def kill_at_change(server: ObjectStore, run: Run, place: str, step: int) -> Popen[str]:
    """Runs a publisher, and kills it once the store has made its step-th change."""
    started, changes = threading.Event(), 0

    def spoil(request: str, environ: dict, serve: Callable[[], list[bytes]]) -> list[bytes]:
        nonlocal changes
        started.wait(30)
        changes += request.startswith(("PUT", "POST", "DELETE"))
        body = serve()
        if changes == step:
            os.kill(process.pid, signal.SIGKILL)
        return body

    server.spoil = spoil
    process = run(place, "new", "publish")
    started.set()
    process.wait(timeout=60)
    server.spoil = None
    return process


def keys(folder: Any) -> set[str]:
    """All objects in it, the hidden ones too."""
    found = folder._files.find(folder._root)
    return {key.removeprefix(folder._root + "/") for key in found}


def hold(run: Run, place: str) -> Popen[str]:
    process = run(place, "-", "hold")
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n", process.stderr and process.stderr.read()
    return process


def test_another_process_is_named_to_the_second_writer(place: str, run: Run):
    holder = hold(run, place)
    with pytest.raises(FolderLockedError, match=rf"process {holder.pid}@"), open_folder(place).lock():
        pass
    holder.communicate("", timeout=30)
    publish(open_folder(place), "after")


def test_a_killed_writer_of_this_machine_leaves_the_folder_free_at_once(tmp_path: Path, run: Run):
    holder = hold(run, str(tmp_path))
    holder.kill()
    holder.wait()
    publish(open_folder(tmp_path), "after")
    assert published(open_folder(tmp_path)) == "after"
