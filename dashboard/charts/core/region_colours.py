"""A colour for each region, in one order, distinct to readers with colour-vision deficiency."""

from __future__ import annotations

from collections.abc import Iterable

PALETTE = ("#E69F00", "#0072B2", "#009E73", "#D55E00", "#F0E442", "#CC79A7", "#56B4E9")
"""Okabe and Ito, Color Universal Design, 2008. A dark line round every dot makes light ones visible."""
OTHER = "#999999"


def colours(codes: Iterable[str]) -> dict[str, str]:
    """Return the colour of each code, in the order of `codes`."""
    return {code: PALETTE[at] if at < len(PALETTE) else OTHER for at, code in enumerate(codes)}
