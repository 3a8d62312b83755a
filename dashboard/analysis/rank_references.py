"""Reference lines of Rank: values of the World, regions and other groupings, which are not ranked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dashboard.analysis.projected_change import period_changes
from dashboard.analysis.rank import Ranking
from dashboard.snapshot import economies, groups, queries, series, tolerance
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import WORLD
from dashboard.snapshot.store import Snapshot
from dashboard.state.selection import Selection

MOST = 4
"""There are no more dash patterns that a reader can distinguish."""


@dataclass(frozen=True)
class Reference:
    """Value of a place that is not ranked; `year` is None for a measure, whose years are its window."""

    iso3: str
    name: str
    value: float
    year: int | None


@dataclass(frozen=True)
class References:
    """The places drawn, and those selected that cannot be: without a value, or as the quantity is a total."""

    drawn: tuple[Reference, ...] = ()
    without_value: tuple[str, ...] = ()
    is_total: bool = False


def places(snapshot: Snapshot, selection: Selection) -> tuple[str, ...]:
    """Return the regions and groupings selected: on the page, as a filter, in Compare; and the World."""
    index = groups.place_index(snapshot)
    selected = (selection.country, selection.region, selection.income, *selection.countries, WORLD)
    return tuple(dict.fromkeys(code for code in selected if code and index.is_aggregate(code)))


def references(snapshot: Snapshot, ranked: Ranking, codes: tuple[str, ...]) -> References:
    """Return the values of `codes` in the year ranked; a gap is filled as for economies (`tolerance`).

    A total, such as population, has no line: that of a grouping is the sum of its members.

    Args:
        snapshot: the figures.
        ranked: the ranking that the lines are drawn in.
        codes: of the places, the most important first.
    """
    about = ranked.quantity
    if not about.is_measure and series.is_total(snapshot, about.id, economies.economies(snapshot).iso3):
        return References(is_total=True)
    index = groups.place_index(snapshot)
    found, without = [], []
    for code in codes:
        value, year = _value(snapshot, ranked, code)
        if np.isfinite(value):
            found.append(Reference(code, index.name(code), value, year))
        else:
            without.append(code)
    return References(tuple(found[:MOST]), tuple(without))


def _value(snapshot: Snapshot, ranked: Ranking, code: str) -> tuple[float, int | None]:
    if ranked.scenario:
        grid = period_changes(snapshot, ranked.scenario)
        return (grid.of_year(code, ranked.year) if ranked.year else np.nan), None
    if ranked.quantity.is_measure:
        return _measured(snapshot, ranked.quantity.id).get(code, np.nan), None
    grid = series.indicator(snapshot, ranked.quantity.id)
    if ranked.year is None or not grid.years[0] <= ranked.year <= grid.years[-1]:
        return np.nan, None
    values, offsets = tolerance.nearest(grid.of(code)[:, None])
    row = ranked.year - int(grid.years[0])
    return float(values[row, 0]), ranked.year + int(offsets[row, 0])


@cached_on_argument(32, published=True)
def _measured(snapshot: Snapshot, measure: str) -> dict[str, float]:
    rows = queries.measure_rows(snapshot.warming, measure)
    return dict(zip(rows.iso3, rows.value.astype(float), strict=True))
