"""Axe on every view, in light and dark, wide and on a phone, with all folds open."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.helpers.accessibility import axe_violations
from tests.helpers.visitor import IDLE

pytestmark = pytest.mark.ui

OPEN = "() => document.querySelectorAll('details').forEach((one) => { one.open = true; })"
SIZES = ({"width": 1366, "height": 768}, {"width": 390, "height": 844})


@pytest.mark.parametrize(
    "query",
    [
        "?country=KEN",
        "?view=compare&country=KEN",
        "?view=rank&region=SAS",
        "?view=relate&country=KEN",
        "?view=drivers&country=KEN",
        "?view=data&country=KEN&table=rank&income=LIC",
    ],
    ids=["explore", "compare", "rank", "correlate", "drivers", "data"],
)
def test_no_view_has_a_violation_in_any_theme_and_width(watched: Page, server: str, query: str):
    watched.goto(f"{server}{query}")
    watched.wait_for_function(IDLE)
    watched.evaluate(OPEN)
    found = {}
    for scheme in ("light", "dark"):
        watched.emulate_media(color_scheme=scheme)
        watched.wait_for_function("(scheme) => document.documentElement.dataset.charts === scheme", arg=scheme)
        for size in SIZES:
            watched.set_viewport_size(size)
            found[scheme, size["width"]] = axe_violations(watched)
    assert {where: faults for where, faults in found.items() if faults} == {}
