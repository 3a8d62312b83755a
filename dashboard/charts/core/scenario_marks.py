"""Scenarios in the temperature chart: widths, the year where they begin, and the warming levels that are passed.

Bokeh's chart (charts/scenarios.py) and the one of briefs and files (charts/svg/scenarios.py) show the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.analysis.temperature import TemperatureData
from dashboard.analysis.warming_levels import Passing
from dashboard.snapshot.projections import REFERENCE
from dashboard.text.numbers import signed

SPLICE_YEAR = REFERENCE[1] + 0.5
"""Where observed and modelled years meet."""

SPLICE_TEXT = "observed | modelled"

WORDS_YEAR = REFERENCE[1] - 2
"""Right edge of the names of the levels: above the latest observed years, which are below every level named."""

ROOM_SHARE = 0.08
"""Least distance between two names of levels, as a share of the axis: 12 px of a chart 150 px high."""


QUOTED_PX, OTHER_PX = 2.6, 1.5
"""Widths of the line of the scenario that the key figures quote, and of the others."""

BAND_ALPHA = 0.13


@dataclass(frozen=True)
class LevelMarks:
    """Heights and years on the chart, in degC and years.

    Attributes:
        dots: year and height at which the 20-year means of a scenario pass a level, by scenario.
        heights: of the lines of all levels passed.
        names: text of each level that has room for it, by height.
    """

    dots: Mapping[str, list[tuple[int, float]]]
    heights: tuple[float, ...]
    names: Mapping[float, str]


def level_marks(
    shown: TemperatureData, passings: Sequence[Passing], scenarios: Sequence[str], limits: tuple[float, float]
) -> LevelMarks:
    """Return the marks of the levels passed after the observed years; none without a baseline.

    Args:
        shown: the observed years.
        passings: of the place, from the baseline of `shown`.
        scenarios: codes of those that are drawn.
        limits: of the value axis, in degC.
    """
    base = shown.normal
    if base is None:
        return LevelMarks({code: [] for code in scenarios}, (), {})
    passed = [one for one in passings if one.scenario in scenarios and _is_ahead(one)]
    dots = {
        code: [(one.year, base + one.level_c) for one in passed if one.scenario == code and one.year is not None]
        for code in scenarios
    }
    levels = sorted({one.level_c for one in passed})
    highest = float(np.nanmax(shown.values[-30:], initial=-np.inf))
    named = _named(levels, (highest - base, limits[1] - base), limits[1] - limits[0])
    names = {base + level: f"{signed(level, 1).removesuffix('.0')} °C" for level in named}
    return LevelMarks(dots, tuple(base + level for level in levels), names)


def _named(levels: Sequence[float], between: tuple[float, float], size: float) -> list[float]:
    """Return the levels whose names have room between the highest observed value and the words at the chart's top.

    Whole degrees come first: of two names that would overlap, the later one is left out.
    """
    room, named = size * ROOM_SHARE, list[float]()
    for level in sorted(levels, key=lambda level: (level % 1, level)):
        is_clear = between[0] + room < level < between[1] - 2 * room
        if is_clear and all(abs(level - other) > room for other in named):
            named.append(level)
    return sorted(named)


def _is_ahead(passing: Passing) -> bool:
    """Return whether the 20 years whose mean passes the level go beyond the observed ones."""
    return passing.period is not None and passing.period[1] > REFERENCE[1]
