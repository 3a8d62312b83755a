"""Validation splits: which rows each fold holds out. Pure.

Every fold has a kind (`etl.contract.model.SPLITS`), which determines what is known about a held-out row: under
"countries", the same year of other countries; under the two others, no row of that year.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from etl.errors import ModelError
from etl.model.panel import Panel, Rows

Kind = Literal["last_year", "countries", "future_years", "predecessor"]

COUNTRY_FOLDS = 10
FUTURE_YEARS = 10
"""Number of years that are held out, one after the other by the folds, all at once by the resamples."""

INNER_YEARS = 5
INNER_FOLDS = 5
"""Held out within the training rows to choose the number of trees: the last years, or one part of the countries."""

FEWEST_COUNTRIES, FEWEST_YEARS = 20, 30
"""Fewest countries and years for validation: 2 countries a fold, and 15 years before all held-out ones."""


@dataclass(frozen=True)
class Fold:
    """Training rows, which may repeat in a resample, and rows to predict."""

    kind: Kind
    train: Rows
    test: Rows


def folds(panel: Panel, seed: int) -> list[Fold]:
    """Return every fold of the three splits, in the order of `SPLITS`.

    Raises:
        ModelError: there are too few countries or years to hold some out.
    """
    years = np.unique(panel.year)
    if np.unique(panel.country).size < FEWEST_COUNTRIES or years.size < FEWEST_YEARS:
        raise ModelError(
            f"{np.unique(panel.country).size} countries over {years.size} years are left after the clean-up; a model "
            f"needs {FEWEST_COUNTRIES} over {FEWEST_YEARS}. Refresh more indicators, or set an earlier --first-year"
        )
    return [
        _before(panel, "last_year", int(years[-1])),
        *by_country(panel, "countries", COUNTRY_FOLDS, seed),
        *(_before(panel, "future_years", int(year)) for year in years[-FUTURE_YEARS:]),
    ]


def by_country(panel: Panel, kind: Kind, parts: int, seed: int) -> Iterator[Fold]:
    """Yield folds of randomly assigned countries; each holds out one part, with all its years."""
    countries = np.random.default_rng(seed).permutation(np.unique(panel.country))
    for part in range(parts):
        held_out = np.isin(panel.country, countries[part::parts])
        yield Fold(kind, np.flatnonzero(~held_out), np.flatnonzero(held_out))


def inner(panel: Panel, kind: Kind, seed: int) -> Fold:
    """Split training rows in the same way, so that held-out rows have no influence on the number of trees."""
    if kind == "countries":
        return next(by_country(panel, kind, INNER_FOLDS, seed))
    first = int(np.unique(panel.year)[-INNER_YEARS])
    return Fold(kind, np.flatnonzero(panel.year < first), np.flatnonzero(panel.year >= first))


def resamples(panel: Panel, kind: Kind, count: int, seed: int) -> Iterator[Fold]:
    """Yield bootstrap resamples of countries, drawn with replacement.

    Under "countries", the rows to predict are those of the countries not drawn, about a third; under "future_years",
    the last 10 years of the countries drawn, with the earlier years for training.
    """
    codes = np.unique(panel.country)
    rows_of = {code: np.flatnonzero(panel.country == code) for code in codes}
    first = int(np.unique(panel.year)[-FUTURE_YEARS])
    rng = np.random.default_rng([seed, 1])
    for _ in range(count):
        drawn = rng.choice(codes, codes.size)
        rows = np.concatenate([rows_of[code] for code in drawn])
        if kind == "countries":
            yield Fold(kind, rows, np.flatnonzero(~np.isin(panel.country, drawn)))
        else:
            yield Fold(kind, rows[panel.year[rows] < first], np.unique(rows[panel.year[rows] >= first]))


def _before(panel: Panel, kind: Kind, year: int) -> Fold:
    return Fold(kind, np.flatnonzero(panel.year < year), np.flatnonzero(panel.year == year))
