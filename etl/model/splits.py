"""Which rows are held out of a model's making, and in which turns. Pure.

Every fold says its kind (`model_contract.SPLITS`), as what can be known of a held-out row hangs on it: under
"countries" the same year of other countries is known, under the two others no row of the year is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from etl.errors import ModelError
from etl.model.panel import Panel, Rows

Kind = Literal["last_year", "countries", "future_years"]

COUNTRY_FOLDS = 10
FUTURE_YEARS = 10
"""How many years are held out one after the other, and by resamples at once."""

INNER_YEARS = 5
INNER_FOLDS = 5
"""Held out inside the training rows to choose the number of trees: years, or one of so many parts of the countries."""

FEWEST_COUNTRIES, FEWEST_YEARS = 20, 30
"""With fewer there is too little to hold out: 2 countries a fold, and 15 years beneath the years held out."""


@dataclass(frozen=True)
class Fold:
    """Rows to learn from (which may repeat, where countries were drawn anew) and rows to predict."""

    kind: Kind
    train: Rows
    test: Rows


def folds(panel: Panel, seed: int) -> list[Fold]:
    """Every fold of the three ways of validation, in the order of `SPLITS`.

    Raises:
        ModelError: there are too few countries or years to hold some out.
    """
    years = np.unique(panel.year)
    if np.unique(panel.country).size < FEWEST_COUNTRIES or years.size < FEWEST_YEARS:
        raise ModelError(
            f"{np.unique(panel.country).size} countries over {years.size} years are left after the clean-up; a model "
            f"needs {FEWEST_COUNTRIES} over {FEWEST_YEARS}. Refresh more indicators, or begin with an earlier year"
        )
    return [
        _before(panel, "last_year", int(years[-1])),
        *by_country(panel, "countries", COUNTRY_FOLDS, seed),
        *(_before(panel, "future_years", int(year)) for year in years[-FUTURE_YEARS:]),
    ]


def by_country(panel: Panel, kind: Kind, parts: int, seed: int) -> Iterator[Fold]:
    """The countries in so many parts by chance, each part held out once, with all its years."""
    places = np.random.default_rng(seed).permutation(np.unique(panel.country))
    for part in range(parts):
        held_out = np.isin(panel.country, places[part::parts])
        yield Fold(kind, np.flatnonzero(~held_out), np.flatnonzero(held_out))


def inner(panel: Panel, kind: Kind, seed: int) -> Fold:
    """Training rows divided once more in the same way, so that nothing held out has a say in the number of trees."""
    if kind == "countries":
        return next(by_country(panel, kind, INNER_FOLDS, seed))
    first = int(np.unique(panel.year)[-INNER_YEARS])
    return Fold(kind, np.flatnonzero(panel.year < first), np.flatnonzero(panel.year >= first))


def resamples(panel: Panel, kind: Kind, count: int, seed: int) -> Iterator[Fold]:
    """Folds of countries drawn anew, with repetition: what the data might as well have been.

    Under "countries" the model is tried on the countries that were not drawn, about a third; under "future_years" on
    the last 10 years of those drawn, of which it saw the years before.
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
