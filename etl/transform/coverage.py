"""Coverage of a series, and the number format that fits its values."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import numpy as np
import pandas as pd

from etl.contract.tables import FORECAST

DEFAULT_YEAR_COVERAGE = 0.9
"""The default year is the latest with at least this share of the best year's economies. The newest year of a series
often lacks a third of them (vintages of 2023 to 2026), so it would be a bad choice."""

SIGNIFICANT, MOST_DECIMALS = 3, 6
"""Digits by which a middling value is shown, and the most decimals."""

LOG_BEYOND = 1_000
"""Ratio of the 99th percentile to the first above which a scale is logarithmic, as in the dashboard's legends."""


def coverage(observed: pd.DataFrame, economies: Set[str]) -> dict[str, Any]:
    """Return the columns of `indicators` that are computed from the values of one series, over economies only.

    Forecasts do not count, unless the series has nothing else.

    Args:
        observed: rows of `observations` of one series.
        economies: iso3 codes of economies.
    """
    counted = observed[observed.iso3.isin(economies)]
    is_forecast = counted.status == FORECAST
    counted = counted if is_forecast.all() else counted[~is_forecast]
    by_year = counted.groupby("year").iso3.nunique()
    full = by_year[by_year >= DEFAULT_YEAR_COVERAGE * by_year.max()]
    return {
        "first_year": int(by_year.index.min()),
        "last_year": int(by_year.index.max()),
        "default_year": int(full.index.max()),
        "countries": int(counted.iso3.nunique()),
        "economies": int(by_year[full.index.max()]),
        "aggregates": int(observed.iso3[~observed.iso3.isin(economies)].nunique()),
        "decimals": decimals(counted.value.to_numpy()),
        "log_by_default": is_logarithmic(counted.value.to_numpy()),
    }


def decimals(values: np.ndarray) -> int:
    """Return the decimals that show the middling values of a series in three digits; none if all are whole."""
    sizes = np.abs(values[values != 0])
    if not sizes.size or (values == np.round(values)).all():
        return 0
    return int(np.clip(SIGNIFICANT - 1 - np.floor(np.log10(np.median(sizes))), 0, MOST_DECIMALS))


def is_logarithmic(values: np.ndarray) -> bool:
    """Return whether positive values span so many orders of magnitude that a linear scale shows only the largest."""
    if not (values > 0).all():
        return False
    first, last = np.quantile(values, [0.01, 0.99])
    return bool(last / first > LOG_BEYOND)
