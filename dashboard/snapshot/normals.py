"""Monthly climate normals of a place in an earlier and a later 30 years. Shared by all sessions."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd

from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.store import Snapshot
from measures.arrays import Floats

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
PERIODS = ("1961–1990", "1991–2020")
"""The earlier and the later period, as written in the snapshot."""

TEMPERATURE_C, PRECIPITATION_MM = "temperature_c", "precipitation_mm"
NONE_HELD = "This snapshot holds no monthly normals."

Months: TypeAlias = dict[str, Floats]
"""Twelve monthly means by period."""


@cached_on_argument(published=True)
def normals(snapshot: Snapshot) -> dict[str, dict[str, Months]]:
    """Return twelve means a period by place and quantity, if published for both periods; empty without the table."""
    table = getattr(snapshot, "climate_normals", None)
    if table is None:
        return {}
    found: dict[str, dict[str, Months]] = {}
    for iso3, rows in table.groupby("iso3"):
        quantities = (TEMPERATURE_C, PRECIPITATION_MM)
        own = {quantity: months for quantity in quantities if (months := _months(rows, quantity))}
        if own:
            found[str(iso3)] = own
    return found


def dataset(snapshot: Snapshot, iso3: str) -> str:
    """Return the data set of a place's monthly temperatures; "" without any."""
    own = snapshot.climate_normals[snapshot.climate_normals.iso3 == iso3]
    return " and ".join(dict.fromkeys(str(name) for name in own.temperature_dataset.dropna() if name))


def _months(rows: pd.DataFrame, quantity: str) -> Months | None:
    wide = rows.pivot(index="month", columns="period", values=quantity).reindex(np.arange(1, 13))
    if not set(PERIODS) <= set(wide.columns):
        return None
    months = {period: wide[period].to_numpy(float) for period in PERIODS}
    return months if all(np.isfinite(values).any() for values in months.values()) else None
