"""The clean-up before a model: what is mostly missing goes, and one of each two features that say the same. Pure."""

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
"""The predecessor's three limits: from this share missing on, and above this correlation."""

FEWEST_SHARED_ROWS = 30
"""Rows that two features must share for their correlation to count: with fewer, 0.9 is met by chance."""

BLOCK = 256
"""Features correlated with all others at a time, which bounds the memory."""


@dataclass(frozen=True)
class Dropped:
    """One feature or country that a step dropped; `value` is the share missing, or the correlation."""

    step: str
    name: str
    reason: str
    value: float


@dataclass(frozen=True)
class StepCount:
    """How many of what a step met, and how many it left."""

    step: str
    of: str
    before: int
    after: int


@dataclass(frozen=True)
class CleanUp:
    """What is left after the clean-up, and what went."""

    panel: Panel
    scope: Panel
    """All features of the countries left: what each fold cleans up by its own training rows."""
    dropped: list[Dropped]
    counts: list[StepCount]


def clean_up(panel: Panel) -> CleanUp:
    """The three steps of the clean-up, in the predecessor's order: features, features, countries."""
    missing = list(mostly_missing_features(panel))
    left = without(panel.features, missing)
    alike = list(correlated_features(panel.with_features(left)))
    kept = panel.with_features(without(left, alike))
    gone = list(mostly_missing_countries(kept))
    whole = {code for code in kept.codes if code not in {d.name for d in gone}}
    rows = np.flatnonzero(np.isin(kept.country, [kept.codes.index(code) for code in whole]))
    counts = [
        StepCount("missing_feature", "features", len(panel.features), len(left)),
        StepCount("correlated_feature", "features", len(left), len(kept.features)),
        StepCount("missing_country", "countries", len(kept.codes), len(whole)),
    ]
    assert [count.step for count in counts] == list(STEPS)
    return CleanUp(kept.of(rows), panel.of(rows), [*missing, *alike, *gone], counts)


def features_left(panel: Panel) -> list[str]:
    """The features that the first two steps leave, judged by these rows alone."""
    left = without(panel.features, mostly_missing_features(panel))
    return without(left, correlated_features(panel.with_features(left)))


def without(features: list[str], dropped: Iterator[Dropped] | list[Dropped]) -> list[str]:
    """The features that were not dropped, in order."""
    gone = {one.name for one in dropped}
    return [feature for feature in features if feature not in gone]


def mostly_missing_features(panel: Panel) -> Iterator[Dropped]:
    """Features of which at least 80 % of the rows have no value."""
    for feature, column in zip(panel.features, panel.x.T, strict=True):
        held = np.isfinite(column)
        share = 1 - held.mean()
        if share >= MOST_MISSING_FEATURE:
            yield Dropped("missing_feature", feature, f"{share:.1%} of the values are missing", float(share))


def correlated_features(panel: Panel) -> Iterator[Dropped]:
    """One of each two features whose correlation is above 0.9 or below -0.9 over the rows they share.

    Features are gone through from the one with the fewest missing values to the one with the most, in the order of
    their codes where that is equal; one that is correlated with a feature already kept goes. So of two that say the
    same the better covered one stays, and a chain of resemblances does not empty the list.
    """
    missing = np.isnan(panel.x).sum(axis=0)
    order = sorted(range(len(panel.features)), key=lambda i: (missing[i], panel.features[i]))
    names, (x, held) = [panel.features[i] for i in order], _standing(panel.x[:, order])
    kept: list[int] = []
    for start in range(0, len(names), BLOCK):
        stop = min(start + BLOCK, len(names))
        block = _correlations(x[:, start:stop], held[:, start:stop], x[:, :stop], held[:, :stop])
        for place in range(start, stop):
            r = block[place - start, kept]
            likest = int(np.argmax(np.abs(r))) if kept else 0
            if kept and abs(r[likest]) > MOST_CORRELATED:
                reason = f"correlation {r[likest]:+.3f} with {names[kept[likest]]}, which has no more gaps"
                yield Dropped("correlated_feature", names[place], reason, float(r[likest]))
            else:
                kept.append(place)


def correlations(one: Floats, other: Floats) -> Floats:
    """Pearson's correlation of each column with each, over the rows where both have a value.

    0 where they share fewer than 30 such rows or one of them does not vary. The sums of all pairs are products of
    matrices: the 1,471 series of the World Development Indicators take seconds, where pairs one by one take minutes.

    Args:
        one: rows x a, NaN where missing.
        other: the same rows x b.

    Returns:
        a x b.
    """
    return _correlations(*_standing(one), *_standing(other))


def _correlations(x: Floats, in_x: Floats, y: Floats, in_y: Floats) -> Floats:
    n = in_x.T @ in_y
    sum_x, sum_y = x.T @ in_y, in_x.T @ y
    variance_x, variance_y = n * (np.square(x).T @ in_y) - sum_x**2, n * (in_x.T @ np.square(y)) - sum_y**2
    # What does not vary is left with rounding errors, a 1e-16th of its squares' sum.
    varies = (n >= FEWEST_SHARED_ROWS) & (variance_x > 1e-9 * n) & (variance_y > 1e-9 * n)
    spread = np.sqrt(np.where(varies, variance_x * variance_y, 1.0))
    # Rounding takes two series that are one to 1.0000000000000002 (79 of the World Development Indicators).
    return np.where(varies, np.clip((n * (x.T @ y) - sum_x * sum_y) / spread, -1, 1), 0.0)


def _standing(columns: Floats) -> tuple[Floats, Floats]:
    """Columns as standard deviations from their mean, 0 where missing; and 1 where they hold a value, else 0."""
    held = np.isfinite(columns)
    counts = np.maximum(held.sum(axis=0), 1)
    centred = np.where(held, columns - np.where(held, columns, 0.0).sum(axis=0) / counts, 0.0)
    spread = np.sqrt(np.square(centred).sum(axis=0) / counts)
    return centred / np.where(spread > 0, spread, 1.0), held.astype(float)


def mostly_missing_countries(panel: Panel) -> Iterator[Dropped]:
    """Countries of which at least 90 % of the values of the features left are missing."""
    cells = np.bincount(panel.country, minlength=len(panel.codes)) * max(len(panel.features), 1)
    held = np.bincount(panel.country, weights=np.isfinite(panel.x).sum(axis=1), minlength=len(panel.codes))
    for code, share in zip(panel.codes, 1 - held / np.maximum(cells, 1), strict=True):
        if share >= MOST_MISSING_COUNTRY:
            yield Dropped("missing_country", code, f"{share:.1%} of the values are missing", float(share))


def standardised(panel: Panel, until: int | None = None) -> Panel:
    """Each feature as standard deviations from its mean in the same country, over years up to `until`.

    It needs no target, so a country that is held out is standardised by itself, and years that are held out are not
    looked at. Missing where a country has no two values that differ in those years.
    """
    x = np.full_like(panel.x, np.nan)
    for country in np.unique(panel.country):
        rows = panel.country == country
        seen = rows & (panel.year <= (panel.year.max() if until is None else until))
        held = np.isfinite(panel.x[seen])
        counts = np.maximum(held.sum(axis=0), 1)
        mean = np.where(held, panel.x[seen], 0.0).sum(axis=0) / counts
        spread = np.sqrt(np.where(held, np.square(panel.x[seen] - mean), 0.0).sum(axis=0) / counts)
        varies = spread > 1e-9 * np.abs(mean)
        x[rows] = np.where(varies, (panel.x[rows] - mean) / np.where(varies, spread, 1.0), np.nan)
    return replace(panel, x=x)
