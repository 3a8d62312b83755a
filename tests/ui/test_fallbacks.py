"""The page as it is with other versions of Bokeh and Panel than the tested ones: slower, and it works."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.helpers.serving import serve
from tests.helpers.visitor import chart_pictures, click_place, heading, open_dashboard, wait_for_other_pictures

pytestmark = pytest.mark.ui


@pytest.fixture(scope="module")
def by_public_api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serve(tmp_path_factory.mktemp("by-public-api"), DASHBOARD_PUBLIC_API_ONLY="1") as url:
        yield url


@pytest.fixture
def another_bokeh(watched: Page) -> Iterator[Page]:
    """A page whose bokeh_patches.js takes itself to be tested with another version than the page's."""

    def change(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('TESTED = ["3.9", "3.10"]', 'TESTED = ["2.4"]'))

    watched.route(re.compile(r"/scripts/__javascript__/"), change)
    yield watched
    watched.unroute_all(behavior="ignoreErrors")  # a script may be on its way when the test ends


def test_the_page_works_by_public_api_alone_and_without_patches(another_bokeh: Page, by_public_api: str):
    watched, notes = another_bokeh, list[str]()
    watched.on("console", lambda message: notes.append(message.text) if message.type == "info" else None)
    open_dashboard(watched, by_public_api)
    assert [note for note in notes if "tested with 2.4 only" in note]
    expect(heading(watched)).to_have_text("World")
    before = chart_pictures(watched)
    click_place(watched, -53.0, -10.0)
    expect(heading(watched)).to_have_text("Brazil")
    expect(watched).to_have_url(f"{by_public_api}?country=BRA")
    wait_for_other_pictures(watched, before)


def test_every_view_opens_by_public_api_alone(another_bokeh: Page, by_public_api: str):
    watched = another_bokeh
    open_dashboard(watched, by_public_api)
    for view in ("compare", "relate", "rank", "drivers", "data"):
        watched.locator(f"nav a[data-view={view}]").click()
        expect(watched.locator(f"#view-{view}")).to_be_visible()
        watched.wait_for_function("() => window.app.parts.areDrawn()")
        assert watched.locator(f"#view-{view} [data-place]:empty").count() == 0
