"""What-if: the model's prediction for a country and a year, with values as they are and with some changed.

A prediction is the baseline plus the output of the trees; its distance shows whether the training data have similar
rows. It does not show what a change would cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np

from dashboard.snapshot import economies as economies_snapshot
from dashboard.snapshot import model_inputs, quantities, series
from dashboard.snapshot.booster import booster
from dashboard.snapshot.caching import cached_on_argument
from dashboard.snapshot.model import YEAR, Model, half_width_c, model_of
from dashboard.snapshot.store import Snapshot
from dashboard.state.parameters import LATEST
from measures.applicability import distances_to_rows, quantile_ranks

Changes: TypeAlias = tuple[tuple[str, float], ...]
"""Pairs of a series code and the value that replaces the country's own."""


@dataclass(frozen=True, eq=False)
class TrainingRows:
    """The rows that the model was trained on, in the features that the what-if can change: n rows, p features.

    Attributes:
        country: position among the economies, shape (n,).
        year: shape (n,).
        values: in each feature's unit, shape (n, p), NaN where missing.
        quantiles: position in the distribution of each feature, 0 to 1, shape (n, p), NaN where missing.
    """

    country: np.ndarray
    year: np.ndarray
    values: np.ndarray
    quantiles: np.ndarray


@dataclass(frozen=True)
class FeatureValue:
    """One feature of a country: its value in the year (None without), and its lowest and highest of all years."""

    feature: str
    value: float | None
    low: float | None
    high: float | None


class NearestRow(NamedTuple):
    """A row of the training data: name of the country, and the year."""

    country: str
    year: int


@dataclass(frozen=True)
class Prediction:
    """The model's predictions in degC.

    Attributes:
        changed: with the values changed.
        unchanged: with the values as they are.
        half_width: of the 95 % interval of both; None where there are too few countries.
        observed: the target itself; None where it is unknown.
        distance: of the combination from the nearest row of the training data; up to `limit` it counts as known.
        nearest: that row; None where no distance can be computed.
        outside_training: titles of changed features whose value is outside the range of the training data.
        outside_history: titles of changed features whose value is outside the country's own history.
    """

    changed: float
    unchanged: float
    half_width: float | None
    observed: float | None
    distance: float
    limit: float
    nearest: NearestRow | None
    outside_training: tuple[str, ...]
    outside_history: tuple[str, ...]

    @property
    def difference(self) -> float:
        """Prediction with changed values minus prediction without, in degC."""
        return self.changed - self.unchanged

    @property
    def is_outside(self) -> bool:
        """Whether the combination is outside the training data."""
        return bool(self.outside_training) or self.distance > self.limit


def nearest_year(model: Model, chosen: int | str) -> int:
    """Return the year chosen, or the nearest of the training data."""
    first, last = model.years
    return last if chosen == LATEST else min(max(int(chosen), first), last)


def is_in_training(snapshot: Snapshot, model: Model, iso3: str) -> bool:
    """Return whether the model was trained on this country among others."""
    left_out = set(model.cleanup.name[model.cleanup.step == "missing_country"])
    return iso3 in economies_snapshot.economies(snapshot).iso3 and iso3 not in left_out


def feature_value(snapshot: Snapshot, model: Model, iso3: str, year: int, feature: str) -> float | None:
    """Return a country's value of one feature in a year; None without, or if the model was not trained on it.

    Raises:
        SnapshotError: the values of the series are damaged.
    """
    if not is_in_training(snapshot, model, iso3):
        return None
    if feature == YEAR:
        return float(year)
    if feature not in set(snapshot.indicators.id):  # its place on the globe
        return None
    column = economies_snapshot.economies(snapshot).iso3.index(iso3)
    value = quantities.grid(snapshot, feature).in_years([year])[0, column]
    return float(value) if np.isfinite(value) else None


def feature_values(snapshot: Snapshot, model: Model, iso3: str, year: int) -> list[FeatureValue]:
    """Return each feature of a country that the what-if can change.

    Raises:
        SnapshotError: the values of a series are damaged.
    """
    column = economies_snapshot.economies(snapshot).iso3.index(iso3)
    found = []
    for feature in model.movable:
        grid = quantities.grid(snapshot, feature)
        history = grid.values[:, column]
        known = history[np.isfinite(history)]
        value = grid.in_years([year])[0, column]
        ends = (float(known.min()), float(known.max())) if known.size else (None, None)
        found.append(FeatureValue(feature, float(value) if np.isfinite(value) else None, *ends))
    return found


