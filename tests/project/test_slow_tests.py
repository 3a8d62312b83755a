"""The list of slow tests names tests that exist: a renamed one would count as fast without anybody noticing."""

from __future__ import annotations

from pathlib import Path

from tests.helpers.slow_tests import LIST


def test_every_test_of_the_list_exists(root: Path):
    listed = LIST.read_text("utf-8").split()
    assert listed == sorted(set(listed))
    gone = []
    for test in listed:
        file, _, name = test.partition("::")
        path = root / file
        if not path.exists() or f"def {name}(" not in path.read_text("utf-8"):
            gone.append(test)
    assert gone == [], "run `make slow-tests`"
