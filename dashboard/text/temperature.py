"""Texts of a place's temperature chart: title, and names of its lines."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.temperature import TemperatureData
from dashboard.text.numbers import number, signed

NOTHING = np.array([], float)


TITLE = "Annual mean temperature (°C)"
"""Title of the chart without its baseline."""


def title(shown: TemperatureData) -> str:
    """Return the chart's title, with unit and baseline."""
    baseline = _years(shown.baseline)
    normal = "" if shown.normal is None else f"; dashed: {baseline} average, {number(shown.normal, 2)} °C"
    return f"{TITLE}{normal}"


def line_labels(shown: TemperatureData) -> dict[str, tuple[str, float] | None]:
    """Return text and height of the label of each line; None for one that is not drawn."""
    line, normal, era5 = shown.trend, shown.normal, shown.era5
    slope = f"{signed(line.slope_per_decade, 2)} °C/decade" if line else ""
    latest = NOTHING if era5 is None else era5[np.isfinite(era5)]
    return {
        "trend_label": (f"Trend, 95 % CI\n{slope}", float(line.at(np.array([line.last_year]))[0])) if line else None,
        "baseline_label": None if normal is None else (f"{_years(shown.baseline)} mean", normal),
        "other_label": ("ERA5", float(latest[-1])) if latest.size else None,
    }


def _years(span: tuple[int, int]) -> str:
    return f"{span[0]}–{span[1]}"
