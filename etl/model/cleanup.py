"""Clean-up before the model: drop what is mostly missing, and one of any two highly correlated features. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from etl.contract.model import STEPS
from etl.model.panel import Panel
from measures.arrays import Floats

MOST_MISSING_FEATURE = 0.8
MOST_MISSING_COUNTRY = 0.9
MOST_CORRELATED = 0.9
"""The predecessor's three limits: at least this share missing, above this correlation."""

FEWEST_SHARED_ROWS = 30
"""Rows that two features must share for their correlation to count: with fewer, 0.9 occurs by chance."""

BLOCK = 256
"""Number of features correlated with all others at a time, which limits memory."""


@dataclass(frozen=True)
class Dropped:
    """One feature or country that a step dropped; `value` is the share missing, or the correlation."""

    step: str
    name: str
    reason: str
    value: float


@dataclass(frozen=True)
class StepCount:
    """Number of features or countries before and after a step."""

    step: str
    of: str
    before: int
    after: int


@dataclass(frozen=True)
class CleanUp:
    """Result of the clean-up: the rows left, and what was dropped."""

    panel: Panel
    scope: Panel
    """All features of the remaining countries: each fold cleans them up by its own training rows."""
    dropped: list[Dropped]
    counts: list[StepCount]


def clean_up(panel: Panel) -> CleanUp:
    """Run the three steps of the clean-up in the predecessor's order: features, features, countries."""
    missing = list(mostly_missing_features(panel))
    left = without(panel.features, missing)
    correlated = list(correlated_features(panel.with_features(left)))
    reduced = panel.with_features(without(left, correlated))
    empty = list(mostly_missing_countries(reduced))
    countries = {code for code in reduced.codes if code not in {one.name for one in empty}}
    rows = np.flatnonzero(np.isin(reduced.country, [reduced.codes.index(code) for code in countries]))
    counts = [
        StepCount("missing_feature", "features", len(panel.features), len(left)),
        StepCount("correlated_feature", "features", len(left), len(reduced.features)),
        StepCount("missing_country", "countries", len(reduced.codes), len(countries)),
    ]
    assert [count.step for count in counts] == list(STEPS)
    return CleanUp(reduced.of(rows), panel.of(rows), [*missing, *correlated, *empty], counts)


def features_left(panel: Panel) -> list[str]:
    """Return the features that the first two steps leave, by these rows alone."""
    left = without(panel.features, mostly_missing_features(panel))
    return without(left, correlated_features(panel.with_features(left)))


def without(features: list[str], dropped: Iterator[Dropped] | list[Dropped]) -> list[str]:
    """Return the features that were not dropped, in order."""
    names = {one.name for one in dropped}
    return [feature for feature in features if feature not in names]


def mostly_missing_features(panel: Panel) -> Iterator[Dropped]:
    """Yield the features without a value in at least 80 % of the rows."""
    for feature, column in zip(panel.features, panel.x.T, strict=True):
        share = 1 - np.isfinite(column).mean()
        if share >= MOST_MISSING_FEATURE:
            yield Dropped("missing_feature", feature, f"{share:.1%} of the values are missing", float(share))


def correlated_features(panel: Panel) -> Iterator[Dropped]:
    """Yield one of any two features whose correlation over their shared rows is above 0.9 or below -0.9.

    Features are visited in the order of their missing values, fewest first, then of their codes; a feature that is
    correlated with a retained one is dropped. So the better covered of two stays, and a chain of correlated features
    is not dropped as a whole.
    """
    missing = np.isnan(panel.x).sum(axis=0)
    order = sorted(range(len(panel.features)), key=lambda i: (missing[i], panel.features[i]))
    names, (x, present) = [panel.features[i] for i in order], _standardised_columns(panel.x[:, order])
    retained: list[int] = []
    for start in range(0, len(names), BLOCK):
        stop = min(start + BLOCK, len(names))
        block = _correlations(x[:, start:stop], present[:, start:stop], x[:, :stop], present[:, :stop])
        for index in range(start, stop):
            r = block[index - start, retained]
            strongest = int(np.argmax(np.abs(r))) if retained else 0
            if retained and abs(r[strongest]) > MOST_CORRELATED:
                reason = f"correlation {r[strongest]:+.3f} with {names[retained[strongest]]}, which has no more gaps"
                yield Dropped("correlated_feature", names[index], reason, float(r[strongest]))
            else:
                retained.append(index)


