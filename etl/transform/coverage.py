"""Coverage of a series: its years, its default year, its number of economies."""

from __future__ import annotations

from collections.abc import Set

import pandas as pd

from etl.contract.tables import FORECAST

DEFAULT_YEAR_COVERAGE = 0.9
"""The default year is the latest with at least this share of the best year's economies. The newest year of a series
often lacks a third of them (vintages of 2023 to 2026), so it would be a bad choice."""


def coverage(observed: pd.DataFrame, economies: Set[str]) -> dict[str, int]:
    """Return first_year, last_year, default_year and countries of one series, counted over economies only.

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
    }
