"""`python -m etl` in the tiny world, as a process that can kill itself before a named step.

python -m tests.helpers.etl_child STEP ARGUMENTS...    STEP: one of STEPS, or "none"
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from etl.cli import app
from etl.commands import refresh
from etl.contract import tables, validate
from etl.snapshot.draft import Draft
from etl.sources.http import Fetcher
from storage.local import LocalFolder
from tests.helpers.tiny_world import ECONOMIES

FILES = len(tables.TABLES)

STEPS: dict[str, tuple[Any, str, int]] = {
    "the first series is staged": (Draft, "add_series", 1),
    "the last series is staged": (Draft, "add_series", 3),
    "the observations are finished": (Draft, "finish_series", 1),
    "the last table is staged": (Draft, "add_table", 8),
    "the snapshot is put": (LocalFolder, "put", 1),
    "one of its files is synced": (os, "fsync", 2),
    "the staged folder is renamed": (Path, "rename", 1),
    "the rename is synced": (os, "fsync", FILES + 2),
    "the catalog is written": (Path, "write_bytes", 1),
    "the catalog is replaced": (Path, "replace", 1),
    "the catalog's rename is synced": (os, "fsync", FILES + 4),
    "the old folder is removed": (LocalFolder, "remove", 1),
    "the README is written": (Path, "write_bytes", 2),
    "the README is replaced": (Path, "replace", 2),
}
"""The function of each step, and before which of its calls the process is killed."""


def kill_before(step: str) -> None:
    """Kill this process just before the step."""
    owner, name, call = STEPS[step]
    original: Callable[..., Any] = getattr(owner, name)
    calls = iter(range(1, 1_000_000))

    def counted(*arguments: Any, **options: Any) -> Any:
        if next(calls) == call:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **options)

    setattr(owner, name, counted)


def run(step: str, arguments: list[str], log: str = "") -> None:
    """Run the command line; its output goes into the file `log`, if one is named."""
    if log:
        for stream in (1, 2):
            os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644), stream)
    validate.FEWEST_ECONOMIES = len(ECONOMIES)
    refresh.Fetcher = partial(Fetcher, first_wait_s=0, longest_wait_s=0)  # type: ignore[misc]
    if step != "none":
        kill_before(step)
    app(arguments)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
