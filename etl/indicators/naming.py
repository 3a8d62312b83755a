"""Title and unit in a World Bank name: the unit is in the last brackets. No etl import here."""

from __future__ import annotations

import re

_UNIT = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*$")


def unit_in(name: str) -> str:
    """Return the unit in the last brackets of a World Bank name, or "" without brackets.

    >>> unit_in("GDP per capita (constant 2015 US$)")
    'constant 2015 US$'
    """
    found = _UNIT.search(name)
    return found[1].strip() if found else ""


def title_in(name: str) -> str:
    """Return the name without the unit in its last brackets; the name itself if nothing else would remain.

    >>> title_in("GDP per capita (constant 2015 US$)")
    'GDP per capita'
    """
    return _UNIT.sub("", name).rstrip(" ,") or name.strip()
