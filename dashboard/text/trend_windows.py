"""Sentences on the sensitivity of a trend to its start and end year."""

from __future__ import annotations

import numpy as np

from dashboard.text.numbers import number, signed
from measures.trend import CAUTION_YEARS
from measures.trend_windows import NEAR_YEARS, WindowTrends

MIDDLE = (0.025, 0.975)
"""The quantiles between which the middle 95 % lie."""

CHART_NOTE = (
    "Trend (°C per decade) of every period of 15 years or more. Pale: not significant. Below the dashed line: shorter "
    "than 30 years. Outlined: selected period."
)
"""Note on how to read the chart of all periods."""

CLICK_NOTE = "Click another period to select it."
"""Where a click does so: in the live edition."""


def nearby(found: WindowTrends, window: tuple[int, int]) -> str:
    """Return the range of trends with start or end year shifted; "" without another period near."""
    if len(found) < 2:
        return ""
    low, high = found.slope_per_decade.min(), found.slope_per_decade.max()
    unclear = int(found.includes_zero.sum())
    clear = f"{unclear} not significant" if unclear else "all significant"
    return (
        f"Shifting the start or end of {window[0]}–{window[1]} by up to {NEAR_YEARS} years gives trends of "
        f"{signed(low, 2)} to {signed(high, 2)} °C per decade ({len(found)} periods, {clear})."
    )


def every(found: WindowTrends, window: tuple[int, int]) -> str:
    """Return the rank of the trend of `window` among those of all windows of 30 years or more."""
    long = found.select(found.length_years >= CAUTION_YEARS)
    if not len(long):
        return f"No period of {CAUTION_YEARS} years or more has enough values."
    low, high = np.quantile(long.slope_per_decade, MIDDLE)
    middle = (
        f"Of {len(long):,} periods of {CAUTION_YEARS} or more years since {long.first_year.min()}, 95 % have trends of "
        f"{signed(low, 2)} to {signed(high, 2)} °C per decade"
    )
    own = found.select((found.first_year == window[0]) & (found.last_year == window[1]))
    if not len(own):
        return f"{middle}."
    slope = own.slope_per_decade[0]
    below = int((long.slope_per_decade < slope).sum())
    share = number(100 * below / len(long), 0)
    return f"{middle}. {window[0]}–{window[1]}, with {signed(slope, 2)}, exceeds {share} % of them."


def label(place: str, sentence: str) -> str:
    """Return the accessible name of the chart of every window; `sentence` is that of `every`."""
    return f"Sensitivity of the trend to its first and last year, {place}: {sentence}"
