"""Fixtures of all tests: where the project is, and its shipped snapshot; and a summary of the skipped tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more about the machine than about the code.
settings.register_profile("without-deadline", deadline=None)
settings.load_profile("without-deadline")

ROOT = Path(__file__).resolve().parent.parent

pytest_plugins = ["tests.helpers.slow_tests"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that `make test-all` uses."""
    parser.addoption("--static-edition", action="store_true", help="test the static edition too")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shipped():
    """The snapshot that the repository ships, as the dashboard opens it."""
    from dashboard.snapshot.store import open_snapshot

    return open_snapshot(ROOT / "data")


@pytest.fixture(autouse=True)
def without_the_browsers_loop(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hide the loop that Playwright leaves running in its worker, as asyncio runs no second one in a thread.

    Processes take over tests from each other, so a test without a browser may come after those with one.
    """
    running = None if "playwright" in request.fixturenames else asyncio._get_running_loop()
    if running:
        asyncio._set_running_loop(None)
    yield
    if running:
        asyncio._set_running_loop(running)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print that not everything was tested: a line of "passed" is easily read as complete."""
    if skipped := len(terminalreporter.stats.get("skipped", [])):
        terminalreporter.write_sep(
            "=", f"NOT EVERYTHING WAS TESTED: {skipped} skipped, see why below", red=True, bold=True
        )