def predict(snapshot: Snapshot, iso3: str, year: int, changes: Changes) -> Prediction:
    """Return the model's predictions for a country in a year of its training data.

    Args:
        snapshot: with a model.
        iso3: an economy.
        year: within the model's years.
        changes: values that replace the country's own.

    Raises:
        SnapshotError: the model or the values are damaged.
    """
    model = model_of(snapshot)
    assert model is not None
    trees = booster(snapshot)
    names = trees.feature_name()
    column = economies_snapshot.economies(snapshot).iso3.index(iso3)
    own = model_inputs.inputs(snapshot, tuple(names), year)[column]
    changed = own.copy()
    for feature, value in changes:
        changed[names.index(feature)] = value
    departures = np.asarray(trees.predict(np.vstack([own, changed]), num_threads=1), float)
    start = model.start_c(_region_iso3(snapshot, iso3), year)
    rows = training_rows(snapshot)
    point = np.array([changed[names.index(feature)] for feature in model.movable])
    distances = distances_to_rows(_quantiles(rows, point), rows.quantiles)
    nearest = int(np.nanargmin(distances)) if np.isfinite(distances).any() else None
    limits = model.features
    history = {each.feature: each for each in feature_values(snapshot, model, iso3, year)}
    return Prediction(
        changed=start + float(departures[1]),
        unchanged=start + float(departures[0]),
        half_width=half_width_c(snapshot, model, iso3),
        observed=_observed(snapshot, model, iso3, year),
        distance=float(distances[nearest]) if nearest is not None else 0.0,
        limit=float(model.about["seen"]["limit"]),
        nearest=None if nearest is None else _row(snapshot, rows, nearest),
        outside_training=tuple(
            model.title(code) for code, value in changes if not _is_within(value, limits.low[code], limits.high[code])
        ),
        outside_history=tuple(
            model.title(code) for code, value in changes if not _is_within(value, history[code].low, history[code].high)
        ),
    )


def _region_iso3(snapshot: Snapshot, iso3: str) -> str:
    countries = snapshot.countries
    return str(countries.region_iso3[countries.iso3 == iso3].iloc[0])


@cached_on_argument(published=True)
def training_rows(snapshot: Snapshot) -> TrainingRows:
    """Return the model's training data in the features that can be changed: some 14,000 by 8, 2 MB."""
    model = model_of(snapshot)
    assert model is not None
    economies = economies_snapshot.economies(snapshot).iso3
    is_known = np.array([is_in_training(snapshot, model, iso3) for iso3 in economies])
    years = np.arange(model.years[0], model.years[1] + 1)
    columns = [quantities.grid(snapshot, feature).in_years(years)[:, is_known].ravel() for feature in model.movable]
    values = np.column_stack(columns)
    return TrainingRows(
        np.tile(np.flatnonzero(is_known), len(years)),
        np.repeat(years, is_known.sum()),
        values,
        np.column_stack([quantile_ranks(column, column) for column in columns]),
    )


def _quantiles(rows: TrainingRows, point: np.ndarray) -> np.ndarray:
    return np.array([quantile_ranks([value], column)[0] for value, column in zip(point, rows.values.T, strict=True)])


def _is_within(value: float, low: float | None, high: float | None) -> bool:
    """Return whether a value is between two others; values that an address has rounded are not outside."""
    if low is None or high is None:
        return True
    room = 1e-3 * (high - low) + 1e-9
    return bool(low - room <= value <= high + room)


def _observed(snapshot: Snapshot, model: Model, iso3: str, year: int) -> float | None:
    """Return the target of a country in a year, in degC, as etl/model/panel.py defines it."""
    target = model.about["target"]
    if target["kind"] == "anomaly":
        value = series.anomalies(snapshot, tuple(target["baseline"])).of_year(iso3, year)
    else:
        temperatures = series.temperature(snapshot)
        value = temperatures.of_year(iso3, year) - temperatures.of_year(iso3, target["base_year"])
    return value if np.isfinite(value) else None


def _row(snapshot: Snapshot, rows: TrainingRows, row: int) -> NearestRow:
    return NearestRow(economies_snapshot.economies(snapshot).name[rows.country[row]], int(rows.year[row]))
