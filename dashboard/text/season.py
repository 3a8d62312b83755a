"""Sentences about the months of a country: its monthly climate normals of two periods."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.season import SeasonData
from dashboard.snapshot.normals import MONTHS, NO_NORMALS, PERIODS
from dashboard.text.numbers import signed

CHART_OF_YEARS = ("CRU", "CRU TS")
"""Name of the data set of the annual chart, as in the tables."""


def sentence(data: SeasonData) -> str:
    """Return the meaning of the colours, the months with the largest and smallest change, and what is missing."""
    if not data.is_published:
        return NO_NORMALS
    if not data.normals:
        return f"Monthly climate of {data.name} is not available."
    change = data.change_c
    if change is None:
        return f"Monthly means, {PERIODS[0]} (grey) and {PERIODS[1]} (colour)."
    if not np.isfinite(change).any():
        return ""
    most, least = int(np.nanargmax(change)), int(np.nanargmin(change))
    return (
        f"Monthly means, {PERIODS[0]} (grey) and {PERIODS[1]} (colour). The largest change is in {MONTHS[most]} "
        f"({signed(change[most], 1)} °C), the smallest in {MONTHS[least]} ({signed(change[least], 1)} °C)."
        f"{_dataset(data)}"
    )


def label(data: SeasonData, title: str) -> str:
    """Return the accessible name of a chart with this title."""
    return f"{title}, {data.heading}, {' and '.join(PERIODS)}"


def _dataset(data: SeasonData) -> str:
    """Return the data set of the temperatures, if it differs from that of the annual chart."""
    if not data.dataset or data.dataset in CHART_OF_YEARS:
        return ""
    return f" Monthly values are from {data.dataset}, annual values from CRU TS; absolute levels differ."
