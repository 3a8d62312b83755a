"""What a group of countries does, behind the line of one: its middle half, its middle four fifths, its median."""

from __future__ import annotations

import holoviews as hv
import numpy as np

from dashboard.charts.core.live_chart import Columns, area
from dashboard.charts.core.theme import Theme
from measures.arrays import Floats
from measures.quantile_bands import QuantileBands

NOTHING = np.array([], float)


def elements(theme: Theme) -> hv.Overlay:
    """Two shades and a dotted line, empty."""
    shade = {"color": theme.spread, "line_alpha": 0}
    return (
        hv.Area((NOTHING, NOTHING, NOTHING), "year", ["low", "high"], label="wide").opts(alpha=0.14, **shade)
        * hv.Area((NOTHING, NOTHING, NOTHING), "year", ["low", "high"], label="middle").opts(alpha=0.2, **shade)
        * hv.Curve((NOTHING, NOTHING), "year", "median", label="median").opts(
            color=theme.spread, line_dash="dotted", line_width=1.5
        )
    )


def columns(years: np.ndarray, bands: QuantileBands | None, offset: float = 0.0) -> dict[str, Columns]:
    """Columns of `elements`: the quantiles plus `offset`, in the unit of the chart; empty without bands."""
    if bands is None:
        empty = {"x": NOTHING, "y": NOTHING}
        return {"wide": empty, "middle": empty, "median": {"year": NOTHING, "median": NOTHING}}
    return {
        "wide": area(years, bands.p10 + offset, bands.p90 + offset),
        "middle": area(years, bands.p25 + offset, bands.p75 + offset),
        "median": {"year": years, "median": bands.median + offset},
    }


def reach(bands: QuantileBands | None, offset: float = 0.0) -> Floats:
    """Values that an axis holds so that the middle half of the group is seen."""
    return NOTHING if bands is None else np.concatenate([bands.p25, bands.p75]) + offset
