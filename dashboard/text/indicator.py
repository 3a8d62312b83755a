"""Sentences about one indicator of one country, and the line that names its source."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.indicator import IndicatorData
from dashboard.snapshot.store import Snapshot
from dashboard.text.numbers import amount, with_minus


def sentence(data: IndicatorData) -> str:
    """Return the latest and the first value with unit and years, and the number of gaps between them."""
    _, values = data.covered
    if not np.isfinite(values).any():
        return _values(data)
    return f"{_subject(data)}: {_values(data)}"


def _values(data: IndicatorData) -> str:
    years, values = data.covered
    valid = np.flatnonzero(np.isfinite(values))
    if valid.size == 0:
        return f"No data on “{data.title}” for {data.name}."
    first, last = valid[0], valid[-1]
    now = f"{amount(values[last], data.decimals)} {data.unit} in {years[last]}"
    if valid.size == 1:
        return f"{now}, the only year with a value."
    missing = years.size - valid.size
    gaps = f" {missing} of these {years.size} years have no value." if missing else ""
    return f"{now}, {_course(data, values[first], values[last])} {years[first]}.{gaps}"


def _course(data: IndicatorData, before: float, now: float) -> str:
    """Return how the latest value compares with the first: "up from 0.33 in", "down from", "as in"."""
    first = amount(before, data.decimals)
    if first == amount(now, data.decimals):
        return "as in"
    return f"{'up' if now > before else 'down'} from {first} in"


def heading(data: IndicatorData) -> str:
    """Return the chart's heading: the indicator with its unit, which a reader's own figures may lack."""
    return f"{data.title} ({data.unit})" if data.unit else data.title


def covers(data: IndicatorData) -> str:
    """Return the first and the last year with a value; "" without any."""
    years, _ = data.covered
    return f"{years[0]}–{years[-1]}" if years.size else ""


def notes(data: IndicatorData) -> list[str]:
    """Return sentences on forecasts and on data doubts, if there are any."""
    found = []
    if data.forecasts.size:
        first, last = data.forecast_years[0], data.forecast_years[-1]
        years = f"{last} is a forecast" if first == last else f"{first}–{last} are forecasts"
        found.append(f"Dashed: {years}, with {amount(data.forecasts[-1], data.decimals)} {data.unit} in {last}.")
    return [*found, *(f"Data doubt: {with_minus(doubt)}." for doubt in data.doubts)]


def forecasts_left_out(snapshot: Snapshot, code: str) -> str:
    """Return which years of a series are forecasts, for views and tables that show observations only; "" without any.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    years = snapshot.forecasts(code).year
    if years.empty:
        return ""
    span = f"{years.min()}" if years.min() == years.max() else f"{years.min()}–{years.max()}"
    return f"The source’s forecasts for {span} are not shown."


def label(data: IndicatorData) -> str:
    """Return the accessible name of the chart: its title, then the sentence without the words of the title."""
    years, _ = data.covered
    return f"{_subject(data)}, {data.unit}, {years[0]}–{years[-1]}: {_values(data)}"


def _subject(data: IndicatorData) -> str:
    return f"{data.title} in {data.name}"
