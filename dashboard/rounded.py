"""Round numbers: the ends and steps of axes and bins.

matplotlib's MaxNLocator does the same; dashboard/charts says why a server does without matplotlib.
"""

from __future__ import annotations

import math

import numpy as np

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Round within a power of ten."""

CLOSE = 1e-10
"""Share of a step by which a limit may miss a round number and still count as one."""


def round_numbers(low: float, high: float, most: int) -> np.ndarray:
    """Round numbers in equal steps from the last one not above `low` to the first one not below `high`.

    Args:
        low: lower limit.
        high: upper limit; where it equals `low`, numbers around both are given.
        most: steps that the range may take, at the roundest step that is wide enough; finer ones are taken where that
            leaves fewer than two numbers within the limits.
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
    """Round steps, from the smallest that covers `reach` in at most `most` steps downwards."""
    wanted = reach / most
    power = 10.0 ** math.floor(math.log10(wanted))
    rising = [share * power * scale for scale in (0.1, 1.0) for share in STEPS[:-1]] + [10 * power]
    enough = next((n for n, step in enumerate(rising) if step >= wanted * (1 - CLOSE)), len(rising) - 1)
    return rising[enough::-1]
