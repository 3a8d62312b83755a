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
NO_NORMALS = "This snapshot has no monthly normals."

Months: TypeAlias = dict[str, Floats]
"""Twelve monthly means by period."""


@cached_on_argument(published=True)
def normals(snapshot: Snapshot) -> dict[str, dict[str, Months]]:
    """Return twelve means a period by place and quantity, if published for both periods; empty without the table."""
    table = getattr(snapshot, "climate_normals", None)
    if table is None:
        return {}
    table = table[table.period.isin(PERIODS) & table.month.between(1, len(MONTHS))]
    codes, periods = sorted(set(table.iso3)), list(PERIODS)
    at = (
        pd.Index(codes).get_indexer(table.iso3),
        pd.Index(periods).get_indexer(table.period),
        table.month.to_numpy() - 1,
    )
    found: dict[str, dict[str, Months]] = {}
    for quantity in (TEMPERATURE_C, PRECIPITATION_MM):
        values = np.full((len(codes), len(periods), len(MONTHS)), np.nan)
        values[at] = table[quantity]
        for one in np.flatnonzero(np.isfinite(values).any(axis=2).all(axis=1)):
            found.setdefault(codes[one], {})[quantity] = dict(zip(periods, values[one], strict=True))
    return found


def dataset(snapshot: Snapshot, iso3: str) -> str:
    """Return the data set of a place's monthly temperatures; "" without any."""
    own = snapshot.climate_normals[snapshot.climate_normals.iso3 == iso3]
    return " and ".join(dict.fromkeys(str(name) for name in own.temperature_dataset.dropna() if name))
