"""The months of a place without Bokeh: temperature as two lines, precipitation as two bars a month."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dashboard.charts.core.limits import padded
from dashboard.charts.core.ticks import ticks
from dashboard.charts.svg.chart import Chart, Paint
from dashboard.charts.svg.lines import Area, Line
from dashboard.snapshot.normals import MONTHS, PERIODS
from measures.arrays import Floats

PER_MONTH = 100
"""Steps of a month on the axis: positions are rounded to tenths of a step."""

AT = np.arange(12) * PER_MONTH
BARS = (-38, 2)
"""Left edges of the earlier and the later bar, as steps from the middle of the month."""
BAR_WIDE = 36


def temperature(months: Mapping[str, Floats], paint: Paint) -> Chart:
    """Return twelve means in degC by period, the earlier one in grey."""
    early, late = (months[period] for period in PERIODS)
    lines = (Line(AT, early, paint("early"), 1.6), Line(AT, late, paint("trend"), 2.2))
    return _chart(padded(np.concatenate([early, late])), lines)


def precipitation(months: Mapping[str, Floats], paint: Paint) -> Chart:
    """Return twelve mean totals in mm by period, the earlier one in grey."""
    early, late = (months[period] for period in PERIODS)
    limits = padded(np.concatenate([[0.0], early, late]), from_zero=True)
    return _chart(limits, (_bars(early, BARS[0], paint("early")), _bars(late, BARS[1], paint("indicator"))))


def _bars(values: Floats, left: int, colour: str) -> Area:
    known = np.isfinite(values)
    edges = np.array([0, 0, BAR_WIDE, BAR_WIDE, np.nan])
    across = (AT[known, None] + left + edges).ravel()
    zero, top = np.zeros(known.sum()), values[known]
    return Area(across, np.column_stack([zero, top, top, zero, zero]).ravel(), colour, 1.0)


def _chart(limits: tuple[float, float], shapes: tuple[Line | Area, ...]) -> Chart:
    return Chart(
        (-PER_MONTH / 2, 11.5 * PER_MONTH),
        limits,
        {float(at): name[0] for at, name in zip(AT, MONTHS, strict=True)},
        ticks(*limits),
        shapes,
    )
