"""Projected temperature change to 2100 by emission scenario, as published: percentiles of the CMIP6 ensemble.

Every value is a change in degC from the mean of `REFERENCE` of the same scenario and percentile. A snapshot published
before these tables were added has none of them, and no figures here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.grid import Grid, pivot
from dashboard.snapshot.store import Snapshot
from storage.locations import etl_command

PROJECTIONS, AREAS = "projections", "projection_areas"
"""Tables of the snapshot."""

REFERENCE = (2015, 2024)
"""Years from whose mean the changes are counted: the last ten of the record, which the scenarios have as well."""

LOW, MEDIAN, HIGH = "p10", "median", "p90"
"""Percentiles of the ensemble."""


def has_projections(snapshot: Snapshot) -> bool:
    """Return whether the snapshot has any projection, without reading the table."""
    return bool(snapshot.catalog["tables"].get(PROJECTIONS, {}).get("rows", 0))


def published_scenarios(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the codes of the scenarios with a median for any place, in the order of `SCENARIOS`."""
    found = _grids(snapshot)
    return tuple(code for code in SCENARIOS if (code, MEDIAN) in found)


def changes(snapshot: Snapshot, scenario: str, percentile: str = MEDIAN) -> Grid:
    """Return the change of every place in degC; a grid without years and places if there are no figures."""
    return _grids(snapshot).get((scenario, percentile), NO_CHANGES)


NO_CHANGES = Grid(np.array([], int), (), np.empty((0, 0)))


def of(snapshot: Snapshot, iso3: str) -> pd.DataFrame:
    """Return scenario, percentile, year and change_c of one place, in this order; without rows if it has no figures."""
    parts = [
        pd.DataFrame({"scenario": scenario, "percentile": percentile, "year": grid.years, "change_c": grid.of(iso3)})
        for (scenario, percentile), grid in _grids(snapshot).items()
        if grid.has(iso3)
    ]
    names = ["scenario", "percentile", "year", "change_c"]
    return pd.concat(parts, ignore_index=True).dropna() if parts else pd.DataFrame(columns=names)


def everywhere(snapshot: Snapshot, scenario: str, percentile: str = MEDIAN) -> pd.DataFrame:
    """Return iso3, year and change_c of all places, in this order; without rows if there are no figures."""
    grid = changes(snapshot, scenario, percentile)
    places = np.repeat(np.array(grid.iso3, dtype=object), grid.years.size)
    years = np.tile(grid.years, len(grid.iso3))
    return pd.DataFrame({"iso3": places, "year": years, "change_c": grid.values.T.ravel()}).dropna()


def land_share_pct(snapshot: Snapshot, iso3: str, scenario: str) -> float | None:
    """Return the share of an aggregate's land with figures, in percent; None for a place that is no aggregate."""
    return _land_shares(snapshot).get((iso3, scenario))


def why_no_projections() -> str:
    """Return the sentence for figures without projections."""
    return f"This snapshot has no projections. To add them, run: {etl_command('refresh')}"


@cached_on_argument(published=True)
def _grids(snapshot: Snapshot) -> dict[tuple[str, str], Grid]:
    """Return a grid for each scenario and percentile, read at first use: 86 years and some 250 places in 32 bits."""
    if not has_projections(snapshot):
        return {}
    rows = snapshot.table(PROJECTIONS)
    parts = rows.groupby(["scenario", "percentile"], sort=False, observed=True)
    found = {(str(scenario), str(part)): pivot(own, "change_c", dtype="float32") for (scenario, part), own in parts}
    order = [(scenario, part) for scenario in SCENARIOS for part in (LOW, MEDIAN, HIGH)]
    return {key: found[key] for key in order if key in found}


@cached_on_argument(published=True)
def _land_shares(snapshot: Snapshot) -> dict[tuple[str, str], float]:
    if AREAS not in snapshot.catalog["tables"]:
        return {}
    rows = snapshot.table(AREAS)
    rows = rows[rows.percentile == MEDIAN]
    return dict(zip(zip(rows.iso3, rows.scenario, strict=True), rows.land_share_pct.astype(float), strict=True))
