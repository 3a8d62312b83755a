"""One indicator of one country over the years, with its gaps."""

from __future__ import annotations

import holoviews as hv
import pandas as pd

from dashboard.charts.style import axes, padded
from dashboard.presentation import amount
from dashboard.theme import Theme

FIRST_YEAR = 1960
"""Where the World Bank's series begin; the axis starts there for every indicator, so that charts compare."""


def overlay(series: pd.DataFrame, unit: str, theme: Theme) -> hv.Overlay:
    """A line that breaks where years are missing, and a dot for each value, so that lone values are seen.

    Args:
        series: year, value, as `queries.series_of` gives it.
        unit: of the values.
        theme: colours.
    """
    held = series.dropna(subset="value")
    said = [f"{amount(value)} {unit}" for value in held.value]
    return (
        hv.Curve((series.year, series.value), "year", "value", label="line").opts(color=theme.indicator, line_width=2)
        * hv.Scatter(held.assign(said=said), "year", ["value", "said"], label="values").opts(
            color=theme.indicator, size=4, tools=["hover"], hover_tooltips=[("Year", "@year"), ("Value", "@said")]
        )
    ).opts(**axes(theme, ""))


def limits(series: pd.DataFrame, last_year: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits along x, common to all indicators, and along y, from zero where that costs little room."""
    return (FIRST_YEAR - 1.0, last_year + 1.0), padded(series.value, from_zero=True)
