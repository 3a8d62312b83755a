"""Annual values from monthly ones: sums and means of complete years. Pure."""

from __future__ import annotations

import numpy as np
import pandas as pd

_DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


def annual_sum(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of the twelve months of each complete year: iso3, year, value."""
    return _complete_years(monthly.assign(weight=1.0)).assign(value=lambda year: (12 * year.value).round(2))


def annual_mean(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of each complete year, months weighted by their days: iso3, year, value."""
    is_leap = (monthly.year % 4 == 0) & ((monthly.year % 100 != 0) | (monthly.year % 400 == 0))
    days = _DAYS[monthly.month.to_numpy() - 1] + (is_leap & (monthly.month == 2))
    return _complete_years(monthly.assign(weight=days.astype(float))).assign(value=lambda year: year.value.round(2))


def completed(annual: pd.DataFrame, monthly: pd.DataFrame) -> pd.DataFrame:
    """Return the annual means, completed by the means of monthly values."""
    return pd.concat([annual, annual_mean(monthly)], ignore_index=True).drop_duplicates(["iso3", "year"])


def _complete_years(monthly: pd.DataFrame) -> pd.DataFrame:
    """Return the weighted mean of each year with twelve months, not rounded."""
    product = monthly.assign(product=monthly.value * monthly.weight)
    years = product.groupby(["iso3", "year"], as_index=False).agg(
        product=("product", "sum"), weight=("weight", "sum"), months=("month", "count")
    )
    years = years[years.months == 12].reset_index(drop=True)
    return years[["iso3", "year"]].assign(value=years["product"] / years.weight)
