"""One key figure as text."""

from __future__ import annotations

from typing import NamedTuple


class KeyFigure(NamedTuple):
    """One entry of the list: label, value with unit, note on period, interval and ranks, and whether it is doubted."""

    label: str
    value: str
    note: str = ""
    is_doubted: bool = False
