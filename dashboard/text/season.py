"""Sentences about the months of a country: its monthly climate normals of two periods."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.season import SeasonData
from dashboard.snapshot.normals import MONTHS, NONE_HELD, PERIODS
from dashboard.text.numbers import signed

CHART_OF_YEARS = ("CRU", "CRU TS")
"""Name of the data set of the annual chart, as in the tables."""


def sentence(data: SeasonData) -> str:
    """Return the meaning of the colours, the months with the largest and smallest change, and what is missing."""
    if not data.is_published:
        return NONE_HELD
    if not data.normals:
        return f"This snapshot holds no monthly normals of {data.name}."
    change = data.change_c
    if change is None:
        return f"The bars are grey for {PERIODS[0]}, blue for {PERIODS[1]}."
    if not np.isfinite(change).any():
        return ""
    most, least = int(np.nanargmax(change)), int(np.nanargmin(change))
    return (
        f"Grey: {PERIODS[0]}; coloured: {PERIODS[1]}. In {data.name} {MONTHS[most]} has changed "
        f"the most from one to the other, by {signed(change[most], 1)} °C, {MONTHS[least]} the least, by "
        f"{signed(change[least], 1)} °C.{_dataset(data)}"
    )


def label(data: SeasonData, title: str) -> str:
    """Return the accessible name of a chart with this title."""
    return f"{title}, {data.heading}, {' and '.join(PERIODS)}"


def _dataset(data: SeasonData) -> str:
    """Return the data set of the temperatures, if it differs from that of the annual chart."""
    if not data.dataset or data.dataset in CHART_OF_YEARS:
        return ""
    return f" Temperatures of months are {data.dataset}’s, those of years above CRU TS’s: their levels differ."
