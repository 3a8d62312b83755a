"""Similar economies by their profiles of indicators, with what they share most, and their warming.

A profile is the quantile of each indicator's latest value among all economies; similar ones are close in most of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import quantities, queries
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.codes import DEFAULT_MEASURE, slug
from dashboard.snapshot.quantities import Quantity
from dashboard.snapshot.store import Snapshot
from measures.applicability import quantile_ranks
from measures.gower import gower_similarity

MOST_LISTED = 8
"""Economies in a list."""

REASONS = 3

RECENT_YEARS = 10
"""Largest age in years of a value, counted from the newest of its series, to describe the present."""


@dataclass(frozen=True)
class Reason:
    """An indicator in which two economies agree: both values, in its unit, and its decimals (`quantities.Quantity`)."""

    title: str
    unit: str
    own: float
    other: float
    decimals: int | None = None


@dataclass(frozen=True)
class SimilarEconomy:
    """An economy compared with the one selected.

    Attributes:
        score: 1 similar in all, 0 opposite in all; NaN with too little in common.
        reasons: what they share and few others do.
        warming, low95, high95: in degC with the 95 % interval, NaN without.
    """

    iso3: str
    name: str
    score: float
    reasons: tuple[Reason, ...]
    warming: float
    low95: float
    high95: float


@dataclass(frozen=True, eq=False)
class Profiles:
    """Latest values and their quantiles: shape (economies, series), NaN where there is no recent one."""

    series: tuple[str, ...]
    topic: np.ndarray
    values: np.ndarray
    quantiles: np.ndarray


@cached_on_argument(published=True)
def profiles(snapshot: Snapshot) -> Profiles:
    """Return the profiles of all economies over the featured series.

    A profile over all of WDI would be half about work and school, in dozens of nearly equal series, and take 11 s.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    listed = queries.featured(snapshot)
    values = np.column_stack([latest_values(quantities.grid(snapshot, code).values) for code in listed.id])
    quantiles = np.column_stack([quantile_ranks(column, column) for column in values.T])
    return Profiles(tuple(listed.id), listed.topic.map(slug).to_numpy(), values, quantiles)


def latest_values(values: np.ndarray) -> np.ndarray:
    """Return each economy's last value of the last ten years of a grid, shape (years, economies); NaN without."""
    recent = values[-RECENT_YEARS:]
    is_known = np.isfinite(recent)
    last = recent.shape[0] - 1 - is_known[::-1].argmax(axis=0)
    return np.where(is_known.any(axis=0), recent[last, np.arange(recent.shape[1])], np.nan)


def most_similar(compared: tuple[SimilarEconomy, ...], iso3: str) -> list[SimilarEconomy]:
    """Return the economies most similar to one, of those that `similarities` returned for it."""
    ranked = sorted(
        (one for one in compared if np.isfinite(one.score) and one.iso3 != iso3), key=lambda one: -one.score
    )
    return ranked[:MOST_LISTED]


def differing_warming(
    compared: tuple[SimilarEconomy, ...], iso3: str, members: tuple[str, ...]
) -> list[SimilarEconomy]:
    """Return those of some economies whose warming differs by more than both 95 % intervals, largest difference first.

    Args:
        compared: what `similarities` returned for the economy.
        iso3: the economy.
        members: such as the others of its climate zone.
    """
    own = find(compared, iso3)
    apart = [one for one in compared if one.iso3 in members and (one.low95 > own.high95 or one.high95 < own.low95)]
    return sorted(apart, key=lambda one: -abs(one.warming - own.warming))[:MOST_LISTED]


def find(compared: tuple[SimilarEconomy, ...], iso3: str) -> SimilarEconomy:
    """Return one economy of those compared."""
    return next(one for one in compared if one.iso3 == iso3)


@cached_on_argument(32, published=True)
def similarities(snapshot: Snapshot, iso3: str, topic: str = "") -> tuple[SimilarEconomy, ...]:
    """Return every economy compared with one, itself among them.

    Args:
        snapshot: the figures.
        iso3: an economy.
        topic: name of a topic in an address, or "" for all of them.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    economies, all_of = economies_snapshot.economies(snapshot), profiles(snapshot)
    row = economies.iso3.index(iso3)
    chosen = np.flatnonzero(all_of.topic == topic) if topic else np.arange(len(all_of.series))
    found = gower_similarity(all_of.quantiles[row, chosen], all_of.quantiles[:, chosen])
    warming = queries.measure_rows(snapshot.warming, DEFAULT_MEASURE).set_index("iso3").reindex(list(economies.iso3))
    known = warming[["value", "low95", "high95"]].to_numpy(float)
    every, values = quantities.quantities(snapshot), all_of.values[:, chosen]
    about = [every[all_of.series[place]] for place in chosen]
    return tuple(
        SimilarEconomy(
            code,
            economies.name[at],
            float(found.score[at]),
            _reasons(about, values[row], values[at], found.contributions[at]),
            *map(float, known[at]),
        )
        for at, code in enumerate(economies.iso3)
    )


def _reasons(listed: Sequence[Quantity], own: np.ndarray, other: np.ndarray, tells: np.ndarray) -> tuple[Reason, ...]:
    """Return the indicators that best explain the similarity, if they explain any of it."""
    telling = np.where(np.isfinite(tells), tells, 0.0)
    order = np.argsort(-telling, kind="stable")[:REASONS]
    return tuple(
        Reason(listed[at].title, listed[at].unit, float(own[at]), float(other[at]), listed[at].decimals)
        for at in order
        if telling[at] > 0
    )
