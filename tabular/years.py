"""Years as people write them: numbers, dates, and the labels of the World Bank's files."""

from __future__ import annotations

import re

FIRST, LAST = 1901, 2100
"""Years that a snapshot can have; others are left out, with a sentence."""

_YEAR = re.compile(r"(?:YR|X)?(-?\d{1,5})(?:\.0+)?(?: ?\[YR\d{4}\])?", re.IGNORECASE)
_DATE = re.compile(
    r"(?:(?P<first>\d{4})[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.](?P<last>\d{4}))(?:[T ][\d:.]+Z?)?"
)
_LABEL = re.compile(r"(?:YR|X)?((?:1[5-9]|20|21)\d{2})(?:\.0+)?(?: ?\[YR\d{4}\])?", re.IGNORECASE)


def year_of(text: str) -> int | None:
    """Return the year of a cell, or None if it has none.

    >>> year_of("2001"), year_of("2001-12-31"), year_of("31.12.2001"), year_of("2001 [YR2001]"), year_of("Kenya")
    (2001, 2001, 2001, 2001, None)
    """
    if found := _YEAR.fullmatch(text):
        return int(found[1])
    if date := _DATE.fullmatch(text):
        return int(date["first"] or date["last"])
    return None


def year_of_label(text: str) -> int | None:
    """Return the year that a column of a wide table is for, or None: 1500 to 2199 only, as headings may be numbers."""
    found = _LABEL.fullmatch(text.strip())
    return int(found[1]) if found else None
