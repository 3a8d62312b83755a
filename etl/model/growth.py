"""Temperature and economic growth on the published figures: the curve of Burke, Hsiang and Miguel (2015).

A question of its own beside the trees: does a country grow faster or slower in its warmer years? Countries of the World
Bank only, temperatures of CRU TS, growth of GDP per person. Two series of growth and two periods, so that a reader sees
what depends on the choice. Takes some seconds; `measures.growth` has the formula and its source.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.contract import tables
from etl.contract.model import GROWTH_CURVE, GROWTH_RESPONSE
from etl.contract.schema import Table
from etl.model.panel import observed
from etl.snapshot.published import Published
from measures.growth import Growth, TooFewCountriesError, growth_response

FIRST_YEAR = 1961
"""First year of growth: the World Bank's levels begin in 1960."""

PERIODS = ((FIRST_YEAR, 2010), (FIRST_YEAR, None))
"""The years of the publication, and those up to the latest value."""

CURVE_C = np.arange(-5.0, 30.5, 0.5)
"""Temperatures of the curve in degC: annual means of countries lie between -5 and 30."""


@dataclass(frozen=True)
class GrowthSeries:
    """One way to measure growth of GDP per person, in per cent a year.

    Attributes:
        code: id of the World Bank's series.
        is_level: whether the series has levels, of which 100 times the difference of logarithms is taken.
        fewest_years: of growth that a country must have in the period.
    """

    code: str
    is_level: bool
    fewest_years: int


SERIES = (GrowthSeries("NY.GDP.PCAP.KD.ZG", False, 4), GrowthSeries("NY.GDP.PCAP.KD", True, 20))
"""Growth as published, of every country whose years exceed its own trend's terms; and the difference of logarithms, as
in the publication, of countries with at least twenty years, whose trends are then not fitted to a handful of years."""


def growth_tables(published: Published) -> dict[str, pd.DataFrame]:
    """Return the tables `growth_response` and `growth_curve`; no rows where series or countries are too few."""
    countries = published.table(tables.COUNTRIES.name)
    economies = set(countries.iso3[countries.kind == "economy"])
    temperature = published.table(tables.TEMPERATURE.name)[["iso3", "year", "temperature_c"]]
    responses: list[dict[str, object]] = []
    curves: list[pd.DataFrame] = []
    for series in SERIES:
        if not published.holds(series.code):
            continue
        rows = _growth(observed(published.values(series.code)), series).merge(temperature, on=["iso3", "year"])
        rows = rows[rows.iso3.isin(economies)]
        for first, last in PERIODS:
            fitted = fit(rows[(rows.year >= first) & (rows.year <= (last or np.inf))], series.fewest_years)
            # The same years twice, where the figures end before the second period's last year, is one fit.
            key = (series.code, first, fitted.last_year if fitted else 0)
            if fitted is None or key in {(row["series"], row["first_year"], row["last_year"]) for row in responses}:
                continue
            responses.append(_response(series, first, fitted))
            curves.append(_curve(series, first, fitted))
    return {
        GROWTH_RESPONSE.name: _typed(GROWTH_RESPONSE, pd.DataFrame(responses)),
        GROWTH_CURVE.name: _typed(GROWTH_CURVE, pd.concat(curves, ignore_index=True) if curves else pd.DataFrame()),
    }


def fit(rows: pd.DataFrame, fewest_years: int) -> Growth | None:
    """Return the curve of rows with iso3, year, growth and temperature_c; None where they are too few.

    Args:
        rows: a country and year each.
        fewest_years: that a country must have.
    """
    years = rows.groupby("iso3").growth.transform("count")
    enough = rows[years >= fewest_years]
    try:
        return growth_response(enough.iso3, enough.year, enough.growth, enough.temperature_c)
    except TooFewCountriesError:
        return None


def _growth(values: pd.DataFrame, series: GrowthSeries) -> pd.DataFrame:
    """Return iso3, year and growth in per cent; of a level where the year before has a value, too."""
    values = values.sort_values(["iso3", "year"])
    growth = values.value
    if series.is_level:
        before = values.groupby("iso3")[["year", "value"]].shift()
        logs = np.log(values.value.where(values.value > 0)) - np.log(before.value.where(before.value > 0))
        growth = 100 * logs.where(values.year - before.year == 1)
    return values[["iso3", "year"]].assign(growth=growth).dropna()


def _response(series: GrowthSeries, first_year: int, fitted: Growth) -> dict[str, object]:
    linear_error, square_error = fitted.standard_errors
    return {
        "series": series.code,
        "first_year": first_year,
        "last_year": fitted.last_year,
        "is_log_difference": series.is_level,
        "linear": fitted.linear,
        "linear_se": linear_error,
        "square": fitted.square,
        "square_se": square_error,
        "covariance": float(fitted.covariance[0, 1]),
        "optimum_c": fitted.optimum_c,
        "optimum_se_c": fitted.optimum_error_c,
        "fewest_years": series.fewest_years,
        "n_countries": fitted.n_countries,
        "n_rows": fitted.n_rows,
    }


def _curve(series: GrowthSeries, first_year: int, fitted: Growth) -> pd.DataFrame:
    """Return the curve relative to its optimum; without rows where it has no maximum."""
    at = CURVE_C if np.isfinite(fitted.optimum_c) else CURVE_C[:0]
    value, low, high = fitted.curve(at)
    curve = pd.DataFrame({"temperature_c": at, "value": value, "low95": low, "high95": high})
    return curve.assign(series=series.code, first_year=first_year, last_year=fitted.last_year)


def _typed(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.reindex(columns=table.names)
    return frame.astype({column.name: column.dtype for column in table.columns})
