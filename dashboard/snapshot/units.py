"""Units as they are printed: CO₂ with its subscript digit, as in the titles of series."""

from __future__ import annotations

import re

_CARBON_DIOXIDE = re.compile(r"\bCO2(?=e?\b)")


def printed(text: str) -> str:
    """Return a unit as the page and its files print it.

    The World Bank's names, and with them the published table, have the plain digit.

    >>> printed("kg CO2e per 2021 PPP $ of GDP")
    'kg CO₂e per 2021 PPP $ of GDP'
    """
    return _CARBON_DIOXIDE.sub("CO₂", text)
