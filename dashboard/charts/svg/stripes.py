"""Warming stripes of one place as SVG: a stripe a year, coloured by its anomaly; white is the mean of the baseline."""

from __future__ import annotations

import numpy as np

from dashboard.charts.core.limits import stripe_limit
from dashboard.charts.core.palettes import RdBu, interpolated
from dashboard.text.numbers import signed
from measures.arrays import Floats

COLOURS = interpolated(RdBu[11], 255)


def colours(anomalies: Floats) -> list[str]:
    """Return the colour of each anomaly; "" of a missing one."""
    limit = stripe_limit(anomalies)
    last = len(COLOURS) - 1
    steps = np.round((np.nan_to_num(anomalies) / limit + 1) / 2 * last).astype(int)
    known = np.isfinite(anomalies)
    return [COLOURS[step] if is_known else "" for step, is_known in zip(steps, known, strict=True)]


def shapes(anomalies: Floats, width: float, height: float) -> str:
    """Return the stripes as elements, side by side over a width; a missing year is left open."""
    step = width / len(anomalies)
    drawn = "".join(
        f'<path fill="{colour}" d="M{number * step:.5g} 0h{step:.5g}v{height:g}h-{step:.5g}z"/>'
        for number, colour in enumerate(colours(anomalies))
        if colour
    )
    return f'<g shape-rendering="crispEdges">{drawn}</g>'


def scale(anomalies: Floats, baseline: tuple[int, int]) -> str:
    """Return the caption: "Anomaly from 1961–1990: −1.1 °C (blue) to +1.1 °C (red)"; "blank: no data" if any is."""
    limit = stripe_limit(anomalies)
    ends = f"{signed(-limit, 1)} °C (blue) to {signed(limit, 1)} °C (red)"
    gaps = "" if np.isfinite(anomalies).all() else "; blank: no data"
    return f"Anomaly from {baseline[0]}–{baseline[1]}: {ends}{gaps}"
