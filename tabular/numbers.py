"""Numbers as people write them: decimal point or comma, with or without separators of thousands."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
from typing import Literal

from tabular.errors import TableError, shown

Decimal = Literal["point", "comma"]

MISSING = {"", "..", "...", "na", "n/a", "n.a.", "nan", "null", "none", "-", "–", "—", ":", ".", "#n/a", "x", "missing"}
"""Marks of a missing value, in lower case: those of the World Bank, Eurostat, Excel, R, Python."""

_BLANK = "[ \u00a0\u202f\u2009'’]"
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|[+-]?\.\d+", re.IGNORECASE)
_THOUSANDS = {
    "point": re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:(?:,\d{{3}})+|(?:{_BLANK}\d{{3}})+)(?:\.\d+)?"),
    "comma": re.compile(rf"[+-]?[1-9]\d{{0,2}}(?:(?:\.\d{{3}})+|(?:{_BLANK}\d{{3}})+)(?:,\d+)?"),
}
_COMMA = re.compile(r"[+-]?\d+(?:,\d+)?(?:e[+-]?\d+)?", re.IGNORECASE)
_REMOVED = {"point": re.compile(f",|{_BLANK}"), "comma": re.compile(rf"\.|{_BLANK}")}


def is_missing(text: str) -> bool:
    """Return whether a cell marks a missing value."""
    return text.casefold() in MISSING


def is_number(text: str) -> bool:
    """Return whether a cell can be read as a number in either convention."""
    return _fits(text, "point") or _fits(text, "comma")


def convention(cells: Iterable[str], wanted: Decimal | None = None) -> Decimal:
    """Return whether the numbers of a column have decimal points or commas.

    Args:
        cells: those that are neither missing nor text.
        wanted: the owner's word, which settles it.

    Raises:
        TableError: both are possible, with a thousandfold difference.
    """
    if wanted:
        return wanted
    distinct = set(cells)
    as_point = all(_fits(cell, "point") for cell in distinct)
    as_comma = all(_fits(cell, "comma") for cell in distinct)
    if as_point and as_comma and (unclear := next((cell for cell in sorted(distinct) if "," in cell), None)):
        raise TableError(
            f"{shown(unclear)} may be a thousand or a decimal fraction; write numbers without thousands separators."
        )
    return "comma" if as_comma and not as_point else "point"


def parser(decimal: Decimal) -> Callable[[str], float | None]:
    """Return the function that reads a cell: its number, or None if it is not one."""

    def parse(text: str) -> float | None:
        cell = _minus(text)
        if not _fits(cell, decimal):
            return None
        if decimal == "point" and _PLAIN.fullmatch(cell):
            number = float(cell)
        else:
            number = float(_REMOVED[decimal].sub("", cell).replace(",", "."))
        return number if math.isfinite(number) else None

    return parse


def _fits(text: str, decimal: Decimal) -> bool:
    cell = _minus(text)
    plain = _PLAIN if decimal == "point" else _COMMA
    return bool(plain.fullmatch(cell) or _THOUSANDS[decimal].fullmatch(cell))


def _minus(text: str) -> str:
    return text.replace("\u2212", "-")
