"""Sentences for the map of projected change: spread of the models, and what the figures do not have."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.map_values import MapValues
from dashboard.snapshot.codes import SCENARIOS
from dashboard.text.numbers import end

SPREAD = "10th to 90th percentile of the models"
NO_SPREAD = "spread of the models: not in these figures"
NO_VALUE = "no projection"
CHANGES = "modelled changes"


def spread_of(shown: MapValues, row: int, place: int) -> str:
    """Return the 10th to 90th percentile of a place's value, or that the figures lack it; "" where not modelled."""
    if shown.spread is None or np.isnan(shown.values[row, place]):
        return ""
    low, high = (float(ends[row, place]) for ends in shown.spread)
    if np.isnan(low) or np.isnan(high):
        return NO_SPREAD
    digits = shown.decimals or 0
    return f"{SPREAD} {end(low, digits)} to {end(high, digits)}"


def spread_note(shown: MapValues, row: int) -> str:
    """Return the sentence on the countries whose spread the figures have."""
    if shown.spread is None:
        return ""
    both = np.isfinite(shown.spread[0][row]) & np.isfinite(shown.spread[1][row]) & shown.places.is_economy
    count, total = int(both.sum()), int((np.isfinite(shown.values[row]) & shown.places.is_economy).sum())
    if count == total:
        return ""
    if not count:
        return "The spread of the models is not in these figures."
    return f"The spread of the models is in these figures for {count} of {total} countries only."


def scenario(shown: MapValues) -> str:
    """Return " under SSP2-4.5" for projected values, else ""."""
    return f" under {SCENARIOS[shown.key.scenario]}" if shown.key.scenario else ""
