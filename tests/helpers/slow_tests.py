"""Pytest plugin: measure the CPU time of every test, and mark those of slow_tests.txt as slow.

`make test-fast` leaves slow tests out. The list is measured, not written by hand: `make slow-tests` runs the tests that
need no browser and writes it again. A test that is not in it counts as fast.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Generator
from pathlib import Path

import pytest

LIST = Path(__file__).resolve().parents[1] / "slow_tests.txt"

SLOW_S = 0.5
"""CPU seconds from which a test is slow, all its cases together: an eighth of the tests take most of the time."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--measure-cpu FILE`."""
    parser.addoption("--measure-cpu", metavar="FILE", help="append the CPU seconds of every test to FILE")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the list."""
    slow = set(LIST.read_text("utf-8").split()) if LIST.exists() else set()
    for item in items:
        if _function(item.nodeid) in slow:
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Note the CPU time of a test with its fixtures and its ended child processes."""
    file = item.config.getoption("--measure-cpu")
    before = _cpu_s()
    result = yield
    if file:
        with Path(file).open("a", encoding="utf-8") as measured:
            measured.write(f"{_cpu_s() - before:.3f}\t{item.nodeid}\n")
    return result


def write_list(measured: Path) -> None:
    """Write the list from the file of `--measure-cpu`."""
    took: dict[str, float] = defaultdict(float)
    for line in measured.read_text("utf-8").splitlines():
        seconds, _, test = line.partition("\t")
        took[_function(test)] += float(seconds)
    LIST.write_text("".join(f"{test}\n" for test in sorted(took) if took[test] >= SLOW_S), "utf-8")


def _function(nodeid: str) -> str:
    """Return a test's name without the case in brackets."""
    return nodeid.partition("[")[0]


def _cpu_s() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


if __name__ == "__main__":
    import sys

    write_list(Path(sys.argv[1]))
