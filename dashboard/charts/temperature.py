"""A country's temperature: every year, the trend with its band, and the baseline."""

from __future__ import annotations

import holoviews as hv
import numpy as np
import pandas as pd

from dashboard.charts.style import axes, padded
from dashboard.theme import Theme
from measures.anomaly import DEFAULT_BASELINE, anomaly, baseline_mean
from measures.trend import TooFewYearsError, Trend, trend

TREND_YEARS = 50
"""The trend is drawn over the latest 50 years: long enough for a narrow band, short enough to be about the present."""


def recent_trend(series: pd.DataFrame) -> Trend | None:
    """Trend of the latest 50 years of a series (year, temperature_c), or None where it is too short."""
    recent = series[series.year > series.year.max() - TREND_YEARS]
    try:
        return trend(recent.year, recent.temperature_c)
    except TooFewYearsError:
        return None


def baseline(series: pd.DataFrame) -> float | None:
    """Mean temperature of 1961-1990 in degC, or None where too few of its years have a value."""
    try:
        return baseline_mean(series.year, series.temperature_c, DEFAULT_BASELINE)
    except TooFewYearsError:
        return None


def overlay(series: pd.DataFrame, line: Trend | None, normal: float | None, theme: Theme) -> hv.Overlay:
    """Band, trend, baseline and yearly values; the same elements whatever is missing.

    Args:
        series: year, temperature_c (degC), as `queries.series_of` gives it.
        line: what `recent_trend` gives.
        normal: what `baseline` gives.
        theme: colours.
    """
    years = np.arange(line.first_year, line.last_year + 1) if line else np.array([], int)
    low, high = line.band(years) if line else (years.astype(float), years.astype(float))
    middle = line.at(years) if line else years.astype(float)
    ends = [series.year.min(), series.year.max()] if normal is not None else []
    departures = np.nan if normal is None else anomaly(series.year, series.temperature_c, DEFAULT_BASELINE)
    points = series.assign(anomaly_c=departures).dropna(subset="temperature_c")
    return (
        hv.Area((years, low, high), "year", ["low", "high"], label="band").opts(
            color=theme.trend, alpha=0.18, line_alpha=0
        )
        * hv.Curve((ends, [normal] * len(ends)), "year", "normal_c", label="baseline").opts(
            color=theme.baseline, line_dash="dashed", line_width=1.5
        )
        * hv.Curve((series.year, series.temperature_c), "year", "temperature_c", label="line").opts(
            color=theme.annual, line_width=0.8, alpha=0.6
        )
        * hv.Scatter(points, "year", ["temperature_c", "anomaly_c"], label="annual").opts(
            color=theme.annual,
            size=4,
            tools=["hover"],
            hover_tooltips=[
                ("Year", "@year"),
                ("Annual mean", "@temperature_c{0.00} °C"),
                ("From the 1961–1990 mean", "@anomaly_c{+0.00} °C"),
            ],
        )
        * hv.Curve((years, middle), "year", "trend_c", label="trend").opts(color=theme.trend, line_width=2.5)
    ).opts(**axes(theme, "°C"))


def limits(series: pd.DataFrame) -> tuple[tuple[float, float], tuple[float, float]]:
    """Limits along x and y that hold the whole series."""
    return (float(series.year.min()) - 1, float(series.year.max()) + 1), padded(series.temperature_c)
