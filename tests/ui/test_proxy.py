"""Two processes behind a real proxy, under a path, with the configuration of DEPLOY.md."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import requests
from playwright.sync_api import BrowserContext, Page, expect

from tests.helpers import nginx
from tests.helpers.serving import free_port, serve
from tests.helpers.visitor import IDLE, heading, open_dashboard

pytestmark = [pytest.mark.ui, pytest.mark.exhaustive]

PATH = "/climate/"
BACK_MS = 60_000
READERS = 4


class Replicas:
    """Two processes with the same key, each on a port of its own."""

    def __init__(self, folder: Path):
        self._folder, self.ports = folder, (free_port(), free_port())
        self._running = [ExitStack(), ExitStack()]

    def start(self, which: int) -> None:
        key = {"BOKEH_SECRET_KEY": "a key of the tests, 32 signs or more"}
        self._running[which].enter_context(serve(self._folder, port=self.ports[which], **key))

    def stop(self, which: int) -> None:
        self._running[which].close()


@pytest.fixture(scope="module")
def replicas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Replicas]:
    if nginx.program() is None:
        pytest.skip("NO PROXY: nginx is not installed; SEVERAL PROCESSES BEHIND A PROXY WERE NOT TESTED")
    both = Replicas(tmp_path_factory.mktemp("replicas"))
    for which in (0, 1):
        both.start(which)
    yield both
    for which in (0, 1):
        both.stop(which)


@pytest.fixture
def proxied(replicas: Replicas, tmp_path: Path) -> Iterator[Callable[[str], str]]:
    """Return a function that starts nginx with a configuration and gives the dashboard's URL."""
    with ExitStack() as stack:
        yield (
            lambda configuration: (
                stack.enter_context(nginx.running(tmp_path / "nginx", configuration, replicas.ports)) + PATH
            )
        )


def use(page: Page, url: str) -> None:
    """Open the page, choose by its own script, and look at what comes by map file and by websocket."""
    open_dashboard(page, url)
    page.evaluate("() => app.address.go({ country: 'PER' })")
    expect(heading(page)).to_have_text("Peru")
    page.wait_for_function(IDLE)
    expect(page).to_have_url(f"{url}?country=PER")
    assert page.evaluate("() => Boolean(app.map.values)")
    assert not page.evaluate("() => document.documentElement.hasAttribute('data-disconnected')")


@pytest.mark.parametrize("change", [lambda same: same, nginx.round_robin], ids=["sticky", "round robin"])
def test_the_page_works_under_a_path_with_two_processes(page: Page, proxied, change: Callable[[str], str]):
    refused = list[str]()
    page.on("response", lambda answer: refused.append(f"{answer.status} {answer.url}") if answer.status >= 400 else 0)
    url = proxied(change(nginx.documented()))
    use(page, url)
    links = page.evaluate("() => [...document.querySelectorAll('a[href]')].map((link) => link.href)")
    own = [link for link in links if link.startswith(url.removesuffix(PATH))]
    assert own
    assert [link for link in own if not link.startswith(url)] == []
    assert refused == []


def test_a_reader_stays_with_one_process_by_the_proxys_cookie_alone(proxied):
    url = proxied(nginx.documented())
    with requests.Session() as reader:
        first = reader.get(url, timeout=60)
        cookie = first.headers["Set-Cookie"]
        assert re.fullmatch(r"replica=(first|second); Path=/climate/; HttpOnly; SameSite=Lax", cookie)
        for _ in range(5):
            assert reader.get(f"{url}healthz", timeout=60).headers["Set-Cookie"] == cookie


def test_urls_in_the_page_and_in_files_have_the_path(proxied):
    url = proxied(nginx.documented())
    assert f"{url}?" in requests.get(f"{url}?view=data&country=KEN", timeout=60).text  # the citation
    assert f"{url}download/" in requests.get(f"{url}download/", timeout=60).text
    moved = requests.get(f"{url.rstrip('/')}?country=KEN", timeout=60, allow_redirects=False)
    assert (moved.status_code, moved.headers["Location"].partition("/climate")[2]) == (301, "/?country=KEN")


def test_open_pages_survive_a_restart_of_one_process_after_the_other(context: BrowserContext, proxied, replicas):
    url = proxied(nginx.documented())
    pages = [context.new_page() for _ in range(READERS)]
    for page in pages:
        use(page, url)
        context.clear_cookies()  # the next reader is another one
    for which in (0, 1):
        replicas.stop(which)
        replicas.start(which)
        for page in pages:
            page.wait_for_function(
                f"() => !document.documentElement.hasAttribute('data-disconnected') && ({IDLE})()", timeout=BACK_MS
            )
            expect(heading(page)).to_have_text("Peru")
            expect(page).to_have_url(f"{url}?country=PER")
    for page in pages:
        page.evaluate("() => app.address.go({ country: 'CHL' })")
        expect(heading(page)).to_have_text("Chile")


def test_without_websockets_the_page_has_a_note_and_its_map_and_links_work(page: Page, proxied):
    url = proxied(nginx.without_websockets(nginx.documented()))
    page.goto(f"{url}?country=PER")
    expect(page.locator("#away")).to_contain_text("No live connection", timeout=BACK_MS)
    page.wait_for_function("() => Boolean(app.map.values)")
    page.get_by_role("link", name="Data", exact=True).click()
    expect(page.locator("#view-data caption").first).to_be_visible()
    expect(page).to_have_url(f"{url}?view=data&country=PER")
