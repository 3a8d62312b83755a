"""The content-security policy in a real browser: every view works under it, and injected code does not run."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, Route, expect

from dashboard import config
from dashboard.server.websocket import LONGEST_MESSAGE
from tests.helpers.visitor import IDLE, click_place, heading, open_dashboard, pick

pytestmark = pytest.mark.ui

DRAWN_MS = 60_000

REPORT_VIOLATIONS = """() => {
  window.refused = [];
  document.addEventListener("securitypolicyviolation", (e) => refused.push(`${e.effectiveDirective} ${e.blockedURI}`));
}"""


@pytest.fixture
def strict(watched: Page) -> Iterator[Page]:
    """A page on which any violation of the policy fails the test, besides the faults that `watched` sees."""
    watched.add_init_script(f"({REPORT_VIOLATIONS})()")
    yield watched
    assert watched.evaluate("() => window.refused") == []


def directives(answer: requests.Response) -> dict[str, str]:
    """The directives of the policy by name."""
    parts = [part.strip().partition(" ") for part in answer.headers["Content-Security-Policy"].split(";")]
    return {name: value for name, _, value in parts}


def see(page: Page, view: str) -> None:
    """Open a view by its link and wait until it is drawn."""
    page.locator(f"nav a[data-view={view}]").click()
    section = page.locator(f"#view-{view}")
    expect(section).to_be_visible()
    expect(section.locator(".loading")).to_be_hidden(timeout=DRAWN_MS)
    page.wait_for_function(IDLE)


def test_every_view_works_under_the_policy_with_short_messages(strict: Page, server: str):
    sent: list[int] = []
    strict.on("websocket", lambda socket: socket.on("framesent", lambda message: sent.append(len(message))))
    open_dashboard(strict, server)
    click_place(strict, -53.0, -10.0)
    expect(heading(strict)).to_have_text("Brazil")

    see(strict, "compare")
    pick(strict, "add", "Norway")
    expect(strict).to_have_url(re.compile("countries=BRA~LCN~WLD~NOR"))

    see(strict, "relate")
    strict.get_by_role("button", name="Swap axes").click()
    expect(strict).to_have_url(re.compile(r"[?&]x="))

    see(strict, "rank")
    pick(strict, "rank", "Population")  # by a library that is fetched now
    expect(strict).to_have_url(re.compile(r"rank=SP\.POP\.TOTL"))
    strict.get_by_label("Order", exact=True).select_option(label="Lowest first")
    expect(strict).to_have_url(re.compile("order=ascending"))

    see(strict, "drivers")
    strict.get_by_role("button", name="Forest area").press("Enter")
    expect(strict).to_have_url(re.compile(r"driver=AG\.LND\.FRST\.ZS"), timeout=DRAWN_MS)

    see(strict, "data")
    strict.locator("#view-data").get_by_label("Region", exact=True).select_option(label="South Asia")
    expect(strict).to_have_url(re.compile("region=SAS"))
    strict.wait_for_function(IDLE)
    assert sent, "no websocket was seen"
    assert max(sent) < LONGEST_MESSAGE / 6


def test_injected_scripts_do_not_run(page: Page, server: str):
    slipped = (
        "<script>window.run = 'inline'</script>"
        "<script src='data:text/javascript,window.run=1'></script>"
        "<img src='nothing' onerror='window.run = 2'>"
    )

    def with_more(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("<h1>", f"{slipped}<h1>"))

    page.add_init_script(f"({REPORT_VIOLATIONS})()")
    page.route(server, with_more)
    page.goto(server)
    # Wait only for the page's own scripts: a page fulfilled by the test opens no websocket to this host.
    page.wait_for_function("() => window.Bokeh && window.app?.address")
    refused = page.evaluate("() => window.refused.map((one) => one.split(' ')[0])")
    assert sorted(refused) == ["script-src-attr", "script-src-elem", "script-src-elem"]
    assert page.evaluate("() => window.run") is None


def test_inline_event_handlers_do_not_run(page: Page, server: str):
    open_dashboard(page, server)
    page.evaluate(
        """() => {
          const tried = document.createElement("p");
          tried.innerHTML = "<button id='tried' onclick='window.run = 1'>tried</button>";
          document.querySelector("h1").append(tried);
        }"""
    )
    page.locator("#tried").click()
    assert page.evaluate("() => window.run") is None


def test_each_page_has_its_own_nonce_on_one_script_only(server: str):
    pages = [requests.get(server, timeout=60) for _ in range(2)]
    nonces = [re.search(r"'nonce-(\w+)'", directives(page)["script-src"])[1] for page in pages]
    assert nonces[0] != nonces[1]
    for page, nonce in zip(pages, nonces, strict=True):
        assert page.text.count(nonce) == 1
        inline = re.findall(r"<script(?![^>]*\ssrc=)(?![^>]*application/json)[^>]*>", page.text)
        assert inline == [f'<script nonce="{nonce}">']
        assert {"'unsafe-inline'", "'unsafe-eval'"}.isdisjoint(directives(page)["script-src"].split())


def test_the_policy_allows_own_resources_only(server: str):
    policy = directives(requests.get(server, timeout=60))
    assert {
        "default-src": "'none'",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'self'",
    }.items() <= policy.items()
    assert not re.search(r"https?:|\*", " ".join(policy.values()))


@pytest.mark.parametrize("path", ["", "static/js/bokeh.min.js", "download/map.csv", "healthz", "nothing/here"])
def test_every_response_has_the_security_headers(server: str, path: str):
    answer = requests.get(server + path, timeout=60)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert ("Accept-CH" in answer.headers) == (path == "")
    assert ("nonce" in answer.headers["Content-Security-Policy"]) == (path == "")
    assert config.TITLE in answer.text or path


def test_the_page_does_not_repeat_cookies_or_request_headers(server: str):
    """By default, Bokeh's token in the page contains the headers and cookies of the request."""
    sent = {"Cookie": "visitor=somebody", "X-Secret": "something"}
    long, short = (requests.get(server, headers=extra, timeout=60).text for extra in (sent | {"A": "b" * 4000}, {}))
    tokens = [re.search(r'"token":"([^"]+)"', page)[1] for page in (long, short)]
    assert abs(len(tokens[0]) - len(tokens[1])) < 8
