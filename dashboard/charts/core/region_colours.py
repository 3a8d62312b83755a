"""A colour for each region, in one order, that readers with colour-vision deficiency can tell apart."""

from __future__ import annotations

from collections.abc import Iterable

PALETTE = ("#E69F00", "#0072B2", "#009E73", "#D55E00", "#F0E442", "#CC79A7", "#56B4E9")
"""Okabe and Ito, Color Universal Design, 2008. Light ones stand out by the line round every dot, which is dark."""
OTHER = "#999999"


def colours(codes: Iterable[str]) -> dict[str, str]:
    """Colour of each code, in the order given."""
    return {code: PALETTE[at] if at < len(PALETTE) else OTHER for at, code in enumerate(codes)}
