"""Ranking of the economies by one quantity, with the ranks that intervals allow. Shared by all sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dashboard.analysis import relate
from dashboard.snapshot import doubts, emergence, quantities, queries
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.economies import Economies
from dashboard.snapshot.emergence import ALL_EMERGED, NotEmerged
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from measures.ranks import rank_intervals, ranks


@dataclass(frozen=True, eq=False)
class Ranking:
    """Economies in the order shown; arrays have one element an economy.

    Attributes:
        quantity: quantity that they are ranked by.
        doubt: reasons to doubt each value, by kind (`snapshot.doubts`).
        ranks: equal values share the better rank.
        rank_ranges: first and last rank that the intervals allow, shape (economies, 2); None without intervals.
        year: year shown; None for a measure.
        value_years: the year of each value; None for a measure.
        years: years that can be shown, none for a measure; `latest_year` is the last one with good coverage.
        missing: economies within the filters without a value, besides those that have not emerged.
        not_emerged: economies within the filters without a value as they have not emerged.
        pending: all places that have not emerged.
        scenario: code, of projected values: `years` are the last ones of their periods, and the ends of an interval are
            percentiles of the models.
    """

    quantity: Quantity
    iso3: tuple[str, ...]
    name: tuple[str, ...]
    region: tuple[str, ...]
    value: np.ndarray
    low95: np.ndarray
    high95: np.ndarray
    doubt: tuple[Mapping[str, str], ...]
    ranks: np.ndarray
    rank_ranges: np.ndarray | None
    year: int | None
    value_years: np.ndarray | None
    years: tuple[int, ...]
    latest_year: int | None
    missing: int
    not_emerged: int = 0
    pending: NotEmerged = ALL_EMERGED
    scenario: str = ""


@dataclass(frozen=True, eq=False)
class Estimates:
    """Values of all economies with their intervals and doubts, in the economies' order; NaN where there is no value."""

    value: np.ndarray
    low95: np.ndarray
    high95: np.ndarray
    doubt: Sequence[Mapping[str, str]]


def order(values: np.ndarray, mask: np.ndarray, *, ascending: bool) -> np.ndarray:
    """Return the positions of the economies within the mask that have a value, in the order shown."""
    shown = np.nonzero(mask & np.isfinite(values))[0]
    return shown[np.argsort((1.0 if ascending else -1.0) * values[shown], kind="stable")]


def ranked(economies: Economies, shown: np.ndarray, estimates: Estimates, *, ascending: bool, **others: Any) -> Ranking:
    """Return the ranking of the economies at these positions; `others` are the fields that are not of one economy."""
    value = estimates.value[shown]
    return Ranking(
        iso3=tuple(economies.iso3[at] for at in shown),
        name=tuple(economies.name[at] for at in shown),
        region=tuple(economies.regions.get(economies.region[at], "") for at in shown),
        value=value,
        low95=estimates.low95[shown],
        high95=estimates.high95[shown],
        doubt=tuple(estimates.doubt[at] for at in shown),
        ranks=ranks(-value if ascending else value),
        **others,
    )


@cached_on_argument(64)
def ranking(
    snapshot: Snapshot, quantity: str, year: int | str, *, ascending: bool, region: str, income: str
) -> Ranking:
    """Return the economies of a region and an income group in order of one quantity.

    Args:
        snapshot: the figures.
        quantity: id of a series or a warming measure.
        year: of a series; the nearest one is shown. "latest" is the last one with good coverage.
        ascending: whether the lowest is first.
        region: code of the region; "" for all.
        income: code of the income group; "" for all.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    about, economies = quantities.quantities(snapshot)[quantity], economies_snapshot.economies(snapshot)
    single = relate.pair(snapshot, quantity, quantity)  # for its years, coverage and tolerance
    row = single.row(year)
    values, mask = single.x[row], economies.mask(region, income)
    estimates = Estimates(values, *_intervals(snapshot, about))
    shown = order(values, mask, ascending=ascending)
    low, high, between = estimates.low95[shown], estimates.high95[shown], None
    if np.isfinite(low).any():
        between = rank_intervals(values[shown], low, high)
        between = shown.size + 1 - between[:, ::-1] if ascending else between
    pending = emergence.not_emerged(snapshot, quantity)
    waits = mask & ~np.isfinite(values) & np.isin(economies.iso3, list(pending.iso3))
    shown_year = int(single.years[row]) if single.years.size else None
    return ranked(
        economies,
        shown,
        estimates,
        ascending=ascending,
        quantity=about,
        rank_ranges=between,
        year=shown_year,
        value_years=None if shown_year is None else shown_year + single.x_offsets[row, shown].astype(int),
        years=tuple(single.years.tolist()),
        latest_year=single.latest_year,
        missing=int((mask & ~np.isfinite(values) & ~waits).sum()),
        not_emerged=int(waits.sum()),
        pending=pending,
    )


def _intervals(snapshot: Snapshot, about: Quantity) -> tuple[np.ndarray, np.ndarray, list[dict[str, str]]]:
    """Return lower and upper limit and doubts of every economy; NaN and no doubts for a series without them."""
    codes = list(economies_snapshot.economies(snapshot).iso3)
    if not about.is_measure:
        nothing = np.full(len(codes), np.nan)
        return nothing, nothing, [{} for _ in codes]
    rows = queries.measure_rows(snapshot.warming, about.id)
    own, found = rows.set_index("iso3").reindex(codes), doubts.by_place(rows)
    return own.low95.to_numpy(float), own.high95.to_numpy(float), [found.get(code, {}) for code in codes]
