"""What one worker does: learns from some rows and predicts others.

Pure functions of their arguments, so that threads here and the workers of a cluster give the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.contract.model import YEAR_FEATURE
from etl.model import baselines as baselines_model
from etl.model import splits
from etl.model import trees as trees_model
from etl.model.baselines import YearEffects
from etl.model.cleanup import features_left, standardised
from etl.model.panel import Panel, Rows
from etl.model.splits import Fold, Kind
from etl.model.trees import Trees
from measures.arrays import Floats
from measures.effects import accumulated_local_effects
from measures.importance import permutation_importance


@dataclass(frozen=True)
class FittedModel:
    """A model: the mean of the year, and trees for what departs from it."""

    effects: YearEffects
    trees: Trees

    def predict(self, panel: Panel) -> Floats:
        """The target of each row, in degC."""
        return self.effects.at(panel.year) + self.trees.predict(columns(panel))


@dataclass(frozen=True)
class FoldPredictions:
    """One fold's rows held out, with the predictions of the model and of each baseline, in degC."""

    kind: Kind
    rows: Rows
    model: Floats
    baselines: dict[str, Floats]
    rounds: int


@dataclass(frozen=True)
class ResampledModel:
    """A model of countries drawn anew: the importance of each feature on rows it had not seen, and its trees' text."""

    kind: Kind
    importance: Floats
    text: str


def columns(panel: Panel) -> Floats:
    """What the trees are given: the features and, last, the year."""
    return np.column_stack([panel.x, panel.year.astype(float)])


def names(panel: Panel) -> list[str]:
    """Names of `columns`."""
    return [*panel.features, YEAR_FEATURE]


def predict_fold(fold: Fold, *, panel: Panel, seed: int, standardise: bool) -> FoldPredictions:
    """Learns from the fold's training rows and predicts the others.

    Which features are used, how they are standardised and how many trees are grown follows from the training rows
    alone. A country held out is standardised by its own features, for which no target is needed.
    """
    if standardise:
        panel = standardised(panel, None if fold.kind == "countries" else int(panel.year[fold.train].max()))
    panel = panel.with_features(features_left(panel.of(fold.train)))
    train, test = panel.of(fold.train), panel.of(fold.test)
    model = fit(train, fold.kind, seed)
    known = baselines_model.predictions(train, test, fold.kind)
    return FoldPredictions(fold.kind, fold.test, model.predict(test), known, model.trees.rounds)


def fit(train: Panel, kind: Kind, seed: int, rounds: int | None = None) -> FittedModel:
    """A model of these rows; the number of trees is chosen within them, unless it is given."""
    if rounds is None:
        inner = splits.inner(train, kind, seed)
        lesson, trial = train.of(inner.train), train.of(inner.test)
        effects = baselines_model.year_effects(lesson)
        rounds = trees_model.best_rounds(_departures(lesson, effects), _departures(trial, effects), names(train), seed)
    effects = baselines_model.year_effects(train)
    return FittedModel(effects, trees_model.fit(*_departures(train, effects), names(train), rounds, seed))


def resample(fold: Fold, *, panel: Panel, seed: int) -> ResampledModel:
    """Learns from countries drawn anew, and shuffles one feature after the other of the rows held out.

    Among the countries of a year, so that a feature gets nothing for what it knows of the year; the year itself among
    all rows.
    """
    train, test = panel.of(fold.train), panel.of(fold.test)
    model = fit(train, fold.kind, seed)
    start = model.effects.at(test.year)
    importance = permutation_importance(
        model.trees.predict,
        columns(test),
        test.y - start,
        test.year,
        shuffled_freely=(len(panel.features),),
        seed=seed,
    )
    return ResampledModel(fold.kind, importance, model.trees.text)


def effects_of(text: str, *, panel: Panel, edges: dict[str, Floats]) -> dict[str, Floats]:
    """Local effects of some features by the trees of one text, at the edges given for each, in degC."""
    grown, x = Trees(text), columns(panel)
    return {
        name: accumulated_local_effects(grown.predict, x, names(panel).index(name), at) for name, at in edges.items()
    }


def _departures(panel: Panel, effects: YearEffects) -> tuple[Floats, Floats]:
    return columns(panel), panel.y - effects.at(panel.year)