def correlations(one: Floats, other: Floats) -> Floats:
    """Return Pearson's correlation of each pair of columns over the rows where both have a value.

    It is 0 if they share fewer than 30 rows or one of them is constant. The sums of all pairs are matrix products: the
    1,471 series of the World Development Indicators take seconds instead of minutes.

    Args:
        one: rows x a, NaN where missing.
        other: the same rows x b.

    Returns:
        a x b.
    """
    return _correlations(*_standardised_columns(one), *_standardised_columns(other))


def _correlations(x: Floats, in_x: Floats, y: Floats, in_y: Floats) -> Floats:
    n = in_x.T @ in_y
    sum_x, sum_y = x.T @ in_y, in_x.T @ y
    variance_x, variance_y = n * (np.square(x).T @ in_y) - sum_x**2, n * (in_x.T @ np.square(y)) - sum_y**2
    # The variance of a constant is not 0 but a rounding error, about 1e-16 of its sum of squares.
    varies = (n >= FEWEST_SHARED_ROWS) & (variance_x > 1e-9 * n) & (variance_y > 1e-9 * n)
    spread = np.sqrt(np.where(varies, variance_x * variance_y, 1.0))
    # By rounding, two identical series have 1.0000000000000002 (79 of the World Development Indicators).
    return np.where(varies, np.clip((n * (x.T @ y) - sum_x * sum_y) / spread, -1, 1), 0.0)


def _standardised_columns(columns: Floats) -> tuple[Floats, Floats]:
    """Return the columns standardised, 0 where missing; and a mask, 1 where they have a value, else 0."""
    present = np.isfinite(columns)
    counts = np.maximum(present.sum(axis=0), 1)
    centred = np.where(present, columns - np.where(present, columns, 0.0).sum(axis=0) / counts, 0.0)
    spread = np.sqrt(np.square(centred).sum(axis=0) / counts)
    return centred / np.where(spread > 0, spread, 1.0), present.astype(float)


def mostly_missing_countries(panel: Panel) -> Iterator[Dropped]:
    """Yield the countries with at least 90 % of the values of the remaining features missing."""
    cells = np.bincount(panel.country, minlength=len(panel.codes)) * max(len(panel.features), 1)
    values = np.bincount(panel.country, weights=np.isfinite(panel.x).sum(axis=1), minlength=len(panel.codes))
    for code, share in zip(panel.codes, 1 - values / np.maximum(cells, 1), strict=True):
        if share >= MOST_MISSING_COUNTRY:
            yield Dropped("missing_country", code, f"{share:.1%} of the values are missing", float(share))


def standardised(panel: Panel, until: int | None = None) -> Panel:
    """Standardise each feature within its country, by the mean and deviation of the years up to `until`.

    This needs no target, so a held-out country is standardised by its own values; held-out years are not used. The
    result is missing if a country has no two different values in those years.
    """
    x = np.full_like(panel.x, np.nan)
    for country in np.unique(panel.country):
        rows = panel.country == country
        past = panel.x[rows & (panel.year <= (panel.year.max() if until is None else until))]
        present = np.isfinite(past)
        counts = np.maximum(present.sum(axis=0), 1)
        mean = np.where(present, past, 0.0).sum(axis=0) / counts
        spread = np.sqrt(np.where(present, np.square(past - mean), 0.0).sum(axis=0) / counts)
        varies = spread > 1e-9 * np.abs(mean)
        x[rows] = np.where(varies, (panel.x[rows] - mean) / np.where(varies, spread, 1.0), np.nan)
    return replace(panel, x=x)
