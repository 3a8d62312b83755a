"""Publisher of two small files, as a refresh publishes; as a process it can be killed at any step.

python -m tests.helpers.publisher PLACE CONTENT publish [STEP]    kill itself at that system call, from 1
python -m tests.helpers.publisher PLACE CONTENT hold              take the lock, print "locked", wait for end of input
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

from storage import CATALOG, Folder, open_folder

FILES = ("one.bin", "two.bin")
CALLS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}


def publish(folder: Folder, content: str) -> None:
    """Publish both files with the content, in a folder named by it; then the catalog, which is that folder's name."""
    name = f"snapshot-{content}"
    with folder.lock():
        with folder.staging() as staged:
            for file in FILES:
                (staged / file).write_text(content)
            folder.put(staged, name)
        folder.replace(CATALOG, name.encode())
        for other in folder.folders():
            if other != name:
                folder.remove(other)


def published(folder: Folder) -> str | None:
    """Return the content that a reader finds, the same in both files; None if nothing is published."""
    name = folder.read(CATALOG)
    if name is None:
        return None
    content = {folder.local(f"{name.decode()}/{file}").read_text() for file in FILES}
    assert len(content) == 1, content
    (found,) = content
    assert name.decode() == f"snapshot-{found}"
    return found


def kill_at(step: int) -> None:
    """Kill this process just before its step-th call that touches the disk."""
    calls = 0

    def count(event: str, _: Sequence[Any]) -> None:
        nonlocal calls
        if event not in CALLS:
            return
        calls += 1
        if calls == step:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


if __name__ == "__main__":
    place, content, what, *step = sys.argv[1:]
    to = open_folder(place)
    if what == "hold":
        with to.lock():
            sys.stdout.write("locked\n")
            sys.stdout.flush()
            sys.stdin.read()
    else:
        if step:
            kill_at(int(step[0]))
        publish(to, content)
