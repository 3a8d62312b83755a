"""The real server, and a real browser that talks to it and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.helpers import browser
from tests.helpers.serving import free_port, serve

# Conditions are waited for, not hoped for: on a machine with other work to do a drawing may take seconds.
expect.set_options(timeout=20_000)

BROWSER = browser.find()  # before playwright runs: it cannot be asked twice at once


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Playwright's own browser, or Debian's."""
    if BROWSER is None:
        pytest.skip("NO BROWSER: `make test` installs one where it can; the page was not tested")
    return {**browser_type_launch_args, "executable_path": BROWSER, "args": browser.FLAGS}


@pytest.fixture(scope="session")
def server(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The production entry, as in the container."""
    port = free_port()
    running = serve(root, tmp_path_factory.mktemp("server"), ["dashboard"], port, PORT=str(port))
    yield next(running)
    next(running, None)


@pytest.fixture
def watched(page: Page, server: str) -> Iterator[Page]:
    """A page on which any script error, any console error and any request to another host fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda said: faults.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("request", lambda sent: faults.append(f"outside: {sent.url}") if _is_outside(sent.url) else None)
    yield page
    assert faults == []


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:"))
