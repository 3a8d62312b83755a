"""What a World Bank name says: the title of a series and, in its last brackets, the unit. No etl import here."""

from __future__ import annotations

import re

_UNIT = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")


def unit_in(name: str) -> str:
    """The unit that a World Bank name carries in its last brackets, or "" if there are none.

    >>> unit_in("GDP per capita (constant 2015 US$)")
    'constant 2015 US$'
    """
    found = _UNIT.search(name)
    return found[1].strip() if found else ""


def title_in(name: str) -> str:
    """The name without the unit in its last brackets; the name itself where nothing else would be left.

    >>> title_in("GDP per capita (constant 2015 US$)")
    'GDP per capita'
    """
    return _UNIT.sub("", name).rstrip(" ,") or name.strip()
