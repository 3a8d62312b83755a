"""Projections in round figures: straight lines through 0 in the middle of 2015-2024, so that answers are known.

A change by a period is the rate times the years from 2019.5 to its middle: 31 years to 2041-2060, 71 to 2081-2100.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import pandas as pd

from dashboard.snapshot.store import Snapshot
from etl.contract.projections import PROJECTION_AREAS, PROJECTIONS, SCENARIOS
from etl.contract.schema import Table

RATES = {"ssp119": 0.01, "ssp126": 0.02, "ssp245": 0.03, "ssp370": 0.04, "ssp585": 0.05}
"""Median rise in degC a year: +0.93 by 2041-2060 and +2.13 by 2081-2100 under ssp245."""
SPREAD = {"p10": 0.5, "median": 1.0, "p90": 2.0}
"""Factors of the percentiles."""
MEDIANS_ONLY = {"ssp126", "ssp245", "ssp585"}
"""Scenarios of a place without the spread."""
FACTORS = {"KEN": 1.0, "NOR": 2.0, "PHL": 1.0, "WLD": 1.0, "SSF": 1.0}
"""Factors of the places; the Philippines have all scenarios and percentiles, the others medians of three."""


def projections(factors: Mapping[str, float] = FACTORS, full: Collection[str] = ("PHL",)) -> pd.DataFrame:
    """Return the table: change is factor times rate times spread; places in `full` have all percentiles."""
    rows = [
        (iso3, scenario, percentile, year, round(factor * RATES[scenario] * spread * (year - 2019.5), 3))
        for iso3, factor in sorted(factors.items())
        for scenario in SCENARIOS
        for percentile, spread in SPREAD.items()
        if iso3 in full or (scenario in MEDIANS_ONLY and percentile == "median")
        for year in range(2015, 2101)
    ]
    return _typed(pd.DataFrame(rows, columns=PROJECTIONS.names), PROJECTIONS)


def projection_areas(shares: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Return the table for medians of three scenarios, shares of land in per cent."""
    shares = {"SSF": 100.0, "WLD": 99.5} if shares is None else shares
    rows = [(iso3, scenario, "median", share) for iso3, share in shares.items() for scenario in sorted(MEDIANS_ONLY)]
    return _typed(pd.DataFrame(rows, columns=PROJECTION_AREAS.names), PROJECTION_AREAS)


def with_projections(
    shipped: Snapshot, table: pd.DataFrame | None = None, areas: pd.DataFrame | None = None
) -> Snapshot:
    """Return the snapshot with these tables (`projections()` and `projection_areas()`) in place of its own."""
    held = {
        "projections": projections() if table is None else table,
        "projection_areas": projection_areas() if areas is None else areas,
    }
    entries = {name: {"rows": len(rows)} for name, rows in held.items()}
    catalog = {**shipped.catalog, "tables": shipped.catalog["tables"] | entries}
    return replace(shipped, catalog=catalog, model={**shipped.model, **held})


def without_projections(shipped: Snapshot) -> Snapshot:
    """Return the snapshot as published before projections."""
    names = {"projections", "projection_areas"}
    tables = {name: entry for name, entry in shipped.catalog["tables"].items() if name not in names}
    model = {name: table for name, table in shipped.model.items() if name not in names}
    return replace(shipped, catalog={**shipped.catalog, "tables": tables}, model=model)


def _typed(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    return frame.astype({column.name: column.dtype for column in table.columns})
