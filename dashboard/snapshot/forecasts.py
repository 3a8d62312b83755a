"""Separate the forecasts of a series from its observations: no map, rank or latest year uses them."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

FORECAST = "F"
"""`observations.status` of a forecast, by the provider's mark or because its year was still to come."""

VALUES = ["iso3", "year", "value"]


def is_observed(rows: pa.Table, only_forecasts: Collection[str]) -> pa.Array:
    """Return for each row whether it is no forecast, or of a series that has nothing else."""
    if "status" not in rows.column_names:
        return pa.array([True] * len(rows), pa.bool_())
    observed = pc.fill_null(pc.not_equal(rows.column("status"), FORECAST), True)
    if only_forecasts:
        observed = pc.or_(observed, pc.is_in(rows.column("series"), pa.array(sorted(only_forecasts))))
    return observed


def split(rows: pa.Table) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return observed values and forecasts: iso3, year, value; a series of forecasts only counts as observed.

    A snapshot older than the column `status` has no forecasts.
    """
    observed = rows.select(VALUES)
    if "status" in rows.column_names:
        is_forecast = pc.equal(rows.column("status"), FORECAST)
        count = pc.sum(is_forecast).as_py() or 0
        if 0 < count < len(rows):
            forecasts = observed.filter(is_forecast).to_pandas()
            return observed.filter(pc.invert(is_forecast)).to_pandas(), forecasts
    return observed.to_pandas(), observed.slice(0, 0).to_pandas()
