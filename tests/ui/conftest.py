"""The real server, and a real browser that talks to it alone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.helpers import browser
from tests.helpers.other_site import OtherSite
from tests.helpers.serving import free_port, serve
from tests.helpers.static_site import edition_of_all_workers, serve_folder

NOT_ASKED_FOR = "of the static edition, which takes minutes to write: `make test-all` runs it"
"""Why a test of the static edition is skipped."""

# On a machine with other work to do, a drawing may take seconds.
expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict, playwright: Playwright) -> dict:
    """Chromium's headless shell, or the full browser where that is all there is."""
    path = browser.find_for_tests(Path(playwright.chromium.executable_path))
    if path is None:
        pytest.skip("NO BROWSER: `make test` installs one where it can; the page was not tested")
    return {**browser_type_launch_args, "executable_path": path, "args": browser.FLAGS}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the production server, as in the container: one for all tests of a worker."""
    with serve(tmp_path_factory.mktemp("server")) as url:
        yield url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of both editions on the live one, and with --static-edition on the static one too."""
    if "edition" in metafunc.fixturenames:
        editions = ["live", "static"] if metafunc.config.getoption("--static-edition") else ["live"]
        metafunc.parametrize("edition", editions, indirect=True, scope="session")


@pytest.fixture(scope="session")
def edition(request: pytest.FixtureRequest) -> str:
    """URL of an edition: of the production server, or of plain files behind Python's own web server."""
    return request.getfixturevalue({"live": "server", "static": "static_site"}[request.param])


@pytest.fixture(scope="session")
def static_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of the static edition of the shipped figures, written once for all workers; only with --static-edition."""
    if not request.config.getoption("--static-edition"):
        pytest.skip(NOT_ASKED_FOR)
    folder = edition_of_all_workers(tmp_path_factory)
    with serve_folder(folder) as url:
        yield url


@pytest.fixture(scope="session")
def other_site() -> Iterator[str]:
    """URL of another site, on a port of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), OtherSite) as site:
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        yield f"http://localhost:{site.server_port}"
        site.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def open_server(tmp_path_factory: pytest.TempPathFactory, other_site: str) -> Iterator[str]:
    """URL of a server that lets the other site frame its pages, and those of maps.example open its websocket."""
    port = free_port()
    allowed = {
        "DASHBOARD_FRAME_ANCESTORS": f"'self' {other_site}",
        "BOKEH_ALLOW_WS_ORIGIN": f"localhost:{port},maps.example",
    }
    with serve(tmp_path_factory.mktemp("open-server"), port=port, **allowed) as url:
        yield url


@pytest.fixture
def watched(page: Page) -> Iterator[Page]:
    """A page on which any script error, any console error and any request to another host fails the test."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
    page.on("console", lambda line: faults.append(f"console: {line.text}") if line.type == "error" else None)
    page.on("request", lambda request: faults.append(f"outside: {request.url}") if _is_outside(request.url) else None)
    yield page
    assert faults == []


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://localhost:", "ws://localhost:", "data:", "blob:"))
