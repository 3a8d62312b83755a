"""Windows of the warming measures: periods, base periods and lengths, by hand."""

from __future__ import annotations

import pytest

from dashboard.snapshot import windows
from dashboard.snapshot.store import Snapshot

CHANGE = "1995–2024 minus 1901–1930"


def test_a_difference_has_a_period_and_a_base_period():
    assert (windows.period(CHANGE), windows.base_period(CHANGE)) == ("1995–2024", "1901–1930")
    assert windows.in_words(CHANGE) == "1995–2024 relative to 1901–1930"
    assert windows.last_year(CHANGE) == "2024"


def test_a_period_has_no_base_period():
    assert (windows.period("1901–2024"), windows.base_period("1901–2024")) == ("1901–2024", "")
    assert windows.last_year("1901–2024") == "2024"


@pytest.mark.parametrize(("window", "years"), [("1975–2024", 50), ("1901–1901", 1), (CHANGE, 0), ("", 0), ("all", 0)])
def test_the_length_of_a_period_counts_both_ends(window: str, years: int):
    assert windows.length(window) == years


def test_every_published_window_is_a_period_or_a_difference_of_two_years_or_periods(shipped: Snapshot):
    for window in set(shipped.warming.window):
        parts = [windows.period(window), *filter(None, [windows.base_period(window)])]
        assert all(windows.length(part) or part.isdecimal() for part in parts), window
