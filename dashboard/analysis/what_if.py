"""What the model answers for a country and a year as they are, and with some values moved; and whether it knows such.

The answer is the mean of the year and what the trees add to it. Nothing here says what a change would bring about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import quantities, series
from dashboard.snapshot.booster import booster
from dashboard.snapshot.model import YEAR, Model, model_of
from dashboard.snapshot.store import Snapshot
from dashboard.state.parameters import LATEST
from measures.applicability import distances_to_rows, quantile_ranks

Moves = tuple[tuple[str, float], ...]


@dataclass(frozen=True, eq=False)
class Seen:
    """Every row that the model was made of, as far as it can be moved: n rows, p movable features.

    `at` holds places in the distribution of each feature, NaN where missing.
    """

    country: np.ndarray
    """Place among `quantities.economies`, n."""
    year: np.ndarray
    values: np.ndarray
    at: np.ndarray


@dataclass(frozen=True)
class Own:
    """One movable feature of a country: its value in the year (None without), its lowest and highest of all years."""

    feature: str
    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Answer:
    """The model's answers in degC, with the half-width of their 95 % interval; None where there are too few countries.

    Attributes:
        moved: with the values moved.
        unmoved: as the figures are.
        half_width: of both.
        observed: what the target was in truth; None where that is not known.
        distance: of the combination from the nearest row on record; `limit` is the most that counts as seen.
        nearest: that row's country and year, as words.
        beyond: titles of moved features whose value lies outside all that was seen.
        beyond_own: titles of moved features whose value lies outside the country's own history.
    """

    moved: float
    unmoved: float
    half_width: float | None
    observed: float | None
    distance: float
    limit: float
    nearest: str
    beyond: tuple[str, ...]
    beyond_own: tuple[str, ...]

    @property
    def difference(self) -> float:
        """What moving the values adds, in degC."""
        return self.moved - self.unmoved

    @property
    def is_outside(self) -> bool:
        """Whether the combination is unlike all that the model has seen."""
        return bool(self.beyond) or self.distance > self.limit


def year_of(model: Model, chosen: int | str) -> int:
    """The year asked about: the one chosen, or the nearest that the model has seen."""
    first, last = model.years
    return last if chosen == LATEST else min(max(int(chosen), first), last)


def knows(snapshot: Snapshot, model: Model, iso3: str) -> bool:
    """Whether the model was made with this country among others."""
    gone = set(model.cleanup.name[model.cleanup.step == "missing_country"])
    return iso3 in economies_snapshot.economies(snapshot).iso3 and iso3 not in gone


def own_value(snapshot: Snapshot, model: Model, iso3: str, year: int, feature: str) -> float | None:
    """A country's figure of one feature in a year; None where there is none, or the model never saw the country.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    if not knows(snapshot, model, iso3):
        return None
    if feature == YEAR:
        return float(year)
    if feature not in set(snapshot.indicators.id):  # its place on the globe
        return None
    column = economies_snapshot.economies(snapshot).iso3.index(iso3)
    value = quantities.grid(snapshot, feature).in_years([year])[0, column]
    return float(value) if np.isfinite(value) else None


def own_values(snapshot: Snapshot, model: Model, iso3: str, year: int) -> list[Own]:
    """Each movable feature of a country.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    column = economies_snapshot.economies(snapshot).iso3.index(iso3)
    found = []
    for feature in model.movable:
        grid = quantities.grid(snapshot, feature)
        history = grid.values[:, column]
        held = history[np.isfinite(history)]
        value = grid.in_years([year])[0, column]
        ends = (float(held.min()), float(held.max())) if held.size else (None, None)
        found.append(Own(feature, float(value) if np.isfinite(value) else None, *ends))
    return found


def answer(snapshot: Snapshot, iso3: str, year: int, moves: Moves) -> Answer:
    """What the model says of a country in a year that it has seen.

    Args:
        snapshot: with a model.
        iso3: an economy.
        year: within the model's years.
        moves: values by series code that stand for the country's own.

    Raises:
        SnapshotError: the model or the values are damaged.
    """
    model = model_of(snapshot)
    assert model is not None
    trees = booster(snapshot)
    names = trees.feature_name()
    column = economies_snapshot.economies(snapshot).iso3.index(iso3)
    own = np.array(
        [float(year) if name == YEAR else quantities.grid(snapshot, name).in_years([year])[0, column] for name in names]
    )
    moved = own.copy()
    for feature, value in moves:
        moved[names.index(feature)] = value
    departures = np.asarray(trees.predict(np.vstack([own, moved]), num_threads=1), float)
    start = model.year_effect_c(year)
    seen = rows_seen(snapshot)
    point = np.array([moved[names.index(feature)] for feature in model.movable])
    apart = distances_to_rows(_places(seen, point), seen.at)
    nearest = int(np.nanargmin(apart)) if np.isfinite(apart).any() else None
    history = {each.feature: each for each in own_values(snapshot, model, iso3, year)}
    return Answer(
        moved=start + float(departures[1]),
        unmoved=start + float(departures[0]),
        half_width=model.half_width_c,
        observed=_observed(snapshot, model, iso3, year),
        distance=float(apart[nearest]) if nearest is not None else 0.0,
        limit=float(model.about["seen"]["limit"]),
        nearest=_said(snapshot, seen, nearest),
        beyond=tuple(model.title(f) for f, v in moves if not _within(v, model.features.low[f], model.features.high[f])),
        beyond_own=tuple(model.title(f) for f, v in moves if not _within(v, history[f].low, history[f].high)),
    )


@lru_cache(maxsize=2)
def rows_seen(snapshot: Snapshot) -> Seen:
    """The model's rows in its movable features: some 14,000 by 8, 2 MB."""
    model = model_of(snapshot)
    assert model is not None
    economies = economies_snapshot.economies(snapshot).iso3
    known = np.array([knows(snapshot, model, iso3) for iso3 in economies])
    years = np.arange(model.years[0], model.years[1] + 1)
    columns = [quantities.grid(snapshot, feature).in_years(years)[:, known].ravel() for feature in model.movable]
    values = np.column_stack(columns)
    return Seen(
        np.tile(np.flatnonzero(known), len(years)),
        np.repeat(years, known.sum()),
        values,
        np.column_stack([quantile_ranks(column, column) for column in columns]),
    )


def _places(seen: Seen, point: np.ndarray) -> np.ndarray:
    return np.array([quantile_ranks([value], column)[0] for value, column in zip(point, seen.values.T, strict=True)])


def _within(value: float, low: float | None, high: float | None) -> bool:
    """Whether a value lies between two others; a rounding of the address is not beyond."""
    if low is None or high is None:
        return True
    room = 1e-3 * (high - low) + 1e-9
    return bool(low - room <= value <= high + room)


def _observed(snapshot: Snapshot, model: Model, iso3: str, year: int) -> float | None:
    """The target of a country in a year, in degC, as etl/model/panel.py defines it."""
    target = model.about["target"]
    if target["kind"] == "anomaly":
        value = series.anomalies(snapshot, tuple(target["baseline"])).of_year(iso3, year)
    else:
        temperatures = series.temperature(snapshot)
        value = temperatures.of_year(iso3, year) - temperatures.of_year(iso3, target["base_year"])
    return value if np.isfinite(value) else None


def _said(snapshot: Snapshot, seen: Seen, row: int | None) -> str:
    if row is None:
        return ""
    return f"{economies_snapshot.economies(snapshot).name[seen.country[row]]} in {seen.year[row]}"
