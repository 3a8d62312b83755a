"""Warming stripes of every economy: anomalies of each year from one baseline. Shared by all sessions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import queries, series
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import DEFAULT_MEASURE
from dashboard.snapshot.store import Snapshot


@dataclass(frozen=True, eq=False)
class Stripes:
    """Anomalies in degC of economies, the most warmed first: shape (rows, years), NaN where missing."""

    iso3: tuple[str, ...]
    name: tuple[str, ...]
    years: np.ndarray
    anomaly_c: np.ndarray

    def of(self, kept: set[str]) -> Stripes:
        """Return the rows of some economies."""
        rows = [row for row, iso3 in enumerate(self.iso3) if iso3 in kept]
        return Stripes(
            tuple(self.iso3[row] for row in rows),
            tuple(self.name[row] for row in rows),
            self.years,
            self.anomaly_c[rows],
        )


@cached_on_argument(10, published=True)
def stripes(snapshot: Snapshot, baseline: tuple[int, int]) -> Stripes:
    """Return the stripes of every economy with at least 20 years of the baseline."""
    economies, anomalies = economies_snapshot.economies(snapshot), series.anomalies(snapshot, baseline)
    warming = (
        queries.measure_rows(snapshot.warming, DEFAULT_MEASURE).set_index("iso3").value.reindex(list(economies.iso3))
    )
    order = np.argsort(-warming.to_numpy(float), kind="stable")  # those without a value come last
    rows = [(economies.iso3[at], economies.name[at]) for at in order if anomalies.has(economies.iso3[at])]
    codes = tuple(iso3 for iso3, _ in rows)
    return Stripes(
        codes,
        tuple(name for _, name in rows),
        anomalies.years,
        np.ascontiguousarray(anomalies.select(codes).T, "float32"),
    )
