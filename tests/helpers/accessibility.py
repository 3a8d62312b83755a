"""Accessibility of a page, checked by axe-core."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.helpers.visitor import IDLE

OPTIONS = {"resultTypes": ["violations"]}
"""What passes is not reported, which halves the CPU time of a check (5.5 s to 2.3 s on the ranking of 217 rows)."""


def axe_violations(page: Page) -> list[tuple[str, list[Any]]]:
    """Return the rule and the elements of each violation."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [(each["id"], [node["target"] for node in each["nodes"]]) for each in found]


PAINTED_TWICE = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"

COLOURED = "(scheme) => (document.documentElement.dataset.charts ?? scheme) === scheme"
"""Whether live charts have the colours of the scheme."""

AS_IT_IS = ("",)
"""The colour scheme that the page has already."""


def looks(
    page: Page, widths: Sequence[int], schemes: Sequence[str] = ("light", "dark"), height: int = 900
) -> Iterator[str]:
    """Give an open page each width and colour scheme in turn, and yield their name once it is drawn so.

    One visit serves all looks of a page: opening it takes as much CPU time as checking it.
    """
    for scheme, width in product(schemes, widths):
        if scheme:
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            page.wait_for_function(COLOURED, arg=scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.evaluate(PAINTED_TWICE)  # what follows the width is laid out
        page.wait_for_function(IDLE)
        yield f"{scheme} {width} px"
