"""How numbers look: bins, colours, digits. What they mean stands in the snapshot's catalog."""

from __future__ import annotations

import re

import numpy as np

MINUS = "\N{MINUS SIGN}"

MOST_DECIMALS = 4
"""Of an interval's end: beyond, it is zero for any reader."""

SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def number(value: float, decimals: int) -> str:
    """With a true minus sign and thousands apart: 1,234.5, −0.3; never "−0.0"."""
    said = f"{value:,.{decimals}f}"
    if float(said.replace(",", "")) == 0:
        said = said.removeprefix("-")
    return said.replace("-", MINUS)


def signed(value: float, decimals: int) -> str:
    """As `number`, with a plus sign for a gain."""
    said = number(value, decimals)
    return said if said.startswith(MINUS) or float(said.replace(",", "")) == 0 else f"+{said}"


def with_minus(text: str) -> str:
    """Return a published text with true minus signs before its numbers; in files they are hyphens."""
    return re.sub(r"(?<![\w–-])-(?=\d)", MINUS, text)


def end(value: float, decimals: int, *, has_sign: bool = True) -> str:
    """Return an interval's end; one that would round to zero gets the decimals that show on which side it is."""
    while value and round(value, decimals) == 0 and decimals < MOST_DECIMALS:
        decimals += 1
    return signed(value, decimals) if has_sign else number(value, decimals)


def amount(value: float) -> str:
    """Return a number in three significant digits or all before the point: 1.42 billion, 48,213, 3.17, 0.00421."""
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{number(value / scale, _decimals_for_three(value / scale))} {word}"
    if value == 0:
        return "0"
    return number(value, _decimals_for_three(value))


def _decimals_for_three(value: float) -> int:
    """Decimals that leave three significant digits, but at most six."""
    return min(max(2 - int(np.floor(np.log10(abs(value)))), 0), 6)
