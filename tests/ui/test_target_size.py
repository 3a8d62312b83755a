"""Pressable elements are large enough for a finger on a phone (WCAG 2.5.8): 24 px, except links in a sentence."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.helpers.visitor import IDLE

pytestmark = pytest.mark.ui

SMALL = """() => {
  const within = (root) => [...root.querySelectorAll("*")].flatMap(
    (one) => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
  const isInSentence = (one) => one.tagName === "A" && getComputedStyle(one).display === "inline"
    && [...one.parentNode.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const shown = { visibilityProperty: true, opacityProperty: true };
  return within(document.body).filter((one) => one.matches("a[href], button, select, input, summary, [role=button]"))
    .filter((one) => one.checkVisibility(shown) && !one.matches(".skip") && !isInSentence(one))
    .map((one) => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
    .filter(([, box]) => box.width && Math.min(box.width, box.height) < 23.5)
    .map(([what, box]) => `${Math.round(box.width)} x ${Math.round(box.height)}: ${what}`);
}"""


@pytest.mark.parametrize(
    "query",
    [
        "country=NOR",
        "view=compare&countries=NOR~BRA",
        "view=relate&country=NOR",
        "view=rank",
        "view=drivers&country=NOR",
        "view=data",
    ],
)
def test_pressable_elements_are_24_px_on_a_phone(watched: Page, server: str, query: str):
    watched.set_viewport_size({"width": 390, "height": 844})
    watched.goto(f"{server}?{query}")
    watched.wait_for_function(IDLE)
    watched.locator("details").evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    assert watched.evaluate(SMALL) == []
