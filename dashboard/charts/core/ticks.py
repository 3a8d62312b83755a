"""Nice ticks: round positions and their labels, on linear and on logarithmic axes."""

from __future__ import annotations

import math

import numpy as np

from dashboard.text.numbers import MINUS

FEW_DECADES, MANY_DECADES = 2, 6
"""Up to two decades 2 and 5 are marked between the powers of ten, too; beyond six every other power is enough."""

SHORT = ((1e12, " tn"), (1e9, " bn"), (1e6, " m"), (1e4, "k"))


def ticks(low: float, high: float, *, log: bool, is_year: bool = False, most: int = 6) -> dict[float, str]:
    """Return labels by position between two limits; on a logarithmic axis both are logarithms to the base of ten."""
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
    """Return a number as a short label: 0.5, 2,000, 20k, 1.5 bn."""
    for scale, word in SHORT:
        if abs(value) >= scale:
            thousands = 1e3 if word == "k" else scale
            return f"{value / thousands:g}{word}".replace("-", MINUS)
    return (f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:.10g}").replace("-", MINUS)


STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Round numbers within a power of ten."""

CLOSE = 1e-10
"""Share of a step by which a limit may miss a round number and still count as one."""


def round_numbers(low: float, high: float, most: int) -> np.ndarray:
    """Return round numbers in equal steps from the last one not above `low` to the first one not below `high`.

    Args:
        low: lower limit.
        high: upper limit; if it equals `low`, numbers around both are returned.
        most: number of steps in the range, at the roundest step that is wide enough; steps are finer if fewer than two
            numbers would be within the limits.
    """
    if high <= low:
        room = abs(low) * 1e-3 or 1.0
        low, high = low - room, high + room
    for step in _steps_down(high - low, most):
        first, last = math.floor(low / step + CLOSE), math.ceil(high / step - CLOSE)
        numbers = np.arange(first, last + 1) * step
        if ((numbers >= low) & (numbers <= high)).sum() >= 2:
            break
    return numbers


def _steps_down(reach: float, most: int) -> list[float]:
    """Return round steps, from the smallest that covers `reach` in at most `most` steps downwards."""
    wanted = reach / most
    power = 10.0 ** math.floor(math.log10(wanted))
    rising = [share * power * scale for scale in (0.1, 1.0) for share in STEPS[:-1]] + [10 * power]
    enough = next((n for n, step in enumerate(rising) if step >= wanted * (1 - CLOSE)), len(rising) - 1)
    return rising[enough::-1]
