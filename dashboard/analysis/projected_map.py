"""Compute the values of the map of projected change: modelled means of 20 years from 2015-2024, under one scenario.

They are never mixed with observed values: both the period and the years that it is counted from are the models'.
"""

from __future__ import annotations

import numpy as np

from dashboard.analysis.map_values import MODELLED, MapKey, MapValues
from dashboard.analysis.projected_change import period_changes
from dashboard.snapshot import projection_source, tolerance, warming_measures
from dashboard.snapshot.codes import SCENARIOS
from dashboard.snapshot.grid import Grid, rows_of
from dashboard.snapshot.places import drawn_places
from dashboard.snapshot.projections import HIGH, LOW, REFERENCE
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import MID_CENTURY
from measures.warming_level import PERIOD_YEARS


def map_values(snapshot: Snapshot, key: MapKey) -> MapValues:
    """Return the projected change under the scenario of `key`, in degC; without rows of years if it has no figures."""
    assert key.scenario
    places, measure = drawn_places(snapshot), warming_measures.PROJECTED_CHANGE
    median = period_changes(snapshot, key.scenario)
    values = median.select(places.iso3).astype("float32")
    ends = tuple(_of_years(period_changes(snapshot, key.scenario, part), median, places.iso3) for part in (LOW, HIGH))
    return MapValues(
        key=key,
        places=places,
        title=measure.title,
        unit="°C",
        period=f"{SCENARIOS[key.scenario]}, relative to {REFERENCE[0]}–{REFERENCE[1]}",
        note=measure.note,
        source=projection_source.line(snapshot),
        years=median.years,
        values=values,
        offsets=np.where(np.isnan(values), tolerance.NO_YEAR, 0).astype("int8"),
        marks=np.where(np.isnan(values).all(axis=0), 0, MODELLED).astype("uint8"),
        spread=(ends[0], ends[1]),
        decimals=measure.decimals,
        is_signed=measure.is_signed,
        is_diverging=measure.is_diverging,
        years_each=PERIOD_YEARS,
        first_shown=MID_CENTURY,
    )


def _of_years(grid: Grid, like: Grid, codes: list[str]) -> np.ndarray:
    """Return a grid's values in the years of another one, float32; NaN where it has none."""
    if not grid.years.size:
        return np.full((max(like.years.size, 1), len(codes)), np.nan, "float32")
    return rows_of(like.years, grid.years, grid.select(codes)).astype("float32")
