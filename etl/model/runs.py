"""The work of one worker: fit a model to some rows and predict others.

All functions are pure, so that local threads and the workers of a cluster give the same results.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from etl.contract.model import YEAR_FEATURE
from etl.model import baselines as baselines_model
from etl.model import splits
from etl.model import trees as trees_model
from etl.model.baselines import Baselines
from etl.model.cleanup import features_left, standardised
from etl.model.panel import Panel, Rows
from etl.model.splits import Fold, Kind
from etl.model.trees import Sample, Trees
from measures.arrays import Floats
from measures.effects import accumulated_local_effects
from measures.importance import permutation_importance


@dataclass(frozen=True)
class FittedModel:
    """A fitted model: the baseline that it starts from, and trees for the residuals."""

    baselines: Baselines
    start: str
    trees: Trees

    def start_c(self, panel: Panel) -> Floats:
        """Return the starting score of each row, in degC."""
        return self.baselines.predict(panel)[self.start]

    def predict(self, panel: Panel) -> Floats:
        """Return the prediction for each row, in degC."""
        return self.start_c(panel) + self.trees.predict(columns(panel))


@dataclass(frozen=True)
class FoldPredictions:
    """The held-out rows of a fold, with the predictions of the model and of each baseline, in degC."""

    kind: Kind
    rows: Rows
    model: Floats
    baselines: dict[str, Floats]
    rounds: int
    start: str


@dataclass(frozen=True)
class ResampledModel:
    """The model of a bootstrap resample: feature importances on its held-out rows, and the text of its trees."""

    kind: Kind
    importance: Floats
    text: str


def columns(panel: Panel) -> Floats:
    """Return the columns for the trees: the features and, last, the year."""
    return np.column_stack([panel.x, panel.year.astype(float)])


def names(panel: Panel) -> list[str]:
    """Return the names of `columns`."""
    return [*panel.features, YEAR_FEATURE]


def predict_fold(fold: Fold, *, panel: Panel, seed: int, standardise: bool) -> FoldPredictions:
    """Fit a model to the fold's training rows and predict the held-out ones.

    The choice of features, their standardisation and the number of trees depend on the training rows alone. A held-out
    country is standardised by its own features, which needs no target.
    """
    if standardise:
        panel = standardised(panel, None if fold.kind == "countries" else int(panel.year[fold.train].max()))
    panel = panel.with_features(features_left(panel.of(fold.train)))
    train, test = panel.of(fold.train), panel.of(fold.test)
    model = fit(train, fold.kind, seed)
    by_baseline = model.baselines.predict(test)
    return FoldPredictions(fold.kind, fold.test, model.predict(test), by_baseline, model.trees.rounds, model.start)


def fit(train: Panel, kind: Kind, seed: int, rounds: int | None = None, start: str = "year") -> FittedModel:
    """Fit a model to these rows; without `rounds`, choose the start and the number of trees on an inner split."""
    if rounds is None:
        inner = splits.inner(train, kind, seed)
        inner_train, inner_test = train.of(inner.train), train.of(inner.test)
        fitted = baselines_model.fit(inner_train, kind)
        start = baselines_model.hardest(fitted.predict(inner_test), inner_test, kind)
        train_sample, test_sample = (_sample(rows, fitted, start) for rows in (inner_train, inner_test))
        rounds = trees_model.best_rounds(train_sample, test_sample, names(train), seed)
    baselines = baselines_model.fit(train, kind)
    trees = trees_model.fit(_sample(train, baselines, start), names(train), rounds, seed)
    return FittedModel(baselines, start, trees)


def resample(fold: Fold, *, panel: Panel, seed: int) -> ResampledModel:
    """Fit a model to a bootstrap resample, and compute permutation importances on its held-out rows.

    Features are permuted among the countries of a year, so that a feature gets no importance for its information on
    the year; the year itself is permuted among all rows.
    """
    train, test = panel.of(fold.train), panel.of(fold.test)
    model = fit(train, fold.kind, seed)
    importance = permutation_importance(
        model.trees.predict,
        columns(test),
        test.y - model.start_c(test),
        test.year,
        shuffled_freely=(len(panel.features),),
        seed=seed,
    )
    return ResampledModel(fold.kind, importance, model.trees.text)


def effects_of(text: str, *, panel: Panel, edges: dict[str, Floats]) -> dict[str, Floats]:
    """Return the accumulated local effects of some features at their edges, by the trees of one text, in degC."""
    trees, x = Trees(text), columns(panel)
    return {
        name: accumulated_local_effects(trees.predict, x, names(panel).index(name), at) for name, at in edges.items()
    }


def _sample(panel: Panel, baselines: Baselines, start: str) -> Sample:
    return Sample(columns(panel), panel.y, baselines.predict(panel)[start])
