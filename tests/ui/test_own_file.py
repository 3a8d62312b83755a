"""A reader's own file in a real browser: on the map of its session, and nowhere else."""

from __future__ import annotations

import gzip
import re
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from tests.helpers.visitor import IDLE, open_dashboard

pytestmark = pytest.mark.ui

TITLE = "Zebras of a secret survey"
CSV = f"""Country;Year;{TITLE} (head)
Kenya;2001;1,5
Uganda;2002;3
Brazil;2005;987654,25
Atlantis;2001;3
"""
SECRETS = (TITLE, "secret survey", "987654", "987,654")


def add(page: Page, folder: Path, content: str | bytes = CSV, name: str = "zebras.csv") -> None:
    """Choose a file in the view Data and send it."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    page.set_input_files("#own-file input[type=file]", path)
    page.get_by_role("button", name="Show on the map").click()


def open_form(page: Page, server: str) -> None:
    page.goto(f"{server}?view=data")
    page.wait_for_function(IDLE)


def test_a_file_is_shown_on_the_map_of_its_session_only(watched: Page, browser: Browser, server: str, tmp_path: Path):
    addresses, bodies = set(), []
    watched.on("request", lambda request: addresses.add(request.url) if request.method == "GET" else None)
    watched.on("response", lambda response: bodies.append(response) if response.request.method == "GET" else None)
    open_form(watched, server)
    add(watched, tmp_path)
    title = watched.locator("#map-title")
    expect(title).to_have_text(re.compile(rf"^{TITLE} \(head\)"))
    expect(title).to_be_in_viewport()
    expect(watched.locator(".notices")).to_contain_text(f"“{TITLE}” is in this session only")
    expect(watched.locator(".notices")).to_contain_text("of places in no list: “Atlantis”")
    expect(watched).to_have_url(re.compile("indicator=OWN.SESSION1"))
    expect(watched.locator("#find-map")).to_have_value(TITLE)
    watched.wait_for_function("() => app.map.values?.values")  # the tooltips' figures, through the session
    brazil = "() => app.map.values.values[app.map.shapes.iso3.indexOf('BRA') + 4 * app.map.shapes.iso3.length]"
    assert watched.evaluate(brazil) == pytest.approx(987654.25)
    for view in ("compare", "relate", "rank", "drivers", "data", "explore"):
        watched.locator(f"nav a[data-view={view}]").click()
        expect(watched.locator(f"#view-{view} .loading")).to_be_hidden(timeout=60_000)
        watched.wait_for_function(IDLE)
    addresses.add(watched.url)
    sent = [read(response.body()) for response in bodies if response.ok and "/search" not in response.url]
    assert len(sent) > 5
    assert not any(secret in body for body in sent for secret in SECRETS)

    # A second visitor at the same address has the default, with the reason.
    with browser.new_context() as context:
        other = context.new_page()
        open_dashboard(other, watched.url)
        expect(other.locator("#map-title")).not_to_contain_text("Zebras")
        expect(other.locator(".notices")).to_contain_text("OWN.SESSION1")
        assert not any(secret in other.content() for secret in SECRETS)
        assert other.evaluate("() => Bokeh.documents[0].get_model_by_name('query').tags.length") == 1

    # Nor does any address that the first one used, or the tables of its choice, lead to it.
    query = watched.url.partition("?")[2]
    addresses |= {f"{server}download/{name}?{query}" for name in ("map.csv", "rank.json", "indicator.csv")}
    addresses |= {f"{server}download/indicator.csv?indicator=OWN.SESSION1", f"{server}own-file"}
    for address in sorted(addresses):
        if address.startswith("http"):
            answer = requests.get(address, timeout=60)
            assert not any(secret in read(answer.content) for secret in SECRETS), address

    # A reload is another session.
    watched.reload()
    watched.wait_for_function(IDLE)
    expect(title).not_to_contain_text("Zebras")


def read(body: bytes) -> str:
    """Return a response's body as text, unpacked if it is a packed file."""
    with suppress(OSError, EOFError, zlib.error):
        body = gzip.decompress(body)
    return body.decode("utf-8", "replace")


def test_the_search_fields_offer_the_series_again(watched: Page, server: str, tmp_path: Path):
    open_form(watched, server)
    add(watched, tmp_path)
    expect(watched.locator("#find-map")).to_have_value(TITLE)
    open_page(watched, "relate")
    field = watched.locator("#find-x")
    field.click()
    field.fill("zebras")
    option = watched.locator("#find-x-box [role=option]").first
    expect(option).to_contain_text(TITLE)
    expect(option).to_contain_text("this session only")
    option.click()
    expect(watched).to_have_url(re.compile("x=OWN.SESSION1"))


def open_page(page: Page, view: str) -> None:
    page.locator(f"nav a[data-view={view}]").click()
    expect(page.locator(f"#view-{view} .loading")).to_be_hidden(timeout=60_000)
    page.wait_for_function(IDLE)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "The file is empty."),
        ("<html><body>404</body></html>", "The file is a web page, not a table"),
        ("country,year,value\nKenya,2001,=cmd()\nKenya,2002,1\n", "Row 2: “=cmd()” is a formula"),
        ("country,year,value\n<img src=x onerror=alert(1)>,2001,1\n", "“<img src=x onerror=alert(1)>”"),
        (b"x" * 2_000_001, "The file is larger than 2 MB"),
    ],
)
def test_a_bad_file_gets_a_sentence(page: Page, server: str, tmp_path: Path, content, sentence: str):
    open_form(page, server)
    add(page, tmp_path, content)
    expect(page.locator("#own-file .answer")).to_contain_text(sentence)
    expect(page).not_to_have_url(re.compile("OWN"))


def test_a_file_can_be_dropped_with_a_title(watched: Page, server: str):
    open_form(watched, server)
    watched.get_by_label("Title", exact=True).fill("Dropped")
    watched.locator("#own-file").evaluate(
        """(section) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(["iso3,year,value\\nKEN,2001,1\\n"], "mine.csv"));
          section.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
        }"""
    )
    expect(watched.locator("#map-title")).to_have_text(re.compile("^Dropped"))


def test_the_form_explains_where_the_figures_are_stored(watched: Page, server: str):
    open_form(watched, server)
    expect(watched.locator("#own-file")).to_contain_text("at most 2 MB")
    expect(watched.locator("#own-file")).to_contain_text("Your data stay in this session: they are not stored")
    key = watched.evaluate("() => Bokeh.documents[0].get_model_by_name('query').tags[0]")
    assert len(key) > 40
    assert key not in requests.get(server, timeout=60).text
    assert key not in watched.evaluate("() => fetch('', { cache: 'no-store' }).then((answer) => answer.text())")
