"""The economies in order of one figure, with places and what their intervals leave open. Shared by all sessions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.analysis import relate
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import emergence, quantities, queries
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from measures.ranks import rank_intervals, ranks


@dataclass(frozen=True, eq=False)
class Ranking:
    """Rows in the order shown; arrays of one length. `between` is (rows, 2), without any where nothing has an interval.

    `years` are all on offer, none for a measure; `year` is the one shown, `of_year` that of each value. `missing`
    counts the economies kept that have no value; `not_yet` says how many more have none as it has not come about.
    """

    quantity: Quantity
    iso3: tuple[str, ...]
    name: tuple[str, ...]
    region: tuple[str, ...]
    value: np.ndarray
    low95: np.ndarray
    high95: np.ndarray
    doubt: tuple[str, ...]
    place: np.ndarray
    between: np.ndarray | None
    year: int | None
    of_year: np.ndarray | None
    years: tuple[int, ...]
    latest: int | None
    missing: int
    not_yet: str = ""


@lru_cache(maxsize=64)
def ranking(
    snapshot: Snapshot, quantity: str, year: int | str, *, ascending: bool, region: str, income: str
) -> Ranking:
    """The economies of a region and an income group in order of one figure.

    Args:
        snapshot: the figures.
        quantity: id of a series or a warming measure.
        year: of a series; the nearest there is. "latest" is the last one with good coverage.
        ascending: whether the lowest is first.
        region: code of the region kept to; "" for all.
        income: code of the income group kept to; "" for all.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    about, economies = quantities.quantities(snapshot)[quantity], economies_snapshot.economies(snapshot)
    single = relate.pair(snapshot, quantity, quantity)  # the one home of years, coverage and tolerance
    row = single.row(year)
    values, kept = single.x[row], economies.kept(region, income)
    low, high, doubts = _intervals(snapshot, about)
    sign = 1.0 if ascending else -1.0
    shown = np.nonzero(kept & np.isfinite(values))[0]
    shown = shown[np.argsort(sign * values[shown], kind="stable")]
    between = None
    if np.isfinite(low[shown]).any():
        ends = (-high[shown], -low[shown]) if ascending else (low[shown], high[shown])
        between = rank_intervals(-sign * values[shown], *ends)
    pending = emergence.not_emerged(snapshot, quantity)
    waits = kept & ~np.isfinite(values) & np.isin(economies.iso3, list(pending.iso3))
    shown_year = int(single.years[row]) if single.years.size else None
    return Ranking(
        quantity=about,
        iso3=tuple(economies.iso3[at] for at in shown),
        name=tuple(economies.name[at] for at in shown),
        region=tuple(economies.regions.get(economies.region[at], "") for at in shown),
        value=values[shown],
        low95=low[shown],
        high95=high[shown],
        doubt=tuple(doubts[at] for at in shown),
        place=ranks(-sign * values[shown]),
        between=between,
        year=shown_year,
        of_year=None if shown_year is None else shown_year + single.x_away[row, shown].astype(int),
        years=tuple(single.years.tolist()),
        latest=single.latest,
        missing=int((kept & ~np.isfinite(values) & ~waits).sum()),
        not_yet=pending.counted(int(waits.sum())),
    )


def _intervals(snapshot: Snapshot, about: Quantity) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Lower and upper end and doubt of every economy; NaN and "" where a series has none."""
    codes = list(economies_snapshot.economies(snapshot).iso3)
    if not about.is_measure:
        nothing = np.full(len(codes), np.nan)
        return nothing, nothing, [""] * len(codes)
    own = queries.measure_rows(snapshot.warming, about.id).set_index("iso3").reindex(codes)
    return own.low95.to_numpy(float), own.high95.to_numpy(float), own.doubt.fillna("").tolist()
