"""Ranking of the economies by projected change, and the ranking that a visitor has selected."""

from __future__ import annotations

import numpy as np

from dashboard.analysis.projected_change import period, period_changes
from dashboard.analysis.rank import Estimates, Ranking, order, ranked, ranking
from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import warming_measures
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import PROJECTED, SCENARIOS
from dashboard.snapshot.projections import HIGH, LOW, REFERENCE
from dashboard.snapshot.quantities import WARMING, Quantity
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import MID_CENTURY, Selection


def selected_ranking(snapshot: Snapshot, selection: Selection) -> Ranking:
    """Return the ranking that a visitor has selected, of observed or of projected values.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    ascending, filters = selection.rank_order == "ascending", (selection.region, selection.income)
    if selection.rank_by == PROJECTED:
        return projected_ranking(snapshot, selection.scenario, selection.projected_until, ascending, *filters)
    return ranking(
        snapshot, selection.rank_by, selection.year, ascending=ascending, region=filters[0], income=filters[1]
    )


@cached_on_argument(32, published=True)
def projected_ranking(
    snapshot: Snapshot, scenario: str, last_year: int, ascending: bool, region: str = "", income: str = ""
) -> Ranking:
    """Return the economies in order of the projected change of 20 years, by the median of the models.

    There are no ranges of ranks: most countries have no spread in these figures. The interval of a country that has one
    is from the 10th to the 90th percentile of the models.

    Args:
        snapshot: the figures.
        scenario: its code.
        last_year: of the period.
        ascending: whether the lowest is first.
        region: code of the region; "" for all.
        income: code of the income group; "" for all.
    """
    economies = economies_snapshot.economies(snapshot)
    grid, mask = period_changes(snapshot, scenario), economies.mask(region, income)
    values, low, high = (_of(snapshot, scenario, part, last_year) for part in ("median", LOW, HIGH))
    first, last = period(last_year)
    about = Quantity(
        PROJECTED,
        f"{warming_measures.PROJECTED_CHANGE.title}, {SCENARIOS[scenario]}, {first}–{last}",
        "°C",
        WARMING,
        f"{first}–{last} minus {REFERENCE[0]}–{REFERENCE[1]}",
    )
    return ranked(
        economies,
        order(values, mask, ascending=ascending),
        Estimates(values, low, high, [{}] * len(values)),
        ascending=ascending,
        quantity=about,
        rank_ranges=None,
        year=last_year if grid.years.size else None,
        value_years=None,
        years=tuple(grid.years.tolist()),
        latest_year=MID_CENTURY if grid.years.size else None,
        missing=int((mask & ~np.isfinite(values)).sum()),
        scenario=scenario,
    )


def _of(snapshot: Snapshot, scenario: str, percentile: str, last_year: int) -> np.ndarray:
    """Return the change of every economy, in their order; NaN without."""
    grid, codes = period_changes(snapshot, scenario, percentile), economies_snapshot.economies(snapshot).iso3
    return np.array([grid.of_year(code, last_year) if grid.years.size else np.nan for code in codes], float)
