"""The temperature of every economy as stripes: anomalies of each year from one baseline. Shared by all sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import quantities, queries
from dashboard.snapshot.store import Snapshot
from measures.anomaly import FEWEST_PERIOD_YEARS

ORDER = "period_change"
"""The measure that the stripes are sorted by, the most warmed first."""


@dataclass(frozen=True, eq=False)
class Stripes:
    """Anomalies in degC of economies, the most warmed first: shape (rows, years), NaN where missing."""

    iso3: tuple[str, ...]
    name: tuple[str, ...]
    years: np.ndarray
    anomaly_c: np.ndarray

    def of(self, kept: set[str]) -> Stripes:
        """The rows of some economies."""
        rows = [row for row, iso3 in enumerate(self.iso3) if iso3 in kept]
        return Stripes(
            tuple(self.iso3[row] for row in rows),
            tuple(self.name[row] for row in rows),
            self.years,
            self.anomaly_c[rows],
        )


@lru_cache(maxsize=10)
def stripes(snapshot: Snapshot, baseline: tuple[int, int]) -> Stripes:
    """Stripes of every economy whose baseline has at least 20 years."""
    heat, economies = quantities.temperature_grid(snapshot), economies_snapshot.economies(snapshot)
    inside = (heat.years >= baseline[0]) & (heat.years <= baseline[1])
    enough = np.isfinite(heat.values[inside]).sum(0) >= FEWEST_PERIOD_YEARS
    warming = queries.measure_rows(snapshot.warming, ORDER).set_index("iso3").value.reindex(list(economies.iso3))
    order = np.argsort(-warming.to_numpy(float), kind="stable")  # those without a value come last
    order = order[enough[order]]
    normal = np.nanmean(heat.values[np.ix_(inside, order)], axis=0) if order.size else np.array([])
    found = (heat.values[:, order] - normal).T
    return Stripes(
        tuple(economies.iso3[at] for at in order),
        tuple(economies.name[at] for at in order),
        heat.years,
        np.ascontiguousarray(found, "float32"),
    )
