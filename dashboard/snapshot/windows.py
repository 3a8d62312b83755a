"""Windows of the warming measures: a period, or a period relative to an earlier one, as in the table `warming`."""

from __future__ import annotations


def period(window: str) -> str:
    """Return the years that a measure describes, the later ones of a difference: "1995–2024"."""
    return window.partition(" minus ")[0]


def base_period(window: str) -> str:
    """Return the years that a difference counts from: "1901–1930"; empty for any other measure."""
    return window.partition(" minus ")[2]


def in_words(window: str) -> str:
    """Return a window for a title: "1995–2024 relative to 1901–1930"."""
    return window.replace(" minus ", " relative to ")


def last_year(window: str) -> str:
    """Return the last year of a window: "2024"."""
    return period(window).rpartition("–")[2]


def length(window: str) -> int:
    """Return the years from the first to the last of a period such as "1975–2024"; 0 for any other text."""
    first, _, last = window.partition("–")
    return int(last) - int(first) + 1 if first.isdecimal() and last.isdecimal() else 0
