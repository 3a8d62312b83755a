"""Number format: decimals, significant digits, thousands separators and signs."""

from __future__ import annotations

import re

import numpy as np

MINUS = "\N{MINUS SIGN}"

MOST_DECIMALS = 4
"""Most decimals of an interval's end: a smaller number is zero for any reader."""

SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float, decimals: int) -> str:
    """Return a number with a true minus sign and a thousands separator: 1,234.5, −0.3; never "−0.0"."""
    digits = f"{value:,.{decimals}f}"
    if float(digits.replace(",", "")) == 0:
        digits = digits.removeprefix("-")
    return digits.replace("-", MINUS)


def signed(value: float, decimals: int) -> str:
    """Return a number as `number` does, with a plus sign if it is positive."""
    digits = number(value, decimals)
    return digits if digits.startswith(MINUS) or float(digits.replace(",", "")) == 0 else f"+{digits}"


def with_minus(text: str) -> str:
    """Return a published text with true minus signs before its numbers; in files they are hyphens."""
    return re.sub(r"(?<![\w–-])-(?=\d)", MINUS, text)


def end(value: float, decimals: int, *, has_sign: bool = True) -> str:
    """Return an interval's end; one that would round to zero gets enough decimals to show its sign."""
    while value and round(value, decimals) == 0 and decimals < MOST_DECIMALS:
        decimals += 1
    return signed(value, decimals) if has_sign else number(value, decimals)


def ordinal(place: int) -> str:
    """Return a rank as an ordinal: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def amount(value: float, decimals: int | None = None) -> str:
    """Return a number in three significant digits or all before the point: 1.42 billion, 48,213, 3.17, 64, 0.00421.

    Args:
        value: of any size.
        decimals: those of its series, if known. Where three digits need more, the number has two: 0.62, not 0.620,
            beside 99.8. A whole number has these decimals as well: 5.0 beside 5.3.
    """
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{number(value / scale, _decimals_for_three(value / scale))} {word}"
    if value == 0 or (decimals is None and value == round(value)):  # 64 companies, not 64.0
        return number(value, 0)
    three = _decimals_for_three(value)
    if decimals is None:
        return number(value, three)
    two = 0 if value == round(value) else max(three - 1, 0)
    return number(value, min(three, max(decimals, two)))


def _decimals_for_three(value: float) -> int:
    """Return the decimals for three significant digits, at most six."""
    return min(max(2 - int(np.floor(np.log10(abs(value)))), 0), 6)
