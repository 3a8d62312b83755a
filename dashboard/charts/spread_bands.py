"""Spread of a reference group behind the line of one country: 25–75 %, 10–90 % and median."""

from __future__ import annotations

import holoviews as hv
import numpy as np

from dashboard.charts.core.live_chart import Columns, area
from dashboard.charts.core.theme import Theme
from measures.arrays import Floats
from measures.quantile_bands import QuantileBands

NOTHING = np.array([], float)


def elements(theme: Theme) -> hv.Overlay:
    """Return two shaded areas and a dotted line, without data."""
    shade = {"color": theme.spread, "line_alpha": 0}
    return (
        hv.Area((NOTHING, NOTHING, NOTHING), "year", ["low", "high"], label="wide").opts(alpha=0.14, **shade)
        * hv.Area((NOTHING, NOTHING, NOTHING), "year", ["low", "high"], label="middle").opts(alpha=0.2, **shade)
        * hv.Curve((NOTHING, NOTHING), "year", "median", label="median").opts(
            color=theme.spread, line_dash="dotted", line_width=1.5
        )
    )


def columns(years: np.ndarray, bands: QuantileBands | None, offset: float = 0.0) -> dict[str, Columns]:
    """Return the columns of `elements`: the quantiles plus `offset`, in the unit of the chart; empty without bands."""
    if bands is None:
        empty = {"x": NOTHING, "y": NOTHING}
        return {"wide": empty, "middle": empty, "median": {"year": NOTHING, "median": NOTHING}}
    return {
        "wide": area(years, bands.p10 + offset, bands.p90 + offset),
        "middle": area(years, bands.p25 + offset, bands.p75 + offset),
        "median": {"year": years, "median": bands.median + offset},
    }


def reach(bands: QuantileBands | None, offset: float = 0.0, *, whole: bool = False) -> Floats:
    """Return the values that an axis must include to show the group: its middle half, or the `whole` of both bands.

    The outer band of an indicator may be many times as wide as the values of the country are apart.
    """
    if bands is None:
        return NOTHING
    return np.concatenate([bands.p10, bands.p90] if whole else [bands.p25, bands.p75]) + offset
