"""Where an axis is marked, and what stands there: plain numbers, on linear axes and on logarithmic ones."""

from __future__ import annotations

import numpy as np

from dashboard.presentation import MINUS
from dashboard.rounded import round_numbers

FEW_DECADES, MANY_DECADES = 2, 6
"""Up to two decades 2 and 5 are marked between the tens as well; beyond six every other ten is enough."""
SHORT = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e4, "k"))


def ticks(low: float, high: float, *, log: bool, is_year: bool = False, most: int = 6) -> dict[float, str]:
    """Words by position between two limits; on a logarithmic axis both are logarithms to the base of ten."""
    if is_year and not log:
        return {float(at): f"{at:.0f}" for at in round_numbers(low, high, most) if low <= at <= high and at % 1 == 0}
    if not log:
        places = round_numbers(low, high, most)
        return {float(at): short(float(round(at, 12))) for at in places if low <= at <= high}
    decades = high - low
    steps = (1, 2, 5) if decades <= FEW_DECADES else (1,)
    every = 2 if decades > MANY_DECADES else 1
    tens = range(int(np.floor(low)), int(np.ceil(high)) + 1, every)
    values = [step * 10.0**ten for ten in tens for step in steps]
    return {float(np.log10(value)): short(value) for value in values if low <= np.log10(value) <= high}


def short(value: float) -> str:
    """A number in as few signs as tell it: 0.5, 2,000, 20k, 1.5 bn."""
    for scale, word in SHORT:
        if abs(value) >= scale:
            thousands = 1e3 if word == "k" else scale
            return f"{value / thousands:g}{word}".replace("-", MINUS)
    return (f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.10g}").replace("-", MINUS)
