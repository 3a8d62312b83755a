"""Projection tables of the contract: modelled change of the annual temperature to 2100, by scenario and percentile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from etl.contract.schema import ISO3, Column, Table, some

SCENARIOS = {
    "ssp119": "SSP1-1.9",
    "ssp126": "SSP1-2.6",
    "ssp245": "SSP2-4.5",
    "ssp370": "SSP3-7.0",
    "ssp585": "SSP5-8.5",
}
"""Scenarios of IPCC AR6 in order of their radiative forcing in 2100, with the names of its reports."""

PERCENTILES = ("p10", "median", "p90")
"""Of the CMIP6 ensemble, lowest first."""

BASE_YEARS = (2015, 2024)
"""Years from whose mean change is counted: the first ten that the scenarios have, all of them also observed."""

LAST_YEAR = 2100

_SCENARIO = Column("scenario", "str", "; ".join(f"{code}: {name}" for code, name in SCENARIOS.items()))
_PERCENTILE = Column("percentile", "str", "of the CMIP6 ensemble: p10, median or p90")

PROJECTIONS = Table(
    "projections",
    "Modelled change of the annual mean temperature to 2100 (CMIP6 ensemble). World and regions are area-weighted "
    "means over land, with figures for at least 90 % of the area",
    ("iso3", "scenario", "percentile", "year"),
    (
        ISO3,
        _SCENARIO,
        _PERCENTILE,
        Column("year", "int16", "calendar year", low=BASE_YEARS[0], high=LAST_YEAR),
        Column(
            "change_c",
            "float32",
            f"annual mean minus the mean of {BASE_YEARS[0]}–{BASE_YEARS[1]} of the same scenario and percentile; round "
            "to 3 decimals after conversion to float64. Each percentile is counted from its own mean, which "
            "approximates the spread of change",
            "°C",
            low=-10,
            high=20,
        ),
    ),
    may_be_empty=True,
    is_new=True,
)

PROJECTION_AREAS = Table(
    "projection_areas",
    "Share of the land of the World and of each region that has projections; below 90 % projections has no rows for it",
    ("iso3", "scenario", "percentile"),
    (
        ISO3,
        _SCENARIO,
        _PERCENTILE,
        Column("land_share_pct", "float64", "share of the land area with figures", "%", low=0, high=100),
    ),
    may_be_empty=True,
    is_new=True,
)

TABLES = (PROJECTIONS.name, PROJECTION_AREAS.name)


def problems(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield scenarios and percentiles that the contract does not name."""
    for name in TABLES:
        for column, known in (("scenario", set(SCENARIOS)), ("percentile", set(PERCENTILES))):
            if unknown := sorted(set(tables[name][column].unique()) - known):
                yield f"{name}.{column}: unknown: {some(unknown)}"
