"""The browser writes numbers as Python does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from playwright.sync_api import Page

from dashboard.text import numbers
from tests.helpers.number_cases import AMOUNTS, ENDS, NUMBERS, OF_SERIES, SIGNED

pytestmark = pytest.mark.ui


@pytest.fixture
def scripted(page: Page, root: Path) -> Page:
    """A blank page with the number formats alone."""
    page.goto("about:blank")
    for script in ("page/app.js", "page/numbers.js"):
        page.add_script_tag(path=root / "dashboard/assets/js" / script)
    return page


@pytest.mark.parametrize(
    ("name", "cases"),
    [("amount", AMOUNTS), ("amount", OF_SERIES), ("number", NUMBERS), ("signed", SIGNED), ("end", ENDS)],
)
def test_the_browser_writes_each_case_as_python_does(scripted: Page, name: str, cases: list[tuple]):
    given = [case[:-1] for case in cases]
    written = scripted.evaluate("([name, all]) => all.map((each) => app.numbers[name](...each))", [name, given])
    assert dict(zip(cases, written, strict=True)) == {case: case[-1] for case in cases}


def test_the_browser_writes_numbers_of_any_size_as_python_does(scripted: Page):
    chance = random.Random(7)
    values = [chance.choice([-1, 1]) * 10 ** chance.uniform(-7, 16) for _ in range(2_000)]
    values += [float(whole) / 2 for whole in range(-2_000, 2_000, 7)]  # with many ties
    for decimals in (None, 0, 1, 3):
        written = scripted.evaluate(
            "([values, decimals]) => values.map((value) => app.numbers.amount(value, decimals))", [values, decimals]
        )
        differences = {
            value: (here, there)
            for value, here in zip(values, written, strict=True)
            if here != (there := numbers.amount(value, decimals))
        }
        assert differences == {}
