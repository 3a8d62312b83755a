"""Nice ticks: round positions and their labels, on linear and on logarithmic axes."""

from __future__ import annotations

import math

import numpy as np

from dashboard.text.numbers import SCALES, number

FEWEST_TICKS = 2
"""Ticks without which an axis has no scale."""

FEWEST_IN_TWO_LINES = 3
"""Labels of two lines, 28 px high, of which a frame 90 px high has room for three."""

FEW_DECADES, MANY_DECADES = 2, 6
"""Up to two decades 2 and 5 are marked between the powers of ten, too; beyond six every other power is enough."""


def ticks(
    low: float,
    high: float,
    *,
    log: bool = False,
    is_year: bool = False,
    most: int = 6,
    in_two_lines: bool = False,
    decimals: int | None = None,
) -> dict[float, str]:
    """Return labels by position between two limits.

    Args:
        low: lower limit; a logarithm to the base of ten on a logarithmic axis.
        high: upper limit, likewise.
        log: whether the axis is logarithmic.
        is_year: whether values are calendar years, which have no comma.
        most: number of steps on a linear axis.
        in_two_lines: whether "800 million" is broken before "million", for the narrow room beside a vertical axis. A
            linear axis then has fewer labels, as each is twice as high.
        decimals: those of the series, if known: a linear axis has no tick at half a person. Finer ticks stay where
            fewer than two would be left.
    """
    if log:
        found = _log_ticks(low, high)
    else:
        found = _linear_ticks(low, high, most, is_year=is_year, decimals=decimals)
        if in_two_lines and any(" " in label for label in found.values()):
            fewer = (_linear_ticks(low, high, steps, is_year=is_year, decimals=decimals) for steps in range(3, most))
            found = next((labels for labels in fewer if len(labels) >= FEWEST_IN_TWO_LINES), found)
    return {at: label.replace(" ", "\n") for at, label in found.items()} if in_two_lines else found


def _linear_ticks(
    low: float, high: float, most: int, *, is_year: bool, decimals: int | None = None
) -> dict[float, str]:
    every = [float(at) for at in round_numbers(low, high, most) if low <= at <= high]
    coarse = every if decimals is None else [at for at in every if _decimals(at) <= decimals]
    places = coarse if len(coarse) >= FEWEST_TICKS else every
    if is_year:
        return {at: f"{at:.0f}" for at in places if at % 1 == 0}
    largest = max((abs(at) for at in places), default=0.0)
    scale, word = next(((scale, word) for scale, word in SCALES if largest >= scale), (1.0, ""))
    digits = max((_decimals(at / scale) for at in places), default=0)
    if word and digits > MOST_SCALED_DECIMALS:  # a narrow range of large values
        scale, word, digits = 1.0, "", max(_decimals(at) for at in places)
    return {at: f"{number(at / scale, digits)} {word}".strip() if round(at, 12) or not word else "0" for at in places}


def _log_ticks(low: float, high: float) -> dict[float, str]:
    decades = high - low
    steps = (1, 2, 5) if decades <= FEW_DECADES else (1,)
    every = 2 if decades > MANY_DECADES else 1
    tens = range(int(np.floor(low)), int(np.ceil(high)) + 1, every)
    values = [step * 10.0**ten for ten in tens for step in steps]
    return {float(np.log10(value)): short(value) for value in values if low <= np.log10(value) <= high}


def short(value: float) -> str:
    """Return a round number as a label: 0.5, 20,000, 1.5 billion."""
    for scale, word in SCALES:
        if abs(value) >= scale:
            return f"{number(value / scale, _decimals(value / scale))} {word}"
    return number(value, _decimals(value))


def _decimals(value: float) -> int:
    """Return the decimals that a round number needs."""
    return len(f"{value:.10f}".rstrip("0").partition(".")[2])


MOST_SCALED_DECIMALS = 3
"""Decimals of a label in millions or more, beyond which the whole number is shorter."""

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
