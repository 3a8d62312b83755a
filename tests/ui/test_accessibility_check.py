"""The accessibility check of the other tests finds what it is to find."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.helpers.accessibility import axe_violations

pytestmark = pytest.mark.ui


def test_axe_reports_rule_and_element_of_a_violation(page: Page):
    page.set_content("<html lang=en><title>A page</title><main><h1>A page</h1><img id=silent src=none></main></html>")
    assert axe_violations(page) == [("image-alt", [["#silent"]])]
